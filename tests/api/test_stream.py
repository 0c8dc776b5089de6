"""Who follows the stream is sent each event once and in order, also across a restart."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

import pytest

from ecosys.answers.selection import ALL, Selection
from ecosys.timeline import Timeline
from ecosys_api import streams as module
from ecosys_api.streams import Streams
from tests.given import event, price

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

PATIENCE_SECONDS = 120


def launch(number):
    return event("launched", f"l{number}", subject=f"a/m{number}", what="model",
                 occurred="2026-11-01", stated="2026-11-01")  # fmt: skip


def parse(frames):
    """The ids of frames, and of those that hold an event the event."""
    for frame in frames.decode().split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in frame.split("\n"))
        yield int(fields["id"]), json.loads(fields["data"]) if "data" in fields else None


async def first(stream, count):
    """The first events that a stream sends, or as many as it has before it sends an empty frame."""
    found, started = [], False
    async for frames in stream:
        for id, row in parse(frames):
            if row is not None:
                assert row["position"] == id
                found.append(row["id"])
            elif started:
                return found
            started = True
        if len(found) >= count:
            break
    await stream.aclose()
    return found


@pytest.fixture
def log(timeline, monkeypatch):
    timeline.append([launch(number) for number in range(1, 6)])
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(module, "PART", 2)
    return timeline


def test_who_names_a_position_is_sent_all_events_after_it(log):
    async def run():
        return await first(Streams(log).follow(ALL, 2), 3)

    assert asyncio.run(run()) == ["l3", "l4", "l5"]


def test_who_names_none_is_sent_what_comes_and_nothing_before(log):
    async def run():
        stream = Streams(log).follow(ALL, None)
        beginning = await anext(stream)
        await asyncio.to_thread(log.append, [launch(6)])
        return beginning, await first(stream, 1)

    beginning, news = asyncio.run(run())
    assert beginning == b"retry: 2000\nid: 5\n\n"
    assert news == ["l6"]


def test_a_selection_leaves_others_out_and_still_says_how_far_it_has_come(log, monkeypatch):
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.05)
    log.append([price("p", "2026-11-02", input="1", subject="a/m1")])
    wanted = Selection(types=("price_changed",), subjects=("a/m1",))

    async def run():
        stream = Streams(log).follow(wanted, 0)
        await anext(stream)
        (sent,) = parse(await anext(stream))
        (beat,) = parse(await anext(stream))
        await stream.aclose()
        return sent, beat

    (position, row), (after, nothing) = asyncio.run(run())
    assert (position, row["id"]) == (6, "p")
    assert (after, nothing) == (6, None)


def count(monkeypatch, of, name):
    """Count the calls of a function: one in the list for each."""
    calls, call = [], getattr(of, name)

    def counted(*asked):
        calls.append(asked)
        return call(*asked)

    monkeypatch.setattr(of, name, counted)
    return calls


def test_many_streams_at_one_place_look_and_read_once(log, monkeypatch):
    looks, reads = count(monkeypatch, log, "head"), count(monkeypatch, Streams, "_part")
    monkeypatch.setattr(module, "LOOK_SECONDS", 60)

    async def run():
        streams = Streams(log)
        await streams._end()
        return await asyncio.gather(*(first(streams.follow(ALL, 0), 5) for _ in range(50)))

    found = asyncio.run(run())
    assert found == [["l1", "l2", "l3", "l4", "l5"]] * 50
    assert len(looks) == 1
    assert len(reads) == 3  # two events, two, and one


def test_streams_end_where_the_server_does_and_are_counted(log):
    async def run():
        streams = Streams(log)
        stream = streams.follow(ALL, 5)
        await anext(stream)
        counted = streams.open
        streams.close()
        rest = [frames async for frames in stream]
        return counted, rest, streams.open

    assert asyncio.run(run()) == (1, [], 0)


# Over HTTP


def test_head_of_a_stream_ends(client):
    reply = client.head("/v1/events/stream")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "status", "fault"),
    [
        ("?type=lunched", 422, "Did you mean launched"),
        ("?subject=openai/o33", 404, "openai/o33 is not known"),
        ("?since=7d", 422, "since is not a parameter"),
    ],
)
def test_what_cannot_be_followed_is_a_problem(client, asked, status, fault):
    reply = client.get(f"/v1/events/stream{asked}")
    assert reply.status_code == status
    assert fault in reply.text


def test_what_was_seen_last_is_a_position(client):
    reply = client.get("/v1/events/stream", headers={"Last-Event-ID": "here"})
    assert reply.status_code == 422


def test_no_more_streams_are_opened_than_there_is_room_for(client, app, monkeypatch):
    monkeypatch.setattr(app.state.streams, "open", module.MAX_STREAMS)
    reply = client.get("/v1/events/stream")
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "1"
    assert "Poll /v1/events" in reply.json()["hint"]


# Many at once, by a server of its own


class Server:
    """`ecosys serve` over a database, always at the same port."""

    def __init__(self, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database = database
        self.start()

    def start(self):
        words = ["-m", "ecosys", "serve", "--port", str(self.port)]
        words += ["--database", str(self.database)]
        self.process = subprocess.Popen(
            [sys.executable, *words], env=dict(os.environ), stderr=subprocess.PIPE, text=True
        )
        assert "ecosys at" in self.process.stderr.readline()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=PATIENCE_SECONDS)
        return said


async def reader(port, after, upto):
    """What a client is sent from a position up to another; cut off, it comes again."""
    found, last, times = [], after, 0
    while last < upto:
        times += 1
        try:
            async for id, row in connection(port, last):
                last = id
                if row is not None:
                    found.append((id, row["id"]))
                if last >= upto:
                    break
        except OSError:
            await asyncio.sleep(0.2)
    return found, times


async def connection(port, last):
    """What is sent on one connection, frame by frame, until it ends."""
    to, out = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    head = f"GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {last}\r\n\r\n"
    out.write(head.encode())
    try:
        status = await to.readline()
        if b" 200 " not in status:
            raise ConnectionError(status)
        while await to.readline() not in (b"\r\n", b""):
            pass
        text = b""
        while size := (await to.readline()).strip():
            text += await to.readexactly(int(size, 16))
            await to.readline()
            frames, mark, text = text.rpartition(b"\n\n")
            for each in parse(frames + mark):
                yield each
            if size == b"0":
                return
    except asyncio.IncompleteReadError:
        return
    finally:
        out.close()


@pytest.mark.parametrize(
    ("clients", "events"),
    [(20, 200), pytest.param(200, 2_000, marks=pytest.mark.endurance)],
)
def test_each_of_many_clients_has_each_event_once_and_in_order_across_a_restart(
    tmp_path, released_database, clients, events
):
    shutil.copy(released_database, tmp_path / "own.db")
    own = Timeline.open(tmp_path / "own.db")
    server = Server(tmp_path / "own.db")
    begin = own.head().position
    half = threading.Event()

    def append():
        for number in range(events):
            own.append([launch(number)])
            if number == events // 2:
                half.set()

    def restart():
        half.wait(PATIENCE_SECONDS)
        said.append(server.stop())
        server.start()

    async def run():
        readers = [reader(server.port, begin, begin + events) for _ in range(clients)]
        return await asyncio.wait_for(asyncio.gather(*readers), PATIENCE_SECONDS)

    said = []
    threads = [threading.Thread(target=each) for each in (append, restart)]
    for each in threads:
        each.start()
    try:
        results = asyncio.run(run())
    finally:
        for each in threads:
            each.join()
        said.append(server.stop())
        own.log.database.close()
    sent = [(begin + 1 + number, f"l{number}") for number in range(events)]
    assert [found for found, _ in results] == [sent] * clients
    assert max(times for _, times in results) > 1  # they were cut off
    told = "".join(said)  # it let go of them at once: nothing had to be cancelled
    assert [word for word in ("Cancel", "Traceback", "Error") if word in told] == []
