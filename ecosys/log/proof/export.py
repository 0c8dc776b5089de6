"""Export: a log as tiles in a folder, to be served as they are by anything that serves files."""

import os
from pathlib import Path

from ecosys.errors import InvalidInput, Unavailable
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.proof.keys import replace_file
from ecosys.log.proof.notary import Notary
from ecosys.log.proof.stored import tile_bytes
from ecosys.log.proof.tiles import CHECKPOINT, tiles_of
from ecosys.log.proof.tree import WIDTH


def export_tiles(notary: Notary, folder: Path) -> Checkpoint:
    """Write the tiles of a log and then its checkpoint, so that who reads finds what it names.

    Full tiles that are there already are left: they never change. InvalidInput where the folder
    holds the tiles of another log.
    """
    signed = notary.checkpoint()
    made, log = checkpoints.parse(signed.text), notary.log
    try:
        _refuse_other(notary, folder)
        for tile in tiles_of(made.size):
            path = folder / tile.path
            if tile.width < WIDTH or not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, tile_bytes(log.database, log.tree, tile, made.size))
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


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all."""
    beside = path.with_name(f".{path.name}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
