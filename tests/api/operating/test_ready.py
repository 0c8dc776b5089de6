"""Ready: a server that answers tells how its data stand, and is ready whatever that is."""

import asyncio
import shutil
import threading

import pytest

from ecosys.answers.readings import newest_readings
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys_api.app import create
from ecosys_api.operating import standing as standings
from ecosys_api.operating.standing import Lookout
from tests.api.conftest import ready
from tests.given import NOW, event, price

LONG_AGO, LATELY = (instant.day_of(NOW - days * instant.DAY) for days in (45, 10))
KINDS = {"blog": "secondary", "feed": "mirror", "never": "secondary", "whole": "mirror"}


def read(source, day):
    """A citation of a source that was read on a day."""
    return {"sources": [{"source": source, "read": day}]}


@pytest.fixture
def database(empty_database, tmp_path):
    """A log in which one source was read long ago, one lately, one as a whole, and one never."""
    path = shutil.copy(empty_database, tmp_path / "ecosys.db")
    timeline = Timeline.open(path, lambda: NOW)
    timeline.append(
        [
            *(
                event("registered", f"source-{slug}", source=slug, name=slug, kind=kind)
                for slug, kind in KINDS.items()
            ),
            price("a", "2025-01-01", input="2", **read("blog", LONG_AGO)),
            price("b", "2025-01-01", subject="openai/o1", input="2", **read("feed", LATELY)),
            event("confirmed", "whole-read", source="whole", stated=LATELY),
        ]
    )
    timeline.log.database.close()
    return path


@pytest.fixture
def client(database):
    """A server over the log, whose clock stands still."""
    opened = ready(create(database, lambda: NOW, fill=False, metrics_from="*"))
    yield opened
    opened.__exit__(None, None, None)


def test_each_source_that_was_ever_read_is_told_with_its_age_and_what_is_stale(client):
    reply = client.get("/readyz")
    told = {each["source"]: each for each in reply.json()["sources"]}
    assert reply.status_code == 200  # what is stale is no reason to send people elsewhere
    assert next(iter(told)) == "blog"
    assert (told["blog"]["last_read"], told["blog"]["stale"]) == (LONG_AGO, True)
    assert (told["feed"]["last_read"], told["feed"]["stale"]) == (LATELY, False)
    assert told["feed"]["age_seconds"] == 10 * 86_400 + 12 * 3_600
    assert "never" not in told


def test_how_far_read_models_go_is_told_and_caught_up_with(client):
    told = client.get("/readyz").json()
    assert told["position"] == len(KINDS) + 3
    assert {each["name"] for each in told["read_models"]} >= {"held", "subjects", "turns"}
    assert {each["lag"] for each in told["read_models"]} == {0}
    assert told["paused_read_models"] == []


def test_a_read_model_that_is_paused_is_told_and_the_server_is_ready(client):
    database = client.app.state.timeline.log.database
    with database.writing():
        database.execute(
            "UPDATE read_model SET problem = 'b: broken', position = 3 WHERE name = 'turns'"
        )
    reply = client.get("/readyz")
    assert reply.status_code == 200
    assert reply.json()["paused_read_models"] == [{"name": "turns", "problem": "b: broken"}]
    (turns,) = [each for each in reply.json()["read_models"] if each["name"] == "turns"]
    assert (turns["position"], turns["lag"]) == (3, len(KINDS))
    text = client.get("/metricsz").text
    assert 'ecosys_read_model_paused{read_model="turns"} 1.0' in text
    assert f'ecosys_read_model_lag_events{{read_model="turns"}} {len(KINDS)}.0' in text


def test_a_source_that_was_read_as_a_whole_was_read_then(database):
    timeline = Timeline.open(database, lambda: NOW)
    found = newest_readings(timeline, timeline.moment())
    assert {source: instant.day_of(at) for source, at in found.items()} == {
        "blog": LONG_AGO,
        "feed": LATELY,
        "whole": LATELY,
    }
    timeline.log.database.close()


def test_what_takes_long_holds_up_nobody_who_only_glances(database, monkeypatch):
    timeline = Timeline.open(database, lambda: NOW)
    begun, may_end = threading.Event(), threading.Event()
    usual = standings.standing

    def slow(*asked):
        begun.set()
        assert may_end.wait(20)
        return usual(*asked)

    monkeypatch.setattr(standings, "standing", slow)
    lookout = Lookout(timeline)
    assert lookout.glance() is None
    assert begun.wait(20)
    assert lookout.glance() is None  # and nothing is begun twice
    may_end.set()
    found = asyncio.run(lookout.look())
    assert lookout.glance() is found
    timeline.append([price("c", "2025-01-02", input="3", **read("blog", LATELY))])
    assert asyncio.run(lookout.look()) is found  # that took long: it is soon enough later
    monkeypatch.setattr(lookout, "_again", 0.0)
    lookout.glance()
    lookout._thread.shutdown(wait=True)
    now = lookout.glance()
    assert instant.day_of(now.readings["blog"]) == LATELY
    timeline.log.database.close()
