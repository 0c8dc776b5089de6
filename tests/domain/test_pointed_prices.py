"""What a name costs that stands for something else, from when to when."""

import pytest

from ecosys.domain.pointed_prices import all_price_spans
from ecosys.testing import given
from ecosys.values import instant

PRICE = {"type": "price_changed", "sources": [{"source": "acme"}]}
ALIAS = {"type": "alias_moved", "alias": "acme/newest", "sources": [{"source": "acme"}]}
END = {"type": "deprecated", "announced": "2024-02-01", "sources": [{"source": "acme"}]}


def price(id, subject, day, **amounts):
    """A price list."""
    lines = [{"direction": name, "amount": amount} for name, amount in amounts.items()]
    return {**PRICE, "id": id, "subject": subject, "occurred": day, "components": lines}


def alias(id, day, to):
    """A name that points to something from a day on."""
    return {**ALIAS, "id": id, "occurred": day, **({"to": to} if to else {"from": "acme/one"})}


@pytest.fixture
def told():
    """What gives the spans of a name: from when to when, what each direction costs, as what."""

    def spans(name, *events):
        return [
            (
                instant.day_of(span.start),
                "" if span.end >= instant.AFTER_ALL else instant.day_of(span.end),
                " ".join(line.value.amount for line in span.lines.values()),
                span.priced_as,
            )
            for span in all_price_spans(given(*events).view())
            if span.place[0] == name
        ]

    return spans


ONE = price("one", "acme/one", "2024-01-01", input="10", output="40")
TWO = price("two", "acme/two", "2025-01-01", input="2", output="8")


def test_a_name_costs_what_it_points_to_and_moves_with_it(told):
    moves = (alias("a", "2024-03-01", "acme/one"), alias("b", "2025-02-01", "acme/two"))
    assert told("acme/newest", ONE, TWO, *moves) == [
        ("2024-03-01", "2025-02-01", "10 40", "acme/one"),
        ("2025-02-01", "", "2 8", "acme/two"),
    ]


def test_it_follows_the_prices_of_what_it_points_to(told):
    cut = price("cut", "acme/one", "2024-06-01", input="5")
    assert told("acme/newest", ONE, cut, alias("a", "2024-03-01", "acme/one")) == [
        ("2024-03-01", "2024-06-01", "10 40", "acme/one"),
        ("2024-06-01", "", "5 40", "acme/one"),
    ]


def test_what_a_name_states_itself_counts_and_the_rest_is_taken_over(told):
    own = price("own", "acme/newest", "2024-05-01", input="9")
    assert told("acme/newest", ONE, own, alias("a", "2024-03-01", "acme/one")) == [
        ("2024-03-01", "2024-05-01", "10 40", "acme/one"),
        ("2024-05-01", "", "9 40", "acme/one"),
    ]


def test_a_name_that_states_all_itself_is_left_alone(told):
    own = price("own", "acme/newest", "2024-05-01", input="9", output="30")
    cut = price("cut", "acme/one", "2024-06-01", input="5")
    found = told("acme/newest", ONE, own, cut, alias("a", "2024-06-15", "acme/one"))
    assert found == [("2024-05-01", "", "9 30", None)]


def test_a_name_that_points_nowhere_any_more_costs_nothing_that_is_known(told):
    moves = (alias("a", "2024-03-01", "acme/one"), alias("b", "2024-09-01", None))
    assert told("acme/newest", ONE, *moves) == [("2024-03-01", "2024-09-01", "10 40", "acme/one")]


def test_a_name_that_has_ended_points_nowhere(told):
    end = {**END, "id": "end", "subject": "acme/newest", "shutdown": "2024-09-01"}
    found = told("acme/newest", ONE, alias("a", "2024-03-01", "acme/one"), end)
    assert found == [("2024-03-01", "2024-09-01", "10 40", "acme/one")]


def test_a_name_of_what_is_answered_by_another_costs_what_that_one_costs(told):
    redirect = {"what": "redirect", "to": "acme/two"}
    end = {**END, "id": "end", "subject": "acme/one", "shutdown": "2025-03-01", "after": redirect}
    assert told("acme/newest", ONE, TWO, alias("a", "2024-03-01", "acme/one"), end) == [
        ("2024-03-01", "2025-03-01", "10 40", "acme/one"),
        ("2025-03-01", "", "2 8", "acme/two"),
    ]


@pytest.mark.parametrize(
    ("whose", "after"),
    [
        ("target", [("2025-03-01", "", "2 8", "acme/two")]),
        ("own", []),
    ],
)
def test_who_is_answered_by_another_pays_its_price_unless_the_own_one_stays(told, whose, after):
    redirect = {"what": "redirect", "to": "acme/two", "price": whose}
    end = {**END, "id": "end", "subject": "acme/one", "shutdown": "2025-03-01", "after": redirect}
    until = "2025-03-01" if whose == "target" else ""
    assert told("acme/one", ONE, TWO, end) == [("2024-01-01", until, "10 40", None), *after]
