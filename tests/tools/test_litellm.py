"""litellm, given our map by the URL of its cost map; the same file for Aider and tokencost."""

import pytest

SCRIPT = """
import json, litellm
def cost(model, read=0, **more):
    parts = litellm.cost_per_token(model, prompt_tokens=1000, completion_tokens=1000,
                                   cache_read_input_tokens=read, **more)
    return round(sum(parts), 12)
response = litellm.ModelResponse(model="o3", usage=litellm.Usage(
    prompt_tokens=1000, completion_tokens=1000, total_tokens=2000))
print(json.dumps({
    "o3": cost("o3"),
    "completion": round(litellm.completion_cost(response, model="openai/o3"), 12),
    "ours": cost("ours-9"),
    "cached": cost("ours-9", read=1000),
    "rows": len(litellm.model_cost),
    "end": litellm.model_cost["ours-9"].get("deprecation_date"),
}))
"""


@pytest.fixture
def priced(run, site):
    """What litellm makes of our map of a day."""

    def ask(day):
        url = f"{site}/{day}/litellm/model_prices_and_context_window.json"
        settings = {"LITELLM_MODEL_COST_MAP_URL": url, "MODEL_COST_MAP_MAX_SHRINK_RATIO": "0.05"}
        return run("litellm", SCRIPT, **settings)

    return ask


def test_litellm_charges_o3_what_it_cost_on_the_day_of_the_map(priced):
    """1,000 tokens in and out: at 10 and 40 per million 0.05; after the cut, at 2 and 8, 0.01."""
    before, after = priced("2025-06-01"), priced("2025-06-15")
    assert (before["o3"], before["completion"]) == (0.05, 0.05)
    assert (after["o3"], after["completion"]) == (0.01, 0.01)


def test_litellm_knows_the_model_that_only_we_know_and_its_end(priced):
    """3.21 and 6.54 per million; read from a cache 0.321."""
    late = priced("2026-11-22")
    assert late["ours"] == 0.00975
    assert late["cached"] == 0.006861  # 0.000321 + 0.00654
    assert late["end"] == "2031-12-24"


def test_tokencost_takes_the_same_map(run, site):
    """3.21 per million in, 6.54 out."""
    url = f"{site}/2026-11-22/litellm/model_prices_and_context_window.json"
    script = f"""
import asyncio, json, tokencost
from tokencost import constants
constants.PRICES_URL = {url!r}
asyncio.run(constants.update_token_costs())
print(json.dumps([str(tokencost.calculate_cost_by_tokens(1_000_000, model, kind))
                  for model in ("ours-9", "o3") for kind in ("input", "output")]))
"""
    assert [float(each) for each in run("tokencost", script)] == [3.21, 6.54, 2, 8]
