"""Tiles: the tree and the entries of a log as files that never change (C2SP tlog-tiles)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ecosys.errors import Damaged
from ecosys.log.proof.tree import WIDTH

MAX_ENTRY = 65_535
"""How many bytes an entry has at most: its length is written in two bytes."""
ENTRIES = -1
"""The level at which a tile has entries, not hashes."""
MAX_LEVEL = 63
CHECKPOINT = "checkpoint"
"""The path of the checkpoint, beside the tiles."""
_HASH = 32
_PATH = re.compile(
    r"tile/(?P<level>0|[1-9]\d?|entries)/(?P<index>(?:x\d{3}/){0,5}\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?"
)


class Tile(NamedTuple):
    """Hashes or entries beside each other: a file.

    >>> Tile(0, 1_234_067).path, Tile(ENTRIES, 0, 7).path
    ('tile/0/x001/x234/067', 'tile/entries/000.p/7')
    """

    level: int
    """How many tiles lie beneath; `ENTRIES` for the entries themselves."""
    number: int
    """How many tiles of the level stand before it."""
    width: int = WIDTH
    """How many it holds; fewer than 256 as long as the log is not longer."""

    @property
    def path(self) -> str:
        """Where it is found beneath the address of the log."""
        level = "entries" if self.level == ENTRIES else self.level
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_index_path(self.number)}{part}"

    @property
    def start(self) -> int:
        """How many hashes or entries of its level stand before it."""
        return self.number * WIDTH

    @property
    def end(self) -> int:
        """How many hashes or entries of its level stand before its end."""
        return self.start + self.width


def tile_at(path: str) -> Tile | None:
    """The tile of a path; None where that is the path of none.

    >>> tile_at("tile/0/x001/x234/067") == Tile(0, 1_234_067)
    True
    >>> tile_at("tile/0/1234067") is None, tile_at("tile/0/000.p/256") is None
    (True, True)
    """
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    index = int(match["index"].replace("/", "").replace("x", ""))
    made = Tile(level, index, int(match["width"] or WIDTH))
    return made if made.path == path and level <= MAX_LEVEL else None


def tiles_of(size: int) -> Iterator[Tile]:
    """The tiles of hashes and entries of a log of some size.

    >>> [tile.path for tile in tiles_of(257)]
    ['tile/entries/000', 'tile/entries/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']
    """
    for level in (ENTRIES, 0):
        yield from level_tiles(level, size)
    level, there = 1, size // WIDTH
    while there:
        yield from level_tiles(level, there)
        level, there = level + 1, there // WIDTH


def level_tiles(level: int, there: int) -> Iterator[Tile]:
    """The tiles of a level that has some hashes or entries."""
    full, rest = divmod(there, WIDTH)
    yield from (Tile(level, index) for index in range(full))
    if rest:
        yield Tile(level, full, rest)


def is_in(tile: Tile, size: int) -> bool:
    """Whether a log of some size has all that a tile holds.

    >>> is_in(Tile(1, 0, 1), 255), is_in(Tile(1, 0, 1), 256), is_in(Tile(ENTRIES, 0, 3), 3)
    (False, True, True)
    """
    return tile.end <= size >> (8 * max(tile.level, 0))


def pack(entries: Iterable[bytes]) -> bytes:
    r"""A bundle of entries, each after its length.

    >>> pack([b"a", b""])
    b'\x00\x01a\x00\x00'
    """
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack(bundle: bytes) -> list[bytes]:
    """The entries of a bundle; Damaged where it is cut off.

    >>> unpack(pack([b"a", b""]))
    [b'a', b'']
    """
    entries, at = [], 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if at > len(bundle) or start > len(bundle):
            raise Damaged("A bundle of entries is cut off.")
        entries.append(bundle[start:at])
    return entries


def split(tile: bytes) -> list[bytes]:
    """The hashes of a tile; Damaged where it is cut off.

    >>> split(b"a" * 64) == [b"a" * 32] * 2
    True
    """
    if len(tile) % _HASH:
        raise Damaged("A tile of hashes is cut off.")
    return [tile[at : at + _HASH] for at in range(0, len(tile), _HASH)]


def _index_path(index: int) -> str:
    """An index in parts of three digits, all but the last after an x."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *before, last = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in before), last])
