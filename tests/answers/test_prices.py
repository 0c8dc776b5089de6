"""Prices by name: what a name points to, what is known in part, has ended, or is one's own."""

import pytest

from ecosys.answers.cost import cost
from ecosys.answers.deprecations import deprecations
from ecosys.answers.prices import prices
from ecosys.errors import NotFound
from tests.given import event, price

BATCH = [{"direction": "input", "amount": "1", "tier": "batch"}]


def lines(timeline, name=None, *args, as_of=None, **named):
    """The rows in a few words: subject, direction, tier, amount, status."""
    rows = prices(timeline, timeline.moment(as_of), name, *args, **named).rows
    return [(row.subject, row.direction, row.tier, row.amount, row.status) for row in rows]


def alias(id, name, to, occurred="2025-01-01", **more):
    return event("alias_moved", id, alias=name, to=to, occurred=occurred, **more)


# A model of which one tier alone is known


def test_where_a_batch_price_alone_is_known_the_standard_price_is_said_to_be_unknown(timeline):
    timeline.append([price("b", "2025-01-01", components=BATCH)])
    known = ("openai/o3", "input", "batch", "1", "in_force")
    unknown = ("openai/o3", "input", "standard", "unknown", "unknown")
    assert lines(timeline, "o3") == lines(timeline) == [known, unknown]
    assert lines(timeline, "o3", tier="standard") == [unknown]
    assert lines(timeline, "o3", tier="batch") == [known]
    row = prices(timeline, timeline.moment(), "o3").rows[1]
    assert (row.per_million, row.since, row.because) == (None, "unknown", (1,))


def test_a_cost_at_a_price_that_is_unknown_is_refused_with_the_tiers_that_are_known(timeline):
    timeline.append([price("b", "2025-01-01", components=BATCH)])
    with pytest.raises(NotFound, match=r"standard price of openai/o3 is not known\. Known: batch"):
        cost(timeline, timeline.moment(), "o3", {"input": 1})


def test_a_standard_price_that_is_known_to_have_ended_or_to_be_secret_is_not_unknown(timeline):
    timeline.append(
        [
            price("b", "2025-01-01", components=BATCH, input="2"),
            price("end", "2025-06-01", input="none"),
            price("c", "2025-01-01", subject="x/y", components=BATCH, input="unpublished"),
        ]
    )
    assert "unknown" not in {line[-1] for line in lines(timeline)}


# Names that point to models


def test_a_name_has_of_what_it_points_to_what_it_does_not_state_itself(timeline):
    hours = {"direction": "output", "amount": "9", "hours": "01:00-02:00"}
    timeline.append(
        [
            price("own", "2025-01-01", subject="x/m", components=BATCH, output="5"),
            price("its", "2025-01-01", subject="x/m-2", input="2", output="7", components=[hours]),
            price("azure", "2025-01-01", subject="x/m-2", channel="azure", input="3"),
            alias("a", "x/m", "x/m-2"),
        ]
    )
    assert lines(timeline, "x/m") == [
        ("x/m", "output", "standard", "5", "in_force"),
        ("x/m", "input", "batch", "1", "in_force"),
        ("x/m-2", "input", "standard", "2", "in_force"),
    ]
    added = prices(timeline, timeline.moment(), "x/m").rows[-1]
    assert added.events == ("its", "a")
    assert lines(timeline, "x/m", "azure") == [("x/m-2", "input", "standard", "3", "in_force")]
    row, _ = cost(timeline, timeline.moment(), "x/m", {"input": 1_000_000, "output": 1_000_000})
    assert row.total == 7  # 2 of the model, 5 of its own


def test_what_a_name_states_for_a_later_day_waits_for_that_day(timeline):
    own = price("own", "2026-12-01", subject="x/m", input="4", stated="2026-11-01")
    its = price("its", "2025-01-01", subject="x/m-2", input="2")
    more = price("more", "2025-01-01", subject="x/m", output="1")
    timeline.append([own, its, more, alias("a", "x/m", "x/m-2")])
    inputs = [line for line in lines(timeline, "x/m") if line[1] == "input"]
    assert [(line[0], line[3:]) for line in inputs] == [
        ("x/m-2", ("2", "in_force")),
        ("x/m", ("4", "scheduled")),
    ]
    assert [
        line[3] for line in lines(timeline, "x/m", as_of="2026-12-01") if line[1] == "input"
    ] == ["4"]


def test_a_model_without_a_price_is_sold_at_that_of_the_one_name_that_points_to_it(timeline):
    timeline.append(
        [price("own", "2025-01-01", subject="x/m", input="2"), alias("a", "x/m", "x/m-2")]
    )
    answer = prices(timeline, timeline.moment(), "x/m-2")
    assert [row.subject for row in answer.rows] == ["x/m"]
    resolved = answer.resolved
    assert (resolved.name, resolved.subject, resolved.how) == ("x/m-2", "x/m", "alias")
    assert resolved.events == ("a",)
    with pytest.raises(NotFound, match="No price of x/m-2"):
        lines(timeline, "x/m-2", as_of="2024-12-31")


def test_where_several_names_point_to_a_model_none_is_chosen(timeline):
    for name in ("x/m", "x/newest"):
        timeline.append(
            [price(f"{name}-p", "2025-01-01", subject=name, input="2"), alias(name, name, "x/m-2")]
        )
    with pytest.raises(NotFound, match="Names that point to it have: x/m, x/newest"):
        lines(timeline, "x/m-2")


def test_a_name_that_points_nowhere_any_more_tells_what_it_pointed_to(timeline):
    timeline.append(
        [
            price("own", "2025-01-01", subject="x/m", input="2"),
            price("its", "2025-01-01", subject="x/m-1", channel="azure", input="3"),
            alias("a", "x/m", "x/m-1", until="2025-06-01"),
        ]
    )
    with pytest.raises(NotFound, match="It pointed to x/m-1 once, which has"):
        lines(timeline, "x/m", "azure")
    assert lines(timeline, "x/m", "azure", as_of="2025-05-01")[0][0] == "x/m-1"


# What has ended


def test_a_price_of_what_no_longer_answers_is_marked_with_the_day_and_the_events(timeline):
    timeline.log.append(
        [
            price("p", "2023-01-01", input="2"),
            price("azure", "2023-01-01", channel="azure", input="2"),
            event("deprecated", "end", subject="openai/o3", announced="2025-03-01",
                  shutdown="2025-09-01"),
            event("rescheduled", "move", event="end", shutdown="2025-10-01", stated="2025-05-01"),
        ],
        origin="ecosys",
    )  # fmt: skip
    for as_of, ended in [("2025-09-30", None), ("2025-10-01", "2025-10-01")]:
        first, azure = prices(timeline, timeline.moment(as_of), "o3", "all").rows[::-1]
        assert (first.ended, "ended" in first.marks) == (ended, ended is not None)
        assert first.ended_by == (("end", "move") if ended else None)
        assert (azure.ended, azure.marks) == (None, ())
        row, _ = cost(timeline, timeline.moment(as_of), "o3", {"input": 1_000_000})
        assert (row.total, row.ended, row.marks) == (2, ended, ("ended",) if ended else None)


def test_an_earliest_possible_end_marks_no_price(timeline):
    end = event("deprecated", "end", subject="openai/o3", announced="2025-03-01",
                shutdown="not before 2025-09-01")  # fmt: skip
    timeline.append([price("p", "2023-01-01", input="2"), end])
    assert prices(timeline, timeline.moment("2026-01-01"), "o3").rows[0].ended is None


# What a user wrote


def test_what_was_first_said_in_ones_own_log_is_marked_and_what_a_release_says_is_not(timeline):
    end = event("deprecated", "end", subject="openai/o3", announced="2025-03-01",
                shutdown="2027-09-01")  # fmt: skip
    timeline.log.append([price("p", "2025-01-01", input="2", output="8"), end], origin="ecosys")

    def marked():
        moment = timeline.moment()
        rows = prices(timeline, moment, "o3").rows
        charged, _ = cost(timeline, moment, "o3", {"input": 1, "output": 1})
        [ending] = deprecations(timeline, moment, "o3").rows
        return [row.marks for row in rows], charged.marks, ending.marks

    assert marked() == ([(), ()], None, ())
    timeline.append([price("mine", "2025-02-01", input="1")])
    assert marked() == ([("own",), ()], ("own",), ())
    move = event("rescheduled", "m", event="end", shutdown="2027-10-01", stated="2025-05-01")
    timeline.append([move])
    assert marked()[2] == ("own",)
    points = timeline.project("price_history", timeline.moment(), {"subject": "openai/o3"}).points
    assert {point.events: point.marks for point in points}[("mine",)] == ("own",)
