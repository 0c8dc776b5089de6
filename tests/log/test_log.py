import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from ecosys.errors import Conflict, InvalidInput, Refused, Stale
from ecosys.event import codec
from ecosys.log import line as lines
from ecosys.log import merkle
from ecosys.log.log import FEW, Expected, Log
from ecosys.log.query import Filter
from ecosys.timeline import Timeline
from ecosys.values import instant
from tests import given
from tests.given import event, price

pytestmark = pytest.mark.engines
A = price("a", "2025-01-01", input="1")
B = price("b", "2025-02-01", input="2")
C = price("c", "2025-03-01", subject="openai/o1", input="3")


def test_positions_run_from_one_without_gaps(timeline):
    assert timeline.append([A, B]).positions == (1, 2)
    assert timeline.append([C]).positions == (3,)
    assert [record.position for record in timeline.records()] == [1, 2, 3]


LONG = {"source": "openai", "url": f"https://openai.com/{'x' * 900}"}


def line_of_size(timeline, size):
    """An event whose line, as the first one of a log, takes so many bytes."""
    event = price("long", "2025-01-01", input="1", sources=[LONG] * 67, note="x")
    rest = size - len(around(timeline)) - len(codec.canonical_bytes(event))
    return price("long", "2025-01-01", input="1", sources=[LONG] * 67, note="x" * (1 + rest))


def around(timeline):
    return lines.Line(1, given.NOW, timeline.log.own_origin(), "").text


def test_a_line_of_65535_bytes_is_taken_and_none_that_is_longer(timeline):
    with pytest.raises(Refused, match=r"long takes 65,536 bytes .* Allowed: 65,535\. Say it"):
        timeline.append([A, line_of_size(timeline, 65_536)])
    assert timeline.head().position == 0
    timeline.append([line_of_size(timeline, 65_535)])
    (line,) = timeline.log.lines()
    assert len(line.text.encode()) == 65_535


def test_what_is_longer_and_was_stored_before_stays_readable(timeline):
    long = codec.canonical(line_of_size(timeline, 65_700))
    timeline.log.replay([lines.Line(1, given.NOW, "older", long)])
    timeline.append([A])
    assert [record.id for record in timeline.records()] == ["long", "a"]


def test_the_same_event_again_keeps_its_position(timeline):
    timeline.append([A, B])
    again = timeline.append([B, C, A])
    assert again.positions == (2, 3, 1)
    assert again.added == 1


def test_the_same_event_twice_in_one_append_is_recorded_once(timeline):
    assert timeline.append([A, A]).positions == (1, 1)


def test_an_id_never_comes_to_mean_something_else(timeline):
    timeline.append([A])
    other = price("a", "2025-01-01", input="9")
    with pytest.raises(Conflict) as caught:
        timeline.append([C, other])
    assert caught.value.candidates == ("a",)
    assert timeline.head().position == 1
    with pytest.raises(Conflict):
        timeline.append([C, price("c", "2025-03-01", input="4")])


MANY = [price(f"many-{number}", "2025-01-01", input="1") for number in range(2 * FEW)]


def test_of_many_events_those_that_were_recorded_keep_their_positions(timeline):
    timeline.append([A, MANY[-2]])
    again = timeline.append(MANY)
    assert again.added == len(MANY) - 1
    assert again.positions == (*range(3, len(MANY) + 1), 2, len(MANY) + 1)
    assert timeline.log.check() == len(MANY) + 1
    assert timeline.append(MANY).positions == again.positions


def test_among_many_events_an_id_does_not_come_to_mean_something_else(timeline):
    timeline.append([MANY[-2]])
    other = [*MANY[:-2], MANY[-2].model_copy(update={"note": "Something else."}), MANY[-1]]
    with pytest.raises(Conflict, match=f"{MANY[-2].id}: this id already stands for other content"):
        timeline.append(other)
    assert timeline.head().position == 1


def test_within_a_transaction_of_others_all_of_it_is_recorded_or_nothing(timeline):
    timeline.append([MANY[-2]])
    with timeline.log.database.writing():
        assert timeline.append([A]).positions == (2,)
        assert timeline.append(MANY).positions == (*range(3, len(MANY) + 1), 1, len(MANY) + 1)
    with suppress(KeyboardInterrupt), timeline.log.database.writing():
        timeline.append([B])
        raise KeyboardInterrupt
    assert timeline.head().position == len(MANY) + 1


def test_who_records_what_stands_already_records_nothing_new(timeline):
    by_anna, by_ben = (A.model_copy(update={"recorded_by": name}) for name in ("anna", "ben"))
    timeline.append([by_anna])
    for again in (by_ben, A, by_anna):
        assert timeline.append([again]).added == 0
    assert timeline.records()[0].event.recorded_by == "anna"
    with pytest.raises(Conflict, match="a: this id"):
        timeline.append([price("a", "2025-01-01", input="2").model_copy(
            update={"recorded_by": "anna"})])  # fmt: skip


def test_by_whom_an_event_was_recorded_is_covered_by_the_hash(timeline):
    timeline.append([A.model_copy(update={"recorded_by": "anna"})])
    (line,) = timeline.log.lines()
    forged = line._replace(body=line.body.replace("anna", "ben"))
    assert forged.leaf != line.leaf
    assert merkle.root_of([line.leaf]).hex() == timeline.log.root(1)


def test_an_append_is_all_or_none(timeline):
    dangling = event("retracted", "r", event="nobody", fault="ours", why="x")
    with pytest.raises(Refused, match="nobody, which is not in the log"):
        timeline.append([A, dangling])
    assert timeline.head().position == 0
    assert timeline.records() == []


def test_a_reference_must_stand_before(timeline):
    back = event("retracted", "r", event="a", fault="ours", why="x")
    with pytest.raises(Refused, match="stands after it"):
        timeline.append([back, A])
    assert timeline.append([A, back]).added == 2


def test_an_expected_position_is_required(timeline):
    timeline.append([A], Expected(position=0))
    with pytest.raises(Stale, match="ends at 1, not at 0"):
        timeline.append([B], Expected(position=0))


def test_an_expected_version_of_a_subject_is_required(timeline):
    timeline.append([A, C])
    timeline.append([B], Expected(subjects={"openai/o3": 1, "openai/nothing": 0}))
    with pytest.raises(Stale, match="last event about openai/o3 is at 3, not at 1"):
        timeline.append([price("d", "2025-04-01", input="4")], Expected(subjects={"openai/o3": 1}))


def test_nothing_can_be_stated_after_it_was_recorded(timeline):
    future = price("f", "2027-01-01", input="1")
    with pytest.raises(Refused, match="Give `stated`"):
        timeline.append([future])
    told = price("f", "2027-01-01", input="1", stated="2026-11-01")
    assert timeline.append([told]).added == 1


def test_the_right_statement_of_a_correction_cannot_be_stated_in_the_future_either(timeline):
    timeline.append([A])
    statement = {**codec.plain(A), "occurred": "2027-01-01"}
    with pytest.raises(Refused):
        timeline.append(
            [event("corrected", "c1", event="a", statement=statement, fault="ours", why="day")]
        )


def test_record_time_never_runs_backwards(timeline):
    shown = given.at("2026-01-02")
    opened = Timeline(Log(timeline.log.database, clock=lambda: shown))
    opened.append([A])
    shown = given.at("2026-01-01")
    opened.append([B])
    first, second = opened.records()
    assert first.recorded_at == second.recorded_at == given.at("2026-01-02")


def test_what_is_stored_is_exactly_what_is_hashed(timeline):
    timeline.append([A, B, C])
    leaves = []
    for line in timeline.log.lines():
        assert lines.parse(line.text, "here") == line
        leaves.append(merkle.leaf_hash(line.text.encode()))
    assert timeline.log.root(3) == merkle.root_of(leaves).hex()
    assert timeline.log.root(2) == merkle.root_of(leaves[:2]).hex()
    assert timeline.log.check() == 3


def test_a_past_root_never_changes(timeline):
    timeline.append([A])
    before = timeline.log.root(1)
    timeline.append([B, C])
    assert timeline.log.root(1) == before
    again = Timeline.open(str(timeline.log.database))
    assert again.log.root(1) == before
    again.log.database.close()


def test_what_is_appended_while_the_log_is_checked_is_no_damage(timeline, monkeypatch):
    timeline.append([A, B])
    other = Timeline.open(str(timeline.log.database))
    stream = timeline.log.database.stream

    def appended_to(sql, *parameters):
        other.append([C])  # after the head was read, before the events are
        return stream(sql, *parameters)

    monkeypatch.setattr(timeline.log.database, "stream", appended_to)
    assert timeline.log.check() == 2
    assert timeline.log.check() == 3
    other.log.database.close()


def test_events_are_read_by_type_and_subject_with_all_that_bears_on_them(timeline):
    move = event("retracted", "r", event="a", fault="ours", why="x")
    launch = event("launched", "l", subject="openai/o3", what="model", occurred="2025-01-01")
    timeline.append([A, C, launch, move])

    def ids(*types: str, subject: str | None = None) -> list[str]:
        return [record.id for record in timeline.log.read(Filter(types, subject))]

    assert ids("price_changed") == ["a", "c", "r"]
    assert ids(subject="openai/o3") == ["a", "l", "r"]
    assert ids("price_changed", subject="openai") == ["a", "c", "r"]
    assert ids("launched", subject="openai/o1") == []
    assert ids(subject="open") == []


def test_reading_goes_on_after_a_position(timeline):
    timeline.append([A, B, C])
    assert [record.id for record in timeline.log.read(after=1, limit=1)] == ["b"]
    assert [record.id for record in timeline.log.read(after=1, upto=2)] == ["b"]


def test_the_index_made_anew_equals_the_one_kept(timeline):
    timeline.append([A, C, event("retracted", "r", event="a", fault="ours", why="x")])
    sql = "SELECT * FROM event_subject ORDER BY subject, concerns, position"
    before = timeline.log.database.execute(sql)
    timeline.log.rebuild()
    assert timeline.log.database.execute(sql) == before


def test_a_reader_that_polls_by_position_misses_nothing_of_many_writers(timeline):
    path = str(timeline.log.database)
    seen: list[int] = []
    done = threading.Event()

    def write(writer: int) -> None:
        mine = Timeline.open(path)
        for number in range(12):
            mine.append([price(f"w{writer}-{number}", "2025-01-01", input="1")])
        mine.log.database.close()

    def read() -> None:
        mine = Timeline.open(path)
        while not done.is_set() or seen[-1:] != [mine.head().position]:
            seen.extend(r.position for r in mine.log.read(after=seen[-1] if seen else 0))
        mine.log.database.close()

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    done.set()
    reader.join()
    assert seen == list(range(1, 49))
    assert timeline.log.check() == 48


def test_the_origin_tells_from_where_on_a_log_goes_its_own_way(timeline):
    timeline.log.append([A], origin="ecosys")
    timeline.append([B])
    timeline.log.append([C], origin="ecosys")
    assert timeline.log.origin(0) == timeline.log.origin(1) == "ecosys"
    mine = timeline.log.origin(2)
    assert mine.startswith("log-")
    assert timeline.log.origin(3) == mine


def test_the_root_of_a_position_is_the_same_wherever_the_log_ends(timeline):
    roots = []
    for each in (A, B, C):
        timeline.append([each])
        roots.append(timeline.log.root(timeline.head().position))
    leaves = [line.leaf for line in timeline.log.lines()]
    assert roots == [merkle.root_of(leaves[:end]).hex() for end in (1, 2, 3)]
    assert [timeline.log.root(end) for end in (1, 2, 3)] == roots
    assert [Log(timeline.log.database).root(end) for end in (1, 2, 3)] == roots


def test_instants_within_a_day_are_found_for_the_turns_of_values(timeline):
    timeline.append([price("d", "2025-02-08T16:00Z", input="1"), A])
    assert timeline.log.instants() == ["2025-02-08T16:00:00Z"]
    assert timeline.last_boundary(given.NOW) == instant.parse("2025-02-08T16:00Z")
    assert timeline.last_boundary(instant.parse("2025-02-08T15:59Z")) == 0


def test_a_value_that_turns_within_a_minute_counts_from_its_second_on_and_once_it_is_recorded(
    timeline,
):
    before, turn, after = (
        instant.parse(f"2025-02-08T16:00:{second}Z") for second in ("29", "30", "59")
    )
    timeline.append([price("d", "2025-02-08T15:00Z", input="1")])
    an_hour_before = instant.parse("2025-02-08T15:00Z")
    assert timeline.last_boundary(after) == an_hour_before
    another = Timeline(Log(timeline.log.database, timeline.log.clock))
    another.append([price("e", "2025-02-08T16:00:30Z", input="2")])
    found = [timeline.last_boundary(at) for at in (before, turn, after)]
    assert found == [an_hour_before, turn, turn]


def test_a_name_that_looks_like_an_instant_and_is_none_turns_nothing(timeline):
    timeline.append([given.price("a", "2025-01-01", subject="odd/2025-02-08T25:00:00Z", input="1")])
    assert timeline.last_boundary(given.NOW) == 0
    assert timeline.moment().position == 1


@pytest.mark.parametrize("stated", ["unknown", "not before 2025-01-01"])
def test_a_statement_that_was_made_at_no_time_is_refused(timeline, stated):
    with pytest.raises(Refused, match="no day on which it was said"):
        timeline.append([price("p", "2025-01-01", input="1", stated=stated)])
    assert timeline.head().position == 0


def test_events_may_be_read_while_they_are_appended(timeline):
    assert timeline.append(each for each in (A, B, A)).positions == (1, 2, 1)


def test_what_cannot_be_read_to_its_end_appends_nothing(timeline):
    def given():
        yield A
        raise InvalidInput("the second is no event")

    with pytest.raises(InvalidInput):
        timeline.append(given())
    assert timeline.head().position == 0


def test_lines_whose_ids_stand_in_the_log_already_are_refused_by_their_ids(timeline):
    names = [f"s{number}" for number in range(7)]
    registered = [event("registered", name, source=name, name=name, kind="provider")
                  for name in names]  # fmt: skip
    timeline.append(registered)
    again = [line._replace(position=line.position + 7) for line in timeline.log.lines()]
    with pytest.raises(Conflict, match=r"Already recorded: s0, s1, s2, s3, s4 and 2 more\."):
        timeline.log.replay(again)


def test_events_are_read_by_their_positions_and_those_beyond_the_end_are_passed_over(timeline):
    timeline.append(
        [
            price("a", "2025-01-01", input="1"),
            price("b", "2025-02-01", input="1"),
            price("c", "2025-03-01", input="1"),
        ]
    )
    assert [each.id for each in timeline.log.at([3, 1, 3, 9, 0])] == ["a", "c"]
