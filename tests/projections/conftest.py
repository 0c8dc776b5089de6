"""The released log as others read it: lines of JSON, to be computed with apart."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build


@pytest.fixture(scope="session")
def exported(released_database, tmp_path_factory):
    """The events as `ecosys export` writes them."""
    path = Path(tmp_path_factory.mktemp("exported")) / "log.jsonl"
    settings = {"ECOSYS_DATABASE": str(released_database)}
    done = CliRunner().invoke(build(), ["export", "--output", str(path)], env=settings)
    assert done.exit_code == 0, done.output
    lines = path.read_text(encoding="utf-8").splitlines()
    return pd.DataFrame(json.loads(line)["event"] for line in lines)
