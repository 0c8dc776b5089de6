"""The released log as others read it: lines of JSON, to be computed with apart."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build


@pytest.fixture(scope="session")
def exported(released_database, tmp_path_factory):
    """The events as `ecosys export` writes them, less what was put right since."""
    path = Path(tmp_path_factory.mktemp("exported")) / "log.jsonl"
    settings = {"ECOSYS_DATABASE": str(released_database)}
    done = CliRunner().invoke(build(), ["export", "--output", str(path)], env=settings)
    assert done.exit_code == 0, done.output
    lines = path.read_text(encoding="utf-8").splitlines()
    return pd.DataFrame(standing([json.loads(line)["event"] for line in lines]))


def standing(events):
    """What stands of events: none that was retracted, and in place of corrected ones the right."""
    gone: set[str] = set()
    right: dict[str, dict[str, object]] = {}
    for event in reversed(events):
        if event["id"] in gone:
            continue
        if event["type"] == "retracted":
            gone.add(event["event"])
        elif event["type"] == "corrected":
            right.setdefault(event["event"], {"stated": event.get("stated"), **event["statement"]})
    return [right.get(event["id"], event) for event in events if event["id"] not in gone]


def set_by(ends):
    """Since when ends were set: those that were read of after they had come, by their shutdown."""
    occurred = ends.occurred.str.removeprefix("not after ")
    late = (
        ends.announced.isna() & ends.shutdown.str.fullmatch(r"[\d-]+") & (occurred > ends.shutdown)
    )
    return occurred.mask(late.fillna(False), ends.shutdown)
