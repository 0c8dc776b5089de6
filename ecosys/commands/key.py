"""ecosys key: the keys by which one writes over HTTP, and those that sign the log."""

from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def key(
    action: Annotated[
        str | None,
        typer.Argument(
            help="create, list, revoke or rotate: of API keys, by which one writes over HTTP."
        ),
    ] = None,
    who: Annotated[
        str | None, typer.Argument(help="Whose API key it is: stands in what is written by it.")
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope", help="With create: events:write, corrections:write or admin; again: too."
        ),
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(help="With create or rotate: 90d, or the last day; else it does not expire."),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(help="With rotate: how long the old API key stays, as 24h; else it is gone."),
    ] = None,
    rotate: Annotated[
        bool,
        typer.Option("--rotate", help="Make a new secret key to sign with; the old one is gone."),
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(help="With --rotate: the name of the log, as example.com/log; else it stays."),
    ] = None,
    database: Database = None,
) -> None:
    """Tell the public keys of the log, the one in use first; or make, list and revoke API keys.

    ecosys key create anna --scope events:write --expires 90d prints a key, once: it is kept by
    whoever needs it, the database has its hash.
    """
    from ecosys.commands import _api_keys
    from ecosys.errors import InvalidInput

    if name is not None and not rotate:
        raise InvalidInput("--name goes with --rotate: a key is of one name.")
    if action is None:
        if scope or expires or keep:
            raise InvalidInput(
                "--scope, --expires and --keep are of API keys.", hint="ecosys key create NAME ..."
            )
        _tell_public_keys(database, name, rotate=rotate)
        return
    if rotate:
        raise InvalidInput(
            "--rotate is of the key that signs the log.", hint="ecosys key rotate NAME has no --."
        )
    _api_keys.run(action, who, scope or (), expires, keep, database)


def _tell_public_keys(database: str | None, name: str | None, *, rotate: bool) -> None:
    from ecosys.commands._proving import open_notary

    notary = open_notary(database)
    if rotate:
        notary.checkpoint()  # the log goes on from what the old key signed
        current = notary.keys.signer(notary.log.own_origin())
        notary.keys.rotate(name or current.name)
        notary.checkpoint()
    notary.keys.signer(notary.log.own_origin())
    tell(*map(str, notary.keys.verifiers()))
