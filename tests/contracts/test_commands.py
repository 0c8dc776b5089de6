"""Contracts of every command."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.commands._registry import commands
from tests.documents import PAGES, README

ROOT = Path(__file__).parent.parent.parent
COMMANDS = sorted(
    path.stem.rstrip("_")
    for path in (ROOT / "ecosys" / "commands").glob("*.py")
    if not path.stem.startswith("_")
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name):
    shown = CliRunner().invoke(build(), [name, "--help"])
    assert shown.exit_code == 0
    assert "Usage:" in shown.output
    text = shown.output.split("\n\n")[1]
    assert len(text.split()) >= 5


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name):
    import typer.main

    group = typer.main.get_command(build())
    for parameter in group.commands[name].params:
        if parameter.name not in ("context", "help"):
            assert getattr(parameter, "help", None), parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme_or_the_guide(name):
    pages = [page.read_text(encoding="utf-8") for page in (README, *PAGES)]
    assert any(re.search(rf"ecosys {name}\b", page) for page in pages)


def test_help_imports_neither_the_web_nor_the_database_nor_the_models():
    code = (
        "import sys; from ecosys.__main__ import build; import typer.main;"
        "typer.main.get_command(build()).get_help;"
        "heavy = {'fastapi', 'sqlalchemy', 'sqlmodel', 'pydantic', 'yaml', 'jinja2', 'alembic'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_misspelt_command_is_answered_with_what_was_meant():
    shown = CliRunner().invoke(build(), ["prise"])
    assert shown.exit_code == 2
    assert "price" in shown.output


def test_a_first_word_that_names_a_command_loads_no_other():
    group = typer.main.get_command(build(["price", "openai/o3"]))
    assert list(group.commands) == ["price"]
    for words in (["prise"], ["--as-of", "2025", "price"], ["price", "--help"], []):
        assert set(typer.main.get_command(build(words)).commands) == set(commands)
