"""OpenLIT, given our file by its setting `pricing_json`."""

SCRIPT = """
import json
from openlit.__helpers import fetch_pricing_info, get_chat_model_cost, get_embed_model_cost
pricing = fetch_pricing_info({url!r})
print(json.dumps([
    get_chat_model_cost("o3", pricing, 1000, 1000),
    get_chat_model_cost("ours-9", pricing, 1000, 1000, cache_read_tokens=1000),
    get_embed_model_cost("text-embedding-3-small", pricing, 1_000_000),
]))
"""


def test_openlit_charges_by_our_file(run, site):
    """o3 after the cut 0.01; ours 0.00321 + 0.00654 + 0.000321; an embedding 0.02 a million."""
    url = f"{site}/2026-11-22/openlit/pricing.json"
    o3, ours, embedded = run("openlit", SCRIPT.format(url=url))
    assert round(o3, 12) == 0.01
    assert round(ours, 12) == 0.010071
    assert round(embedded, 12) == 0.02


INITIALISED = """
import json, openlit
from openlit import OpenlitConfig
openlit.init(pricing_json={url!r}, disable_metrics=True, disabled_instrumentors=["all"],
             otlp_endpoint="http://127.0.0.1:9")
print(json.dumps(OpenlitConfig.pricing_info["chat"]["ours-9"]))
"""


def test_openlit_started_with_the_setting_has_our_model(run, site):
    url = f"{site}/2026-11-22/openlit/pricing.json"
    assert run("openlit", INITIALISED.format(url=url)) == {
        "promptPrice": 0.00321,
        "completionPrice": 0.00654,
        "cacheReadPrice": 0.000321,
    }
