"""Sought: facts that need not all be read, where what is asked of them can be sought."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from ecosys.moment.held import Held, Kind
from ecosys.moment.series import Choice, Statement

SeriesParts = Mapping[int, Collection[object]]
"""What may stand in some parts of a series, by their places."""


class Sought(Sequence[Held]):
    """Facts that are read once somebody looks at all of them."""

    @abstractmethod
    def read(self) -> Sequence[Held]:
        """All of them."""

    @abstractmethod
    def of(self, kind: Kind, parts: SeriesParts) -> "Sought | None":
        """Those of one class, of series with these parts, unread; None: they must be read first."""

    @abstractmethod
    def sorted_by(self, key: Callable[[Held], Any]) -> "Sought":
        """The same in another order, unread."""

    @abstractmethod
    def in_force(self, as_of: int, ranks: Mapping[str, int]) -> Iterator[Choice] | None:
        """The statement in force of each series; None where all must be read for that."""

    @abstractmethod
    def coming(self, as_of: int) -> Iterable[Statement] | None:
        """The statements valid from a later instant on; None where all must be read for that."""

    def __iter__(self) -> Iterator[Held]:
        return iter(self.read())

    def __len__(self) -> int:
        return len(self.read())

    @overload
    def __getitem__(self, index: int) -> Held: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Held]: ...
    def __getitem__(self, index: int | slice) -> Held | Sequence[Held]:
        return self.read()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def fits(series: Hashable, parts: SeriesParts) -> bool:
    """Whether a series has, in some parts, what may stand there.

    >>> fits(("acme/m", "first_party", "licence"), {2: {"licence", "terms"}})
    True
    """
    return isinstance(series, tuple) and all(series[at] in some for at, some in parts.items())


def is_of(held: Held, parts: SeriesParts) -> bool:
    """Whether a statement is of a series that fits; where no parts are named it is.

    >>> from ecosys.testing import given
    >>> view = given({"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...     "value": "MIT", "occurred": "2024", "sources": [{"source": "acme"}]}).view()
    >>> [held] = view.facts
    >>> is_of(held, {2: {"licence"}}), is_of(held, {2: {"terms"}})
    (True, False)
    """
    return not parts or any(fits(series, parts) for series in held.series)
