"""Fetch: a file from its public address; the only part of an import that touches a network.

Only https, only public addresses: each host, redirects included, is looked up once, refused if any
of its addresses is private, and connected to at the very address that was looked up. What did not
change since it was kept is not sent again.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from ecosys import __version__
from ecosys.errors import InvalidInput, Unavailable
from ecosys.ingest.snapshots import MAX_BYTES

TIMEOUT = httpx2.Timeout(60, connect=10)
ATTEMPTS = 3
PAUSE_SECONDS = 2.0
MAX_REDIRECTS = 5
AGENT = f"ecosys/{__version__}"
Lookup = Callable[[str], Sequence[str]]
"""Gives the addresses of a host."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was sent."""

    payload: bytes
    etag: str | None = None
    """What the server calls this version of it."""


def fetch(
    address: str,
    etag: str | None = None,
    *,
    transport: httpx2.BaseTransport | None = None,
    lookup: Lookup | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Fetched | None:
    """The file at an address; None: it is still that of the tag. Unavailable: it cannot be had."""
    reason = ""
    with httpx2.Client(transport=transport, timeout=TIMEOUT, trust_env=False) as client:
        for attempt in range(ATTEMPTS):
            if attempt:
                pause(PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                return _sent(client, address, etag, lookup or _addresses)
            except httpx2.TransportError as problem:
                reason = f"{type(problem).__name__} {problem}".strip()
            except _Busy as problem:
                reason = str(problem)
    raise Unavailable(f"{address} cannot be fetched, after {ATTEMPTS} attempts: {reason}.")


class _Busy(Exception):
    """The server asks to come again later."""


def _sent(client: httpx2.Client, address: str, etag: str | None, lookup: Lookup) -> Fetched | None:
    tag = {"If-None-Match": etag} if etag else {}
    for _ in range(MAX_REDIRECTS):
        url = httpx2.URL(address)
        pinned = url.copy_with(host=_public(url, lookup))
        headers = {"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, **tag}
        asked = client.build_request(
            "GET", pinned, headers=headers, extensions={"sni_hostname": url.host}
        )
        answer = client.send(asked, stream=True)
        try:
            if answer.has_redirect_location:
                address = urljoin(address, answer.headers["location"])
                continue
            return _read(answer, address)
        finally:
            answer.close()
    raise Unavailable(f"{address} is redirected more than {MAX_REDIRECTS} times.")


def _read(answer: httpx2.Response, address: str) -> Fetched | None:
    if answer.status_code == httpx2.codes.NOT_MODIFIED:
        return None
    if answer.status_code == httpx2.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        raise _Busy(f"status {answer.status_code}")
    if answer.status_code != httpx2.codes.OK:
        raise Unavailable(f"{address} answers with status {answer.status_code}.")
    payload = bytearray()
    for chunk in answer.iter_bytes():
        payload += chunk
        if len(payload) > MAX_BYTES:
            raise Unavailable(f"{address} sends more than {MAX_BYTES:,} bytes.")
    return Fetched(bytes(payload), answer.headers.get("etag"))


def _public(url: httpx2.URL, lookup: Lookup) -> str:
    """The address to connect to; refused unless all addresses of the host are public."""
    if url.scheme != "https":
        raise InvalidInput(f"{url} is not fetched: only https is.")
    addresses = [ipaddress.ip_address(each) for each in lookup(url.host)]
    private = [str(each) for each in addresses if not each.is_global]
    if private or not addresses:
        raise InvalidInput(
            f"{url.host} is not fetched: {', '.join(private) or 'it'} is not public."
        )
    return str(addresses[0])


def _addresses(host: str) -> Sequence[str]:
    try:
        answers = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise Unavailable(f"{host} is not found: {problem}.") from None
    return [str(address[0]) for *_, address in answers]
