"""ecosys checkpoint: the signed end of the log, and the witnesses that sign it too."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.log.proof.notary import Notary


def checkpoint(
    trust: Annotated[
        str | None, typer.Option(help="The key of a witness to trust: NAME+ID+KEY.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="With --trust: the address at which the witness signs.")
    ] = None,
    add: Annotated[
        Path | None,
        typer.Option(help="A cosigned checkpoint whose witnesses' signatures are taken over."),
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask each trusted witness that has an address to sign.")
    ] = False,
    database: Database = None,
) -> None:
    """Tell the end of the log, signed; with the signatures of witnesses, as they are gathered."""
    from ecosys.commands._proving import open_notary
    from ecosys.errors import InvalidInput
    from ecosys.log.proof import note
    from ecosys.log.proof.note import Verifier

    if at is not None and trust is None:
        raise InvalidInput("--at goes with --trust.")
    notary = open_notary(database)
    notary.checkpoint()
    if trust is not None:
        notary.keys.add_witness(Verifier.read(trust), at or "")
    if add is not None:
        notary.cosign(note.parse(add.read_text(encoding="utf-8")).signatures)
    if ask:
        _ask(notary)
    typer.echo(notary.checkpoint().content, nl=False)


def _ask(notary: "Notary") -> None:
    from ecosys.errors import EcosysError, Unavailable
    from ecosys.log.proof.witness import ask_witness

    asked = [(key, address) for key, address in notary.keys.witnesses() if address]
    refused = 0
    for key, address in asked:
        try:
            ask_witness(notary, address)
        except EcosysError as problem:
            refused += 1
            tell(f"{key.name}: {problem}", err=True)
    if refused == len(asked):
        raise Unavailable("No witness has signed.", hint="--trust KEY --at URL names one.")
