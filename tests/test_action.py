"""What other repositories run: the action on GitHub, and the hook before a commit."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
import yaml

from ecosys.__main__ import build
from tests.documents import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
[HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS = {step.get("name"): step for step in ACTION["runs"]["steps"]}


def options(entry):
    """The words of a command, read by the command that it names."""
    program, command, *words = shlex.split(entry)
    assert program == "ecosys"
    return typer.main.get_command(build()).commands[command].make_context(command, [*words, "."])


def test_the_hook_names_a_command_that_there_is():
    assert options(HOOK["entry"]).params["format"] == "lines"


@pytest.mark.parametrize(("text", "code"), [('x = "gpt-4-0314"', 1), ('x = "y"', 0)])
def test_the_step_of_the_action_ends_as_the_audit_does(tmp_path, released_database, text, code):
    (tmp_path / "app.py").write_text(text)
    command = tmp_path / "bin" / "ecosys"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m ecosys "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "ECOSYS_DATABASE": str(released_database),
        "PATHS": ACTION["inputs"]["paths"]["default"],
        "ARGUMENTS": "--exclude bin/",
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", STEPS["Audit"]["run"]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("::error file=app.py,line=1,col=6,") == bool(code)
    assert ("gpt-4-0314" in Path(environment["GITHUB_STEP_SUMMARY"]).read_text()) == bool(code)
    assert set(STEPS["Audit"]["env"]) == {"PATHS", "ARGUMENTS"}
