"""How rows stand in tables, and how long tables are cut and sorted."""

from decimal import Decimal

import pytest

from ecosys.answers.prices import PriceRow
from ecosys_api.page.addresses import Addresses
from ecosys_api.page.listing import ListingQuery, sortable
from ecosys_api.page.table import Cell, Column, Row, Table, beside
from ecosys_api.pages.prices import PricesQuery
from ecosys_api.tables.offers import offers
from tests.api.pages.reading import text_of, tree

COLUMNS = (Column("name"), Column("price", "number"))


def line(direction, amount, **more):
    given = {"tier": "standard", "above": 0, "since": "2025-01-01", "status": "in_force", **more}
    return PriceRow(
        subject="acme/m",
        channel="first_party",
        direction=direction,
        modality="text",
        per_million=Decimal(amount),
        amount=amount,
        unit="1M_tokens",
        currency="USD",
        voice="acme",
        because=(1,),
        events=("p",),
        **given,
    )


def test_lines_of_one_place_are_one_offer_and_tiers_and_bands_are_others():
    rows = [line("input", "2"), line("output", "8"), line("input", "1", tier="batch")]
    rows += [
        line("input", "4", above=200_000),
        line("input", "3", status="scheduled", since="2027-01-01"),
    ]
    found = offers(rows)
    assert [len(offer.lines) for offer in found] == [2, 1, 1, 1]
    assert found[0].of("output").amount == "8"
    assert found[0].of("cache_read") is None


def test_an_offer_holds_since_its_last_line_does():
    [offer] = offers([line("input", "2"), line("output", "8", since="2025-06-10")])
    assert offer.since == "2025-06-10"


def test_rows_that_say_the_same_are_not_marked():
    table = Table(COLUMNS, [Row("a", (Cell("a"), Cell("1")))], "")
    assert not beside(table, table).differs


def test_a_column_that_is_empty_then_stays_where_it_is_not_now():
    then = Table(COLUMNS, [Row("a", (Cell("a"), Cell("")))], "")
    now = Table(COLUMNS, [Row("a", (Cell("a"), Cell("1")))], "")
    assert len(then.without_empty_columns().columns) == 1
    assert len(beside(then, now).without_empty_columns().columns) == 2


def test_a_column_that_sorts_turns_the_order_round():
    links = Addresses("", {"as_of": "2025-06-15"})
    asked = {"sort": "price", "page": 3}
    name, price = sortable(COLUMNS, {"name": "name", "price": "price"}, "price", links, "/x", asked)
    assert (name.href, name.sorted) == ("/x?sort=name&as_of=2025-06-15", "")
    assert (price.href, price.sorted) == ("/x?sort=-price&as_of=2025-06-15", "ascending")


def test_what_a_form_leaves_empty_is_not_given():
    query = PricesQuery.model_validate({"provider": "", "as_of": "", "q": "gpt", "sort": "input"})
    assert query.asked == {"q": "gpt", "sort": "input"}
    assert query.coordinates == {}
    assert ListingQuery.model_validate({"as_of": "2025"}).coordinates == {"as_of": "2025"}


@pytest.mark.no_cover
@pytest.mark.parametrize("sort", ["input", "-input", "model", "-model", "since", "-since"])
def test_prices_are_sorted_as_they_are_asked_for(client, sort):
    page = tree(client.get(f"/prices?provider=openai&sort={sort}").text)
    names = [text_of(column) for column in page.iter("th")]
    at = names.index(sort.removeprefix("-"))
    shown = [text_of(list(row)[at]) for row in page.find(".//tbody")]
    values = [_sortable(each) for each in shown if each and each != "unknown"]
    assert len(values) > 20
    assert values == sorted(values, reverse=sort.startswith("-"))


def _sortable(text):
    first = text.split()[0]
    return Decimal(first.removeprefix("$").replace(",", "")) if first.startswith("$") else first


@pytest.mark.no_cover
def test_a_long_table_is_cut_into_pages_that_follow_each_other(client):
    first = tree(client.get("/models?provider=openai").text)
    (following,) = [link.get("href") for link in first.iter("a") if link.get("rel") == "next"]
    second = tree(client.get(following).text)
    names = [
        {text_of(next(iter(row))) for row in page.find(".//tbody")} for page in (first, second)
    ]
    assert len(names[0]) == 100
    assert names[0].isdisjoint(names[1])


@pytest.mark.no_cover
def test_a_workload_costs_what_its_tokens_cost(client):
    # a million of o3's requests of 1,000 and 500 tokens: 1e9 / 1e6 · $2 + 5e8 / 1e6 · $8
    page = client.get(
        "/cost?model=openai/o3&input=1000&output=500&requests=1000000&as_of=2025-06-15"
    )
    assert "$6,000.00" in text_of(tree(page.text))
    before = client.get(
        "/cost?model=openai/o3&input=1000&output=500&requests=1000000&as_of=2025-06-01"
    )
    assert "$30,000.00" in text_of(tree(before.text))


@pytest.mark.no_cover
def test_the_calendar_subscribed_to_is_that_of_the_models_asked_for(client):
    page = tree(
        client.get("/deprecations?model=openai/o3,%20openai/gpt-4-0314&channel=first_party").text
    )
    rows = [text_of(list(row)[1]) for row in page.find(".//tbody")]
    assert set(rows) == {"openai/o3", "openai/gpt-4-0314"}
    (calendar,) = [a.get("href") for a in page.iter("a") if text_of(a) == "calendar"]
    assert calendar.startswith("/feeds/calendar.ics?channel=first_party&model=openai/o3&model=")
    assert client.get(calendar).text.count("BEGIN:VEVENT") == 2
