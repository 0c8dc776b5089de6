"""Forwarded: what proxies say of a request as it came to them, in either family of headers.

A proxy adds its word behind that of those before it. So what is last was said by whoever passed the
request on; what stands before that counts as far as those who said it are trusted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ecosys_api.networks import Networks, address_of

Family = Literal["x-forwarded", "forwarded"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""X-Forwarded-For, -Proto, -Host and -Prefix; or Forwarded alone (RFC 7239)."""
Headers = Sequence[tuple[bytes, bytes]]
SCHEMES = ("http", "https")
_HOST = re.compile(r"([\w.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?", re.ASCII | re.IGNORECASE)
_ELEMENT = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*")+')
_PAIR = re.compile(r'([a-z]+)=("(?:[^"\\]|\\.)*"|[^;,"\s]*)', re.IGNORECASE)
_NODE = re.compile(r"\[(?P<six>[^\]]*)\](:\w+)?|(?P<four>[^:]*)(:\w+)?|(?P<bare>.*)")


@dataclass(frozen=True, slots=True)
class Hop:
    """A request as it came to a proxy; what it does not say is empty."""

    client: str = ""
    """Who sent it: an address."""
    scheme: str = ""
    """http or https."""
    host: str = ""
    """The site that was asked."""


def origin(headers: Headers, family: Family, trusted: Networks) -> Hop:
    """A request as it came to the first of the proxies that are trusted.

    >>> headers = [(b"x-forwarded-for", b"6.6.6.6, 203.0.113.9, 10.0.0.2")]
    >>> origin(headers, "x-forwarded", Networks("10.0.0.0/8")).client
    '203.0.113.9'
    >>> told = [(b"forwarded", b'for="[2001:db8::1]:47";proto=https;host=ecosys.example')]
    >>> origin(told, "forwarded", Networks("10.0.0.0/8"))
    Hop(client='2001:db8::1', scheme='https', host='ecosys.example')
    """
    hops = _of_forwarded(headers) if family == "forwarded" else _of_x_forwarded(headers)
    first = Hop()
    for hop in reversed(hops):
        first = hop
        if hop.client not in trusted:
            break
    return first


def _of_x_forwarded(headers: Headers) -> list[Hop]:
    """The hops, the farthest first; a proxy that says the site or scheme once says it of all."""
    clients = _list(headers, b"x-forwarded-for")
    schemes, hosts = _list(headers, b"x-forwarded-proto"), _list(headers, b"x-forwarded-host")
    count = len(clients) or bool(schemes or hosts)
    back = range(count, 0, -1)
    return [
        _hop(_from_end(clients, at), _from_end(schemes, at), _from_end(hosts, at)) for at in back
    ]


def _of_forwarded(headers: Headers) -> list[Hop]:
    """The hops, the farthest first."""
    text = _joined(headers, b"forwarded")
    hops = []
    for element in _ELEMENT.findall(text):
        said = {name.lower(): _unquoted(value) for name, value in _PAIR.findall(element)}
        hops.append(_hop(said.get("for", ""), said.get("proto", ""), said.get("host", "")))
    return hops


def _hop(client: str, scheme: str, host: str) -> Hop:
    """What can be what it is said to be."""
    node = _NODE.fullmatch(client)
    address = address_of((node["six"] or node["four"] or node["bare"] or "") if node else "")
    return Hop(
        str(address) if address is not None else "",
        scheme.lower() if scheme.lower() in SCHEMES else "",
        host if _HOST.fullmatch(host) else "",
    )


def _joined(headers: Headers, sought: bytes) -> str:
    return ",".join(value.decode("latin-1") for name, value in headers if name == sought)


def _list(headers: Headers, sought: bytes) -> list[str]:
    text = _joined(headers, sought)
    return [each.strip() for each in text.split(",")] if text else []


def _from_end(values: list[str], at: int) -> str:
    return values[-min(at, len(values))] if values else ""


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
