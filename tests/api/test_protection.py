"""What a browser is told that it may do with a reply: of every route, whatever the reply is."""

import asyncio
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from ecosys_api import openapi
from ecosys_api.app import create
from ecosys_api.pages import pages
from ecosys_api.protection import BY_HTTPS, HEADERS, NOTHING, POLICY
from ecosys_api.routes import routes
from ecosys_api.web import STATIC
from tests.page_types import PAGE_TYPES, TIMELESS

STREAM = "/v1/events/stream"
"""It does not end by itself."""
ROUTES = sorted(
    {route.path for group in (routes, pages) for each in group.values() for route in each.routes}
    - {STREAM}
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
FORMS = ("json", "csv", "ndjson", "md", "metadata", "cite")
SHOWN = [
    *PAGE_TYPES.values(), *TIMELESS.values(), "/docs", "/openapi.json", "/problems/not-found",
    "/v1", "/livez", "/readyz", "/llms.txt", "/v1/log/checkpoint", "/v1/log/keys",
    "/v1/log.jsonl?position=5", "/v1/schemas/launched", "/compat", "/compat/litellm/lost.json",
    *(f"/feeds/{name}" for name in ("calendar.ics", "changes.json", "changes.atom",
                                    "events.json", "events.atom", "weekly.md", "weekly.json",
                                    "weekly.atom")),
    *(f"/charts/models/openai/o3/prices.{ending}" for ending in ("svg", "vl.json")),
    *(f"/static/{name}" for name in STATIC),
    *(f"/v1/prices/openai/o3?format={form}" for form in FORMS),
]  # fmt: skip
"""An address of everything that is shown."""


def told(reply):
    """What a reply tells a browser: the same of all, but for the policy of pages and pictures."""
    headers = reply.headers
    assert {name: headers[name] for name in HEADERS if name != POLICY} == {
        name: text for name, text in HEADERS.items() if name != POLICY
    }
    assert "set-cookie" not in headers
    is_page = headers.get("content-type", "").startswith(("text/html", "image/svg+xml"))
    if reply.status_code != 304:
        policy = headers[POLICY]
        assert is_page or policy == NOTHING
        assert policy.startswith("default-src 'none'; ")
        for part in ("frame-ancestors 'none'", "base-uri 'none'"):
            assert part in policy
        assert not re.search(r"unsafe|http|\*|blob:", policy)
        assert re.search(r"form-action '(self|none)'$", policy)
        assert is_page == ("script-src 'self'" in policy)
    return headers


@pytest.mark.no_cover
@pytest.mark.parametrize("address", SHOWN)
def test_whatever_is_shown_is_protected(client, address):
    reply = client.get(address)
    assert reply.status_code == 200 or address == TIMELESS["problem"]
    headers = told(reply)
    if "etag" in headers:
        again = client.get(address, headers={"If-None-Match": headers["etag"]})
        assert again.status_code == 304
        assert told(again).get(POLICY, headers[POLICY]) == headers[POLICY]  # else it would replace


@pytest.mark.no_cover
@pytest.mark.parametrize("method", METHODS)
def test_every_route_is_protected_also_where_it_refuses(client, method):
    statuses = set()
    for path in ROUTES:
        address = re.sub(r"\{[^}]+\}", "nothing", path)
        reply = client.request(method, f"{address}?no_such_parameter=1")
        statuses.add(reply.status_code)
        told(reply)
    refused = {"GET": {404, 422}, "HEAD": {404, 422}, "POST": {401, 405, 411}}
    assert statuses & refused.get(method, {405})


def test_what_is_asked_before_another_site_may_ask_is_protected(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    told(client.options("/v1/events", headers=asked))


def test_a_stream_is_protected(app):
    async def start():
        """What is sent first; then nobody listens any more."""
        sent: asyncio.Queue[Message] = asyncio.Queue()
        scope: dict[str, object] = {
            "type": "http",
            "asgi": {"spec_version": "2.4"},
            "method": "GET",
            "path": STREAM,
        }
        scope |= {"raw_path": STREAM.encode(), "query_string": b"", "headers": [], "root_path": ""}
        listening = asyncio.create_task(app(scope, asyncio.Event().wait, sent.put))
        first = await sent.get()
        listening.cancel()
        return first

    names = {name.decode() for name, _ in asyncio.run(start())["headers"]}
    assert {name.lower() for name in HEADERS} <= names


@pytest.mark.parametrize(
    "headers", [{"Accept": "x" * 70_000}, {"Content-Length": "70000"}, {"Accept": "text/html"}]
)
def test_what_is_refused_before_a_route_sees_it_is_protected(client, headers):
    assert told(client.get("/no/such/thing", headers=headers))


def test_a_fault_of_ours_is_protected_too(app, monkeypatch):
    def fail(*_):
        raise RuntimeError("something")

    monkeypatch.setattr(openapi, "text", fail)
    reply = TestClient(app, raise_server_exceptions=False).get("/openapi.json?again")
    assert reply.status_code == 500
    told(reply)


def test_a_server_that_is_not_ready_is_protected(tmp_path):
    reply = TestClient(create(tmp_path / "new.db")).get("/v1/prices")
    assert reply.status_code == 503
    told(reply)


@pytest.mark.parametrize("address", ["/", "/v1", "/nothing", "/static/style.css"])
def test_only_who_asked_by_https_is_told_to_stay_with_it(app, client, address):
    [(name, text)] = BY_HTTPS.items()
    assert name not in client.get(address).headers
    secure = TestClient(app, base_url="https://testserver", raise_server_exceptions=False)
    reply = secure.get(address)
    assert reply.headers[name] == text
    told(reply)


@pytest.mark.parametrize("told_by", ["127.0.0.1", "203.0.113.9"])
def test_a_proxy_that_is_trusted_may_say_that_it_was_https(app, told_by):
    [(name, _)] = BY_HTTPS.items()
    asker = TestClient(app, client=(told_by, 1), raise_server_exceptions=False)
    reply = asker.get("/livez", headers={"X-Forwarded-Proto": "https"})
    assert (name in reply.headers) == (told_by == "127.0.0.1")


@pytest.mark.parametrize("address", ["/", "/guide", "/docs", "/contribute?type=launched"])
def test_the_policy_of_a_page_is_that_of_what_is_written_in_it(client, address):
    reply = client.get(address)
    policy = reply.headers[POLICY]
    written = re.findall(r"<(style|script)>(.*?)</\1>", reply.text, re.DOTALL)
    for _, text in written:
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.count("'sha256-") == len(written)
    assert " style=" not in reply.text
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", reply.text))
