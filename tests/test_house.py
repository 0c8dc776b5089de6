"""The house rules: style, types, the direction of imports, and what the texts promise."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import ecosys

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BIN = Path(sys.executable).parent
INDEXES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org")


def tracked() -> list[Path]:
    """The files of the checkout, as far as they are the project's own."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout: its files cannot be told from others")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize(
    "command",
    ["ruff check .", "ruff format --check .", "mypy", "lint-imports"],
)
def test_the_code_passes(command):
    name, *words = command.split()
    done = subprocess.run(
        [str(BIN / name), *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def the_command() -> str:
    """The command of the README that sets up and runs the tests."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^python3 -m venv .*pytest.*$", readme, re.MULTILINE)
    return command


def test_the_readme_and_the_continuous_run_have_the_same_test_command():
    assert the_command() in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def jobs():
    """The jobs of the workflow of the tests."""
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["jobs"]


def commands(job):
    """What the steps of a job run."""
    return [step["run"].strip() for step in job["steps"] if "run" in step]


def test_the_workflow_runs_the_test_command_of_the_readme_and_the_long_forms_of_contributing(jobs):
    assert commands(jobs["tests"]) == [the_command()]
    assert commands(jobs["endurance"]) == [f"{the_command()} --endurance"]
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "    .venv/bin/pytest -n auto --endurance\n" in contributing


def test_the_workflow_tests_every_python_that_the_package_is_for(jobs):
    classifiers = PROJECT["classifiers"]
    named = [each.rpartition(" ")[2] for each in classifiers if re.search(r":: 3\.\d+$", each)]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == named
    assert PROJECT["requires-python"] == f">={named[0]}"


def test_the_changelog_tells_every_release_and_its_day():
    lines = (ROOT / "seeds" / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    released = [(each["version"], each["day"]) for each in map(json.loads, lines)]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    told = re.findall(r"^## ([0-9.]+) – (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    ordered = [([int(part) for part in version.split(".")], day) for version, day in told]
    assert ordered == sorted(ordered, reverse=True)
    assert [day for _, day in told] == sorted((day for _, day in told), reverse=True)
    assert set(released) <= set(told)
    assert told[0][0] == PROJECT["version"] == ecosys.__version__


def test_versions_are_pinned_without_the_address_of_an_index():
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"[a-z0-9-]+==[^ ]+( ; .+)?$", line) for line in pinned)


def test_no_file_names_a_package_index():
    for path in tracked():
        if "vendor" in path.parts or path.suffix in (".png", ".gz"):
            continue
        text = path.read_text(encoding="utf-8")
        assert not [index for index in INDEXES if index in text], path


def test_every_hook_of_a_commit_is_local_and_runs_what_the_tests_run():
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    config = yaml.safe_load(text)
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    entries = {hook["entry"] for hook in config["repos"][0]["hooks"]}
    assert {"ruff check", "ruff format --check", "mypy", "lint-imports"} <= entries


def test_every_module_of_the_library_tells_what_it_is():
    for folder in ("ecosys", "api/ecosys_api"):
        for path in (ROOT / folder).rglob("*.py"):
            first = path.read_text(encoding="utf-8").lstrip()
            assert first.startswith(('"""', 'r"""')) or not first, path


def test_no_file_of_the_library_is_long():
    for folder in ("ecosys", "api/ecosys_api"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = path.read_text(encoding="utf-8").count("\n")
            assert lines <= 350, f"{path}: {lines} lines"
