"""Who writes waits for a server, and for the others that are to have it too, but not for ever."""

import os
import signal
import threading
import time
from contextlib import contextmanager

import psycopg
import pytest

from ecosys.errors import Unavailable
from ecosys.log.postgres import connection, postgres
from ecosys.log.postgres.address import Address
from ecosys.timeline import Timeline
from tests.engines import TEMPLATE, make
from tests.given import price
from tests.log.postgres import server as postgres_server

A, B = (price(id, "2025-01-01", input="1") for id in "ab")
NOBODY = "a standby that is not there"
needs_programs = pytest.mark.skipif(
    postgres_server.binaries() is None, reason=postgres_server.NOT_THERE
)
pytestmark = needs_programs


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A server of one's own: what it is told holds for all of its databases."""
    folder = tmp_path_factory.mktemp("alone")
    url = postgres_server.start(folder)
    make(url, TEMPLATE, "template0")
    yield url
    postgres_server.stop(folder)


@pytest.fixture
def timeline(alone):
    opened = Timeline.open(f"{make(alone, 'waiting')}&options=-c%20synchronous_commit%3Don")
    yield opened
    opened.log.database.close()


@contextmanager
def without_standby(url):
    """The server waits until one has what is committed that is never there."""
    with psycopg.connect(url, autocommit=True) as told:
        told.execute(f"ALTER SYSTEM SET synchronous_standby_names = '\"{NOBODY}\"'")
        told.execute("SELECT pg_reload_conf()")
        try:
            yield told
        finally:
            told.execute("ALTER SYSTEM RESET synchronous_standby_names")
            told.execute("SELECT pg_reload_conf()")


def waiting_for_standby(asked):
    """The process that waits for a standby, once there is one."""
    sql = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    while True:
        if rows := asked.execute(sql).fetchall():
            return rows[0][0]
        time.sleep(0.01)


def append(timeline, event):
    """Append in a thread: what came of it is in the list once that has ended."""
    came = []

    def run():
        try:
            came.append(timeline.append([event]))
        except Unavailable as problem:
            came.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, came


def test_a_commit_that_is_cancelled_while_it_waits_for_a_standby_is_not_acknowledged(
    alone, timeline
):
    with without_standby(alone) as told:
        thread, came = append(timeline, A)
        told.execute("SELECT pg_cancel_backend(%s)", (waiting_for_standby(told),))
        thread.join()
    assert isinstance(came[0], Unavailable)
    assert "canceling wait for synchronous replication" in str(came[0])
    assert timeline.append([A]).positions == (1,)


def test_a_commit_that_no_standby_confirms_is_given_up_and_sent_again_with_its_ids(
    alone, timeline, monkeypatch
):
    timeline.append([A])
    monkeypatch.setattr(postgres, "COMMIT_SECONDS", 0.2)
    with without_standby(alone) as told:
        thread, came = append(timeline, B)
        waiting_for_standby(told)
        thread.join()
    assert "Nobody knows whether it was written" in str(came[0])
    again = timeline.append([B])
    assert (again.positions, timeline.head().position) == ((2,), 2)


def test_what_is_recorded_but_on_no_standby_yet_is_not_acknowledged_to_who_sends_it_again(
    alone, timeline, monkeypatch
):
    with without_standby(alone) as told:
        thread, _ = append(timeline, A)
        told.execute("SELECT pg_cancel_backend(%s)", (waiting_for_standby(told),))
        thread.join()
        assert timeline.head().position == 1
        monkeypatch.setattr(postgres, "COMMIT_SECONDS", 0.2)
        with pytest.raises(Unavailable, match="Nobody knows whether it was written"):
            timeline.append([A])
    assert timeline.append([A]).positions == (1,)


def test_a_server_that_is_frozen_holds_nobody_up(timeline, monkeypatch):
    timeline.append([A])
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 0.2)
    timeline.log.database.close()
    with pytest.raises(Unavailable, match=r"no answer in 0\.2 s"):
        append_while_frozen(timeline, B)
    assert timeline.append([B]).positions == (2,)


def append_while_frozen(timeline, event):
    """Append within a transaction whose process on the server is stopped meanwhile."""
    with timeline.log.database.writing():
        ((process,),) = timeline.log.database.execute("SELECT pg_backend_pid()")
        os.kill(process, signal.SIGSTOP)
        try:
            timeline.append([event])
        finally:
            os.kill(process, signal.SIGCONT)


def test_of_several_servers_that_which_did_not_answer_is_tried_last():
    several = Address.read("postgresql://one,two:5433,three/log")
    tried = several.options({}, last=("one", "5432"))
    assert (tried["host"], tried["port"]) == ("two,three,one", "5433,5432,5432")
    alone = Address.read("postgresql://one/log")
    assert alone.options({}, last=("one", "5432"))["host"] == "one"
    assert several.options({})["host"] == "one,two,three"


def test_a_machine_that_says_nothing_any_more_is_given_up_by_both_sides():
    told = Address.read("postgresql://one/log").options({"lock_timeout": 9})
    assert (told["tcp_user_timeout"], told["keepalives_idle"]) == (10_000, 10)
    assert "-c tcp_user_timeout=10000" in told["options"]
    other = Address.read("postgresql://one/log?tcp_user_timeout=5").options({})
    assert other["tcp_user_timeout"] == "5"
