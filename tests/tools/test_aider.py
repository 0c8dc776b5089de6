"""Aider, given litellm's map as its file of model metadata."""

SCRIPT = """
import json
from aider.models import Model, register_litellm_models
register_litellm_models([{path!r}])
def prices(name):
    info = Model(name).info
    return [info["input_cost_per_token"], info["output_cost_per_token"]]
print(json.dumps([prices("ours-9"), prices("o3")]))
"""


def test_aider_has_our_prices(run, files):
    """3.21 and 6.54 per million of ours, 2 and 8 of o3."""
    path = files / "2026-11-22" / "litellm" / "model_prices_and_context_window.json"
    local = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "HTTPS_PROXY": "http://127.0.0.1:9"}
    ours, o3 = run("aider", SCRIPT.format(path=str(path)), **local)
    assert ours == [3.21e-06, 6.54e-06]
    assert o3 == [2e-06, 8e-06]
