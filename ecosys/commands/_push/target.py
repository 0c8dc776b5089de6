"""Target: a service that keeps prices of its own, and how what it has is told from what we have."""

import os
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.values import instant

Entry = Mapping[str, Any]
"""A definition of prices, in the words of the service."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How one page of what a service has is asked for, and read."""

    parameters: Callable[[int], Mapping[str, int]]
    """Of the page of a number, from 0 on."""
    entries: Callable[[Any], list[Entry]]
    """The entries of a page."""
    size: int = 100
    """How many a page has that is not the last."""


@dataclass(frozen=True, slots=True)
class Target:
    """A service."""

    layout: str
    """The layout of what is sent."""
    path: str
    """Where entries are listed, and posted one by one."""
    address: tuple[str, str]
    """The variable with its address, and where it is else."""
    keys: tuple[str, ...]
    """The variables with the keys that it asks for."""
    headers: Callable[..., Mapping[str, str]]
    """What shows the keys."""
    listing: Listing
    is_own: Callable[[Entry], bool]
    """Whether an entry was added by its user, and may be replaced."""
    identity: Callable[[Entry], Hashable]
    """What tells an entry from others: of one identity there is one."""
    says: Callable[[Entry], object]
    """The prices of an entry, to be compared."""
    name: str
    """The field with the id of the model."""

    @property
    def url(self) -> str:
        """Where entries are listed and posted."""
        variable, default = self.address
        base = os.environ.get(variable) or default
        if not base.startswith(("https://", "http://")):
            raise InvalidInput(f"{variable} is {base}.", hint="Write https://...")
        return f"{base.rstrip('/')}{self.path}"

    def authorise(self) -> Mapping[str, str]:
        """The headers of a request; InvalidInput names the variables that are missing."""
        missing = [name for name in self.keys if not os.environ.get(name)]
        if missing:
            raise InvalidInput(
                f"{self.layout} asks for keys: {' and '.join(missing)} not set.",
                hint="Set them in the environment.",
            )
        return self.headers(*(os.environ[name] for name in self.keys))


def start(text: str | None) -> int | None:
    """The instant at which an entry begins; None: it always held.

    >>> start("2025-06-10T00:00:00.000Z") == start("2025-06-10T00:00:00+00:00")
    True
    """
    return (
        None
        if text is None
        else instant.parse(text if text[-1] == "Z" or "+" in text else f"{text}Z")
    )
