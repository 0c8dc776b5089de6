"""A day of the record: sources are read, news is proposed, looked at, released and published."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.ingest import fetch as fetching
from ecosys.ingest.fetch import Fetched
from tests.documents import ROOT
from tests.ingest.feed import each, model, provider

pytestmark = [pytest.mark.endurance, pytest.mark.no_cover]
NEW = 3
"""What o3 costs an input million from today on, as the source says."""


@pytest.fixture
def run(tmp_path, released_database, monkeypatch):
    """Commands in a checkout of its own, of which one source says something new."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copytree(ROOT / "seeds", checkout / "seeds")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, checkout)
    monkeypatch.chdir(checkout)
    said = json.dumps([provider("openai", model("o3", each(NEW, 8)))]).encode()
    monkeypatch.setattr(fetching, "fetch", lambda *_: Fetched(said))
    own = shutil.copy(released_database, tmp_path / "own.db")

    def command(line, status=0):
        done = CliRunner().invoke(build(), line.split(), env={"ECOSYS_DATABASE": str(own)})
        assert done.exit_code == status, done.output
        return done.output

    command.checkout = checkout
    return command


def test_what_a_source_newly_says_is_published_once_somebody_has_looked_at_it(run):
    seeds, site = run.checkout / "seeds", run.checkout / "site"
    before = (seeds / "log.jsonl").read_text(encoding="utf-8")

    told = run("sync genai-prices --propose seeds/proposed.yaml")
    assert f"o3 input 2 → {NEW} (genai-prices)" in told
    assert (seeds / "log.jsonl").read_text(encoding="utf-8") == before

    proposed = seeds / "proposed.yaml"  # a person reads the page of the maker, and says so
    text = proposed.read_text(encoding="utf-8")
    proposed.write_text(text.replace("not after ", ""), encoding="utf-8")
    assert run("check seeds/proposed.yaml") == "proposed.yaml: 1 events\n"
    assert "1 not released, 0 faults" in run("check --facts")

    assert run("release").startswith("1 events released")
    after = (seeds / "log.jsonl").read_text(encoding="utf-8")
    assert after.startswith(before)
    (line,) = after[len(before) :].splitlines()
    event = json.loads(line)["event"]
    assert (event["subject"], event["components"][0]["amount"]) == ("openai/o3", str(NEW))

    run("import ecosys seeds/log.jsonl --database new.db")
    run(f"publish {site} --database new.db")
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("o3*.json")]
    assert any(event["id"] in page for page in pages)
    assert "in order" in run(f"verify --remote {next(site.rglob('checkpoint')).parent}")
