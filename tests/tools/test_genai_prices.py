"""genai-prices, given our data.json by its `UpdatePrices(url=)`."""

import pytest

SCRIPT = """
import json
from datetime import UTC, datetime
from genai_prices import UpdatePrices, Usage, calc_price

with UpdatePrices(url={url!r}) as updating:
    assert updating.wait(30)
    def cost(model, day, context=None, **usage):
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        usage = Usage(**usage or dict(input_tokens=1000, output_tokens=1000))
        priced = calc_price(usage, model, provider_id="openai", genai_request_timestamp=at,
                            price_context=context)
        return str(priced.total_price.normalize())
    print(json.dumps({answers}))
"""


@pytest.fixture
def answers(run, site):
    """What genai-prices answers to questions, by our file."""

    def ask(questions):
        url = f"{site}/2026-11-22/genai-prices/data.json"
        return run("genai_prices", SCRIPT.format(url=url, answers=f"[{questions}]"))

    return ask


def test_a_call_of_o3_costs_what_it_did_on_its_day(answers):
    """1,000 tokens in and out: at 10 and 40 per million 0.05, since 2025-06-10 at 2 and 8 0.01."""
    days = ("2025-06-01", "2025-06-09", "2025-06-10", "2025-06-15")
    asked = ", ".join(f"cost('o3', {day!r})" for day in days)
    assert answers(asked) == ["0.05", "0.05", "0.01", "0.01"]


def test_a_model_that_only_we_know_is_priced_with_its_cache(answers):
    """1,000 of 2,000 in from the cache, 1,000 out: 0.00321 + 0.000321 + 0.00654."""
    usage = "input_tokens=2000, cache_read_tokens=1000, output_tokens=1000"
    assert answers(f"cost('ours-9', '2026-11-22', {usage})") == ["0.010071"]


def test_a_batch_and_a_long_request_have_their_own_prices(answers):
    """o3 in batches, half as dear: 1 and 4 per million."""
    asked = "cost('o3', '2026-06-01', {'processing': 'batch'}), cost('o3', '2026-06-01')"
    assert answers(asked) == ["0.005", "0.01"]


EVERY = """
import json, warnings
from datetime import UTC, datetime
from genai_prices import UpdatePrices, Usage

with UpdatePrices(url={url!r}) as updating:
    updating.wait(30)
    from genai_prices.data_snapshot import get_snapshot
    wrong, priced = [], 0
    usage = Usage(input_tokens=300_000, output_tokens=1_000, cache_read_tokens=10)
    contexts = (None, {{"processing": "batch"}}, {{"service_tier": "flex"}},
                {{"service_tier": "priority"}}, {{"speed": "fast"}})
    for provider in get_snapshot().providers:
        for model in provider.models:
            for day in ("2024-01-15", "2025-06-15", "2026-11-22"):
                for context in contexts:
                    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
                    try:
                        model.calc_price(usage, provider, genai_request_timestamp=at,
                                         price_context=context)
                        priced += 1
                    except Exception as problem:
                        wrong.append([provider.id, model.id, day, str(problem)])
    print(json.dumps([priced, wrong]))
"""


def test_it_can_charge_by_every_price_of_the_file(run, site):
    url = f"{site}/2026-11-22/genai-prices/data.json"
    priced, wrong = run("genai_prices", EVERY.format(url=url))
    assert wrong == []
    assert priced > 10_000
