"""ecosys key: the keys by which the log's checkpoints are verified."""

from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def key(
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Make a new secret key; the old one is gone.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(help="With --rotate: the name of the log, as example.com/log; else it stays."),
    ] = None,
    database: Database = None,
) -> None:
    """Tell the public keys of the log, the one in use first; or make a new one."""
    from ecosys.commands._proving import open_notary
    from ecosys.errors import InvalidInput

    if name is not None and not rotate:
        raise InvalidInput("--name goes with --rotate: a key is of one name.")
    notary = open_notary(database)
    if rotate:
        notary.checkpoint()  # the log goes on from what the old key signed
        current = notary.keys.signer(notary.log.own_origin())
        notary.keys.rotate(name or current.name)
        notary.checkpoint()
    notary.keys.signer(notary.log.own_origin())
    tell(*map(str, notary.keys.verifiers()))
