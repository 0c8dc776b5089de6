"""What others start the service by: its settings are settings, and systemd takes its units."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

from ecosys.__main__ import build
from ecosys.commands._examination import OTHER_VARIABLES
from ecosys.commands.doctor import variables
from tests.documents import ROOT

FOLDER = ROOT / ".deploy"
UNITS = [*sorted(path.name for path in FOLDER.glob("*.service")), "ecosys-sync.timer"]
INSTALLED = "/opt/ecosys/.venv/bin/ecosys"


def test_every_variable_that_is_set_means_something():
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.iterdir()]
    named = {name for text in texts for name in re.findall(r"\bECOSYS_[A-Z_]+", text)}
    assert named
    assert named <= variables(typer.main.get_command(build())) | OTHER_VARIABLES


def test_every_command_that_is_started_is_one():
    words = [
        line.removeprefix(f"ExecStart={INSTALLED} ")
        for unit in FOLDER.glob("*.service")
        for line in unit.read_text(encoding="utf-8").splitlines()
        if line.startswith("ExecStart=")
    ]
    known = typer.main.get_command(build()).commands
    assert sorted(words) == ["doctor", "serve", "sync"]
    assert set(words) <= known.keys()


def test_the_services_of_compose_are_built_from_the_file_that_is_there():
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))["services"]
    built = {service["build"]["dockerfile"] for service in services.values() if "build" in service}
    assert {(ROOT / each).is_file() for each in built} == {True}
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports), "nothing is open to all"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_finds_no_fault_in_a_unit(unit, tmp_path):
    program = str(Path(sys.executable).with_name("ecosys"))
    for each in UNITS:
        text = (FOLDER / each).read_text(encoding="utf-8").replace(INSTALLED, program)
        (tmp_path / each).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if "ecosys" in line]
    assert (done.returncode, told) == (0, [])
