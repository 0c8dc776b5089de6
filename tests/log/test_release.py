import pytest

from ecosys.errors import Damaged, Unavailable
from ecosys.log.release import follow, read_lines, restore
from ecosys.timeline import Timeline
from tests.given import NOW, event, price

pytestmark = pytest.mark.engines
EVENTS = [price(f"p{number}", "2025-01-01", input=str(number)) for number in range(1, 6)]


@pytest.fixture
def release(tmp_path):
    """The lines of a released log of five events."""
    opened = Timeline.open(tmp_path / "release.db", clock=lambda: NOW)
    for each in EVENTS:
        opened.log.append([each], origin="ecosys")
    return list(opened.log.lines())


def texts(timeline) -> list[str]:
    return [line.text for line in timeline.log.lines()]


def test_an_empty_log_starts_as_a_copy(timeline, release):
    done = follow(timeline.log, release)
    assert (done.copied, done.appended) == (5, 0)
    assert texts(timeline) == [line.text for line in release]


def test_following_again_adds_nothing(timeline, release):
    follow(timeline.log, release)
    done = follow(timeline.log, release)
    assert (done.copied, done.appended, done.kept) == (0, 0, ())


def test_a_log_of_an_older_release_becomes_the_same_log(timeline, release):
    follow(timeline.log, release[:2])
    assert follow(timeline.log, release).copied == 3
    assert texts(timeline) == [line.text for line in release]


def test_after_own_events_new_ones_follow_at_the_next_positions(timeline, release):
    follow(timeline.log, release[:2])
    timeline.append(
        [event("launched", "mine", subject="me/x", what="model", occurred="2025-01-01")]
    )
    done = follow(timeline.log, release)
    assert (done.copied, done.appended) == (0, 3)
    ids = [record.id for record in timeline.records()]
    assert ids == ["p1", "p2", "mine", "p3", "p4", "p5"]
    assert timeline.log.origin(2) == "ecosys"
    assert timeline.log.origin(6) != "ecosys"
    assert texts(timeline)[:2] == [line.text for line in release[:2]]
    assert follow(timeline.log, release).appended == 0


def test_own_events_stay_where_the_release_has_another_of_that_id(timeline, release):
    timeline.append([price("p4", "2025-01-01", input="99")])
    done = follow(timeline.log, release)
    assert done.kept == ("p4",)
    assert done.appended == 4
    assert timeline.head().position == 5


def test_a_newer_log_than_the_release_is_left_alone(timeline, release):
    follow(timeline.log, release)
    assert follow(timeline.log, release[:3]).copied == 0
    assert timeline.head().position == 5


@pytest.mark.parametrize("own", [(), (price("mine", "2025-01-01", input="1"),)])
@pytest.mark.parametrize("fill", [follow, restore])
def test_a_log_that_is_stopped_while_it_is_filled_stays_as_it_was(
    timeline, release, monkeypatch, fill, own
):
    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("ecosys.log.release.BATCH_SIZE", 2)
    timeline.append(own if fill is follow else ())
    before = texts(timeline)
    with pytest.raises(KeyboardInterrupt):
        fill(timeline.log, release, stop)
    assert texts(timeline) == before
    assert timeline.log.check() == len(before)


def test_an_exported_log_is_restored_byte_for_byte(timeline, tmp_path):
    timeline.append(EVENTS[:3])
    path = tmp_path / "log.jsonl"
    path.write_text("".join(f"{line.text}\n" for line in timeline.log.lines()))
    other = Timeline.open(tmp_path / "other.db")
    assert restore(other.log, list(read_lines(path))) == 3
    assert texts(other) == texts(timeline)
    assert other.log.origin(3) == timeline.log.origin(3)
    assert other.log.root(3) == timeline.log.root(3)


def test_another_log_cannot_be_poured_over_own_events(timeline, release):
    timeline.append([price("mine", "2025-01-01", input="1")])
    with pytest.raises(Unavailable, match="Import into an empty database"):
        restore(timeline.log, release)
    assert timeline.head().position == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"1"', '"7"', 1).replace('"p1"', '"p9"', 1)[:-2],
        lambda text: text.replace('{"event":', '{ "event":'),
        lambda text: text.rstrip("\n"),
        lambda _: "not json\n",
        lambda _: "[]\n",
        lambda text: text.replace('"position":1', '"position":"1"'),
        lambda text: text.replace("T", " ", 1),
    ],
)
def test_a_line_that_is_not_exactly_a_line_is_refused(tmp_path, release, spoil):
    path = tmp_path / "log.jsonl"
    path.write_text(spoil(release[0].text + "\n"))
    with pytest.raises(Damaged, match=r"log\.jsonl:1"):
        list(read_lines(path))


def test_lines_with_a_gap_are_refused_and_nothing_is_written(timeline, release):
    with pytest.raises(Damaged, match="cannot follow"):
        restore(timeline.log, [release[0], release[2]])
    assert timeline.head().position == 0
