"""Price history: how the prices of a subject ran, line by line."""

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

from hypothesis import given

from tests.given import event, price
from tests.projections.folding import points
from tests.projections.pricing import BEFORE, HISTORIES, lists, said_later
from tests.properties import examples


def ran(*facts, line="input", **asked):
    """The days and values of one line."""
    found = points("price_history", *facts, **asked)
    return [(each.at, each.value) for each in found if each.labels["line"] == line]


# By hand


def test_each_line_has_a_point_where_another_price_came_into_force():
    facts = (
        price("a", "2025-04-16", input="10", output="40"),
        price("b", "2025-06-10", input="2", output="8", cache_read="0.5"),
    )
    found = points("price_history", *facts)
    assert [(each.at, each.labels["line"], each.value) for each in found] == [
        ("2025-04-16", "input", 10),
        ("2025-04-16", "output", 40),
        ("2025-06-10", "cache read", Decimal("0.5")),
        ("2025-06-10", "input", 2),
        ("2025-06-10", "output", 8),
    ]
    assert {each.unit for each in found} == {"USD per 1M tokens"}
    assert found[-1].events == ("b",)


def test_a_price_per_thousand_is_told_per_million_and_one_per_image_per_image():
    lines = [
        {"direction": "input", "amount": "0.03", "unit": "1K tokens"},
        {"direction": "output", "amount": "0.04", "unit": "image", "modality": "image"},
    ]
    found = points("price_history", price("a", "2025-01-01", components=lines))
    assert [(each.value, each.unit) for each in found] == [
        (Decimal("0.04"), "USD per image"),
        (30, "USD per 1M tokens"),
    ]


def test_after_a_promotion_the_price_of_before_is_back():
    facts = (
        price("list", "2025-01-01", input="2"),
        price("promotion", "2025-03-01", input="1", until="2025-04-01"),
    )
    assert ran(*facts) == [("2025-01-01", 2), ("2025-03-01", 1), ("2025-04-01", 2)]


def test_a_line_that_ran_out_has_no_price_which_is_not_zero():
    facts = (
        price("free", "2025-01-01", input="0"),
        price("brief", "2025-02-01", input="3", until="2025-03-01"),
        price("gone", "2025-05-01", input="none"),
    )
    assert ran(*facts) == [
        ("2025-01-01", 0),
        ("2025-02-01", 3),
        ("2025-03-01", 0),
        ("2025-05-01", None),
    ]
    alone = price("brief", "2025-02-01", input="3", until="2025-03-01")
    assert ran(alone) == [("2025-02-01", 3), ("2025-03-01", None)]


def test_a_price_announced_for_later_is_told_as_scheduled():
    facts = (
        price("now", "2025-01-01", input="2"),
        price("then", "2025-06-01", stated="2025-02-01", input="4"),
    )
    first, second = points("price_history", *facts, as_of="2025-03-01")
    assert (first.marks, second.marks) == ((), ("scheduled",))
    (unheard,) = points("price_history", *facts, as_of="2025-03-01", known_at="2025-01-31")
    assert unheard.value == 2
    called_off = event("rescheduled", "off", event="then", stated="2025-03-01", cancelled=True)
    assert ran(*facts, called_off, as_of="2025-03-01") == [("2025-01-01", 2)]


def test_tiers_directions_and_sellers_can_be_asked_for_alone():
    batch = [{"direction": "input", "amount": "1", "tier": "batch"}]
    facts = (
        price("list", "2025-01-01", input="2", output="8"),
        price("batch", "2025-01-01", components=batch),
        price("azure", "2025-01-01", input="3", channel="azure"),
    )
    assert len(points("price_history", *facts)) == 3
    assert ran(*facts, tier="batch", line="batch input") == [("2025-01-01", 1)]
    assert ran(*facts, direction="output", line="output") == [("2025-01-01", 8)]
    assert ran(*facts, channel="azure") == [("2025-01-01", 3)]
    assert len(points("price_history", *facts, channel="all")) == 4


# By property


def changes(history):
    """A drawn history without the days on which nothing changed."""
    newest: dict[str, str] = {}
    changed = {}
    for (subject, day), amount in sorted(history.items()):
        if newest.get(subject) != amount:
            newest[subject] = changed[subject, day] = amount
    return changed


def by_line(found):
    lines = defaultdict(list)
    for each in found:
        lines[each.subject, each.labels["line"]].append(each)
    return lines


@examples(150)
@given(HISTORIES)
def test_each_change_is_told_once_and_no_step_repeats_the_one_before(history):
    changed = changes(history)
    found = points("price_history", *lists(changed))
    told = {(each.subject, each.at): each.value for each in found if each.labels["line"] == "input"}
    assert told == {key: Decimal(amount) for key, amount in changed.items()}
    for steps in by_line(found).values():
        assert [each.at for each in steps] == sorted({each.at for each in steps})
        pairs = list(pairwise(steps))
        assert all(one.value != then.value for one, then in pairs)
        assert all(one.events != then.events for one, then in pairs)


@examples(100)
@given(HISTORIES)
def test_a_price_list_said_again_changes_no_price_of_any_day(history):
    told = points("price_history", *lists(history))
    less = points("price_history", *lists(changes(history)))
    days = sorted({day for _, day in history})
    assert in_force(told, days) == in_force(less, days)


def in_force(found, days):
    """The value of each line on each day: that of its newest step."""
    return {
        (line, day): [each.value for each in steps if each.at <= day][-1:]
        for line, steps in by_line(found).items()
        for day in days
    }


@examples(100)
@given(HISTORIES, HISTORIES)
def test_what_is_said_later_changes_no_step_of_before(history, later):
    facts = lists(history)
    before = points("price_history", *facts, **BEFORE)
    assert before
    assert points("price_history", *facts, *said_later(later), **BEFORE) == before


@examples(50)
@given(HISTORIES)
def test_the_steps_up_to_a_day_are_those_of_any_later_day(history):
    facts = lists(history)
    late = points("price_history", *facts, as_of="2026-03-31")
    early = points("price_history", *facts, as_of="2025-06-01")
    assert [each for each in early if not each.marks] == [
        each for each in late if each.at <= "2025-06-01"
    ]
    assert {each.at > "2025-06-01" for each in early if each.marks} <= {True}


# Over the released log


def test_o3_came_at_ten_dollars_and_has_cost_two_since_june_2025(seeded):
    # As OpenAI announced it: $10 and $40 on 2025-04-16, 80 percent less from 2025-06-10.
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    asked = {"subject": "openai/o3", "tier": "standard"}
    found = seeded.project("price_history", moment, asked).points
    told = [(each.labels["line"], each.at, each.value) for each in found]
    assert [each for each in told if each[0] != "cache read"] == [
        ("input", "2025-04-16", 10),
        ("output", "2025-04-16", 40),
        ("input", "2025-06-10", 2),
        ("output", "2025-06-10", 8),
    ]
    assert ("cache read", "2025-06-10", Decimal("0.5")) in told


def test_no_step_in_the_released_log_rests_on_the_statement_of_the_one_before(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("price_history", moment).points
    lines = defaultdict(list)
    for each in found:
        lines[each.subject, *sorted(each.labels.items()), each.unit[:3]].append(each)
    for steps in lines.values():
        for one, then in pairwise(steps):
            assert then.value is None or one.events != then.events
