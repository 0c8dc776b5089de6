"""The prices to join with usage are those that the answer for a name has, day by day."""

import random
from datetime import date, timedelta

import pytest

from ecosys.answers.dataset.price_tables import days, price_span
from ecosys.answers.prices import prices
from ecosys.domain.prices import TOKENS
from ecosys.errors import NotFound
from ecosys.values import instant

NAMES = 60


@pytest.fixture(scope="module")
def spans(seeded):
    """The spans of the released log, and the moment that they are of."""
    moment = seeded.moment()
    table = price_span(seeded, moment)
    rows = [row for row in table.records() if row["channel"] == "first_party"]
    return moment, table, rows


def answered(timeline, moment, name):
    """What the answer for a name has of text at any length and hour, by region and tier."""
    found: dict = {}
    try:
        rows = prices(timeline, moment, name).rows
    except NotFound:
        return found
    for row in rows:
        is_plain = (row.modality, row.above, row.hours) == ("text", 0, None)
        is_priced = row.status == "in_force" and row.per_million is not None
        if is_plain and is_priced and row.direction in TOKENS:
            place = (row.region, row.currency, row.tier)
            found.setdefault(place, {})[row.direction] = row.per_million
    return found


def joined(table, rows, name, day):
    """What the table has for a name on a day."""
    number = (date.fromisoformat(day) - date(1970, 1, 1)).days
    found = {}
    for row in rows:
        values = [row[column] for column in table.names]
        if row["subject"] == name and number in days(table, values, (number + 1) * instant.DAY - 1):
            prices = {each: row[each] for each in TOKENS if row[each] is not None}
            found[row["region"], row["currency"], row["tier"]] = prices
    return found


@pytest.mark.parametrize("day", ["2024-06-07", "2025-06-10", "2026-03-01", "2026-11-20"])
@pytest.mark.parametrize("pointed", [True, False], ids=["names that stand for others", "models"])
def test_a_day_has_what_the_answer_for_its_end_has(seeded, spans, day, pointed):
    moment, table, rows = spans
    names = sorted({row["subject"] for row in rows if (row["priced_as"] is not None) == pointed})
    end = date.fromisoformat(day) + timedelta(days=1)
    then = moment.at(instant.parse(f"{end}T00:00Z") - 1)
    some = random.Random(day).sample(names, min(NAMES, len(names)))
    found = {name: joined(table, rows, name, day) for name in some}
    assert found == {name: answered(seeded, then, name) for name in some}
    assert any(found.values())
