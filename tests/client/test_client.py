"""Both clients ask the same: over HTTP and offline every method gives the same answer."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import httpx2
import pytest

from ecosys.client import AsyncClient, Client, One, Rows
from ecosys.client.http import ATTEMPTS, MAX_PAUSE_SECONDS, Replies
from ecosys.client.method import Method
from ecosys.client.problems import KINDS
from ecosys.client.questions import Questions
from ecosys.errors import Ambiguous, Behind, EcosysError, InvalidInput, NotFound, Unavailable
from ecosys_api.errors import PROBLEMS
from tests.client.conftest import HERE
from tests.given import AUDITED, price

THEN: dict[str, Any] = {"as_of": "2025-06-09", "known_at": "2025-06-09", "position": AUDITED}
NOW: dict[str, Any] = {"as_of": date(2026, 11, 22), "known_at": date(2026, 11, 22)}
DEVELOPERS = ("cumulative_developers", {"subject": "openai"})
HISTORY = ("price_history", {"subject": "openai/o3", "tier": "standard"})
ASKED: dict[str, Any] = {
    "prices": [
        ((), {"provider": "mistral", **NOW}),
        ((["o3", "gpt-4.1"],), {"tier": "batch", **NOW}),
    ],
    "price": [(("openai/o3",), THEN), (("o3",), {"include": "sources", **NOW})],
    "cost": [
        (("openai/o3", {"input": 1_000, "output": 500}), THEN),
        (("openai/o3", {"prompt_tokens": 9, "cached_tokens": 4}), {"usage": "openai", **NOW}),
    ],
    "deprecations": [((), {"within": "90d", **NOW}), ((["openai"],), {"channel": "all", **NOW})],
    "price_vintages": [(("openai/o3",), {"direction": "input", **NOW})],
    "models": [((), {"provider": "openai", "ended": False, "include": "sources", **NOW})],
    "providers": [((), {"since": "90d", **NOW})],
    "subject": [(("openai/o3",), NOW)],
    "resolve": [(("gpt-4o",), NOW)],
    "sources": [((), {"since": "30d", **NOW})],
    "source": [(("openai",), NOW)],
    "conflicts": [((), {"subject": "openai", "kind": "price", **NOW})],
    "metrics": [((), {})],
    "metric": [(DEVELOPERS, {"include": "sources", **NOW})],
    "explain": [(DEVELOPERS, {"date": "2023-11-06", **NOW})],
    "vintages": [(DEVELOPERS, NOW)],
    "claims": [((), {"verdict": "holds_roughly", **NOW})],
    "all_releases": [(HISTORY, NOW)],
    "first_release": [(HISTORY, NOW)],
    "as_known_on": [((HISTORY[0], date(2025, 6, 1), HISTORY[1]), NOW)],
    "changes": [((), {"since": "30d", "kind": "price", "all": True, **NOW})],
    "event": [(("openai-o3-price-2025-06-10",), {"position": AUDITED})],
    "dependents": [(("openai-o3-price-2025-06-10",), NOW)],
    "page_of_events": [
        ((), {"after": 10, "limit": 7, "position": AUDITED}),
        ((), {"type": ["launched"], "subject": ["openai"], "stated_from": "2025"}),
    ],
}
METHODS = [name for name, value in vars(Questions).items() if isinstance(value, Method)]


@pytest.mark.parametrize("name", METHODS)
def test_a_question_has_the_same_answer_over_http_and_offline(name, online, offline):
    for words, more in ASKED[name]:
        there = getattr(online, name)(*words, **more)
        here = getattr(offline, name)(*words, **more)
        assert here == there
        assert isinstance(here, Rows | One)
        assert here.data


@pytest.mark.parametrize("name", METHODS)
def test_a_question_that_is_awaited_has_the_same_answer(name, app, seeded, offline):
    words, more = ASKED[name][0]

    async def ask():
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app))
        async with http, AsyncClient(HERE, http=http) as online:
            there = await getattr(online, name)(*words, **more)
        async with AsyncClient(timeline=seeded) as local:
            return there, await getattr(local, name)(*words, **more)

    there, here = asyncio.run(ask())
    assert there == here == getattr(offline, name)(*words, **more)


def test_a_method_tells_what_it_asks():
    assert "scheduled" in (Client.prices.__doc__ or "")
    assert Client(database="none.db").cost.__doc__ == Client.cost.__doc__


def test_rows_are_typed_and_exact(offline):
    rows = offline.price("openai/o3", tier="standard", **THEN)
    assert [(row.direction, row.per_million) for row in rows] == [
        ("input", Decimal(10)), ("output", Decimal(40)),
    ]  # fmt: skip
    assert (len(rows), rows[0].voice, len(rows[:1])) == (2, "openai", 1)
    assert rows.meta.position == AUDITED
    # 1,000 x 10 + 500 x 40, per million
    assert offline.cost("o3", {"input": 1_000, "output": 500}, **THEN).data.total == Decimal("0.03")


def test_all_pages_of_a_list_are_read(online, offline, monkeypatch):
    monkeypatch.setattr("ecosys.client.call.MAX_ROWS", 50)
    there = online.deprecations(**NOW)
    assert len(there) > 100
    assert there == offline.deprecations(**NOW)


def test_events_are_read_page_by_page_as_they_are_needed(online, offline, app, seeded):
    wanted: Any = {"type": ["launched"], "limit": 40, "position": AUDITED}
    there = [each.position for each in islice(online.events(**wanted), 100)]
    here = [each.position for each in islice(offline.events(**wanted), 100)]
    assert there == here == sorted(set(here))
    rest = [each.position for each in offline.events(after=here[-1], **wanted)]
    launches = [each.position for each in seeded.records() if each.event.type == "launched"]
    assert here + rest == [each for each in launches if each <= AUDITED]

    async def first(count):
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app))
        async with http:
            found = []
            async for event in AsyncClient(HERE, http=http).events(**wanted):
                found.append(event.position)
                if len(found) == count:
                    break
            return found

    assert asyncio.run(first(60)) == here[:60]


def test_a_moment_is_a_text_a_date_or_an_instant_with_a_zone(offline):
    late = datetime(2025, 6, 9, 23, 59, tzinfo=UTC)
    by_kind = [offline.cost("o3", {"input": 1}, as_of=at, known_at=late).data.total
               for at in ("2025-06-09", date(2025, 6, 9), late)]  # fmt: skip
    assert by_kind == [Decimal("0.00001")] * 3
    with pytest.raises(InvalidInput, match="as_of: 2025-06-09 00:00:00 has no zone"):
        offline.price("o3", as_of=datetime(2025, 6, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("ask", "kind", "hint", "candidates"),
    [
        (lambda client: client.price("openai/o33"), NotFound, "Did you mean", "openai/o3"),
        (lambda client: client.price("o3", tier="bach"), NotFound, "Known: batch", None),
        (lambda client: client.cost("o3", {"inputs": 1}), InvalidInput, "", None),
        (lambda client: client.models(as_of="someday"), InvalidInput, "Write", None),
        (lambda client: client.metric("developerz"), NotFound, "", None),
        (lambda client: client.event("no-such-event"), NotFound, "", None),
        (lambda client: client.claims(verdict="maybe"), InvalidInput, "", None),
    ],
)
def test_what_is_wrong_is_the_same_error_over_http_and_offline(
    online, offline, ask, kind, hint, candidates
):
    for client in (online, offline):
        with pytest.raises(kind) as refused:
            ask(client)
        assert hint in str(refused.value)
        assert candidates is None or candidates in refused.value.candidates


def test_every_type_of_problem_is_an_error():
    assert set(KINDS) == set(PROBLEMS)


# What a server replies


@dataclass
class Server:
    """A server that replies what it was told to, and notes what it was asked."""

    replies: list[Any]
    asked: list[httpx2.Request] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        reply: httpx2.Response | Exception = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def client(self, url: str = HERE) -> Client:
        """A client that asks it."""
        http = httpx2.Client(transport=httpx2.MockTransport(self))
        return Client(url, http=http, pause=self.pauses.append)

    async def ask(self, name: str, *words: object) -> Any:
        """Ask it by a client that is awaited."""

        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        http = httpx2.AsyncClient(transport=httpx2.MockTransport(self))
        async with http:
            return await getattr(AsyncClient(HERE, http=http, pause=pause), name)(*words)


def metrics(**headers: str) -> httpx2.Response:
    """The reply with the first page of metrics, which is the last."""
    meta = {"as_of": "x", "known_at": "x", "position": 1,
            "log": {"origin": "o", "position": 1, "root": "r"}}  # fmt: skip
    body = {"data": [], "meta": meta, "links": {"self": "/v1/metrics", "next": None}}
    return httpx2.Response(200, json=body, headers=headers)


def problem(status: int, name: str, **headers: str) -> httpx2.Response:
    """The reply that something is wrong."""
    body = {"type": f"/problems/{name}", "detail": "Not now.", "hint": "Later."}
    return httpx2.Response(status, json=body, headers=headers)


BUSY = {"Retry-After": "7"}


def test_a_server_that_is_not_ready_is_asked_again_when_it_says():
    server = Server([problem(503, "unavailable", **BUSY), problem(503, "busy"), metrics()])
    assert len(server.client().metrics()) == 0
    assert server.pauses == [7.0, 1.0]
    again = Server([problem(503, "unavailable", **BUSY), metrics()])
    assert len(asyncio.run(again.ask("metrics"))) == 0
    assert again.pauses == [7.0]


def test_a_server_that_is_never_ready_is_an_error():
    server = Server([problem(503, "behind", **{"Retry-After": "86400"}) for _ in range(ATTEMPTS)])
    with pytest.raises(Behind, match=r"Not now. Later."):
        server.client().metrics()
    assert server.pauses == [MAX_PAUSE_SECONDS] * (ATTEMPTS - 1)


def test_what_takes_too_long_is_not_asked_again():
    server = Server([problem(503, "too-long", **BUSY), metrics()])
    with pytest.raises(Unavailable, match=r"Not now. Later."):
        server.client().metrics()
    assert server.pauses == []


def test_what_is_kept_is_asked_for_by_its_tag_and_not_sent_again():
    server = Server([metrics(ETag='"a"'), httpx2.Response(304), metrics(ETag='"b"')])
    client = server.client()
    assert client.metrics() == client.metrics() == client.metrics()
    assert [each.headers.get("if-none-match") for each in server.asked] == [None, '"a"', '"a"']


def test_what_is_so_for_ever_is_asked_for_once():
    server = Server([metrics(ETag='"a"', **{"Cache-Control": "public, immutable"})])
    client = server.client()
    assert client.metrics(**THEN) == client.metrics(**THEN)
    assert len(server.asked) == 1


def test_replies_are_kept_as_far_as_there_is_room():
    replies = Replies(HERE, max_kept=8_000)
    for number in range(50):
        replies.take(f"/v1/{number}", 200, {"etag": f'"{number}"'}, b"x" * 500, 1)
    kept = [number for number in range(50) if "If-None-Match" in replies.headers(f"/v1/{number}")]
    assert 0 < len(kept) <= 10
    assert kept == list(range(50 - len(kept), 50))


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (httpx2.Response(502, text="<html>"), Unavailable, "answered by status 502"),
        (httpx2.Response(200, text="[]"), InvalidInput, "not what this version understands"),
        (problem(500, "internal"), EcosysError, "Not now"),
        (problem(409, "ambiguous"), Ambiguous, "Not now"),
        (problem(418, "teapot"), EcosysError, "Not now"),
        (httpx2.Response(400, json=[1]), Unavailable, "status 400"),
        (httpx2.ConnectError("refused"), Unavailable, f"{HERE} cannot be reached: refused"),
    ],
)
def test_whatever_is_replied_is_told_as_an_error_of_ours(reply, kind, says):
    with pytest.raises(kind, match=says):
        Server([reply]).client().metrics()
    if isinstance(reply, httpx2.ConnectError):
        with pytest.raises(kind, match=says):
            asyncio.run(Server([reply]).ask("metrics"))


def test_links_of_a_server_beneath_a_path_are_followed():
    first, last = metrics(), metrics()
    body = json.loads(first.content)
    body["links"]["next"] = "/eco/v1/metrics?cursor=1"
    server = Server([httpx2.Response(200, json=body), last])
    server.client(f"{HERE}/eco/").metrics()
    assert [str(each.url) for each in server.asked] == [
        f"{HERE}/eco/v1/metrics?limit=1000",
        f"{HERE}/eco/v1/metrics?cursor=1",
    ]


# Opening and closing


def test_offline_a_database_is_asked_and_let_go(timeline, tmp_path):
    timeline.append([price("a", "2025-04-16", input="10")])
    with Client(database=tmp_path / "ecosys.db") as client:
        assert client.price("openai/o3", as_of="2025-06-01").data[0].per_million == 10
    client.close()  # once more does no harm


def test_connections_that_were_given_stay_open(app):
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: metrics()))
    with Client(HERE, http=http) as client:
        client.metrics()
    assert not http.is_closed
    own = Client("http://127.0.0.1:9")
    own.close()
    with pytest.raises(RuntimeError, match="closed"):
        own.metrics()
    asyncio.run(AsyncClient("http://127.0.0.1:9").close())


def test_without_httpx2_a_server_cannot_be_asked(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "httpx2", None)
    for client in (Client, AsyncClient):
        with pytest.raises(Unavailable, match=r"pip install 'ecosys\[client\]'"):
            client(HERE)
