"""Fetching: only what is public, only what changed, never more than can be held."""

from typing import Any

import httpx2
import pytest

from ecosys.errors import InvalidInput, Unavailable
from ecosys.ingest import fetch as fetching
from ecosys.ingest.fetch import Fetched, fetch

ADDRESS = "https://data.example/prices.json"
PUBLIC = "93.184.215.14"


HOSTS = {
    "data.example": [PUBLIC],
    "elsewhere.example": ["2606:2800:21f:cb07::1"],
    "inside.example": ["10.0.0.7"],
    "both.example": [PUBLIC, "127.0.0.1"],
}


def lookup(host):
    return HOSTS[host]


def asked(answer, address=ADDRESS, etag=None):
    """What is fetched from a server that answers so, the requests it got, and the pauses made."""
    requests: list[httpx2.Request] = []
    pauses: list[float] = []
    found: Any

    def handle(request):
        requests.append(request)
        return answer(request) if callable(answer) else answer

    transport = httpx2.MockTransport(handle)
    try:
        found = fetch(address, etag, transport=transport, lookup=lookup, pause=pauses.append)
    except (InvalidInput, Unavailable) as problem:
        found = problem
    return found, requests, pauses


def test_a_file_comes_with_the_tag_of_its_version():
    found, (request,), _ = asked(httpx2.Response(200, content=b"[]", headers={"etag": '"7"'}))
    assert found == Fetched(b"[]", '"7"')
    assert "if-none-match" not in request.headers


def test_what_did_not_change_is_not_sent_again():
    found, (request,), _ = asked(httpx2.Response(304), etag='"7"')
    assert found is None
    assert request.headers["if-none-match"] == '"7"'


def test_the_connection_goes_to_the_very_address_that_was_looked_up():
    _, (request,), _ = asked(httpx2.Response(200))
    assert request.url.host == PUBLIC
    assert request.headers["host"] == "data.example"
    assert request.extensions["sni_hostname"] == "data.example"


@pytest.mark.parametrize("host", ["inside.example", "both.example"])
def test_private_addresses_are_refused_before_anything_is_sent(host):
    problem, requests, _ = asked(httpx2.Response(200), f"https://{host}/x")
    assert "is not public" in str(problem)
    assert requests == []


def test_a_redirect_to_a_private_address_is_refused():
    moved = httpx2.Response(302, headers={"location": "https://inside.example/secret"})
    problem, requests, _ = asked(moved)
    assert isinstance(problem, InvalidInput)
    assert len(requests) == 1


def test_a_redirect_is_followed_to_another_public_host():
    def answer(request):
        if request.headers["host"] == "data.example":
            return httpx2.Response(302, headers={"location": "https://elsewhere.example/y"})
        return httpx2.Response(200, content=b"y")

    found, requests, _ = asked(answer)
    assert found == Fetched(b"y")
    assert str(requests[1].url) == "https://[2606:2800:21f:cb07::1]/y"


def test_only_https_is_fetched():
    problem, requests, _ = asked(httpx2.Response(200), "http://data.example/x")
    assert "only https" in str(problem)
    assert requests == []


def test_redirects_in_a_circle_end():
    problem, requests, _ = asked(httpx2.Response(302, headers={"location": ADDRESS}))
    assert "more than 5 times" in str(problem)
    assert len(requests) == 5


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again_with_longer_pauses(status):
    problem, requests, pauses = asked(httpx2.Response(status))
    assert f"after 3 attempts: status {status}" in str(problem)
    assert (len(requests), pauses) == (3, [2, 4])


def test_a_broken_line_is_tried_again_and_may_then_hold():
    tries = []

    def answer(request):
        tries.append(request)
        if len(tries) < 3:
            raise httpx2.ConnectError("refused")
        return httpx2.Response(200, content=b"at last")

    assert asked(answer)[0] == Fetched(b"at last")


@pytest.mark.parametrize("status", [401, 404, 410])
def test_what_is_not_there_is_not_asked_for_again(status):
    problem, requests, _ = asked(httpx2.Response(status))
    assert f"status {status}" in str(problem)
    assert len(requests) == 1


def test_a_file_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 10)
    problem, *_ = asked(httpx2.Response(200, content=b"x" * 11))
    assert "more than 10 bytes" in str(problem)


@pytest.mark.parametrize("address", [
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2002:7f00:1::", "fec0::1", "224.0.0.1", "ff02::1",
    "::127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "2001:0:7f00:1::", "0.0.0.0", "::", "100.64.0.1",
])  # fmt: skip
def test_what_leads_inside_or_to_many_is_not_public(monkeypatch, address):
    monkeypatch.setitem(HOSTS, "odd.example", [address])
    problem, requests, _ = asked(httpx2.Response(200), "https://odd.example/x")
    assert "is not public" in str(problem)
    assert requests == []


@pytest.mark.parametrize("address", ["64:ff9b::808:808", "2002:808:808::1", "2606:4700::1"])
def test_what_leads_to_a_public_machine_is_public(monkeypatch, address):
    monkeypatch.setitem(HOSTS, "odd.example", [address])
    found, _, _ = asked(httpx2.Response(200, content=b"[]"), "https://odd.example/x")
    assert found == Fetched(b"[]")


@pytest.mark.parametrize("location", [
    "https://data.example/" + "x" * 70_000, "https://[bad", "https://data.example:port/",
    "https://" + "a" * 70 + ".\u2024..example/", "https://\x00/",
])  # fmt: skip
def test_a_redirect_to_no_address_is_told(location):
    moved = httpx2.Response(302, headers={"location": location.encode()})
    problem, _, _ = asked(moved)
    assert isinstance(problem, Unavailable | InvalidInput)
    assert len(str(problem)) < 1000


def test_what_is_packed_wrongly_is_told_after_some_attempts():
    def broken(request):
        packed = httpx2.ByteStream(b"\x1f\x8bno gzip")
        return httpx2.Response(200, headers={"content-encoding": "gzip"}, stream=packed)

    problem, requests, _ = asked(broken)
    assert "cannot be fetched, after 3 attempts" in str(problem)
    assert len(requests) == 3


def test_what_drips_ends_at_the_deadline():
    seconds = iter(range(0, 100_000, 50))

    def drip():
        while True:
            yield b"x"

    class Dripping(httpx2.SyncByteStream):
        def __iter__(self):
            return drip()

    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=Dripping()))
    with pytest.raises(Unavailable, match="takes longer than 300 seconds"):
        fetch(ADDRESS, transport=transport, lookup=lookup, clock=lambda: float(next(seconds)))
