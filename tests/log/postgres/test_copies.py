"""A replica answers, and what is written goes to the server that it follows."""

import time
from contextlib import contextmanager

import psycopg
import pytest
from rich.console import Console

from ecosys.client import Client
from ecosys.errors import Behind, InvalidInput, Unavailable, Unwritable
from ecosys.log.api_keys import ApiKeys
from ecosys.log.engines import open_copy, open_database
from ecosys.seeding.open import Fill, open_timeline
from ecosys.timeline import Timeline
from ecosys.timeline.copied import open_copied, primary_of, wait_for
from ecosys_api import copies
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.engines import TEMPLATE, make, named
from tests.given import price
from tests.log.postgres import server as postgres_server

pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.skipif(postgres_server.binaries() is None, reason=postgres_server.NOT_THERE),
]
READS = 300


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A server, and one that follows it."""
    folders = [tmp_path_factory.mktemp(name) for name in ("primary", "replica")]
    told = {**postgres_server.FAST, "wal_level": "replica", "synchronous_commit": "on"}
    primary = postgres_server.start(folders[0], told)
    make(primary, TEMPLATE, "template0")
    Timeline.open(named(primary, TEMPLATE)).log.database.close()
    replica = postgres_server.start_copy(folders[1], primary, told)
    yield primary, replica
    for folder in reversed(folders):
        postgres_server.stop(folder)


@pytest.fixture
def urls(pair):
    """An empty log, and the same on the replica."""
    primary, replica = pair
    url = make(primary, "log")
    copy = named(replica, "log")
    until_replicated(primary, replica)
    return url, copy


@pytest.fixture
def timeline(urls):
    opened = open_copied(*urls)
    yield opened
    opened.log.database.close()
    opened.primary.log.database.close()


def until_replicated(primary, replica):
    """Wait until the replica has done all that was done."""
    with psycopg.connect(primary, autocommit=True) as one:
        ((end,),) = one.execute("SELECT pg_current_wal_lsn()::text").fetchall()
    with psycopg.connect(replica, autocommit=True) as other:
        while other.execute(f"SELECT pg_last_wal_replay_lsn() < '{end}'").fetchall() == [(True,)]:
            time.sleep(0.01)


@contextmanager
def lagging(pair):
    """The replica replays nothing for a while."""
    with psycopg.connect(pair[1], autocommit=True) as told:
        told.execute("SELECT pg_wal_replay_pause()")
        try:
            yield
        finally:
            told.execute("SELECT pg_wal_replay_resume()")


def new(number):
    return price(f"p-{number}", "2025-01-01", subject=f"acme/{number}", input="1")


def test_what_is_appended_goes_to_the_primary_and_is_asked_of_the_replica(timeline, pair):
    with lagging(pair):
        assert timeline.append([new(1)]).positions == (1,)
        assert timeline.primary.head().position == 1
        assert timeline.head().position == 0
        with pytest.raises(Behind, match=r"Position 1: this copy of the log ends at 0\."):
            wait_for(timeline, 1, 0.02)
    wait_for(timeline, 1)
    assert [held.id for held in timeline.held(timeline.moment())] == ["p-1"]


def test_the_rows_of_read_models_are_read_as_they_were_replicated(timeline):
    wait_for(timeline, timeline.append([new(1)]).positions[-1])
    assert timeline.read_models.catch_up(1)
    assert timeline.log.root(1) == timeline.primary.log.root(1)


def test_a_replica_whose_rows_are_missing_answers_by_its_events(timeline, pair):
    position = timeline.append([new(1)]).positions[-1]
    timeline.primary.log.database.execute("DROP TABLE read_model")
    until_replicated(*pair)
    assert not timeline.read_models.catch_up(position)
    assert [held.id for held in timeline.held(timeline.moment())] == ["p-1"]


def test_a_replica_alone_is_asked_and_refuses_to_be_written_to(urls):
    alone = Timeline.open(urls[1])
    with pytest.raises(Unwritable):
        alone.append([new(1)])
    alone.log.database.close()


def test_another_log_is_no_copy(urls, pair):
    bare = make(pair[0], "other", "template0")
    Timeline.open(bare).log.database.close()
    primary = open_database(urls[0])
    with pytest.raises(InvalidInput, match="is no copy of"):
        open_copy(bare, primary)
    primary.close()


def test_of_several_replicas_none_is_taken(urls):
    primary = open_database(urls[0])
    with pytest.raises(InvalidInput, match="several copies: one may be behind another"):
        open_copy("postgresql://one,two/log", primary)
    primary.close()


def test_a_copy_that_has_no_tables_is_not_waited_for_for_ever(urls, pair):
    primary = open_database(urls[0])
    with pytest.raises(Unavailable, match="has not the tables of"):
        open_copy(make(pair[0], "bare", "template0"), primary, seconds=0.1)
    primary.close()


def test_a_timeline_is_opened_once_its_copy_has_what_is_there(urls):
    primary = Timeline.open(urls[0])
    primary.append([new(number) for number in range(50)])
    opened = open_timeline(urls[0], fill=Fill.NEVER, read_database=urls[1])
    assert opened.head().position == 50
    assert primary_of(opened).append([new(50)]).positions == (51,)
    assert primary_of(primary) is primary
    for each in (opened, primary_of(opened), primary):
        each.log.database.close()


@pytest.fixture
def served(urls):
    """The API over both."""
    client = ready(create(urls[0], fill=False, read_database=urls[1], writes_a_minute=0))
    yield client
    state = client.app.state
    client.__exit__(None, None, None)
    state.timeline.log.database.close()
    primary_of(state.timeline).log.database.close()


@pytest.fixture
def key(served):
    primary = primary_of(served.app.state.timeline)
    return ApiKeys(primary.log.database, primary.log.clock).create("anna", ["events:write"])


@pytest.fixture
def client(served, key):
    """A client of theirs that may write."""
    return Client("http://testserver", http=served, key=key[1], pause=lambda _: None)


def test_whoever_reads_right_after_writing_finds_what_was_written(served, client, capsys):
    stale = {"as it is": 0, "with min_position": 0}
    for number in range(READS):
        event = new(number)
        position = client.append([event]).positions[-1]
        for how, needed in zip(stale, ("", f"?min_position={position}"), strict=True):
            answer = served.get(f"/v1/prices/{event.subject}{needed}")
            stale[how] += answer.status_code != 200
    with capsys.disabled():
        Console().print(f"\n{READS} reads of a replica right after a write; stale: {stale}")
    assert stale["with min_position"] == 0


def test_a_client_reads_what_it_has_written_and_another_says_what_it_must_know(client, served):
    for number in range(20):
        client.append([new(number)])
        assert client.price(f"acme/{number}").data[0].subject == f"acme/{number}"


def test_what_lags_is_waited_for_and_then_told_with_where_it_is(served, client, pair, monkeypatch):
    monkeypatch.setattr(copies, "WAIT_SECONDS", 0.05)
    wait_for(served.app.state.timeline, client.append([new(0)]).positions[-1])
    with lagging(pair):
        position = client.append([new(1)]).positions[-1]
        address = f"/v1/prices/acme/1?min_position={position}"
        behind = served.get(address)
        assert (behind.status_code, behind.headers["retry-after"]) == (503, "1")
        assert behind.json()["type"] == "/problems/behind"
        assert f"ends at {position - 1}" in behind.json()["detail"]
    monkeypatch.setattr(copies, "WAIT_SECONDS", 5)
    assert served.get(address).json()["meta"]["position"] == position


def test_an_answer_that_was_kept_is_not_given_to_who_needs_a_later_one(served, client):
    first = client.append([new(0)]).positions[-1]
    address = "/v1/prices/acme/0"
    kept = served.get(f"{address}?min_position={first}")
    assert served.get(f"{address}?min_position={first}").content == kept.content
    second = client.append([new(1)]).positions[-1]
    later = served.get(f"{address}?min_position={second}")
    assert (kept.json()["meta"]["position"], later.json()["meta"]["position"]) == (first, second)


def test_keys_are_looked_up_where_they_were_made_not_where_they_come_to_be(served, pair):
    primary = primary_of(served.app.state.timeline)
    with lagging(pair):
        _, text = ApiKeys(primary.log.database, primary.log.clock).create("ben", ["events:write"])
        own = Client("http://testserver", http=served, key=text, pause=lambda _: None)
        assert own.append([new(0)]).positions == own.append([new(0)]).positions
