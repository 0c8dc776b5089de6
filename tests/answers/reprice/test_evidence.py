"""How sure a price is, and what is said of rows without one: over a small log of our own."""

from decimal import Decimal

import pytest

from tests.answers.reprice.asking import asked, call, costs
from tests.given import event, price

PEAK = {"direction": "input", "amount": "4", "hours": "mon-fri 01:00-04:00"}
HISTORY = [
    price("one", "2025-01-01", subject="acme/one", input="2", output="8", cache_read="0.5"),
    price("one-cut", "2025-07-01", subject="acme/one", input="1", output="4", cache_read="0.25"),
    price(
        "both",
        "2025-01-01",
        subject="acme/both",
        input="2",
        output="8",
        components=[
            {"direction": "input", "amount": "1", "tier": "batch"},
            {"direction": "output", "amount": "4", "tier": "batch"},
        ],
    ),
    price(
        "long",
        "2025-01-01",
        subject="acme/long",
        input="2",
        components=[{"direction": "input", "amount": "4", "above": 1000}],
    ),
    price("hourly", "2025-01-01", subject="acme/hourly", input="2", components=[PEAK]),
    price("coarse", "2025-03", subject="acme/coarse", input="2"),
    price("old", "2025-01-01", subject="acme/old", input="2"),
    price(
        "parts",
        "2025-01-01",
        subject="acme/parts",
        bands="marginal",
        input="2",
        components=[{"direction": "input", "amount": "4", "above": 1000}],
    ),
    price("azure", "2025-01-01", subject="acme/one", channel="azure", region="us", input="3"),
    event("alias_moved", "a1", alias="acme/newest", to="acme/one", occurred="2025-01-01"),
    event("alias_moved", "a2", alias="acme/newest", to="acme/both", occurred="2025-07-01"),
    event(
        "deprecated",
        "end",
        subject="acme/old",
        announced="2025-03-01",
        shutdown="2025-06-01",
        stated="2025-03-01",
        replacements=["one"],
    ),
]
DAY = "2025-06-02"
"""A Monday."""


@pytest.fixture
def filled(timeline):
    timeline.append(HISTORY)
    return timeline


def one(timeline, row, **terms):
    [told] = asked(timeline, [row], **terms).calls
    return told


@pytest.mark.parametrize(
    ("row", "evidence", "assumed"),
    [
        (call(f"{DAY}T12:00Z", input_tokens=1), "exact", ()),
        (call(DAY, input_tokens=1), "exact", ()),
        (call(DAY, input_tokens=1, provider="acme"), "exact", ()),
        (call(DAY, input_tokens=1, channel="first_party"), "exact", ()),
        (call(DAY, input_tokens=1, provider="our-gateway"), "assumed", ("seller",)),
        (call(f"{DAY}T12:00Z", "acme/both", input_tokens=1), "assumed", ("tier",)),
        (call(f"{DAY}T12:00Z", "acme/both", input_tokens=1, tier="standard"), "exact", ()),
        (call(f"{DAY}T12:00Z", "acme/both", input_tokens=1, tier="auto"), "assumed", ("tier",)),
        (call(DAY, "acme/hourly", input_tokens=1), "assumed", ("hour",)),
        (call(f"{DAY}T02:00Z", "acme/hourly", input_tokens=1), "exact", ()),
        (call(f"{DAY}T12:00Z", "acme/long", input_tokens=3000, requests=3), "assumed", ("band",)),
        (call(f"{DAY}T12:00Z", "acme/long", input_tokens=1000, requests=3), "exact", ()),
        (call("2025-03-15T12:00Z", "acme/coarse", input_tokens=1), "assumed", ("date",)),
        (call("2025-04-15T12:00Z", "acme/coarse", input_tokens=1), "exact", ()),
        (
            call("2025-06-30T12:00Z", until="2025-07-01T12:00Z", input_tokens=1),
            *("assumed", ("instant",)),
        ),
        (call(f"{DAY}T12:00Z", "acme/newest", input_tokens=1), "alias_moved", ()),
        (call("2025-08-01T12:00Z", "acme/newest", input_tokens=1, tier="standard"), "exact", ()),
    ],
)
def test_what_a_row_leaves_open_is_assumed_and_named(filled, row, evidence, assumed):
    told = one(filled, row)
    assert (told.evidence_class, told.assumed) == (evidence, assumed)


def test_what_is_said_of_all_rows_is_not_assumed(filled):
    row = call(f"{DAY}T12:00Z", "acme/both", input_tokens=1)
    assert one(filled, row, unsaid={"tier": "standard"}).evidence_class == "exact"
    told = one(filled, {**row, "tier": "batch"}, unsaid={"tier": "standard"})
    assert (told.tier, told.evidence_class, str(told.cost)) == ("batch", "exact", "0.000001")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (call("2024-06-01", input_tokens=1), "acme/one was not sold yet at that time"),
        (call(DAY, "acme/two", input_tokens=1), "acme/two is not known"),
        (call(DAY, "acme/old", input_tokens=1), "it stopped answering 2025-06-01"),
        (call(DAY, input_tokens=1, cache_write_tokens=1), "no price per token of cache_write"),
        (call(DAY, input_tokens=1, tier="batch"), "The batch price of acme/one is not known"),
        (call(DAY, input_tokens=1, region="us"), "acme/one has no price at first_party (us)"),
        (call("soon", input_tokens=1), "it has no time"),
        (call(DAY, "", input_tokens=1), "it names no model"),
        (call(DAY, input_tokens="many"), "a count is no whole number of tokens"),
        (call(DAY, input_tokens="-5"), "a count is no whole number of tokens"),
        (call(DAY, input_tokens="1.5"), "a count is no whole number of tokens"),
    ],
)
def test_what_has_no_price_says_why_and_is_in_no_sum(filled, row, reason):
    answer = asked(filled, [row, call(DAY, input_tokens=1_000_000)])
    unpriced, priced = answer.calls
    assert unpriced.reason.startswith(reason)
    assert (unpriced.cost, unpriced.evidence_class, unpriced.price_references) == (
        None,
        "not_priced",
        (),
    )
    assert [str(each.cost) for each in answer.totals] == ["2.000000"]
    assert [each.rows for each in answer.unpriced] == [1]
    assert priced.cost == 2


def test_zero_tokens_cost_nothing_and_are_priced(filled):
    assert one(filled, call(DAY, input_tokens=0)).cost == 0


def test_hours_count_in_intervals_too(filled):
    rows = [
        call(f"{DAY}T01:00Z", "acme/hourly", until=f"{DAY}T02:00Z", input_tokens=1_000_000),
        call(f"{DAY}T03:30Z", "acme/hourly", until=f"{DAY}T04:30Z", input_tokens=1_000_000),
    ]
    answer = asked(filled, rows)
    assert costs(answer) == ["4", "2"]  # from 04:00 on it is 2 again: the last price counts
    assert [row.assumed for row in answer.calls] == [(), ("instant",)]


def test_where_parts_of_a_count_pay_their_own_band_rows_are_not_summed_first(filled):
    # 1,000 at 2 and the rest at 4: 0.002 + 500 * 4 / 10^6 = 0.004; 800 alone 0.0016
    rows = [call(DAY, "acme/parts", input_tokens=size) for size in (1500, 800, 1500)]
    answer = asked(filled, rows)
    assert costs(answer) == ["0.004", "0.0016", "0.004"]
    [total] = answer.totals
    assert total.cost == Decimal("0.0096")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (call(DAY, "azure/acme/one", input_tokens=1_000_000, region="us"), ("azure", "us", 3)),
        (
            call(DAY, "one", provider="azure", input_tokens=1_000_000, region="us"),
            ("azure", "us", 3),
        ),
        (call(DAY, "acme:one", input_tokens=1_000_000), ("first_party", None, 2)),
        (call(DAY, input_tokens=1_000_000, region="global"), ("first_party", None, 2)),
    ],
)
def test_who_was_called_and_where_counts(filled, row, place):
    told = one(filled, row)
    assert (told.channel, told.region, told.cost) == place


def test_the_terms_of_what_if_win_over_what_rows_say(filled):
    row = call(f"{DAY}T12:00Z", "acme/one", input_tokens=1_000_000, tier="standard")
    told = one(filled, row, model="acme/both", tier="batch")
    assert (told.subject, told.tier, told.cost) == ("acme/both", "batch", 1)
    told = one(filled, row, channel="azure", region="us")
    assert (told.channel, told.cost) == ("azure", 3)


def test_prices_of_one_day_keep_each_rows_own_hour(filled):
    rows = [
        call(f"2024-01-01T{hour}:00Z", "acme/hourly", input_tokens=1_000_000)
        for hour in ("02", "12")  # a Monday, before anything was sold
    ]
    day = filled.moment(as_of="2025-06-15")
    assert costs(asked(filled, rows, moment=day, is_fixed=True)) == ["4", "2"]


def test_money_that_was_spent_on_what_ends_has_its_replacements_cost_beside_it(filled):
    rows = [
        call("2025-05-01T12:00Z", "acme/old", input_tokens=1_000_000, id="a"),
        call("2025-06-15T12:00Z", "acme/old", input_tokens=1_000_000, id="b"),
        call("2025-05-01T12:00Z", "acme/one", input_tokens=1_000_000, id="c"),
    ]
    day = filled.moment(as_of="2025-04-01", known_at="2025-04-01")
    [risk] = asked(filled, rows, moment=day, within=90).at_risk
    assert (risk.shutdown, risk.end, risk.days_left) == ("2025-06-01", "firm", 61)  # 29 + 31 + 1
    assert (risk.rows, risk.cost, risk.unpriced_rows) == (2, 2, 1)
    assert (risk.replacement, risk.replacement_cost, risk.replaced_cost) == ("acme/one", 2, 2)
    assert asked(filled, rows, moment=day, within=60).at_risk == ()
