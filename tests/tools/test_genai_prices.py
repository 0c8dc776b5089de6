"""genai-prices, given our data.json by its `UpdatePrices(url=)`."""

import json
from decimal import Decimal

import pytest

from ecosys.answers.cost import cost
from ecosys.answers.export.catalogue import Catalogue
from ecosys.errors import EcosysError
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import own_id, provider_of

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


MANY = """
import json
from datetime import UTC, datetime
from genai_prices import UpdatePrices, Usage, calc_price

with UpdatePrices(url={url!r}) as updating:
    updating.wait(30)
    usage = Usage(input_tokens=1000, output_tokens=1000)
    told = []
    for provider, model, day in json.load(open({path!r})):
        at = datetime.fromisoformat(day + "T12:00").replace(tzinfo=UTC)
        told.append(str(calc_price(usage, model, provider_id=provider,
                                   genai_request_timestamp=at).total_price))
    print(json.dumps(told))
"""
DAYS = ("2024-06-30", "2025-06-09", "2025-06-10", "2025-12-01", "2026-11-22", "2027-03-01")


def of_a_request(prices):
    """What a call costs besides its tokens: it always counts one."""
    lines = [price.component for price in prices]
    counted = [each for each in lines if (each.direction, each.unit) == ("request", "request")]
    return sum((each.price for each in counted if each.price is not None), Decimal(0))


def test_it_charges_on_every_day_what_ecosys_cost_tells(run, site, seeded, tmp_path):
    """1,000 tokens in and out of every model at its maker, on days past and to come."""
    expected = {}
    for day in DAYS:
        moment = seeded.moment(f"{day}T12:00Z", "2026-11-22")
        for (subject, channel), lines in Catalogue(seeded, moment).listed.items():
            maker = provider_of(subject)
            if channel != FIRST_PARTY:
                continue
            try:
                row, _ = cost(seeded, moment, subject, {"input": 1000, "output": 1000})
            except EcosysError:
                continue  # it has ended, or has no price of its standard tier
            if row.total is not None and row.currency == "USD":
                total = row.total + of_a_request(lines)
                expected[maker, own_id(subject), day] = total
    assert len(expected) > 1_000
    (tmp_path / "asked.json").write_text(json.dumps(list(expected)), encoding="utf-8")
    url = f"{site}/2026-11-22/genai-prices/data.json"
    told = run("genai_prices", MANY.format(url=url, path=str(tmp_path / "asked.json")))
    differing = [
        (question, amount, other)
        for (question, amount), other in zip(expected.items(), told, strict=True)
        if amount != Decimal(other)
    ]
    assert differing == []
