"""Proofs: that an event stands in the log, and that the log was only ever added to."""

from dataclasses import dataclass
from typing import ClassVar

from ecosys.errors import InvalidCoordinate
from ecosys.log.log import Log
from ecosys.log.proof import tree
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that an event stands at a position of the log (RFC 6962, 2.1.1)."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    position: int
    """The position of the event; its index in the tree is one less."""
    size: int
    """How many events the log has of which the proof is."""
    leaf: str
    """The hash of the event's line: SHA-256 of a zero byte and the line, in hexadecimal."""
    root: str
    """The root of the log, in hexadecimal."""
    hashes: tuple[str, ...]
    """The hashes beside the way from the leaf to the root, the lowest first, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that a longer log begins with a shorter one (RFC 6962, 2.1.2)."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    first: int
    """How many events the shorter log has."""
    second: int
    """How many events the longer log has."""
    first_root: str
    """The root of the shorter log, in hexadecimal."""
    second_root: str
    """The root of the longer log, in hexadecimal."""
    hashes: tuple[str, ...]
    """The hashes that give both roots, in hexadecimal."""


def inclusion(log: Log, position: int, size: int | None) -> Inclusion:
    """The proof of a position, in the log up to a size; None: all of it."""
    size = _size(log, size)
    if not 1 <= position <= size:
        raise InvalidCoordinate(
            f"position {position} is not among the first {size}.", hint=f"Allowed: 1 to {size}."
        )
    (leaf,) = log.tree.hashes(0, position - 1, position)
    hashes = tree.inclusion(log.tree, position - 1, size)
    return Inclusion(position, size, leaf.hex(), log.root(size), _hex(hashes))


def consistency(log: Log, first: int, second: int | None) -> Consistency:
    """The proof that the log up to one size begins as it was at another; None: all of it."""
    second = _size(log, second)
    if not 1 <= first <= second:
        raise InvalidCoordinate(
            f"A log of {second} events begins with none of {first}.",
            hint=f"Allowed: 1 to {second}.",
        )
    hashes = tree.consistency(log.tree, first, second)
    return Consistency(first, second, log.root(first), log.root(second), _hex(hashes))


def _size(log: Log, size: int | None) -> int:
    head = log.head()
    if size is None:
        return head.position
    head.refuse_beyond(size)
    return size


def _hex(hashes: list[bytes]) -> tuple[str, ...]:
    return tuple(each.hex() for each in hashes)
