import pytest

from ecosys.errors import Damaged, Unavailable
from ecosys.log.proof.export import export_tiles
from ecosys.log.proof.mirror import follow_tiles
from ecosys.log.proof.notary import open_notary
from ecosys.log.proof.note import Signer
from ecosys.log.proof.tiles import pack, unpack
from ecosys.timeline import Timeline
from tests.given import price


def add(timeline, count):
    start = timeline.head().position
    timeline.append(
        [price(f"p{at}", "2025-01-01", input=str(at + 1)) for at in range(start, start + count)]
    )


@pytest.fixture
def publish(timeline, tmp_path):
    """Write the log as tiles, after so many more events."""
    notary = open_notary(timeline.log.database, timeline.log.database.path)

    def publish(more):
        add(timeline, more)
        export_tiles(notary, tmp_path / "tiles")
        return str(tmp_path / "tiles")

    publish.notary = notary
    return publish


@pytest.fixture
def mirror(tmp_path):
    """An empty log."""
    opened = Timeline.open(tmp_path / "mirror.db")
    yield opened
    opened.log.database.close()


def keys_of(publish):
    return publish.notary.keys.verifiers()


def test_a_mirror_has_the_very_lines_and_goes_on_where_it_stopped(timeline, publish, mirror):
    for more, copied in ((3, 3), (0, 0), (252, 252), (1, 1), (2100, 2100)):
        assert follow_tiles(mirror.log, publish(more), keys_of(publish)) == copied
        assert list(mirror.log.lines()) == list(timeline.log.lines())
        end = timeline.head().position
        assert mirror.log.root(end) == timeline.log.root(end)
    assert mirror.log.check() == 2356


def test_a_log_with_events_of_its_own_follows_no_other(publish, mirror):
    mirror.append([price("own", "2025-01-01", input="1")])
    for more in (3, 0):
        with pytest.raises(Unavailable, match="This log does not follow that one"):
            follow_tiles(mirror.log, publish(more), keys_of(publish))
    add(mirror, 5)
    with pytest.raises(Unavailable, match="the first 3 events here are not those"):
        follow_tiles(mirror.log, publish(0), keys_of(publish))
    assert mirror.head().position == 6


def test_what_another_key_signed_is_not_copied(publish, mirror):
    with pytest.raises(Damaged, match="by none of the keys that are trusted"):
        follow_tiles(mirror.log, publish(3), [Signer.made("other").verifier])
    assert mirror.head().position == 0
    assert follow_tiles(mirror.log, publish(0), []) == 3


def test_a_forged_entry_is_not_copied_nor_what_comes_with_it(publish, mirror, tmp_path):
    source = publish(3)
    path = tmp_path / "tiles/tile/entries/000.p/3"
    entries = unpack(path.read_bytes())
    path.write_bytes(pack([entries[0], entries[1].replace(b'"2"', b'"9"'), entries[2]]))
    with pytest.raises(Damaged, match="Entry 2 is not that of its hash"):
        follow_tiles(mirror.log, source, keys_of(publish))
    path.write_bytes(pack(entries)[:-1])
    with pytest.raises(Damaged, match="bundle 0 of entries is cut off"):
        follow_tiles(mirror.log, source, keys_of(publish))
    assert mirror.head().position == 0


def test_forged_hashes_are_found_before_anything_is_copied(publish, mirror, tmp_path):
    source = publish(300)
    path = tmp_path / "tiles/tile/0/001.p/44"
    path.write_bytes(bytes(44 * 32))
    with pytest.raises(Unavailable, match="do not give its root"):
        follow_tiles(mirror.log, source, keys_of(publish))
    assert mirror.head().position == 0


def test_what_is_not_there_cannot_be_followed(mirror, tmp_path):
    with pytest.raises(Damaged, match="checkpoint cannot be read"):
        follow_tiles(mirror.log, str(tmp_path / "nowhere"), [])
