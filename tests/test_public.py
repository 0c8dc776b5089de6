"""The public face: what `from ecosys import ...` gives, and what it costs."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import ecosys

HEAVY = {"alembic", "fastapi", "pydantic", "sqlalchemy", "sqlmodel", "typer", "yaml"}
NAMES = [name for name in ecosys.__all__ if name not in ("__version__", "projection")]


def run(code: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def told_to_type_checkers() -> dict[str, str]:
    """Each name of the type checkers' block with its module."""
    tree = ast.parse(Path(ecosys.__file__).read_text(encoding="utf-8"))
    block = next(each for each in tree.body if isinstance(each, ast.If))
    imports = [each for each in block.body if isinstance(each, ast.ImportFrom)]
    assert len(imports) == len(block.body)
    return {str(alias.asname): str(each.module) for each in imports for alias in each.names}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_what_its_module_calls_so(name):
    assert getattr(ecosys, name) is getattr(import_module(told_to_type_checkers()[name]), name)


def test_type_checkers_are_told_the_names_that_are_handed_out():
    assert sorted(told_to_type_checkers()) == sorted([*NAMES, "projection"])


def test_no_name_but_projection_is_that_of_a_module_beneath():
    """Which of the two one got would depend on what was imported before."""
    assert {each.name for each in iter_modules(ecosys.__path__)}.isdisjoint(NAMES)


def test_the_names_are_listed():
    assert set(ecosys.__all__) <= set(dir(ecosys))
    assert "__getattr__" in dir(ecosys)


def test_importing_ecosys_loads_nothing_heavy():
    loaded = run("import sys, ecosys; ecosys.__version__; print(*sys.modules)").split()
    assert "ecosys" in loaded
    assert HEAVY.isdisjoint(each.partition(".")[0] for each in loaded)
    assert [each for each in loaded if each.startswith("ecosys.")] == []


def test_a_name_loads_what_it_needs_and_no_database():
    loaded = run("import sys; from ecosys import Point; print(*sys.modules)").split()
    assert "ecosys.projection" in loaded
    assert "sqlalchemy" not in loaded


def test_an_unknown_name_is_an_error_that_names_it():
    with pytest.raises(AttributeError, match="module 'ecosys' has no attribute 'Pont'"):
        _ = ecosys.Pont
    with pytest.raises(ImportError, match="Pont"):
        exec("from ecosys import Pont")


DECLARED = """
@projection(takes=["observed"], unit="hours")
def outage_hours(events, context):
    'Hours of outages.'

print(outage_hours.name)
"""


@pytest.mark.parametrize(
    "imports",
    [
        "from ecosys import projection",
        "import ecosys.projections.figures; from ecosys import projection",
        "from ecosys.projection import projection",
        "import ecosys; projection = ecosys.projection",
    ],
)
def test_projection_declares_one_wherever_it_comes_from_and_whatever_was_imported(imports):
    assert run(f"{imports}\n{DECLARED}") == "outage_hours"


@pytest.mark.parametrize(
    "code",
    [
        "import ecosys.event; print(ecosys.event.Fact is ecosys.Fact)",
        "from ecosys import Point, projection; print(projection.Point is Point)",
        "from ecosys import *; import ecosys; print(Timeline is ecosys.Timeline)",
    ],
)
def test_modules_and_names_are_had_beside_each_other(code):
    assert run(code) == "True"
