"""How commands write lines: what somebody else wrote is shown, and commands no terminal."""

import typer


def tell(*lines: str, err: bool = False) -> None:
    """Write lines to standard output or error; in each what cannot be printed is escaped.

    A name that holds an escape sequence or a line end would else clear the screen, or write a
    line of its own.
    """
    from ecosys.values.words import escape_unprintable

    for line in lines:
        typer.echo(escape_unprintable(line), err=err)
