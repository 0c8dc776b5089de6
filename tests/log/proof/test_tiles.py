import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import Damaged
from ecosys.log.proof.tiles import ENTRIES, Tile, is_in, pack, split, tile_at, tiles_of, unpack


def test_the_tiles_of_70000_entries_are_those_that_the_specification_counts():
    """The example of C2SP tlog-tiles, "Partial Tiles"."""
    tiles = list(tiles_of(70_000))
    by_level = {level: [each.width for each in tiles if each.level == level] for level in (0, 1, 2)}
    assert by_level[0] == [256] * 273 + [112]
    assert by_level[1] == [256, 17]
    assert by_level[2] == [1]
    assert max(each.level for each in tiles) == 2
    assert [each.width for each in tiles if each.level == ENTRIES] == by_level[0]


def test_256_entries_are_a_full_tile_and_a_partial_one_above():
    assert [each.path for each in tiles_of(256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert list(tiles_of(0)) == []


@given(st.integers(-1, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_a_tile_is_found_by_its_path_alone(level, index, width):
    tile = Tile(level, index, width)
    assert tile_at(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "checkpoint",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/067",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/000/",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/٠٠٠",
        "tile/0/" + "x001/" * 6 + "000",
    ],
)
def test_what_is_not_written_as_the_specification_says_is_no_tile(path):
    assert tile_at(path) is None


@given(st.integers(0, 200_000))
def test_a_log_has_the_tiles_of_its_size_and_no_longer_ones(size):
    for tile in tiles_of(size):
        assert is_in(tile, size)
        if tile.width < 256:
            assert not is_in(tile._replace(width=tile.width + 1), size)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries):
    assert unpack(pack(entries)) == entries


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1), st.integers(1, 10))
def test_a_bundle_that_is_cut_off_within_an_entry_is_refused(entries, less):
    bundle = pack(entries)
    with pytest.raises(Damaged, match="cut off"):
        unpack(bundle[: len(bundle) - min(less, len(entries[-1]))])


def test_a_tile_that_is_cut_off_within_a_hash_is_refused():
    assert split(bytes(64)) == [bytes(32)] * 2
    with pytest.raises(Damaged, match="cut off"):
        split(bytes(63))
