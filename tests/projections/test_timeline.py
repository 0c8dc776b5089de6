"""The timeline: what happened, in order of valid time."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import event, price
from tests.projections.folding import points
from tests.properties import examples


def launch(id, day, subject="openai/gpt-4", **fields):
    return event("launched", id, subject=subject, occurred=day, what="model", **fields)


def happened(*facts, **asked):
    found = points("timeline", *facts, **asked)
    return [(each.at, each.value, each.events[0]) for each in found]


# By hand

HISTORY = (
    launch("turbo", "2023-11-06", "openai/gpt-4-turbo"),
    launch("gpt-4", "2023-03-14", name="GPT-4"),
    price("price", "2023-06-13", subject="openai/gpt-4", input="30", output="60"),
    event("described", "closed", subject="openai/gpt-4", attribute="open_weights", value="false",
          occurred="unknown"),
)  # fmt: skip


def test_events_are_counted_in_the_order_in_which_they_were_so():
    assert happened(*HISTORY) == [
        ("unknown", 1, "closed"),
        ("2023-03-14", 2, "gpt-4"),
        ("2023-06-13", 3, "price"),
        ("2023-11-06", 4, "turbo"),
    ]


def test_each_event_is_told_in_words_with_its_type():
    found = {each.events[0]: each for each in points("timeline", *HISTORY)}
    assert found["gpt-4"].labels == {"type": "launched", "what": "GPT-4 launched"}
    assert found["price"].labels["what"] == "price of gpt-4: input 30, output 60"
    assert found["closed"].marks == ("since_unknown",)


def test_one_type_is_counted_alone():
    assert happened(*HISTORY, type="launched") == [
        ("2023-03-14", 1, "gpt-4"),
        ("2023-11-06", 2, "turbo"),
    ]


def test_a_list_from_a_date_on_goes_on_counting():
    assert happened(*HISTORY, since="2023-06") == [
        ("2023-06-13", 3, "price"),
        ("2023-11-06", 4, "turbo"),
    ]


def test_what_is_announced_for_later_comes_last_and_is_scheduled():
    facts = (*HISTORY, launch("gpt-5", "2024-06-01", "openai/gpt-5", stated="2023-12-01"))
    found = points("timeline", *facts, as_of="2023-12-31")
    assert [each.events for each in found if "scheduled" in each.marks] == [("gpt-5",)]
    assert found[-1].value == 5


def test_what_was_not_yet_said_is_not_told():
    facts = (
        launch("gpt-4", "2023-03-14", stated="2023-03-14"),
        launch("gpt-5", "2024-06-01", "openai/gpt-5", stated="2023-12-01"),
    )
    asked = {"as_of": "2023-12-31", "known_at": "2023-11-30"}
    assert happened(*facts, **asked) == [("2023-03-14", 1, "gpt-4")]


def test_what_was_retracted_did_not_happen():
    gone = event("retracted", "gone", event="price", fault="ours", why="Not so.")
    assert [id for *_, id in happened(*HISTORY, gone)] == ["closed", "gpt-4", "turbo"]


# By property

DATES = (
    "unknown",
    "2022",
    "2023-03",
    "2023-03-14",
    "2023-Q2",
    "2023-06-13",
    "not after 2024-01-01",
)
DRAWN = st.lists(st.sampled_from(DATES), max_size=10)


def events(dates, prefix="e", **fields):
    return [launch(f"{prefix}{n}", day, f"openai/m{n}", **fields) for n, day in enumerate(dates)]


@examples(150)
@given(DRAWN)
def test_the_counts_run_from_one_to_all_and_each_event_is_told_once(dates):
    facts = events(dates)
    found = points("timeline", *facts)
    assert [each.value for each in found] == list(range(1, len(facts) + 1))
    assert sorted(each.events for each in found) == sorted((each.id,) for each in facts)
    dated = {each.id: each.when for each in facts}
    starts = [dated[each.events[0]].holds_from for each in found]
    assert starts == sorted(starts)


@examples(100)
@given(DRAWN, st.sampled_from(["2022", "2023-03", "2023-06-13", "2025"]))
def test_a_list_from_a_date_on_leaves_out_only_what_was_over_by_then(dates, since):
    facts = events(dates)
    whole, late = points("timeline", *facts), points("timeline", *facts, since=since)
    over = {each.id for each in facts if each.when.end <= when.parse(since).start}
    assert late == [each for each in whole if each.events[0] not in over]


@examples(100)
@given(DRAWN, DRAWN)
def test_what_is_said_later_changes_no_timeline_of_before(dates, later):
    facts = events(dates, stated="2024-06-01")
    more = events(later, "later", stated="2026-02-01")
    asked = {"as_of": "2025-12-31", "known_at": "2025-12-31"}
    before = happened(*facts, **asked)
    assert len(before) == len(dates)
    assert happened(*facts, *more, **asked) == before


# Over the released log


def test_every_price_list_of_o3_stands_in_its_timeline(seeded, exported):
    told = exported[(exported.subject == "openai/o3") & (exported.type == "price_changed")]
    assert len(told) >= 5
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    asked = {"subject": "openai/o3", "type": "price_changed"}
    found = seeded.project("timeline", moment, asked).points
    assert [each.value for each in found] == list(range(1, len(told) + 1))
    assert {each.events[0] for each in found} == set(told.id)
    assert {"2025-04-16", "2025-06-10"} <= {each.at for each in found}


def test_pandas_counts_the_same_launches_of_anthropic(seeded, exported):
    said = exported[(exported.type == "launched") & exported.subject.str.startswith("anthropic/")]
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    asked = {"subject": "anthropic", "type": "launched"}
    found = seeded.project("timeline", moment, asked).points
    assert pd.Series([each.value for each in found]).is_monotonic_increasing
    assert found[-1].value == len(said)
    assert {each.events[0] for each in found} == set(said.id)


def test_chatgpt_and_gpt_4_were_launched_on_the_days_that_openai_gave(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    for subject, day in (("openai/chatgpt", "2022-11-30"), ("openai/gpt-4", "2023-03-14")):
        asked = {"subject": subject, "type": "launched"}
        found = seeded.project("timeline", moment, asked).points
        assert day in {each.at for each in found if each.subject == subject}
