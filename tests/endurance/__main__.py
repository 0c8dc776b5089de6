"""Do something to a log for long, and count: python -m tests.endurance NAME [COUNT]."""

import sys
from importlib import import_module

NAMES = ("kills", "interrupted", "restarts", "steps", "pages", "requests", "patroni")


def main(names: list[str]) -> int:
    """Run one of these, so often; the answer is the exit status."""
    if not names or names[0] not in NAMES or not all(each.isdigit() for each in names[1:2]):
        print(f"Say what, and how often if you like: {', '.join(NAMES)}.")
        return 2
    module = import_module(f"tests.endurance.{names[0]}")
    return int(module.main(*map(int, names[1:2])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
