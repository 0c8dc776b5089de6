"""What other packages add: found by entry point, and what is broken stops nobody else."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest
from fastapi import APIRouter

from ecosys.plugins import Registry
from ecosys.projection import projections
from ecosys.timeline import Timeline
from ecosys_api.app import create
from ecosys_api.routes import most_specific_first, routes
from ecosys_api.routes.index import ADDRESSES
from tests.api.conftest import ready
from tests.given import price

pytestmark = pytest.mark.no_cover  # measuring would take half of its time

FILES = {
    "odd_works.py": "def odd_works() -> None:\n    print('it works')\n",
    "odd_typo.py": "def odd_typo(:\n",
    "odd_absent.py": "import nowhere_at_all\n",
    "odd_option.py": "def odd_option(value: bytes | int) -> None:\n    print(value)\n",
    "odd_exit.py": "raise SystemExit(3)\n",
    "odd_route.py": "raise RuntimeError('no route today')\n",
    "odd_router.py": "router = 'not a router'\n",
    "fine_route.py": (
        "from fastapi import APIRouter\n"
        "router = APIRouter()\n"
        "@router.get('/v1/metrics/fine')\n"
        "async def read_fine() -> str:\n"
        "    '''It is fine.'''\n"
        "    return 'fine'\n"
    ),
}
PROJECTIONS = {
    "odd_metric": "import nowhere_at_all\n",
    "odd_takes": (
        "from ecosys.projection import projection\n"
        "@projection(takes=['launchd'], unit='launches')\n"
        "def odd_takes(events, context):\n"
        "    'How many launches there are.'\n"
        "    yield\n"
    ),
}
OTHERS = {
    "ecosys.usages": "odd_usage",
    "ecosys.importers": "odd_importer",
    "ecosys.events": "odd_event",
}
COMMANDS = ("odd_works", "odd_typo", "odd_absent", "odd_option", "odd_exit", "price")
ROUTES = ("odd_route", "odd_router", "fine_route")
BROKEN = {
    "odd_typo": "SyntaxError",
    "odd_absent": "No module named 'nowhere_at_all'",
    "odd_option": "support Union types",
    "odd_exit": "SystemExit: 3",
    "price": "ecosys has one of that name",
    "odd_route": "RuntimeError: no route today",
    "odd_router": "odd_router holds no router",
    "odd_metric": "No module named 'nowhere_at_all'",
    "odd_takes": "takes launchd, which is no type of event. Did you mean launched?",
    "odd_usage": "No module named 'nowhere_at_all'",
    "odd_importer": "No module named 'nowhere_at_all'",
    "odd_event": "No module named 'nowhere_at_all'",
}
ASK = """
import time
from fastapi.testclient import TestClient
from ecosys_api.app import create

with TestClient(create("own.db", fill=False)) as client:
    while client.get("/readyz").status_code != 200:
        time.sleep(0.05)
    for address in ("/readyz", "/v1/prices/openai/o3", "/v1/metrics/fine", "/openapi.json",
                    "/v1/metrics/odd_metric"):
        print(client.get(address).text)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a log, and beside it a package of which most is broken."""
    folder = tmp_path_factory.mktemp("odd")
    own = Timeline.open(folder / "own.db")
    own.append([price("mine", "2025-01-01", input="1")])
    own.log.database.close()
    absent = dict.fromkeys(OTHERS.values(), FILES["odd_absent.py"])
    more = {f"{name}.py": text for name, text in {**PROJECTIONS, **absent}.items()}
    for name, text in {**FILES, **more}.items():
        (folder / name).write_text(text, encoding="utf-8")
    points = ["[ecosys.commands]"]
    points += [
        f"{name} = {name if name != 'price' else 'odd_works:odd_works'}" for name in COMMANDS
    ]
    points += ["[ecosys_api.routes]", *(f"{name} = {name}" for name in ROUTES)]
    points += ["[ecosys.projections]", *(f"{name} = {name}" for name in PROJECTIONS)]
    points += [f"[{group}]\n{name} = {name}" for group, name in OTHERS.items()]
    about = folder / "odd-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")
    return folder


def run(folder, *command, status=0):
    """What a Python of its own prints, with the package beside ecosys; errors where it fails."""
    paths = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "ECOSYS_DATABASE": "own.db"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done.stderr if status else done.stdout


def test_the_list_of_plugins_names_what_is_broken_and_why(place):
    told = run(place, "-m", "ecosys", "plugins")
    for name, reason in BROKEN.items():
        (line,) = [line for line in told.splitlines() if f" {name} " in line]
        assert reason in line
        assert " odd " in line


def test_beside_broken_commands_the_others_work(place):
    assert run(place, "-m", "ecosys", "odd_works") == "it works\n"
    told = run(place, "-m", "ecosys", "price", "openai/o3", "--format", "json")
    assert json.loads(told)["data"]


def test_beside_broken_routes_the_others_answer_and_readyz_names_them(place):
    health, prices, fine, document, problem = map(json.loads, run(place, "-c", ASK).splitlines())
    reasons = {each["name"]: each["reason"] for each in health["broken_plugins"]}
    assert set(reasons) == set(BROKEN)
    assert all(reason in reasons[name] for name, reason in BROKEN.items())
    assert prices["data"]
    assert fine == "fine"
    assert "/v1/metrics/fine" in document["paths"]
    assert problem["status"] == 404
    assert CANNOT_BE_LOADED in json.dumps(problem)


CANNOT_BE_LOADED = (
    "The package odd that declares it cannot be loaded: "
    "ModuleNotFoundError: No module named 'nowhere_at_all'; see ecosys plugins."
)


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ("metric odd_metric", 1, "There is no metric odd_metric."),
        ("cost o3 --usage odd_usage --a 1", 2, "usage=odd_usage is not known."),
        ("import odd-importer x.csv", 2, "There is no importer of odd-importer."),
        ("sync odd-importer", 2, "There is no importer of odd-importer."),
        ("log --type odd_event", 2, "odd_event is not an event type."),
        ("odd_absent --any 1", 1, "There is no command odd_absent."),
    ],
)
def test_what_cannot_be_loaded_is_told_where_it_is_asked_for(place, words, status, says):
    told = run(place, "-m", "ecosys", *words.split(), status=status)
    assert told.strip() == f"ecosys: {says} {CANNOT_BE_LOADED}"


def test_a_metric_of_a_type_that_nobody_knows_is_told_so(place):
    told = run(place, "-m", "ecosys", "metric", "odd_takes", status=1)
    assert "takes launchd, which is no type of event. Did you mean launched?" in told


# A folder of ours


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A registry of a folder with some files, of which one is broken."""
    folder = tmp_path / "shelf_of_tests"
    folder.mkdir()
    texts = {"__init__": "", "good": "good = 1", "import_": "import_ = 2", "bad": "bad = (",
             "nameless": "", "_shared": "raise RuntimeError('never imported')"}  # fmt: skip
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return Registry("shelf_of_tests", kind=lambda value, _: value)


def test_a_file_of_ours_that_is_broken_leaves_the_others_in_place(shelf):
    assert dict(shelf) == {"good": 1, "import": 2}
    assert [(each.name, each.origin) for each in shelf.broken] == [
        ("bad", "ecosys"), ("nameless", "ecosys"),
    ]  # fmt: skip
    assert shelf.broken[0].reason.startswith("SyntaxError")


def test_nobody_stands_in_for_a_file_of_ours_even_if_it_is_broken(shelf, monkeypatch):
    there = [EntryPoint(name, "os:sep", "shelf_of_tests") for name in ("good", "bad", "more")]
    monkeypatch.setattr("ecosys.plugins.entry_points", lambda **_: there)
    assert dict(shelf) == {"good": 1, "import": 2, "more": os.sep}
    refused = {each.name: each.reason for each in shelf.broken if each.origin != "ecosys"}
    assert refused == dict.fromkeys(("good", "bad"), "ecosys has one of that name")


def test_a_folder_that_has_moved_keeps_the_name_by_which_other_packages_add_to_it(
    shelf, monkeypatch
):
    there = {"shelf.of.old": [EntryPoint("more", "os:sep", "shelf.of.old")]}
    monkeypatch.setattr("ecosys.plugins.entry_points", lambda group: there[group])
    moved = Registry("shelf.of.old", kind=lambda value, _: value, folder=shelf.group)
    assert dict(moved) == {"good": 1, "import": 2, "more": os.sep}
    assert moved.own("good") == 1


# Routes


def test_no_route_is_broken():
    assert routes.broken == []


def paths(*names):
    """A router with paths in an order."""
    router = APIRouter()
    for name in names:
        router.add_api_route(name, lambda: None)
    return router


def test_the_most_specific_path_answers_whatever_comes_first():
    one = paths("/v1/a/{name:path}", "/v1/a/{id}", "/v1/a", "/v1/a/{name:path}/more")
    other = paths("/v1/a/word", "/v1/a/{id}/rest")
    for routers in ((one, other), (other, one)):
        ordered = [route.path for route in most_specific_first(routers).routes]
        assert ordered.index("/v1/a/word") < ordered.index("/v1/a/{id}")
        assert ordered.index("/v1/a/{id}") < ordered.index("/v1/a/{name:path}")
        assert ordered.index("/v1/a/{id}/rest") < ordered.index("/v1/a/{name:path}/more")
        assert ordered.index("/v1/a/{name:path}/more") < ordered.index("/v1/a/{name:path}")


def test_the_index_lists_every_route_those_of_other_packages_too(monkeypatch, released_database):
    more = APIRouter()
    more.add_api_route("/v1/more/{id}", lambda: None, name="read_more")
    more.add_api_route("/v1/metrics", lambda: None, name="read_metrics")  # ours answers there
    monkeypatch.setitem(routes.__dict__, "members", {**routes, "more": more})
    client = ready(create(released_database))
    listed = client.get("/v1").json()["addresses"]
    assert listed == ADDRESSES | {"read_more": "/v1/more/{id}", "mcp": "/mcp"}
    shapes = {re.sub(r"{.*?}", "{}", address.partition("?")[0]) for address in listed.values()}
    for path in client.get("/openapi.json").json()["paths"]:
        first, _, rest = path.removeprefix("/v1/metrics/").partition("/")
        metric = f"/v1/metrics/{{}}/{rest}".rstrip("/") if first in projections else path
        assert re.sub(r"{.*?}", "{}", metric) in shapes, path
    client.__exit__(None, None, None)


def test_routes_answer_the_same_in_any_order_of_the_files(monkeypatch, released_database):
    turned = dict(reversed(list(routes.items())))
    monkeypatch.setitem(routes.__dict__, "members", turned)
    client = ready(create(released_database))
    assert client.get("/v1/metrics/ranking?metric=developers").status_code == 200
    assert client.get("/v1/metrics/rankng").status_code == 404
    assert client.get("/v1/prices/openai/o3/vintages").json()["data"][0]["known_at"]
    client.__exit__(None, None, None)
