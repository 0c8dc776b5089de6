"""Export: a log as tiles in a folder, to be served as they are by anything that serves files."""

import os
from collections.abc import Collection, Container, Iterable
from pathlib import Path

from ecosys.errors import InvalidInput, Unavailable
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.proof.keys import replace_file
from ecosys.log.proof.notary import Notary
from ecosys.log.proof.stored import tile_bytes
from ecosys.log.proof.tiles import CHECKPOINT, ENTRIES, Tile, tile_at, tiles_of
from ecosys.log.proof.tree import WIDTH


def export_tiles(notary: Notary, folder: Path) -> Checkpoint:
    """Write the tiles of a log and then its checkpoint, so that who reads finds what it names.

    Full tiles that are there already are left: they never change, but for entries whose texts are
    withheld by now, which go. InvalidInput where the folder holds the tiles of another log.
    """
    signed = notary.checkpoint()
    made, log = checkpoints.parse(signed.text), notary.log
    try:
        _refuse_other(notary, folder)
        hidden, current = log.withheld(), list(tiles_of(made.size))
        for tile in current:
            path = folder / tile.path
            if tile.width < WIDTH or not path.exists() or _holds(tile, hidden):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, tile_bytes(log.database, log.tree, tile, made.size))
        _remove_older(folder, {tile.path for tile in current}, hidden)
        replace_file(folder / CHECKPOINT, signed.content)
    except OSError as problem:
        told = f"{folder} cannot be written: {problem.strerror or problem}."
        raise Unavailable(told, hint="Name a folder with room.") from None
    return made


def _refuse_other(notary: Notary, folder: Path) -> None:
    """Refuse a folder with other things, or with the tiles of another log or another history."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    path = folder / CHECKPOINT
    there = checkpoints.parse(note.parse(path.read_text()).text) if path.is_file() else None
    ours = there is not None and there.size <= notary.log.head().position
    if there is None or not ours or notary.log.tree.root(there.size) != there.root:
        raise InvalidInput(
            f"{folder} does not hold the tiles of this log.", hint="Name an empty folder."
        )


def _holds(tile: Tile, hidden: Iterable[int]) -> bool:
    """Whether entries stand in a tile of which some are hidden."""
    return tile.level == ENTRIES and any(tile.start < each <= tile.end for each in hidden)


def _remove_older(folder: Path, current: Container[str], hidden: Collection[int]) -> None:
    """Remove what was written when the log was shorter, where it holds what is withheld by now."""
    for path in (folder / "tile" / "entries").rglob("*.p/*") if hidden else ():
        name = path.relative_to(folder).as_posix()
        tile = tile_at(name)
        if tile is not None and name not in current and _holds(tile, hidden):
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all."""
    beside = path.with_name(f".{path.name}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
