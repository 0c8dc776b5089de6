"""Fetch: a file from its public address; the only part of an import that touches a network.

Only https, only public addresses: each host, redirects included, is looked up once, refused if any
of its addresses is private, and connected to at the very address that was looked up. What did not
change since it was kept is not sent again.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from ecosys import __version__
from ecosys.errors import EcosysError, InvalidInput, Unavailable
from ecosys.ingest.snapshots import MAX_BYTES

TIMEOUT = httpx2.Timeout(60, connect=10)
ATTEMPTS = 3
PAUSE_SECONDS = 2.0
DEADLINE_SECONDS = 300.0
"""How long a file may take, all attempts and pauses included."""
MAX_REDIRECTS = 5
AGENT = f"ecosys/{__version__}"
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
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
    clock: Callable[[], float] = time.monotonic,
) -> Fetched | None:
    """The file at an address; None: it is still that of the tag. Unavailable: it cannot be had."""
    reason = ""
    deadline = clock() + DEADLINE_SECONDS

    def refuse_lateness() -> None:
        if clock() > deadline:
            raise Unavailable(
                f"{address} takes longer than {DEADLINE_SECONDS:.0f} seconds. {reason}"
            )

    with httpx2.Client(transport=transport, timeout=TIMEOUT, trust_env=False) as client:
        for attempt in range(ATTEMPTS):
            if attempt:
                pause(PAUSE_SECONDS * 2 ** (attempt - 1))
            refuse_lateness()
            try:
                return _attempt(client, address, etag, lookup or _addresses, refuse_lateness)
            except _Busy as problem:
                reason = str(problem)
    raise Unavailable(f"{address} cannot be fetched, after {ATTEMPTS} attempts: {reason}.")


class _Busy(Exception):
    """Another attempt may succeed: the server asks for it, or something went wrong on the way."""


def _attempt(
    client: httpx2.Client,
    address: str,
    etag: str | None,
    lookup: Lookup,
    refuse_lateness: Callable[[], None],
) -> Fetched | None:
    """What is sent; whatever can go wrong is _Busy, or an error of ours."""
    try:
        return _sent(client, address, etag, lookup, refuse_lateness)
    except EcosysError:
        raise
    except (httpx2.InvalidURL, ValueError) as problem:  # where it is redirected to
        raise Unavailable(f"{address} leads to no address: {problem!s:.200}.") from None
    except (httpx2.RequestError, zlib.error) as problem:
        raise _Busy(f"{type(problem).__name__} {problem}".strip()) from None


def _sent(
    client: httpx2.Client,
    address: str,
    etag: str | None,
    lookup: Lookup,
    refuse_lateness: Callable[[], None],
) -> Fetched | None:
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
            return _read(answer, address, refuse_lateness)
        finally:
            answer.close()
    raise Unavailable(f"{address} is redirected more than {MAX_REDIRECTS} times.")


def _read(
    answer: httpx2.Response, address: str, refuse_lateness: Callable[[], None]
) -> Fetched | None:
    if answer.status_code == httpx2.codes.NOT_MODIFIED:
        return None
    if answer.status_code == httpx2.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        raise _Busy(f"status {answer.status_code}")
    if answer.status_code != httpx2.codes.OK:
        raise Unavailable(f"{address} answers with status {answer.status_code}.")
    payload = bytearray()
    for chunk in answer.iter_bytes():
        payload += chunk
        refuse_lateness()
        if len(payload) > MAX_BYTES:
            raise Unavailable(f"{address} sends more than {MAX_BYTES:,} bytes.")
    return Fetched(bytes(payload), answer.headers.get("etag"))


def _public(url: httpx2.URL, lookup: Lookup) -> str:
    """The address to connect to; refused unless all addresses of the host are public."""
    if url.scheme != "https":
        raise InvalidInput(f"{url} is not fetched: only https is.")
    addresses = [ipaddress.ip_address(each) for each in lookup(url.host)]
    private = [str(each) for each in addresses if not _is_public(each)]
    if private or not addresses:
        raise InvalidInput(
            f"{url.host} is not fetched: {', '.join(private) or 'it'} is not public."
        )
    return str(addresses[0])


def _is_public(address: _Address) -> bool:
    """Whether it is the address of one machine of the public network.

    What only leads to an address of version 4 is as public as that.
    """
    if isinstance(address, ipaddress.IPv6Address) and (inner := _within(address)) is not None:
        return _is_public(inner)
    local = isinstance(address, ipaddress.IPv6Address) and (
        address.is_site_local or address in _LOCAL_NAT64
    )
    return address.is_global and not address.is_multicast and not local


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of version 4 that one of version 6 leads to: mapped, 6to4, NAT64, compatible."""
    if address in _NAT64 or address in _COMPATIBLE:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def _addresses(host: str) -> Sequence[str]:
    try:
        answers = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise Unavailable(f"{host} is not found: {problem}.") from None
    return [str(address[0]) for *_, address in answers]
