"""opencode, given our api.json by the address of its list of models."""

import json
import os
import subprocess

import pytest

from tests.tools.conftest import program


@pytest.fixture
def models(site, tmp_path):
    """The models of OpenAI as opencode lists them, with all that it knows of each."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "NO_PROXY": "127.0.0.1",
        "OPENAI_API_KEY": "none",  # else it lists nothing of the provider
        "OPENCODE_MODELS_URL": f"{site}/2026-11-22/models.dev",
        "OPENCODE_DISABLE_AUTOUPDATE": "1",
    }
    told = tmp_path / "told.txt"  # it does not wait for who reads from a pipe
    for option in ("--refresh", "--verbose"):  # else its own list may come sooner than ours
        with told.open("wb") as out:
            words = [program("opencode"), "models", "openai", option]
            subprocess.run(
                words, env=environment, cwd=tmp_path, stdout=out, timeout=120, check=True
            )
    listed, read, rest = {}, json.JSONDecoder(), told.read_text(encoding="utf-8")
    while (start := rest.find("{")) >= 0:
        model, end = read.raw_decode(rest, start)
        listed[model["id"]] = model
        rest = rest[end:]
    return listed


def test_opencode_lists_our_models_at_our_prices_and_leaves_out_what_will_end(models):
    cost = models["ours-8"]["cost"]
    assert (cost["input"], cost["output"], cost["cache"]["read"]) == (3.21, 6.54, 0.321)
    assert "ours-9" not in models  # its end is announced, and it lists nothing deprecated
    assert len(models) > 30
