"""Read models that another package adds: kept with the log, each for itself, and reported."""

import json
import re

import pytest

from ecosys.read_model import read_models
from ecosys.timeline.timeline import READ_MODELS
from tests.contracts.test_plugins import run

pytestmark = pytest.mark.no_cover  # measuring would take half of its time

FINE = """
from ecosys.read_model import ReadModel

def fold(log, records):
    for record in records:
        log.database.insert("{name}_1", ("id",), [(record.id,)])
        if record.id == {sick!r}:
            raise ValueError("indigestible")

{name} = ReadModel("{name}", 1, ({table!r},), ("CREATE TABLE {name}_1 (id TEXT)",), fold)
"""
FILES = {
    "their_ids": FINE.format(name="their_ids", table="their_ids_1", sick=""),
    "sick_ids": FINE.format(name="sick_ids", table="sick_ids_1", sick="b"),
    "bold_ids": FINE.format(name="bold_ids", table="event", sick=""),
    "lost_ids": "import nowhere_at_all\n",
    "none_ids": "none_ids = 1\n",
}
BROKEN = {
    "bold_ids": "bold_ids has the table 'event'. Allowed: bold_ids_1, bold_ids_..._1",
    "lost_ids": "No module named 'nowhere_at_all'",
    "none_ids": "none_ids is a int. Allowed: a ReadModel",
}
APPEND = """
import json, sys
from ecosys.timeline import Timeline
from tests.given import price

timeline = Timeline.open("own.db")
prices = [price(id, "2025-01-01", input="1") for id in sys.argv[1]]
timeline.append(prices)
answering = len(timeline.held(timeline.moment()))
log = timeline.log
rows = {name: [id for (id,) in log.database.execute(f"SELECT id FROM {name}_1 ORDER BY rowid")]
        for name in ("their_ids", "sick_ids")}
print(json.dumps([answering, log.check(), rows, timeline.read_models.paused()]))
"""
ASK = """
import time
from fastapi.testclient import TestClient
from ecosys_api.app import create

with TestClient(create("own.db", fill=False)) as client:
    while client.get("/readyz").status_code != 200:
        time.sleep(0.05)
    print(client.get("/readyz").text)
    print(client.get("/v1/prices/openai/o3").text)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a package that adds read models, of which most are not in order."""
    folder = tmp_path_factory.mktemp("theirs")
    for name, text in FILES.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    about = folder / "theirs-2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 2.0\n", "utf-8")
    points = ["[ecosys.read_models]", *(f"{name} = {name}" for name in FILES)]
    (about / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def appended(place):
    """What there is after two appends by processes of their own."""
    return [json.loads(run(place, "-c", APPEND, ids)) for ids in ("a", "bcd")][-1]


def test_it_is_kept_with_each_append_and_what_fails_stops_itself_alone(appended):
    answering, checked, rows, paused = appended
    assert answering == checked == 4
    assert rows == {"their_ids": [*"abcd"], "sick_ids": ["a"]}
    assert paused == {"sick_ids": "b: ValueError('indigestible')"}


def test_the_list_of_plugins_names_what_works_what_is_paused_and_what_is_broken(place, appended):
    told = {
        words[1]: line
        for line in run(place, "-m", "ecosys", "plugins").splitlines()
        if (words := line.split()) and words[0] == "ecosys.read_models"
    }
    assert set(told) == set(FILES)
    assert all(" theirs " in line for line in told.values())
    assert re.search(r"theirs +works", told["their_ids"])
    assert "paused at b: ValueError('indigestible')" in told["sick_ids"]
    for name, reason in BROKEN.items():
        assert reason in told[name]


def test_readyz_names_what_is_paused_and_what_is_broken_and_ours_answer(place, appended):
    health, prices = map(json.loads, run(place, "-c", ASK).splitlines())
    assert health["status"] == "ready"
    assert health["paused_read_models"] == [
        {"name": "sick_ids", "problem": "b: ValueError('indigestible')"}
    ]
    reasons = {each["name"]: each["reason"] for each in health["broken_plugins"]}
    assert set(reasons) == set(BROKEN)
    assert all(reason in reasons[name] for name, reason in BROKEN.items())
    assert prices["data"]


def test_a_rebuild_makes_theirs_anew_too(place, appended):
    assert "made anew" in run(place, "-m", "ecosys", "rebuild")
    answering, _, rows, _ = json.loads(run(place, "-c", APPEND, ""))
    assert answering == 4
    assert rows == {"their_ids": [*"abcd"], "sick_ids": ["a"]}


def test_where_there_is_no_log_none_is_made_to_list_what_is_installed(place, tmp_path):
    nowhere = tmp_path / "none.db"
    assert "sick_ids" in run(place, "-m", "ecosys", "plugins", "--database", str(nowhere))
    assert not nowhere.exists()


def test_a_log_that_cannot_be_read_hides_nothing_of_what_is_installed(place, tmp_path):
    strange = tmp_path / "strange.db"
    strange.write_text("no database")
    assert "sick_ids" in run(place, "-m", "ecosys", "plugins", "--database", str(strange))


def test_those_that_the_questions_need_are_files_of_ours():
    assert {model.name for model in READ_MODELS} <= set(read_models)
    assert read_models.broken == []
