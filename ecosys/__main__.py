"""python -m ecosys: the same as the command ecosys."""

from ecosys.cli import main

if __name__ == "__main__":
    main()
