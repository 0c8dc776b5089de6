"""opencode, given our api.json by the address of its list of models."""

import json
import os
import subprocess

import pytest

from tests.tools.conftest import program


@pytest.fixture
def models(site, tmp_path):
    """The models of OpenAI as opencode lists them, with all that it knows of each."""
    done = subprocess.run(
        [program("opencode"), "models", "openai", "--verbose"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "NO_PROXY": "127.0.0.1",
            "OPENAI_API_KEY": "none",  # else it lists nothing of the provider
            "OPENCODE_MODELS_URL": f"{site}/2026-11-22/models.dev",
            "OPENCODE_DISABLE_AUTOUPDATE": "1",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    listed, read = {}, json.JSONDecoder()
    rest = done.stdout
    while "{" in rest:
        model, end = read.raw_decode(rest, start := rest.index("{"))
        listed[model["id"]] = model
        rest = rest[end:] if end > start else ""
    return listed


def test_opencode_lists_our_models_at_our_prices_and_leaves_out_what_will_end(models):
    cost = models["ours-8"]["cost"]
    assert (cost["input"], cost["output"], cost["cache"]["read"]) == (3.21, 6.54, 0.321)
    assert "ours-9" not in models  # its end is announced, and it lists nothing deprecated
    assert len(models) > 30
