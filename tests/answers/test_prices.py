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


def test_a_price_ends_with_what_it_prices_on_the_day_that_the_events_say(timeline):
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
        assert first.status == ("ended" if ended else "in_force")
        assert first.ended_by == (("end", "move") if ended else None)
        assert first.events == (("p", "end", "move") if ended else ("p",))
        assert (azure.ended, azure.marks, azure.status) == (None, (), "in_force")
        row, _ = cost(timeline, timeline.moment(as_of), "o3", {"input": 1_000_000})
        assert (row.total, row.ended) == (None if ended else 2, ended)
        assert row.unpriced == (("input",) if ended else ())
        assert row.events == (("end", "move", "p") if ended else ("p",))
        assert row.marks == (("ended",) if ended else None)


def test_what_has_ended_stands_on_no_price_list(timeline):
    timeline.append(
        [
            price("p", "2023-01-01", input="2"),
            price("q", "2023-01-01", subject="openai/o4", input="3"),
            event("deprecated", "end", subject="openai/o3", announced="2025-03-01",
                  shutdown="2025-09-01"),
        ]
    )  # fmt: skip
    for as_of, listed in [
        ("2025-08-31", ["openai/o3", "openai/o4"]),
        ("2025-09-01", ["openai/o4"]),
    ]:
        for asked in (None, "openai"):
            rows = prices(timeline, timeline.moment(as_of), provider=asked).rows
            assert [row.subject for row in rows] == listed


def test_a_line_ends_with_the_deployments_that_it_pays_for(timeline):
    timeline.append(
        [
            price("p", "2023-01-01", channel="azure", input="2"),
            price("b", "2023-01-01", channel="azure",
                  components=[{"direction": "input", "amount": "1", "tier": "batch"}]),
            *(
                event("deprecated", id, subject="openai/o3", channel="azure", deployment=deployment,
                      announced="2025-03-01", shutdown=shutdown)
                for id, deployment, shutdown in [
                    ("s", "standard", "2025-09-01"),
                    ("g", "global_standard", "2025-12-01"),
                    ("x", "batch", "2025-10-01"),
                ]
            ),
        ]
    )  # fmt: skip
    for as_of, standard, batch in [
        ("2025-09-30", "in_force", "in_force"),
        ("2025-10-01", "in_force", "ended"),
        ("2025-12-01", "ended", "ended"),
    ]:
        rows = prices(timeline, timeline.moment(as_of), "o3", "azure").rows
        assert {row.tier: row.status for row in rows} == {"standard": standard, "batch": batch}
    assert rows[0].ended_by == ("g",)


def test_a_name_whose_calls_another_subject_answers_costs_what_that_one_costs(timeline):
    timeline.log.append(
        [
            price("p", "2023-01-01", input="2"),
            price("q", "2023-01-01", subject="openai/o4", input="3"),
            event("deprecated", "end", subject="openai/o3", announced="2025-03-01",
                  shutdown="2025-09-01", after={"what": "redirect", "to": "openai/o4"}),
        ],
        origin="ecosys",
    )  # fmt: skip
    before = prices(timeline, timeline.moment("2025-08-31"), "o3")
    assert [row.amount for row in before.rows] == ["2"]
    assert before.resolved.how == "id"
    after = prices(timeline, timeline.moment("2025-09-01"), "o3")
    assert [(row.subject, row.amount, row.status) for row in after.rows] == [
        ("openai/o4", "3", "in_force")
    ]
    assert after.rows[0].events == ("q", "end")
    assert (after.resolved.how, after.resolved.events) == ("redirect", ("end",))
    row, resolved = cost(timeline, timeline.moment("2025-09-01"), "o3", {"input": 1_000_000})
    assert (row.total, row.marks, resolved.how) == (3, None, "redirect")


def test_a_rerouted_name_may_keep_its_own_price(timeline):
    after = {"what": "redirect", "to": "openai/o4", "price": "own"}
    timeline.log.append(
        [
            price("p", "2023-01-01", input="2"),
            event("deprecated", "end", subject="openai/o3", announced="2025-03-01",
                  shutdown="2025-09-01", after=after),
        ],
        origin="ecosys",
    )  # fmt: skip
    moment = timeline.moment("2025-09-01")
    [row] = prices(timeline, moment, "o3").rows
    assert (row.amount, row.status, row.marks) == ("2", "in_force", ("redirected",))
    charged, _ = cost(timeline, moment, "o3", {"input": 1_000_000})
    assert (charged.total, charged.marks) == (2, ("redirected",))


def test_names_that_are_rerouted_in_a_circle_answer_all_the_same(timeline):
    timeline.append(
        [
            *(price(model, "2023-01-01", subject=f"openai/{model}", input="2")
              for model in ("o3", "o4")),
            *(event("deprecated", f"end-{model}", subject=f"openai/{model}", shutdown="2025-09-01",
                    announced="2025-03-01", after={"what": "redirect", "to": f"openai/{to}"})
              for model, to in [("o3", "o4"), ("o4", "o3")]),
        ]
    )  # fmt: skip
    answer = prices(timeline, timeline.moment("2025-09-01"), "o3")
    assert [row.subject for row in answer.rows] == ["openai/o3"]


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
