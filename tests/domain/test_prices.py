"""Costs computed by hand for each way of counting, tiers, bands and hours."""

from decimal import Decimal

import pytest

from ecosys.domain.costs import cost
from ecosys.domain.prices import in_force
from ecosys.domain.usage import tokens
from ecosys.errors import InvalidInput, NotFound
from ecosys.moment import Moment, View
from ecosys.moment.hold import hold
from ecosys.values import instant
from tests.given import last, log, moment, price


def cost_of(*events, at="2026-01-01", usage=None, tier="standard", **counters):
    """What tokens cost at the prices of these events."""
    asked = moment(at[:10]) if "T" not in at else Moment(instant.parse(at), last("2026-11-22"), 99)
    prices = in_force(View(hold(log(*events), asked), asked))
    return cost(prices, tokens(counters, usage), asked, tier)


O3 = price("o3", "2025-06-10", input="2", output="8", cache_read="0.5")
CLAUDE = price(
    "sonnet",
    "2025-09-29",
    subject="anthropic/claude-sonnet-4-5",
    input="3",
    output="15",
    cache_read="0.3",
    cache_write="3.75",
    cache_write_1h="6",
    components=[
        {"direction": "input", "amount": "6", "above": 200000},
        {"direction": "output", "amount": "22.5", "above": 200000},
        {"direction": "cache_read", "amount": "0.6", "above": 200000},
        {"direction": "input", "amount": "1.5", "tier": "batch"},
        {"direction": "output", "amount": "7.5", "tier": "batch"},
    ],
)
GEMINI = price(
    "gemini",
    "2025-06-17",
    subject="google/gemini-2.5-pro",
    input="1.25",
    output="10",
    cache_read="0.125",
)


def test_input_is_what_came_from_no_cache():
    # 700 x 2 + 300 x 0.5 + 200 x 8, per million
    found = cost_of(O3, input=700, cache_read=300, output=200)
    assert found.parts["input"] == Decimal("0.0014")
    assert found.parts["cache_read"] == Decimal("0.00015")
    assert found.parts["output"] == Decimal("0.0016")
    assert found.total == Decimal("0.00315")


def test_openai_counts_cached_tokens_within_the_prompt_and_reasoning_within_the_completion():
    found = cost_of(
        O3, usage="openai", prompt_tokens=1000, cached_tokens=300,
        completion_tokens=200, reasoning_tokens=150,
    )  # fmt: skip
    assert found.total == Decimal("0.00315")


def test_anthropic_counts_caches_beside_the_input():
    # 500 x 3 + 2000 x 0.3 + 1000 x 3.75 + 100 x 15 = 1500 + 600 + 3750 + 1500 per million
    found = cost_of(
        CLAUDE, usage="anthropic", input_tokens=500, cache_read_input_tokens=2000,
        cache_creation_input_tokens=1000, output_tokens=100,
    )  # fmt: skip
    assert found.total == Decimal("0.00735")


def test_anthropic_s_two_lifetimes_of_a_cache_have_their_own_prices():
    # 1000 x 3.75 + 1000 x 6
    found = cost_of(
        CLAUDE, usage="anthropic", ephemeral_5m_input_tokens=1000, ephemeral_1h_input_tokens=1000
    )
    assert found.parts["cache_write_5m"] == Decimal("0.00375")
    assert found.parts["cache_write_1h"] == Decimal("0.006")


def test_google_counts_cached_tokens_within_the_prompt_and_thoughts_beside_the_candidates():
    # (1000 - 400) x 1.25 + 400 x 0.125 + (200 + 300) x 10 = 750 + 50 + 5000
    found = cost_of(
        GEMINI, usage="google", promptTokenCount=1000, cachedContentTokenCount=400,
        candidatesTokenCount=200, thoughtsTokenCount=300,
    )  # fmt: skip
    assert found.total == Decimal("0.0058")


def test_more_cached_than_sent_is_refused():
    with pytest.raises(InvalidInput, match="More tokens were cached"):
        tokens({"prompt_tokens": 10, "cached_tokens": 11}, "openai")


def test_a_counter_of_another_provider_is_refused():
    with pytest.raises(InvalidInput, match="is not a counter"):
        tokens({"promptTokenCount": 10}, "openai")
    with pytest.raises(InvalidInput, match="Did you mean openai"):
        tokens({"input": 1}, "opnai")


def test_beyond_a_cliff_the_whole_request_pays_the_band_of_its_total_input():
    # the total input is 200,001: 150,001 x 6 + 50,000 x 0.6 + 10 x 22.5
    found = cost_of(CLAUDE, input=150_001, cache_read=50_000, output=10)
    assert found.parts["input"] == Decimal("0.900006")
    assert found.parts["cache_read"] == Decimal("0.03")
    assert found.parts["output"] == Decimal("0.000225")


def test_at_the_cliff_itself_the_lower_band_holds():
    assert cost_of(CLAUDE, input=200_000).parts["input"] == Decimal("0.6")


def test_in_marginal_bands_each_part_pays_its_own():
    marginal = price(
        "m",
        "2025-01-01",
        bands="marginal",
        input="1",
        components=[
            {"direction": "input", "amount": "2", "above": 128000},
            {"direction": "input", "amount": "4", "above": 256000},
        ],
    )
    # 128,000 x 1 + 128,000 x 2 + 44,000 x 4
    assert cost_of(marginal, input=300_000).total == Decimal("0.56")
    assert cost_of(marginal, input=128_000).total == Decimal("0.128")


def test_in_marginal_bands_without_a_first_one_nothing_is_priced():
    upper = {"direction": "input", "amount": "2", "above": 128000}
    marginal = price("m", "2025-01-01", bands="marginal", output="1", components=[upper])
    # 172,000 tokens cost 2 per million; what the 128,000 before them cost nobody states
    found = cost_of(marginal, input=300_000, output=10**6)
    assert (found.unpriced, found.total) == (("input",), None)
    assert cost_of(marginal, input=100_000).unpriced == ("input",)
    assert cost_of(marginal, output=10**6).total == 1


def test_a_tier_has_its_own_prices_and_what_it_lacks_is_not_priced():
    found = cost_of(CLAUDE, tier="batch", input=1000, output=1000, cache_read=1000)
    assert (found.parts["input"], found.parts["output"]) == (Decimal("0.0015"), Decimal("0.0075"))
    assert found.unpriced == ("cache_read",)
    assert found.total is None


def test_a_tier_that_is_not_sold_is_refused_with_those_that_are():
    with pytest.raises(NotFound, match="Known: batch, standard"):
        cost_of(CLAUDE, tier="priority", input=1)


def test_no_tokens_cost_nothing_even_where_there_is_no_price():
    assert cost_of(O3, input=1000, cache_write=0).total == Decimal("0.002")


OFF_PEAK = price(
    "deepseek",
    "2025-02-26",
    subject="deepseek/deepseek-chat",
    input="0.27",
    components=[{"direction": "input", "amount": "0.135", "hours": "16:30-00:30"}],
)


def test_the_hour_chooses_the_price():
    assert cost_of(OFF_PEAK, at="2025-03-01T12:00Z", input=10**6).total == Decimal("0.27")
    assert cost_of(OFF_PEAK, at="2025-03-01T16:30Z", input=10**6).total == Decimal("0.135")
    assert cost_of(OFF_PEAK, at="2025-03-02T00:29Z", input=10**6).total == Decimal("0.135")


def test_without_a_time_of_day_the_band_that_covers_most_hours_answers_and_others_are_listed():
    found = cost_of(OFF_PEAK, at="2025-03-01", input=10**6)
    assert found.total == Decimal("0.27")
    assert [price.component.hours for price in found.other_hours] == ["16:30-00:30"]


def test_what_a_request_costs_at_other_hours_is_told():
    # 0.27 x 2 by day, 0.135 x 2 by night
    day = cost_of(OFF_PEAK, at="2025-03-01T12:00Z", input=2 * 10**6)
    assert (day.total, day.totals_at_other_hours) == (
        Decimal("0.54"),
        {"16:30-00:30": Decimal("0.27")},
    )
    night = cost_of(OFF_PEAK, at="2025-03-01T20:00Z", input=2 * 10**6)
    assert (night.total, night.totals_at_other_hours) == (Decimal("0.27"), {None: Decimal("0.54")})
    assert cost_of(O3, at="2025-07-01T12:00Z", input=1).totals_at_other_hours == {}


def test_hours_within_which_the_cost_differs_have_no_one_total():
    mixed = price(
        "mixed",
        "2025-02-26",
        subject="x/y",
        input="1",
        output="1",
        components=[
            {"direction": "input", "amount": "2", "hours": "08:00-12:00"},
            {"direction": "output", "amount": "4", "hours": "10:00-11:00"},
        ],
    )
    # from 10 to 11 an output of 1M costs 4, beside an input of 2; else within 8 to 12 it is 2 + 1
    found = cost_of(mixed, at="2025-03-01T01:00Z", input=10**6, output=10**6)
    assert found.total == 2
    assert found.totals_at_other_hours == {"08:00-12:00": 3, "10:00-11:00": 6}
    wide = price(
        "wide", "2025-03-01", subject="x/y", components=[
            {"direction": "output", "amount": "5", "hours": "09:00-20:00"}])  # fmt: skip
    # within 8 to 12 it is 2 + 1 up to 9, then 2 + 5; from 12 to 20 it is 1 + 5
    found = cost_of(mixed, wide, at="2025-03-01T01:00Z", input=10**6, output=10**6)
    assert found.totals_at_other_hours == {"09:00-20:00": 6, "10:00-11:00": 6}


def test_reasoning_is_output_unless_it_has_a_price_of_its_own():
    assert cost_of(O3, reasoning=1000, output=1000).parts["output"] == Decimal("0.016")
    reasoning = {"direction": "reasoning", "amount": "3"}
    own = price("r", "2025-01-01", subject="x/y", output="1", components=[reasoning])
    assert cost_of(own, reasoning=10**6, output=10**6).parts["reasoning"] == Decimal(3)


def test_a_price_per_thousand_is_brought_to_the_million():
    old = price("ada", "2022-07-03", subject="openai/ada", components=[
        {"direction": "input", "amount": "0.0008", "unit": "1K tokens"}])  # fmt: skip
    assert cost_of(old, input=10**6).total == Decimal("0.8")


def test_a_price_per_minute_prices_no_tokens():
    audio = price("w", "2023-03-01", subject="openai/whisper-1", components=[
        {"direction": "input", "amount": "0.006", "unit": "minute"}])  # fmt: skip
    assert cost_of(audio, input=1).unpriced == ("input",)


def test_a_line_that_was_ended_is_not_sold():
    ended = price("end", "2025-09-05", input="none")
    sold = in_force(View(hold(log(O3, ended), moment()), moment()))
    assert {each.component.direction for each in sold} == {"output", "cache_read"}


def test_unpublished_is_neither_free_nor_ended():
    quiet = price("q", "2025-09-05", subject="x/y", input="unpublished", output="0")
    found = cost_of(quiet, input=10, output=10)
    assert found.unpriced == ("input",)
    assert found.parts["output"] == 0
