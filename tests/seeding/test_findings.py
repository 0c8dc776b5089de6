"""What facts cannot say together: each rule, on the smallest history that breaks it."""

import pytest

from ecosys.seeding.findings import open_findings, rules
from ecosys.testing import given
from tests.given import event, price

SOURCE = {
    kind: event("registered", f"source-{kind}", source=kind, name=kind, kind=kind)
    for kind in ("provider", "secondary", "mirror")
}
END = event("deprecated", "end", subject="openai/o3", announced="2025-01-01", stated="2025-01-01",
            shutdown="2025-06-10", replacements=["o4"])  # fmt: skip
O4 = event("launched", "o4", subject="openai/o4", what="model", occurred="2025-03-01",
           stated="2025-03-01")  # fmt: skip
MENDED = event("deprecated", "end", subject="openai/o3", announced="2025-01-01",
               stated="2025-01-01", shutdown="2025-06-10")  # fmt: skip
LATER = event("replacement_named", "later", subject="openai/o3", occurred="2025-03-01",
              replacements=["o4"])  # fmt: skip
PARTY = {"subject": "openai/o4", "what": "model", "occurred": "2025-03-01"}
AGAIN = {"subject": "openai/o4", "what": "model", "occurred": "2025-03-01", "stage": "api"}


def said_by(kind, type, id, **fields):
    return event(type, id, **fields).model_copy(
        update={"sources": event(type, id, **{**fields, "sources": [{"source": kind}]}).sources}
    )


def seen(shutdown):
    return event("deprecated", "seen", subject="openai/o3", occurred="2025-07-01",
                 stated="2025-07-01", shutdown=shutdown, announced="2025-06-10",
                 stated_basis="observed")  # fmt: skip


CASES = [
    ("price_after_end", [END, price("p", "2025-06-10", input="2")], "p"),
    ("price_after_end", [END, price("p", "2025-06-09", input="2")], None),
    ("price_after_end", [END, price("p", "2025-06-01..2025-07-01", input="2")], None),
    ("price_after_end", [END, price("p", "not before 2025-07-01", input="2")], "p"),
    ("replacement_from_the_future", [END, O4], "end"),
    ("replacement_from_the_future", [MENDED, LATER, O4], None),
    (
        "tier_without_standard",
        [price("p", "2025", components=[{"direction": "input", "amount": "1", "tier": "batch"}])],
        "p",
    ),
    ("tier_without_standard", [price("p", "2025", input="2")], None),
    (
        "alias_older_than_target",
        [O4, event("alias_moved", "a", alias="openai/new", to="openai/o4", occurred="2025-02")],
        "a",
    ),
    (
        "alias_older_than_target",
        [O4, event("alias_moved", "a", alias="openai/new", to="openai/o4", occurred="2025-03-01")],
        None,
    ),
    ("fact_stated_twice", [event("launched", "x", **PARTY), event("launched", "y", **PARTY)], "y"),
    ("fact_stated_twice", [event("launched", "x", **PARTY), event("launched", "y", **AGAIN)], None),
    (
        "model_of_several_names",
        [
            price("p", "2025", subject="openai/gpt-3.5", input="2"),
            price("q", "2026", subject="openai/gpt-3.5", input="1"),
            price("r", "2025", subject="openai/GPT-3-5", input="1"),
        ],
        "r",
    ),
    (
        "model_of_several_names",
        [
            price("p", "2025", subject="openai/gpt-3.5", input="2"),
            event("alias_moved", "a", alias="openai/GPT-3-5", to="openai/gpt-3.5", occurred="2025"),
        ],
        None,
    ),
    ("notice_of_a_day", [seen("2025-06-11")], "seen"),
    ("notice_of_a_day", [seen("2025-06-12")], None),
    (
        "secondary_source",
        [
            *SOURCE.values(),
            said_by("provider", "launched", "own", **PARTY),
            said_by("secondary", "launched", "other", **PARTY),
        ],
        "other",
    ),
    (
        "secondary_source",
        [*SOURCE.values(), said_by("secondary", "launched", "other", **PARTY)],
        None,
    ),
    (
        "unlike_all_mirrors",
        [
            price("q", "2025", input="3", voice="one"),
            price("r", "2025", input="3", voice="two"),
            price("p", "2025", input="2"),
        ],
        "p",
    ),
    (
        "unlike_all_mirrors",
        [
            price("q", "2025", input="3", voice="one"),
            price("r", "2025", input="4", voice="two"),
            price("p", "2025", input="2"),
        ],
        None,
    ),
]


@pytest.mark.parametrize(("rule", "events", "found"), CASES)
def test_a_rule_finds_what_cannot_be_so_and_nothing_else(rule, events, found):
    told = [finding.event for finding in rules[rule](given(*events).view())]
    assert told == ([found] if found else [])


def test_every_rule_is_tried():
    assert {rule for rule, *_ in CASES} | {"end_before_its_announcement"} == set(rules)


def test_an_end_that_was_read_of_later_was_set_by_its_shutdown_at_the_latest():
    late = event("deprecated", "late", subject="openai/o3", occurred="2025-07-01",
                 shutdown="2025-06-10")  # fmt: skip
    assert late.when == "not after 2025-06-10"
    assert list(rules["end_before_its_announcement"](given(late).view())) == []
    moved = event("rescheduled", "moved", event="seen", shutdown="2025-01-01", stated="2025-06-11")
    [found] = rules["end_before_its_announcement"](given(seen("2025-09-01"), moved).view())
    assert found.event == "seen"


def test_what_was_judged_to_stand_is_no_open_finding():
    judged = event("judged", "j", event="p", rule="price_after_end", decision="stands", why="so")
    found = given(END, price("p", "2025-06-10", input="2"), O4)
    both = given(END, price("p", "2025-06-10", input="2"), O4, judged)
    assert [rule for rule, _ in open_findings(found.view(), found.records)] == [
        "price_after_end",
        "replacement_from_the_future",
    ]
    assert [rule for rule, _ in open_findings(both.view(), both.records)] == [
        "replacement_from_the_future"
    ]
