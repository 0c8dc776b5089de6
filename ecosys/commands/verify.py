"""ecosys verify: is the record what it was?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database, Keys
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecosys.log.proof.notary import Notary
    from ecosys.timeline import Timeline

MAX_LISTED = 20


def verify(
    remote: Annotated[
        str | None,
        typer.Option(help="Check the log at this address or in this folder, by its tiles."),
    ] = None,
    proof: Annotated[
        Path | None, typer.Option(help="Check the proof of one event in this file.")
    ] = None,
    key: Keys = None,
    log_only: Annotated[
        bool, typer.Option("--log-only", help="Leave out what is derived: index and read models.")
    ] = False,
    database: Database = None,
) -> None:
    """Check every byte of the log, what is kept of it, and that it goes on from what was signed."""
    if remote is not None:
        _verify_remote(remote, key or [])
        return
    if proof is not None:
        _verify_proof(proof, key or [])
        return
    from ecosys.commands._proving import open_notary, open_own

    timeline = open_own(database)
    notary = open_notary(database)
    _refuse(_faults(timeline, notary, log_only=log_only))
    _remember(notary)
    head = timeline.head().position
    what = "" if log_only else ", the index and the read models"
    tell(f"{head} events{what} in order, root {timeline.log.root(head)}")
    _tell_withheld(list(timeline.log.withheld()))


def _faults(timeline: "Timeline", notary: "Notary", *, log_only: bool) -> "Iterator[str]":
    from ecosys.errors import Damaged
    from ecosys.log import checking
    from ecosys.log.proof.notary import refuse_other
    from ecosys.log.release import release_faults
    from ecosys.timeline import verification

    if log_only:
        yield from checking.faults(timeline.log.database)
    else:
        yield from verification.faults(timeline)
    yield from release_faults(timeline.log)
    try:
        refuse_other(notary)
    except Damaged as problem:
        yield problem.message


def _refuse(faults: "Iterator[str]") -> None:
    """End with what is not in order, if there is something."""
    listed = 0
    for fault in faults:
        listed += 1
        if listed <= MAX_LISTED:
            tell(fault, err=True)
    if listed > MAX_LISTED:
        tell(f"... and {listed - MAX_LISTED} more", err=True)
    if listed:
        raise typer.Exit(1)


def _remember(notary: "Notary") -> None:
    """Keep what was verified as the last checkpoint, so that it is missed if it goes."""
    from ecosys.errors import Unwritable

    try:
        notary.checkpoint()
    except Unwritable as problem:
        tell(f"It cannot be remembered: {problem}", err=True)


def _verify_remote(source: str, keys: list[str]) -> None:
    from ecosys.commands._proving import NOT_CHECKED, log_at, remembered_of
    from ecosys.errors import Damaged
    from ecosys.log.proof import verifier
    from ecosys.log.proof.keys import replace_file

    source = log_at(source)
    path = remembered_of(source)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    try:
        checkpoint, size, signed_by, withheld = verifier.verify(source, keys, before)
    except verifier.Wrong as problem:
        raise Damaged(f"{source}: {problem}.") from None
    replace_file(path, checkpoint)
    name, _, root = checkpoint.splitlines()[:3]
    tell(f"{size} events of {name} in order, root {root}{_by(signed_by)}")
    _tell_withheld(withheld)
    if not keys:
        tell(NOT_CHECKED, err=True)


def _tell_withheld(positions: "Sequence[int]") -> None:
    if positions:
        first = ", ".join(map(str, positions[:MAX_LISTED]))
        tell(f"The texts of {len(positions)} are withheld, at {first}; their hashes stand.")


def _verify_proof(path: Path, keys: list[str]) -> None:
    from ecosys.commands._proving import NOT_CHECKED
    from ecosys.log.proof import checkpoint as checkpoints
    from ecosys.log.proof import offline
    from ecosys.log.proof.note import Verifier

    proof = offline.parse(path.read_text(encoding="utf-8"))
    line, signed_by = offline.verify(proof, [Verifier.read(each) for each in keys])
    end = checkpoints.parse(proof.checkpoint.text)
    told = f"Position {line.position} of {end.origin}, which had {end.size} events"
    tell(f"{told}{_by(signed_by)}:")
    typer.echo(line.text)
    if not keys:
        tell(NOT_CHECKED, err=True)


def _by(signed_by: "Sequence[str]") -> str:
    return f", signed by {', '.join(signed_by)}" if signed_by else ""
