"""Sources without dates of their own: what changed did so between two readings."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from ecosys.errors import InvalidInput, Unavailable
from ecosys.importer import Importer, Row
from ecosys.ingest.run import run, take
from ecosys.ingest.snapshots import Snapshot, snapshots
from ecosys.values import when


def read(payload: bytes, stated: str) -> Iterator[Row]:
    for name, lines in json.loads(payload).items():
        components = [{"direction": each, "amount": str(price)} for each, price in lines.items()]
        fields = {"type": "price_changed", "subject": name, "occurred": "unknown",
                  "components": components}  # fmt: skip
        yield Row(name, {name: fields})


PLAIN = Importer(source="plain", read=read, dated=False)


def reading(day, **models):
    payload = {f"openai/{name}": lines for name, lines in models.items()}
    return Snapshot(f"{day}.json", when.read(day), json.dumps(payload).encode())


def said(timeline, name="openai/o3"):
    found = timeline.held(timeline.moment(source="plain"), "price_changed", subject=name)
    return [
        (held.event.occurred, {line.direction: line.amount for line in held.event.components})
        for held in found
    ]


def test_an_edit_is_a_change_between_the_reading_before_and_this_one(timeline):
    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10}))
    take(timeline, PLAIN, reading("2025-10-01", o3={"input": 8}))
    assert said(timeline) == [
        ("unknown", {"input": "10"}),
        ("2025-09-01..2025-10-01", {"input": "8"}),
    ]


def test_a_line_that_is_listed_no_longer_is_not_sold_any_more(timeline):
    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10, "output": 40}))
    take(timeline, PLAIN, reading("2025-10-01", o3={"input": 10}))
    assert said(timeline)[-1][1] == {"input": "10", "output": "none"}
    outcome = take(timeline, PLAIN, reading("2025-11-01", o3={"input": 10}))
    assert (outcome.taken, outcome.known, outcome.events) == (0, 1, 1)


def test_the_same_lines_in_another_order_change_nothing(timeline):
    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10, "output": 40}))
    outcome = take(timeline, PLAIN, reading("2025-10-01", o3={"output": 40, "input": 10}))
    assert (outcome.taken, outcome.known, outcome.events) == (0, 1, 1)  # it was read


def test_a_reading_in_between_moves_the_change(timeline):
    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10}))
    take(timeline, PLAIN, reading("2025-11-01", o3={"input": 8}))
    take(timeline, PLAIN, reading("2025-10-01", o3={"input": 8}))
    moment = timeline.moment("2025-10-15", "2025-10-15", None, "plain")
    facts = timeline.held(moment, "price_changed")
    assert facts[-1].event.occurred == "2025-09-01..2025-10-01"


def test_a_date_that_such_a_source_states_itself_is_corrected_not_changed(timeline):
    def launched(payload: bytes, stated: str) -> Iterator[Row]:
        fields = {"type": "launched", "subject": "openai/o3", "what": "model",
                  "occurred": payload.decode()}  # fmt: skip
        yield Row("openai/o3", {"openai/o3/launch": fields})

    source = Importer(source="plain", read=launched, dated=False)
    for day, said_date in (("2025-09-01", b"2025-04-16"), ("2025-10-01", b"2025-04-17")):
        take(timeline, source, Snapshot(f"{day}.json", when.read(day), said_date))
    again = take(timeline, source, Snapshot("x", when.read("2025-11-01"), b"2025-04-17"))
    assert again.events == 1  # the reading alone
    (held,) = timeline.held(timeline.moment(source="plain"), "launched")
    assert held.event.occurred == "2025-04-17"


def test_of_a_jump_the_price_far_from_what_is_usual_at_the_seller_is_the_slip(timeline):
    usual = {"o1": {"input": 2}, "o2": {"input": 1}, "o4": {"input": 3}}
    take(timeline, PLAIN, reading("2025-09-01", o3={"input": 500}, **usual))
    outcome = take(timeline, PLAIN, reading("2025-10-01", o3={"input": 0.3}, **usual))
    assert outcome.problems == [
        "openai/o3: input from 500 to 0.3 per 1M tokens: the former is not believed"
    ]
    assert (outcome.rows, outcome.taken, outcome.known, outcome.held_back) == (4, 0, 3, 1)
    assert said(timeline) == [("unknown", {"input": "0.3"})]
    before = timeline.held(timeline.moment(known_at="2025-09-15"), "price_changed")
    assert {held.event.components[0].amount for held in before} >= {"500"}  # as it was said then
    again = take(timeline, PLAIN, reading("2025-11-01", o3={"input": 0.3}, **usual))
    assert (again.known, again.events) == (4, 1)


def test_a_slip_that_came_later_ends_where_it_began(timeline):
    usual = {"o1": {"input": 2}, "o2": {"input": 1}}
    for day, price in (("2025-09-01", 3), ("2025-10-01", 60), ("2025-11-01", 0.5)):
        take(timeline, PLAIN, reading(day, o3={"input": price}, **usual))
    assert said(timeline) == [
        ("unknown", {"input": "3"}),
        ("2025-09-01..2025-10-01", {"input": "0.5"}),
    ]


def test_every_row_is_taken_known_or_held_back(timeline):
    first = take(timeline, PLAIN, reading("2025-09-01", o3={"input": 10}, o1={"input": 15}))
    assert (first.rows, first.taken, first.known, first.held_back) == (2, 2, 0, 0)
    jump = reading("2025-10-01", o3={"input": 10_000}, o1={"input": 15}, o4={"input": 1})
    second = take(timeline, PLAIN, jump)
    assert (second.rows, second.taken, second.known, second.held_back) == (3, 1, 1, 1)


# Files


def test_the_day_of_a_file_stands_in_its_name_or_is_given(tmp_path):
    path = tmp_path / "2025-09-01_v0.0.24_data.json"
    path.write_bytes(b"[]")
    (found,) = snapshots([path])
    assert found.stated == "2025-09-01"
    (found,) = snapshots([path], "2025-09-02")
    assert (found.stated, found.payload) == ("2025-09-02", b"[]")


def test_each_commit_of_a_history_is_a_reading_of_its_instant(tmp_path):
    path = tmp_path / "commits.jsonl"
    lines = [{"commit": "a" * 40, "date": "2025-08-20T18:26:19-04:00", "data": [1]},
             {"commit": "b" * 40, "date": "2025-08-21T00:00:00Z", "data": [2]}]  # fmt: skip
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    first, second = snapshots([path])
    assert (first.stated, json.loads(first.payload)) == ("2025-08-20T22:26:19Z", {"data": [1]})
    assert second.name == "commits.jsonl bbbbbbbbbbbb"


@pytest.mark.parametrize(
    ("name", "content", "stated", "told"),
    [
        ("data.json", b"[]", None, "no day in its name"),
        ("data.json", b"[]", "2025-09", "is not a day"),
        ("data.json", b"[]", "yesterday", "is not a date"),
        ("2025-13-01.json", b"[]", None, "months run from 01 to 12"),
        ("commits.jsonl", b"{}\n", None, "commits.jsonl:1 is not a commit"),
        ("commits.jsonl", b"nothing\n", None, "commits.jsonl:1 is not a commit"),
        ("commits.jsonl", b'{"commit": "a", "date": "soon"}\n', None, "is not a commit"),
    ],
)
def test_a_file_that_cannot_be_dated_is_refused(tmp_path, name, content, stated, told):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=told):
        list(snapshots([path], stated))


def test_files_that_are_not_there_or_broken_are_told(tmp_path):
    with pytest.raises(Unavailable, match="does not exist"):
        list(snapshots([tmp_path / "2025-09-01.json"]))
    broken = tmp_path / "2025-09-01.json.gz"
    broken.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(Unavailable, match="cannot be read"):
        list(snapshots([broken]))


def test_a_file_that_is_small_until_it_is_unpacked_is_unpacked_no_further_than_files_may_go(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("ecosys.ingest.snapshots.MAX_BYTES", 1000)
    packed = tmp_path / "2025-09-01.json.gz"
    packed.write_bytes(gzip.compress(b"0" * 10_000_000))
    assert packed.stat().st_size < 20_000
    with pytest.raises(InvalidInput, match="is larger than 1,000 bytes"):
        list(snapshots([packed]))
    packed.write_bytes(gzip.compress(b"0" * 1000))
    (read,) = snapshots([packed])
    assert len(read.payload) == 1000


def test_one_day_is_not_given_to_several_files(tmp_path):
    with pytest.raises(InvalidInput, match="several are dated by their names"):
        list(snapshots([tmp_path / "a.json", tmp_path / "b.json"], "2025-09-01"))


def test_a_commit_that_cannot_be_read_is_held_back_and_the_others_go_on(timeline, tmp_path):
    path = tmp_path / "commits.jsonl"
    prices: dict[str, dict[str, Any]] = {
        "o3": {"openai/o3": {"input": 10}},
        "none": {"openai/o3": None},
    }
    lines = [
        {"commit": str(number), "date": f"2025-09-0{number}T00:00:00Z", **prices[name]}
        for number, name in enumerate(("o3", "none", "o3"), start=1)
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")

    def strict(payload: bytes, stated: str) -> Iterator[Row]:
        if None in json.loads(payload).values():
            raise InvalidInput("This is no file of plain: null.")
        yield from read(payload, stated)

    source = Importer(source="plain", read=strict, dated=False)
    outcomes = list(run(timeline, source, snapshots([path])))
    assert [(one.rows, one.taken, one.known, one.held_back) for one in outcomes] == [
        (1, 1, 0, 0),
        (1, 0, 0, 1),
        (1, 0, 1, 0),
    ]
    assert [one.events for one in run(timeline, source, snapshots([path]))] == [0, 0, 0]


def test_names_that_are_long_or_strange_can_stand_in_ids(timeline):
    long = f"openai/{'o' * 180}"
    take(timeline, PLAIN, reading("2025-09-01", **{long.partition("/")[2]: {"input": 1}}))
    outcome = take(timeline, PLAIN, reading("2025-10-01", **{long.partition("/")[2]: {"input": 1}}))
    assert outcome.known == 1
    assert all(len(record.id) <= 240 for record in timeline.records())


def test_two_commits_of_one_instant_that_differ_are_refused_not_held_back(timeline, tmp_path):
    path = tmp_path / "commits.jsonl"
    lines = [
        {"commit": str(price), "date": "2025-09-01T00:00:00Z", "openai/o3": {"input": price}}
        for price in (10, 8)
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    with pytest.raises(InvalidInput, match="Another file of plain was imported"):
        list(run(timeline, PLAIN, snapshots([path])))


def test_a_name_that_stands_twice_in_a_file_is_held_back(timeline):
    def twice(payload: bytes, stated: str) -> Iterator[Row]:
        yield from (*read(payload, stated), *read(payload, stated))

    source = Importer(source="plain", read=twice, dated=False)
    outcome = take(timeline, source, reading("2025-09-01", o3={"input": 10}))
    assert (outcome.taken, outcome.held_back) == (1, 1)
    assert outcome.problems == ["openai/o3#1: its name stands twice in the file"]


@pytest.mark.parametrize("keys", [("a", "a", "a#1"), ("a", "a#2", "a"), ("a", "a", "a#1", "a#1#2")])
def test_a_source_that_names_a_row_as_we_name_a_repeated_one_is_read_all_the_same(keys):
    found = Importer("plain", lambda *_: map(Row, keys), dated=False).rows(b"", "2025-09-01")
    assert len({row.key for row in found}) == len(keys)
    assert {row.problem for row in found} == {None, "its name stands twice in the file"}


def test_a_statement_that_no_event_can_make_is_held_back_and_the_others_are_taken(timeline):
    def odd(payload: bytes, stated: str) -> Iterator[Row]:
        for row in read(payload, stated):
            says = {name: {**fields, "occurred": "2025-02-31"} for name, fields in row.says.items()}
            yield Row(row.key, says if row.key == "openai/o1" else row.says)

    source = Importer(source="plain", read=odd, dated=True)
    outcome = take(timeline, source, reading("2025-09-01", o1={"input": 1}, o3={"input": 10}))
    assert (outcome.rows, outcome.taken, outcome.held_back) == (2, 1, 1)
    assert "2025-02-31" in outcome.problems[0]
    assert said(timeline) == [("unknown", {"input": "10"})]


@pytest.mark.parametrize("name", ["~read", "~held/openai/o3", "~gone", "~names/openai"])
def test_a_name_that_importing_gives_itself_is_held_back(timeline, name):
    def odd(payload: bytes, stated: str) -> Iterator[Row]:
        for row in read(payload, stated):
            yield Row(name, {name: row.says[row.key]}) if row.key == "openai/o1" else row

    source = Importer(source="plain", read=odd, dated=False)
    outcome = take(timeline, source, reading("2025-09-01", o1={"input": 1}, o3={"input": 10}))
    assert (outcome.taken, outcome.held_back) == (1, 1)


def test_two_rows_that_say_something_by_one_name_are_not_both_believed(timeline):
    def both(payload: bytes, stated: str) -> Iterator[Row]:
        for number, row in enumerate(read(payload, stated)):
            yield Row(f"row-{number}", {"openai/o3": row.says[row.key]})

    source = Importer(source="plain", read=both, dated=False)
    outcome = take(timeline, source, reading("2025-09-01", o1={"input": 1}, o3={"input": 10}))
    assert (outcome.taken, outcome.held_back) == (1, 1)
