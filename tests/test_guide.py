"""The guide: what it shows is so, block by block, and the package that it makes is in order."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import ecosys
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.documents import (
    GUIDE,
    OF_THE_PACKAGE,
    PAGES,
    ROOT,
    Block,
    blocks,
    missing_line,
    package,
    says,
)
from tests.fixtures import opened_once
from tests.once import once
from tests.reader import GROUPS, Reader, Told, in_process

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

BIN = Path(sys.executable).parent
PATHS = os.pathsep.join([str(ROOT), str(ROOT / "api")])


@pytest.fixture(scope="module")
def client(released_database: Path) -> Iterator[TestClient]:
    """The API over the released log."""
    opened = ready(create(released_database))
    yield opened
    opened.__exit__(None, None, None)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the package, as the guide shows them."""
    folder = tmp_path_factory.mktemp("written")
    for name, text in package(OF_THE_PACKAGE).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def installed(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the package of the guide is installed."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*pip, *options, str(written)], check=True)
    return folder


@pytest.fixture
def log(request: pytest.FixtureRequest, page: Path, released_database: Path) -> Path:
    """The released log; for the pages of the package as it is once the package has asked it.

    Its read models are made anew then, as it knows one more type of events: that takes seconds.
    """
    if page not in OF_THE_PACKAGE:
        return released_database
    installed = request.getfixturevalue("installed")

    def ask(folder: Path) -> None:
        database = shutil.copy(released_database, folder)
        asking = [sys.executable, "-m", "ecosys", "price", "openai/o3"]
        well, told = told_by(asking, folder, installed, ECOSYS_DATABASE=str(database))
        assert well, told

    made = once(request.getfixturevalue("tmp_path_factory"), "log-of-the-package", ask)
    return made / released_database.name


def told_by(command: list[str], folder: Path, *paths: Path, **environment: str) -> Told:
    """Whether a command went well in a folder, and what it printed; our own tree comes last."""
    found = os.pathsep.join([*map(str, paths), PATHS])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": found, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout


@pytest.fixture
def run(request: pytest.FixtureRequest, page: Path, database: Path) -> Callable[[list[str]], Told]:
    """What runs `ecosys` for a page: with the package installed, if the page makes it."""
    if page not in OF_THE_PACKAGE:
        return in_process(database)
    folder, installed = database.parent, request.getfixturevalue("installed")
    command = [sys.executable, "-m", "ecosys"]
    return lambda words: told_by(
        [*command, *words], folder, installed, ECOSYS_DATABASE=str(database)
    )


@pytest.fixture
def database(log: Path, prices_kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the log, in the folder that one is in; its prices are kept already."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(prices_kept))
    return Path(shutil.copy(log, tmp_path / "ecosys.db"))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_everything_that_a_page_shows_is_so(page, client, run, tmp_path):
    with opened_once():
        reader = Reader(tmp_path, client, run)
        for block in blocks(page):
            reader.follow(block)
        reader.close()


def test_the_package_to_copy_is_that_of_the_guide():
    folder = ROOT / "tests" / "package"
    found = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".py", ".toml")
    }
    assert found == package(OF_THE_PACKAGE)


def test_every_extension_of_the_package_works(written, installed, tmp_path):
    project = tomllib.loads((written / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    well, told = told_by(
        [sys.executable, "-m", "ecosys", "plugins"],
        tmp_path,
        installed,
        ECOSYS_DATABASE=str(tmp_path / "ecosys.db"),
    )
    assert well
    for group, names in project["entry-points"].items():
        for name in names if group != "ecosys.commands" else ():
            assert missing_line(f"{group} {name} {project['name']} works", told) is None, told
    assert set(project["entry-points"]) > {"ecosys.events", "ecosys.projections"}


@pytest.mark.parametrize(
    "command",
    [
        f"ruff check --config {ROOT / 'pyproject.toml'} .",
        f"ruff format --check --config {ROOT / 'pyproject.toml'} .",
        pytest.param("mypy --strict ecosys_outages tests", marks=pytest.mark.endurance),
    ],
    ids=lambda command: command.split(" -")[0],
)
def test_the_package_is_in_order(command, written, monkeypatch):
    monkeypatch.setenv("MYPYPATH", PATHS)
    name, *words = command.split()
    well, told = told_by([str(BIN / name), *words], written)
    assert well, told


def test_what_is_shown_is_compared_without_white_space_but_in_its_order():
    assert missing_line("a  b\n...\nc ... e", "x a b y\nc d e\n") is None
    assert missing_line("c\na", "a\nc\n") == "a"
    assert missing_line("a ... b", "b a") == "a ... b"


def test_an_answer_is_compared_as_a_whole():
    assert says('{"a": 1, ... }', '{"a":1,"b":2}')
    assert not says('{"a": 1}', '{"a":1,"b":2}')
    assert not says('{ ... "a": 2, ... }', '{"a":1,"b":2}')


WRONG = {
    "nobody tries it": ("bash", "ls"),
    "it has no language": ("", "ls"),
    "another answer": (
        "console",
        "$ ecosys price openai/o3 --as-of 2025-06-01\n openai/o3 input 11\n",
    ),
    "another problem": ("console", "$ ecosys price openai/o3\necosys: there is no price.\n"),
    "a problem that is not shown": (
        "console",
        "$ ecosys price opanai/o3\nopanai/o3 is not known\n",
    ),
    "nothing shown": ("console", "$ ecosys price openai/o3\n"),
    "another body": ("console", '$ curl http://127.0.0.1:8000/livez\n{"status": "dead"}\n'),
    "another value": ("python", ">>> 1 + 1\n3\n"),
    "an option that there is not": ("sh", "ecosys price openai/o3 --as-off 2025"),
    "a command that there is not": ("sh", "PORT=1 .venv/bin/ecosys prise openai/o3"),
    "another program": ("sh", "echo 1 && rm x"),
    "an address that there is not": ("sh", "curl 'http://127.0.0.1:8000/v1/prizes'"),
    "a group that there is not": ("toml", '[project.entry-points."ecosys.charts"]\na = "b"\n'),
    "a field that there is not": ("yaml", "- {id: a, type: launched, subjct: openai/o3}\n"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_block_that_is_not_so_is_found(wrong, client, released_database, tmp_path):
    language, text = WRONG[wrong]
    reader = Reader(tmp_path, client, in_process(released_database))
    with pytest.raises(AssertionError):
        reader.follow(Block("page.md", 1, language, "", text))


def test_every_public_name_and_group_stands_on_the_page_of_what_is_public():
    words = set(re.findall(r"`([\w.]+)`", (GUIDE / "public.md").read_text(encoding="utf-8")))
    assert set(ecosys.__all__) - {"__version__"} <= words
    assert words >= GROUPS
