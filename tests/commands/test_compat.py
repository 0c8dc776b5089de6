"""ecosys compat: files of other tools' layouts, written whole, and what they could not carry."""

import json

import pytest

from ecosys.errors import InvalidInput
from ecosys.timeline import Timeline
from tests import given


@pytest.fixture(autouse=True)
def log(tmp_path):
    """A log with a model: its launch, its price, that of batches in euros, and its end."""
    opened = Timeline.open(tmp_path / "own.db", clock=lambda: given.NOW)
    batch = [{"direction": "input", "amount": "1", "tier": "batch"}]
    launch = {"subject": "openai/o3", "what": "model", "occurred": "2025-04-16"}
    opened.append(
        [
            given.event("launched", "l", **launch),
            given.price("p", "2025-06-10", input="2", output="8"),
            given.price("e", "2025-06-10", currency="EUR", components=batch),
        ]
    )
    opened.log.database.close()


def test_the_layouts_are_listed_with_what_reads_them(run):
    listed = run("compat").stdout
    assert "/compat/models.dev/api.json" in listed
    assert "OPENCODE_MODELS_URL" in listed


def test_a_file_is_written_where_it_is_to_stand_or_to_standard_output(run, tmp_path):
    done = run("compat litellm --as-of 2026-11-22")
    assert json.loads(done.stdout)["o3"]["output_cost_per_token"] == 8e-06
    assert done.stderr.splitlines() == [
        "not carried: 1 currency (EUR 1)",
        "not carried: 1 launch",
    ]
    run("compat litellm --as-of 2026-11-22 --output", str(tmp_path / "deep" / "map.json"))
    assert (tmp_path / "deep" / "map.json").read_text("utf-8") == done.stdout


def test_a_layout_of_several_files_is_written_into_a_folder(run, tmp_path):
    done = run("compat endoflife --as-of 2026-11-22 --output", str(tmp_path / "site"))
    assert "5 files written" in done.stderr
    cycles = json.loads((tmp_path / "site" / "api" / "openai.json").read_text("utf-8"))
    assert [each["cycle"] for each in cycles] == ["o3"]


def test_what_was_lost_is_told_by_the_kind_the_most_frequent_first(run):
    told = run("compat models.dev --as-of 2026-11-22").stderr.splitlines()
    assert "not carried: 1 currency (EUR 1)" in told
    (assumed,) = [line for line in told if " assumed " in line]
    assert assumed.endswith("more)")


def test_a_layout_that_is_not_known_is_suggested(run):
    with pytest.raises(InvalidInput, match="Did you mean litellm"):
        run("compat litelm")
