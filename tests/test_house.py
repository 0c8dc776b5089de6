"""The house rules: style, types, the direction of imports, and what the texts promise."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
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


def test_the_readme_and_the_continuous_run_have_the_same_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^python3 -m venv .*pytest.*$", readme, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_versions_are_pinned_without_the_address_of_an_index():
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"[a-z0-9-]+==[^ ]+( ; .+)?$", line) for line in pinned)


def test_no_file_names_a_package_index():
    for path in tracked():
        if "vendor" in path.parts or path.suffix == ".png":
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
            assert first.startswith('"""') or not first, path


def test_no_file_of_the_library_is_long():
    for folder in ("ecosys", "api/ecosys_api"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = path.read_text(encoding="utf-8").count("\n")
            assert lines <= 350, f"{path}: {lines} lines"
