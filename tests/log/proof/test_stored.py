from typing import cast

import pytest

from ecosys.errors import Damaged, NotFound
from ecosys.log import merkle
from ecosys.log.database import Database
from ecosys.log.proof import tree
from ecosys.log.proof.stored import StoredTree, tile_bytes
from ecosys.log.proof.tiles import ENTRIES, Tile, tiles_of, unpack
from ecosys.log.proof.tree import Leaves
from tests.given import price


def filled(timeline, count):
    start = timeline.head().position
    timeline.log.append(
        price(f"p{number}", "2025-01-01", input=str(number + 1))
        for number in range(start, start + count)
    )
    return [line.leaf for line in timeline.log.lines()]


def test_tiles_and_proofs_from_the_database_are_those_of_the_leaves(timeline):
    stored = StoredTree(timeline.log.database)
    for more in (1, 254, 1, 1, 513):
        leaves = filled(timeline, more)
        size = len(leaves)
        assert stored.root(size).hex() == timeline.log.root(size)
        for tile in tiles_of(size):
            content = tile_bytes(timeline.log.database, stored, tile, size)
            if tile.level == ENTRIES:
                assert list(map(merkle.leaf_hash, unpack(content))) == leaves[tile.start : tile.end]
            else:
                wanted = Leaves(leaves).hashes(tile.level, tile.start, tile.end)
                assert content == b"".join(wanted)
        for index in {0, size // 2, size - 1}:
            assert tree.inclusion(stored, index, size) == tree.inclusion(
                Leaves(leaves), index, size
            )


def test_roots_of_65536_and_more_are_folded_from_those_of_256():
    leaves = [merkle.leaf_hash(str(number).encode()) for number in range(65_536 + 300)]

    class Table:
        def execute(self, _, within):
            start, end = within
            return [(leaf,) for leaf in leaves[start:end]]

    stored = StoredTree(cast(Database, Table()))
    assert stored.root(len(leaves)) == merkle.root_of(leaves)
    assert stored.hashes(2, 0, 1) == [merkle.root_of(leaves[:65_536])]
    assert tree.is_included(
        leaves[70], 70, len(leaves), merkle.root_of(leaves), tree.inclusion(stored, 70, len(leaves))
    )


def test_a_tile_of_a_longer_log_is_not_found(timeline):
    filled(timeline, 3)
    stored = StoredTree(timeline.log.database)
    for tile in (Tile(0, 0, 4), Tile(ENTRIES, 0), Tile(1, 0, 1), Tile(63, 0, 1), Tile(0, 1, 1)):
        with pytest.raises(NotFound, match="The log has 3 events"):
            tile_bytes(timeline.log.database, stored, tile, 3)


def test_what_is_missing_in_the_database_is_no_shorter_tile(timeline):
    filled(timeline, 3)
    timeline.log.database.execute("DROP TRIGGER event_is_never_deleted")
    timeline.log.database.execute("DELETE FROM event WHERE position = 2")
    stored = StoredTree(timeline.log.database)
    for level in (0, ENTRIES):
        with pytest.raises(Damaged, match="Of the events 1 to 3 2 are stored"):
            tile_bytes(timeline.log.database, stored, Tile(level, 0, 3), 3)
