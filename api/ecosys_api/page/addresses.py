"""Addresses: where pages and answers are, with the moment that a page was asked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecosys.answers.links import Address


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes addresses on this server; who follows them stays at the moment.

    >>> links = Addresses("/ecosys", {"as_of": "2025-06-15"})
    >>> links.page("/prices", tier="batch")
    '/ecosys/prices?tier=batch&as_of=2025-06-15'
    >>> links.subject("openai"), links.subject("openai/o3")
    ('/ecosys/providers/openai?as_of=2025-06-15', '/ecosys/models/openai/o3?as_of=2025-06-15')
    >>> links.plain("/guide")
    '/ecosys/guide'
    """

    root: str
    """What stands before all paths outside."""
    coordinates: Mapping[str, object]
    """The moment, by the coordinates that were given, as they were."""

    def page(self, path: str, **parameters: object) -> str:
        """A page at the same moment."""
        return Address(f"{self.root}{path}", parameters, self.coordinates).text

    def answer(self, path: str, **parameters: object) -> str:
        """An answer of the API at the same moment."""
        return self.page(f"/v1{path}", **parameters)

    def at(self, path: str, **coordinates: object) -> str:
        """A page at another moment."""
        return Address(f"{self.root}{path}", {}, coordinates).text

    def plain(self, path: str, **parameters: object) -> str:
        """What is the same at every moment."""
        return Address(f"{self.root}{path}", parameters, {}).text

    def subject(self, subject: str) -> str:
        """The page of a subject: a provider, or something beneath one."""
        return self.page(f"/{'models' if '/' in subject else 'providers'}/{subject}")

    def event(self, id: str) -> str:
        """The page of an event."""
        return self.page(f"/events/{id}")
