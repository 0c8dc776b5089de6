"""The README: what it shows is what comes out."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.event import codec
from ecosys.seeding.seed import read_file

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SHOWN = [
    (command, [line.strip() for line in lines.splitlines() if line.strip()])
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for command, lines in re.findall(r"^\$ ecosys (.+)\n((?:(?!\$).*\n)*)", block, re.MULTILINE)
]


def code(language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("command", "lines"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_answers_what_the_readme_shows(released_database, tmp_path, command, lines):
    path = tmp_path / "readme.db"
    shutil.copy(released_database, path)
    settings = {"ECOSYS_DATABASE": str(path), "COLUMNS": "160"}
    done = CliRunner().invoke(build(), command.split(), env=settings)
    assert done.exit_code == 0
    told = [" ".join(line.split()) for line in done.output.splitlines()]
    assert lines
    for line in lines:
        assert any(" ".join(line.split()) in each for each in told), done.output


def test_the_event_of_the_readme_is_one(tmp_path):
    (block,) = code("yaml")
    path = tmp_path / "openai.yaml"
    path.write_text(re.sub(r"^   ", "", block, flags=re.MULTILINE), encoding="utf-8")
    (seed,) = read_file(path)
    assert seed.event.type == "price_changed"


def test_the_event_type_and_the_projection_of_the_readme_work():
    typed, projected, *_ = code("python")
    names: dict = {}
    exec(typed, names)
    outage = names["OutageReported"]
    source = {"source": "openai", "url": "https://status.openai.com"}
    read = outage.model_validate(
        {
            "type": "outage_reported",
            "version": 1,
            "id": "openai-out-2023-11-08",
            "subject": "openai/api",
            "occurred": "2023-11-08",
            "hours": "1.9",
            "sources": [source],
        }
    )
    assert codec.plain(read)["hours"] == "1.9"
    compile(projected, "README.md", "exec")
    scope: dict = {"__name__": "outage_hours"}
    exec(projected.replace("@projection", "# @projection"), scope)
    start = read.when.start
    held = type("Held", (), {"event": read, "because": (1,), "events": (read.id,), "start": start})
    context = type("Ask", (), {"moment": type("Moment", (), {"as_of": start})})
    assert [str(point.value) for point in scope["outage_hours"]([held], context)] == ["1.9"]
