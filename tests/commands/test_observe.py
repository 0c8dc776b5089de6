"""Files of figures on the command line: named, asked, taken from a source's own file."""

import json
import shutil

import pytest

from ecosys.errors import InvalidInput
from ecosys.timeline import Timeline
from tests.answers.observations.conftest import written
from tests.given import event

GOOD = [("pypi/a", "2025-01-01", 3), ("pypi/b", "2025-03-01", 4)]
FIELDS = "pypi --metric downloads --kind flow --unit downloads --period day --source-slug pypi"
LIST = b"""last_update,project,download_count_30d
2025-01-01,openai,10
2025-02-01,openai,30
2025-02-01,boto3,5
2025-02-30,boto3,5
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, empty_database):
    """The folder of segments, and a log that knows a source."""
    monkeypatch.setenv("ECOSYS_SEGMENTS", str(tmp_path / "segments"))
    timeline = Timeline.open(shutil.copy(empty_database, tmp_path / "own.db"))
    source = event("registered", "r", source="pypi", name="PyPI", kind="provider")
    timeline.append([source])
    timeline.log.database.close()
    return tmp_path / "segments"


def asked(run, line):
    """The rows of an answer."""
    return json.loads(run(f"observations {line} --format json").stdout)["data"]


def test_a_file_is_named_and_answers_from_then_on(run, tmp_path):
    path = written(tmp_path / "a.parquet", GOOD)
    assert "2 figures of 2 subjects" in run(f"observe {path} {FIELDS}").stdout
    path.unlink()  # a copy is kept
    [row] = asked(run, "downloads")
    assert (row["subject"], row["at"], row["value"]) == ("pypi", "2025", "7")
    [figure] = asked(run, "downloads --figures --subject pypi/b")
    assert (figure["position"], figure["row"], figure["value"]) == (2, 1, "4")


def test_the_same_file_named_again_adds_nothing(run, tmp_path):
    path = written(tmp_path / "a.parquet", GOOD)
    run(f"observe {path} {FIELDS}")
    assert "nothing was added" in run(f"observe {path} {FIELDS}").stdout


def test_a_file_that_is_refused_is_neither_kept_nor_named(run, tmp_path, folder):
    path = written(tmp_path / "a.parquet", [*GOOD, ("pypi/a", "2025-01-01", 9)])
    with pytest.raises(InvalidInput, match="pypi/a has 2 figures for 2025-01-01"):
        run(f"observe {path} {FIELDS}")
    assert not folder.exists()
    path = written(tmp_path / "a.parquet", GOOD)
    with pytest.raises(InvalidInput, match="metric: is missing"):
        run(f"observe {path} pypi --kind flow --unit downloads --source-slug pypi")
    assert not folder.exists()


def test_the_figures_of_a_large_file_of_a_source_are_kept_as_one(run, tmp_path):
    path = tmp_path / "list-2025-03-01.csv"
    path.write_bytes(LIST)
    told = run(f"import pypi-downloads {path} --segment")
    assert "3 figures of 2 subjects, 1 left out" in told.stdout
    assert "2025-02-30" in told.stderr
    rows = asked(run, "pypi_downloads_30d --by subject --every month")
    assert [(row["at"], row["subject"], row["value"]) for row in rows] == [
        ("2025-01", "pypi/openai", "10"),
        ("2025-02", "pypi/boto3", "5"),
        ("2025-02", "pypi/openai", "30"),
    ]


def test_what_states_other_than_figures_is_not_kept_as_a_segment(run, tmp_path):
    path = tmp_path / "2025-03-01.json"
    prices = {"gpt-4": {"litellm_provider": "openai", "mode": "chat",
                        "input_cost_per_token": 3e-05, "output_cost_per_token": 6e-05}}  # fmt: skip
    path.write_text(json.dumps(prices))
    with pytest.raises(InvalidInput, match="is no figure that could stand in one file"):
        run(f"import litellm {path} --segment")


def test_a_question_that_wants_figures_wants_a_subject(run):
    with pytest.raises(InvalidInput, match="--figures wants --subject"):
        run("observations downloads --figures")
