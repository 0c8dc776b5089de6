"""Forged headers: only what proxies that are trusted say of a request counts."""

import asyncio

import pytest

from ecosys.errors import InvalidInput
from ecosys_api.app import create
from ecosys_api.forwarded import Hop, origin
from ecosys_api.networks import Networks
from ecosys_api.proxies import BehindProxies

NEAR, FAR, CLIENT, FORGED = "10.0.0.1", "10.0.0.2", "203.0.113.9", "6.6.6.6"
TRUSTED = "10.0.0.0/8"


async def nothing(*_):
    """Says and hears nothing."""
    return {}


def came(headers, peer=NEAR, family="x-forwarded", trusted=TRUSTED):
    """Who asked, by which scheme, of which site, as the application sees it."""
    seen: dict = {}

    async def app(scope, receive, send):
        seen.update(scope)

    scope = {
        "type": "http",
        "path": "/v1",
        "scheme": "http",
        "client": (peer, 9) if peer else None,
        "headers": [
            (b"host", b"inside"),
            *((name.encode(), text.encode()) for name, text in headers),
        ],
    }
    asyncio.run(BehindProxies(app, trusted=trusted, family=family)(scope, nothing, nothing))
    (host,) = [value.decode() for name, value in seen["headers"] if name == b"host"]
    return (seen["client"] or ("",))[0], seen["scheme"], host


X = [("x-forwarded-for", CLIENT), ("x-forwarded-proto", "https"), ("x-forwarded-host", "e.example")]
F = [("forwarded", f"for={CLIENT};proto=https;host=e.example")]
OUTSIDE = (CLIENT, "https", "e.example")


@pytest.mark.parametrize(("headers", "family"), [(X, "x-forwarded"), (F, "forwarded")])
def test_a_proxy_that_is_trusted_tells_who_asked_how_and_of_which_site(headers, family):
    assert came(headers, family=family) == OUTSIDE


@pytest.mark.parametrize(("headers", "family"), [(X, "x-forwarded"), (F, "forwarded")])
@pytest.mark.parametrize("peer", [FORGED, "11.0.0.1", "", "unix"])
def test_of_who_is_not_trusted_nothing_counts(headers, family, peer):
    assert came(headers, peer, family) == (peer, "http", "inside")


@pytest.mark.parametrize(("headers", "family"), [(F, "x-forwarded"), (X, "forwarded")])
def test_the_headers_that_the_proxies_do_not_write_are_their_clients_and_do_not_count(
    headers, family
):
    assert came(headers, family=family) == (NEAR, "http", "inside")


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        (f"{FORGED}, {CLIENT}", CLIENT),
        (f"{FORGED}, {CLIENT}, {FAR}", CLIENT),
        (f"{FAR}, {CLIENT}", CLIENT),  # who pretends to be a proxy is not one of them
        (f"{FAR}", FAR),
        (f"{CLIENT}:4711", CLIENT),
        ("[2001:db8::1]:47", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        (f"::ffff:{CLIENT}", CLIENT),
        (f"{FORGED}, unknown", NEAR),
        (f"{FORGED}, not\x1b[2J", NEAR),
        (f"{FORGED},", NEAR),
        ("", NEAR),
    ],
)
def test_the_client_is_the_last_that_is_not_one_of_the_proxies(chain, client):
    assert came([("x-forwarded-for", chain)])[0] == client
    elements = ",".join(f'for="{each.strip()}"' for each in chain.split(","))
    assert came([("forwarded", elements)], family="forwarded")[0] == client


def test_what_a_client_wrote_before_the_word_of_a_proxy_does_not_count():
    forged = [("x-forwarded-proto", "http, https"), ("x-forwarded-host", "evil.example, e.example")]
    assert came([("x-forwarded-for", f"{FORGED}, {CLIENT}"), *forged]) == OUTSIDE
    told = f"for={FORGED};host=evil.example;proto=http, for={CLIENT};host=e.example;proto=https"
    assert came([("forwarded", told)], family="forwarded") == OUTSIDE
    twice = [("x-forwarded-for", FORGED), ("x-forwarded-for", CLIENT)]
    assert came(twice)[0] == CLIENT


def test_a_quoted_text_ends_no_element():
    forged = f'for="_x,for={FORGED}";by="a;host=evil.example"'
    told = f'{forged}, For={CLIENT} ; Proto=HTTPS;host="e.example"'
    assert came([("forwarded", told)], family="forwarded") == OUTSIDE


@pytest.mark.parametrize(
    "host", ["", "a b", "evil.example/x", "<b>", "a" * 300, "a:b", "e.example:123456", 'e"x', "a@b"]
)
def test_what_can_be_no_site_is_none(host):
    assert came([("x-forwarded-host", host)])[2] == "inside"
    assert came([("x-forwarded-proto", "javascript")])[1] == "http"


def test_a_long_header_takes_no_long_time():
    for text in (
        '"' * 60_000,
        'for="' + "\\" * 60_000,
        "for=" * 15_000,
        "a," * 30_000,
        "=;" * 30_000,
    ):
        assert origin([(b"forwarded", text.encode())], "forwarded", Networks("*")).client == ""
        assert origin([(b"x-forwarded-for", text.encode())], "x-forwarded", Networks("*")) == Hop()


def test_a_network_that_is_none_is_told_before_anything_starts(released_database):
    with pytest.raises(InvalidInput, match=r"10\.0\.0\.0/99"):
        create(released_database, fill=False, metrics_from="10.0.0.0/99")
    with pytest.raises(InvalidInput, match="300"):
        Networks("10.0.0.0/8, 300.0.0.0/8")
