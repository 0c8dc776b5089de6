"""The history of a source: what it said on each day is what it is asked to have said."""

import itertools
import json

import pytest

from ecosys.answers.deprecations import deprecations
from ecosys.errors import InvalidInput
from ecosys.event import Recorded
from ecosys.importer import importers
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.timeline import Timeline
from ecosys.values import when
from tests.ingest.feed import charged, dollars, each, imported, model, provider, snapshot

O3 = "openai/o3"


def openai(*models):
    return provider("openai", *models)


def only(day, prices, id="o3"):
    return snapshot(day, openai(model(id, prices)))


CUT = [
    {"prices": each(10, 40, cache_read_mtok=2.5)},
    {"constraint": {"start_date": "2025-06-10"}, "prices": each(2, 8)},
]


def test_an_edit_without_a_date_says_what_always_was(timeline):
    imported(timeline, only("2025-09-01", each(10, 40)), only("2025-10-01", each(12, 48)))
    assert charged(timeline, O3, "2025-01-01", "2025-09-15") == dollars("10", "40")
    assert charged(timeline, O3, "2025-01-01", "2025-10-15") == dollars("12", "48")
    assert charged(timeline, O3, "2025-01-01", "2025-08-31") is None


def test_a_new_dated_row_is_a_change_also_when_its_day_is_past(timeline):
    imported(timeline, only("2025-09-01", each(10, 40)), only("2025-10-01", CUT))
    assert charged(timeline, O3, "2025-06-09", "2025-10-15") == dollars("10", "40")
    assert charged(timeline, O3, "2025-06-10", "2025-10-15") == dollars("2", "8")
    assert charged(timeline, O3, "2025-06-10", "2025-09-15") == dollars("10", "40")


def test_a_dated_row_takes_the_place_of_the_whole_row(timeline):
    imported(timeline, only("2025-10-01", CUT))
    held = timeline.held(timeline.moment(source="genai-prices"), "price_changed")
    lines = {line.direction: line.amount for line in held[1].event.components}
    assert lines == {"input": "2", "output": "8", "cache_read": "none"}


def test_a_dated_row_that_is_gone_before_its_day_was_called_off(timeline):
    later = [CUT[0], {"constraint": {"start_date": "2026-01-01"}, "prices": each(2, 8)}]
    imported(
        timeline, only("2025-10-01", later), only("2025-11-01", each(10, 40, cache_read_mtok=2.5))
    )
    assert charged(timeline, O3, "2026-02-01", "2025-10-15") == dollars("2", "8")
    assert charged(timeline, O3, "2026-02-01", "2025-11-15") == dollars("10", "40")
    assert "rescheduled" in {record.event.type for record in timeline.records()}


def test_a_dated_row_that_is_gone_after_its_day_was_wrong(timeline):
    imported(
        timeline, only("2025-10-01", CUT), only("2025-11-01", each(10, 40, cache_read_mtok=2.5))
    )
    assert charged(timeline, O3, "2025-07-01", "2025-10-15") == dollars("2", "8")
    assert charged(timeline, O3, "2025-07-01", "2025-11-15") == dollars("10", "40")
    assert "retracted" in {record.event.type for record in timeline.records()}


def test_a_model_that_is_gone_is_forgotten_by_the_source_and_kept_by_all_others(timeline):
    both = snapshot("2025-09-01", openai(model("o3", each(10, 40)), model("o1", each(15, 60))))
    imported(timeline, both, only("2025-10-01", each(10, 40)))
    assert charged(timeline, "openai/o1", "2025-01-01", "2025-09-15") == dollars("15", "60")
    assert charged(timeline, "openai/o1", "2025-01-01", "2025-10-15") is None
    (held,) = timeline.held(timeline.moment(), "price_changed", subject="openai/o1")
    assert held.unstated


def test_a_model_that_returns_is_stated_again(timeline):
    one, two = model("o3", each(10, 40)), model("o1", each(15, 60))
    said = {"2025-09-01": (one, two), "2025-10-01": (one,), "2025-11-01": (one, two)}
    imported(timeline, *(snapshot(day, openai(*models)) for day, models in said.items()))
    assert charged(timeline, "openai/o1", "2025-01-01", "2025-10-15") is None
    assert charged(timeline, "openai/o1", "2025-01-01", "2025-11-15") == dollars("15", "60")


def test_an_unchanged_reading_is_one_event_and_the_same_again_none(timeline):
    first, second, again = (
        only(day, each(10, 40)) for day in ("2025-09-01", "2025-10-01", "2025-10-01")
    )
    assert [one.events for one in imported(timeline, first, second, again)] == [3, 1, 0]
    (held,) = timeline.held(timeline.moment(), "price_changed")
    assert held.last_stated > timeline.moment("2025-10-01").as_of - 10


def test_another_file_for_a_day_that_was_read_is_refused(timeline):
    imported(timeline, only("2025-09-01", each(10, 40)))
    with pytest.raises(InvalidInput, match="Another file of genai-prices was imported"):
        imported(timeline, only("2025-09-01", each(11, 40)))


def test_tiers_were_charged_part_by_part_and_from_february_2026_as_a_whole(timeline):
    tiers = {"base": 1, "tiers": [{"start": 200_000, "price": 2}]}
    imported(timeline, only("2026-01-01", each(tiers, 10)), only("2026-02-01", each(tiers, 10)))
    before = charged(timeline, O3, "2026-01-01", "2026-01-15", 300_000, 0)
    since = charged(timeline, O3, "2026-01-01", "2026-02-15", 300_000, 0)
    assert before == dollars("0.4", "0")  # 200,000 at 1 and 100,000 at 2
    assert since == dollars("0.6", "0")  # 300,000 at 2


def test_a_price_may_depend_on_the_hour(timeline):
    night = {"start_time": "16:30:00Z", "end_time": "23:00:00Z"}
    prices = [{"prices": each(10, 40)}, {"constraint": night, "prices": each(1, 4)}]
    imported(timeline, only("2025-09-01", prices))
    assert charged(timeline, O3, "2025-09-02T12:00Z", "2025-09-15") == dollars("10", "40")
    assert charged(timeline, O3, "2025-09-02T17:00Z", "2025-09-15") == dollars("1", "4")


def test_what_a_row_does_not_price_costs_nothing_there(timeline):
    imported(timeline, only("2025-09-01", {"input_mtok": 0.1}))
    assert charged(timeline, O3, "2025-09-02", "2025-09-15") == dollars("0.1", "0")


READINGS = [
    only("2025-09-01", each(10, 40)),
    snapshot("2025-10-01", openai(model("o3", CUT), model("o1", each(15, 60)))),
    only("2025-11-01", each(10, 40)),
    snapshot("2025-12-01", openai(model("o3", each(10, 40)), model("o1", each(16, 60)))),
]
KNOWN = ("2025-08-15", "2025-09-15", "2025-10-15", "2025-11-15", "2025-12-15")


def answers(timeline):
    return [
        charged(timeline, name, as_of, known_at)
        for name in (O3, "openai/o1")
        for as_of in ("2025-01-01", "2025-07-01")
        for known_at in KNOWN
    ]


@pytest.fixture(scope="module")
def in_order(tmp_path_factory):
    """What is answered where the files were read in their order."""
    timeline = Timeline.open(tmp_path_factory.mktemp("in-order") / "log.db")
    imported(timeline, *READINGS)
    yield answers(timeline)
    timeline.log.database.close()


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_whatever_order_files_are_read_each_day_is_as_it_was(timeline, in_order, order):
    imported(timeline, *(READINGS[at] for at in order))
    assert answers(timeline) == in_order
    before = timeline.head()
    assert [one.events for one in imported(timeline, *READINGS)] == [0, 0, 0, 0]
    assert timeline.head() == before


def test_what_an_importer_appended_is_not_the_users_own_word(timeline):
    imported(timeline, only("2025-09-01", each(10, 40)))
    (held,) = timeline.held(timeline.moment(), "price_changed")
    assert not held.own
    assert held.voice == "genai-prices"


def test_a_source_that_is_imported_says_only_what_was_imported(own):
    moment = own.moment(source="genai-prices")
    curated = own.held(moment, "price_changed")
    assert curated
    imported(own, only("2025-09-01", each(10, 40)))
    found = own.held(own.moment(source="genai-prices"), "price_changed")
    assert [held.id for held in found] == ["genai-prices/openai/o3@2025-09-01"]


def test_every_imported_event_says_which_file_it_is_from(timeline):
    reading = only("2025-09-01", each(10, 40))
    imported(timeline, reading)

    def titles(record: Recorded):
        return [each.title for each in record.event.sources]

    assert all(titles(record) == [f"2025-09-01_data.json sha256 {reading.digest}"]
               for record in timeline.records())  # fmt: skip


def marked(timeline, known_at):
    """What an end says as known on a day, and whether it is flagged."""
    moment = timeline.moment("2026-12-01", known_at, None, "deprecations-info")
    rows = deprecations(timeline, moment, subject="openai/o1-mini").rows
    return [(row.shutdown, "returned" in row.marks) for row in rows]


def test_a_date_that_flaps_is_answered_as_it_was_stated_and_flagged_when_it_returns(timeline):
    def notice(day, shutdown):
        row = {"provider": "OpenAI", "model_id": "o1-mini", "announcement_date": "2025-04-28",
               "deprecation_date": "2025-04-28", "shutdown_date": shutdown,
               "first_observed": "2025-04-28"}  # fmt: skip
        payload = json.dumps({"data": [row] if shutdown else [row | {"model_id": "o9",
                              "shutdown_date": "2027-01-01"}]})  # fmt: skip
        return Snapshot(f"{day}.json", when.read(day), payload.encode())

    said = {
        "2025-08-26": "2025-04-28",
        "2025-11-13": "2025-10-27",
        "2025-12-05": None,
        "2025-12-06": "2025-10-27",
        "2026-02-10": "2025-04-28",
        "2026-03-26": "2025-10-27",
    }
    for day, shutdown in said.items():
        take(timeline, importers["deprecations_info"], notice(day, shutdown))
    assert [marked(timeline, day) for day in said] == [
        [("2025-04-28", False)],
        [("2025-10-27", False)],
        [],
        [("2025-10-27", True)],
        [("2025-04-28", True)],
        [("2025-10-27", True)],
    ]


# Ends


def notices(day, shutdown, source="deprecations_info", **more):
    row = {"provider": "OpenAI", "model_id": "o1-mini", "announcement_date": "2025-04-28",
           "deprecation_date": "2025-04-28", "shutdown_date": shutdown,
           "first_observed": "2025-08-20", **more}  # fmt: skip
    return importers[source], Snapshot(f"{day}.json", when.read(day), json.dumps([row]).encode())


def types(timeline):
    told = ("deprecated", "rescheduled", "corrected", "retracted")
    return [each.event.type for each in timeline.records() if each.event.type in told]


def test_a_date_to_come_that_is_put_off_was_moved_and_one_that_had_passed_was_wrong(timeline):
    said = {
        "2025-09-01": "2025-10-01",
        "2025-09-15": "2025-12-01",  # moved, while both lay ahead
        "2026-01-15": "2026-03-01",  # what was moved once is moved again
        "2026-02-01": "2025-12-01",
    }
    for day, shutdown in said.items():
        take(timeline, *notices(day, shutdown))
    assert types(timeline) == ["deprecated", "rescheduled", "rescheduled", "rescheduled"]
    assert [marked(timeline, day) for day in said] == [
        [("2025-10-01", False)],
        [("2025-12-01", False)],
        [("2026-03-01", False)],
        [("2025-12-01", True)],
    ]


def test_a_date_that_had_passed_when_another_one_was_given_was_wrong(timeline):
    for day, shutdown in (("2025-09-01", "2025-06-01"), ("2025-09-15", "2025-07-01")):
        take(timeline, *notices(day, shutdown))
    assert types(timeline) == ["deprecated", "corrected"]
    assert marked(timeline, "2025-09-20") == [("2025-07-01", False)]


def test_a_date_that_is_taken_away_after_it_was_moved_is_gone(timeline):
    for day, shutdown in (
        ("2025-09-01", "2025-10-01"),
        ("2025-09-15", "2025-12-01"),
        ("2025-10-01", None),
    ):
        take(timeline, *notices(day, shutdown))
    assert types(timeline) == ["deprecated", "rescheduled", "retracted", "corrected"]
    assert marked(timeline, "2025-09-20") == [("2025-12-01", False)]
    assert marked(timeline, "2025-10-15") == [(None, False)]


def test_what_else_changes_with_a_date_that_is_moved_is_put_right(timeline):
    take(timeline, *notices("2025-09-01", "2025-10-01", replacement_models=["o3"]))
    take(timeline, *notices("2025-09-15", "2025-12-01", replacement_models=["o4"]))
    moment = timeline.moment(source="deprecations-info")
    (row,) = deprecations(timeline, moment, subject="openai/o1-mini").rows
    assert (row.shutdown, row.replacements) == ("2025-12-01", ("o4",))
    assert types(timeline) == ["deprecated", "corrected", "rescheduled"]


def test_an_end_in_a_source_without_dates_is_moved_not_set_anew(timeline):
    for day, shutdown in (("2026-01-01", "2025-06-01"), ("2026-02-01", "2026-05-01")):
        row = {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06,
               "deprecation_date": shutdown}  # fmt: skip
        payload = json.dumps({"o1-mini": row}).encode()
        take(timeline, importers["litellm"], Snapshot("x.json", when.read(day), payload))
    assert types(timeline) == ["deprecated", "rescheduled"]
    moment = timeline.moment("2026-12-01", "2026-01-15", None, "litellm")
    assert deprecations(timeline, moment, subject="openai/o1-mini").rows[0].shutdown == "2025-06-01"
    moment = timeline.moment("2026-12-01", "2026-02-15", None, "litellm")
    assert deprecations(timeline, moment, subject="openai/o1-mini").rows[0].shutdown == "2026-05-01"


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_whatever_order_readings_came_each_end_is_as_it_was_known(timeline, order):
    said = [
        ("2025-09-01", "2025-10-01"),
        ("2025-09-15", "2025-12-01"),
        ("2025-09-25", "2026-01-01"),
        ("2026-02-01", "2025-12-01"),
    ]
    for at in order:
        take(timeline, *notices(*said[at]))
    assert [marked(timeline, day)[0][0] for day, _ in said] == [end for _, end in said]
