"""Networks: the addresses whose word counts, or who may see something."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from ecosys.errors import InvalidInput

EVERYBODY = "*"
PRIVATE = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7,fe80::/10"
"""This machine, and networks that nobody reaches from outside."""
MAX_ADDRESSES = 4_096
"""Of how many addresses it is kept whether they are among some networks."""


class Networks:
    """Addresses and networks as they are told, by commas; `*` is everybody, nothing is nobody.

    >>> "10.1.2.3" in Networks("10.0.0.0/8, ::1"), "11.1.2.3" in Networks("10.0.0.0/8, ::1")
    (True, False)
    >>> "::ffff:10.1.2.3" in Networks("10.0.0.0/8"), "10.1.2.3" in Networks("")
    (True, False)
    >>> Networks("10.0.0.0/99")
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: 10.0.0.0/99 is no network. ...

    A name stands for itself: what a server calls a client that has no address.
    """

    def __init__(self, told: str) -> None:
        words = [word for word in map(str.strip, told.split(",")) if word]
        self.everybody = EVERYBODY in words
        self._networks = [_network(word) for word in words if _is_address(word)]
        self._names = {word for word in words if not _is_address(word)}
        self._among = lru_cache(maxsize=MAX_ADDRESSES)(self._is_among)

    def __contains__(self, client: str) -> bool:
        """Whether an address is one of them."""
        return self.everybody or self._among(client)

    def _is_among(self, client: str) -> bool:
        address = address_of(client)
        if address is None:
            return client in self._names
        return any(address in network for network in self._networks)


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """An address; None where a text is none. One of IPv4 may come in the form of IPv6."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_address(word: str) -> bool:
    return "/" in word or address_of(word) is not None


def _network(word: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(word, strict=False)
    except ValueError:
        raise InvalidInput(
            f"{word} is no network.", hint="Write 10.0.0.0/8, fd00::/8, or an address."
        ) from None
