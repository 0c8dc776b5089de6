"""The wheel: everything that is needed travels in it and is found in an empty folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import once

ROOT = Path(__file__).parent.parent
WHERE = "import ecosys, ecosys_api; print(ecosys.__file__, ecosys_api.__file__)"
SERVED = """
import time
from fastapi.testclient import TestClient
from ecosys_api.app import create

PATHS = ("/", "/docs", "/guide", "/guide/time", "/v1/prices/openai/o3")
with TestClient(create("served.db")) as client:
    first = client.get("/v1/prices/openai/o3").status_code
    while client.get("/readyz").status_code != 200:
        time.sleep(0.05)
    print(first, *(client.get(path).status_code for path in PATHS))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that holds the wheel's content and nothing else of the project."""
    return once(tmp_path_factory, "wheel", install)


def install(folder):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*pip, *options, str(ROOT)], check=True)


@pytest.fixture
def run(installed, tmp_path):
    """Run Python in an empty folder, with the wheel's content first."""

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env={
                "PYTHONPATH": str(installed),
                "HOME": str(tmp_path),
                "XDG_DATA_HOME": str(tmp_path / "data"),
                "PATH": os.environ["PATH"],
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_it_is_the_wheel_that_runs(run, installed):
    assert all(path.startswith(str(installed)) for path in run("-c", WHERE).split())


def test_it_installs_no_module_called_api_and_none_of_its_tools(installed):
    names = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}
    assert names <= {"ecosys", "ecosys_api", "bin", "__pycache__"}


def test_a_question_is_answered_in_an_empty_folder(run):
    told = json.loads(
        run("-m", "ecosys", "price", "openai/o3", "--as-of", "2025-06-01", "--format", "json")
    )
    lines = {row["direction"]: row["per_million"] for row in told["data"] if not row["marks"]}
    assert lines == {"input": "10", "output": "40"}


def test_the_api_answers_from_the_wheel_alone(run):
    first, *later = run("-c", SERVED).split()
    assert first in ("200", "503")
    assert later == ["200"] * 5
