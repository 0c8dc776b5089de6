"""ecosys add --remote: events are sent to a server, by a key that no command line shows."""

import json

import httpx2
import pytest

from ecosys.client import client as clients
from ecosys.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from ecosys.event.codec import parse
from ecosys.timeline import Timeline
from tests.api.writing.conftest import Server, make_database, price, server

__all__ = ["make_database", "server"]

PRICE = ("price acme/one --input 2 --from 2026-11-01 --source https://acme.example/x"
         " --source-slug acme --remote http://server")  # fmt: skip
FILE = """- id: a-retracted
  type: retracted
  event: a
  fault: ours
  why: No such price.
- id: a
  type: price_changed
  subject: acme/one
  components: [{direction: input, amount: 2}]
  occurred: 2026-11-01
  sources: [{source: acme}]
"""


@pytest.fixture
def sent(server: Server, monkeypatch, empty_database, tmp_path):
    """The requests that a command sends to the server."""
    (tmp_path / "own.db").write_bytes(empty_database.read_bytes())
    timeline = Timeline.open(tmp_path / "own.db")  # it is not empty: nothing is filled
    timeline.append([parse(price("of-our-own"))])
    timeline.log.database.close()
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        headers = dict(request.headers)
        reply = server.client.request(
            request.method, request.url.path, content=request.read(), headers=headers
        )
        return httpx2.Response(reply.status_code, headers=reply.headers, content=reply.content)

    transport = httpx2.MockTransport(answer)
    monkeypatch.setattr(clients, "_connections", lambda _: httpx2.Client(transport=transport))
    monkeypatch.setenv("ECOSYS_API_KEY", server.texts["anna"])
    return requests


def test_an_event_is_sent_and_told_where_it_stands(server, sent, run, tmp_path):
    done = run(f"add {PRICE}")
    (id,) = server.ids()
    assert done.stdout == f"{id} stands at position 1 of http://server\n"
    assert sent[0].headers["authorization"] == f"Bearer {server.texts['anna']}"
    assert sent[0].headers["idempotency-key"]
    again = run(f"add {PRICE}").stdout
    assert again.endswith("All of it was recorded before: nothing was added.\n")
    assert sent[0].headers["idempotency-key"] != sent[1].headers["idempotency-key"]


def test_a_seed_file_is_sent_in_an_order_that_a_log_can_take(server, sent, run, tmp_path):
    path = tmp_path / "acme.yaml"
    path.write_text(FILE)
    with pytest.raises(NotAllowed, match="The key does not allow this"):
        run("add --remote http://server --file", str(path))
    key = tmp_path / "key"
    key.write_text(f"{server.texts['root']}\n")
    run("add --remote http://server --key-file", str(key), "--file", str(path))
    assert server.ids() == ["a", "a-retracted"]


def test_what_the_server_refuses_is_told_as_it_says_it(server, sent, run, monkeypatch):
    run(f"add {PRICE}")
    with pytest.raises(Conflict, match="already stands for other content"):
        run(f"add {PRICE.replace('--input 2', '--input 3')}")
    monkeypatch.setenv("ECOSYS_API_KEY", "wrong")
    with pytest.raises(NotAllowed, match="needs a key that is valid") as refused:
        run(f"add {PRICE}")
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"add {PRICE} --to-log", "give one"),
        (f"add {PRICE} --file x.yaml", "either x.yaml or one event"),
        ("add --remote http://server", "Say what is added"),
        ("add price", "Say what is added"),
        ("add price acme/one --key-file x", "--key-file goes with --remote"),
        (f"add {PRICE} --key-file nowhere", "nowhere cannot be read"),
    ],
)
def test_options_that_say_nothing_together_are_refused(sent, run, line, says):
    with pytest.raises(InvalidInput, match=says):
        run(line)
    assert sent == []


def test_without_a_key_nothing_is_sent(sent, run, monkeypatch):
    monkeypatch.delenv("ECOSYS_API_KEY")
    with pytest.raises(InvalidInput, match="Put it into ECOSYS_API_KEY"):
        run(f"add {PRICE}")
    assert sent == []


def test_a_server_that_is_not_ready_is_sent_it_again_and_it_is_written_once(
    server, sent, run, monkeypatch
):
    replies = iter([503, None])
    pauses: list[float] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        reply = server.client.post(
            request.url.path, content=request.read(), headers=dict(request.headers)
        )
        if next(replies) is not None:  # it was written, and its answer is lost
            raise httpx2.ReadTimeout("lost")
        return httpx2.Response(reply.status_code, content=reply.content)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with clients.Client(
        "http://server", http=http, key=server.texts["anna"], pause=pauses.append
    ) as client:
        done = client.append([parse(price("a"))])
    assert (done.positions, done.added) == ((1,), 1)
    assert len(pauses) == 1
    bodies = [json.loads(request.read()) for request in sent]
    assert bodies[0] == bodies[1]
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert server.ids() == ["a"]


def test_a_server_that_is_never_reached_is_told_after_some_tries(monkeypatch):
    tries: list[float] = []

    def lost(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    http = httpx2.Client(transport=httpx2.MockTransport(lost))
    with (
        clients.Client("http://server", http=http, key="k", pause=tries.append) as client,
        pytest.raises(Unavailable, match="http://server cannot be reached: refused"),
    ):
        client.append([])
    assert len(tries) == 3
