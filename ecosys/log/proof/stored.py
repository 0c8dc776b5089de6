"""Stored: the tree and the tiles of a log in a database, from the leaf hashes that it keeps."""

from collections.abc import Sequence
from threading import Lock

from ecosys.errors import Damaged, NotFound
from ecosys.log.database import Database
from ecosys.log.line import Line
from ecosys.log.merkle import root_of
from ecosys.log.proof import tree
from ecosys.log.proof.tiles import ENTRIES, MAX_ENTRY, Tile, is_in, pack
from ecosys.log.proof.tree import WIDTH
from ecosys.log.query import COLUMNS
from ecosys.log.withholding import withheld

_HASH = 32


class StoredTree:
    """Reads leaf hashes, and keeps the roots of complete subtrees of 256: an eighth byte an event.

    It is asked of what is committed, as that never changes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._levels: list[bytearray] = []
        """The roots of the complete subtrees of 256, of 65,536 ... leaves, one after the other."""
        self._lock = Lock()

    def hashes(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The roots of the subtrees of 256**level leaves each, from the start-th to before the end.

        Damaged where there are fewer.
        """
        if level == 0:
            return self._leaves(start, end)
        with self._lock:
            kept = self._kept(level, end)
        return [bytes(kept[at * _HASH : (at + 1) * _HASH]) for at in range(start, end)]

    def root(self, size: int) -> bytes:
        """The root of the log as it was when it had some size."""
        return tree.root(self, 0, size)

    def _kept(self, level: int, end: int) -> bytearray:
        """The roots of a level, at least as many as are wanted."""
        while len(self._levels) < level:
            self._levels.append(bytearray())
        kept = self._levels[level - 1]
        if level > 1:
            self._kept(level - 1, end * WIDTH)
        for at in range(len(kept) // _HASH, end):
            start = at * WIDTH
            if level == 1:
                below: Sequence[bytes] = self._leaves(start, start + WIDTH)
            else:
                under = self._levels[level - 2]
                every = range(start * _HASH, (start + WIDTH) * _HASH, _HASH)
                below = [bytes(under[one : one + _HASH]) for one in every]
            kept += root_of(below)
        return kept

    def _leaves(self, start: int, end: int) -> Sequence[bytes]:
        sql = "SELECT leaf FROM event WHERE position > ? AND position <= ? ORDER BY position"
        found = [bytes(leaf) for (leaf,) in self._database.execute(sql, (start, end))]
        if len(found) != end - start:
            raise Damaged(f"Of the events {start + 1} to {end} {len(found)} are stored.")
        return found


def tile_bytes(database: Database, stored: StoredTree, tile: Tile, size: int) -> bytes:
    """What a tile of a log of some size holds; NotFound where the log has no such tile yet."""
    if not is_in(tile, size):
        raise NotFound(f"The log has {size} events: {tile.path} is none of its tiles.")
    if tile.level == ENTRIES:
        return pack(entries(database, tile.start, tile.end))
    return b"".join(stored.hashes(tile.level, tile.start, tile.end))


def entries(database: Database, start: int, end: int) -> list[bytes]:
    """The entries after a position to another, as they are hashed; of what is withheld nothing."""
    sql = (
        f"SELECT {COLUMNS} FROM event WHERE position > ? AND position <= ?"  # noqa: S608
        " ORDER BY position"
    )
    hidden = withheld(database)
    found = [Line(*row) for row in database.execute(sql, (start, end))]
    made = [b"" if line.position in hidden else line.text.encode() for line in found]
    for line, entry in zip(found, made, strict=True):
        if len(entry) > MAX_ENTRY:
            raise Damaged(
                f"Position {line.position} holds {len(entry):,} bytes: no tile takes more than "
                f"{MAX_ENTRY:,}."
            )
    if len(made) != end - start:
        raise Damaged(f"Of the events {start + 1} to {end} {len(made)} are stored.")
    return made
