"""Sought: facts that need not all be read, where what is asked of them can be sought."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from ecosys.moment.held import Held, Kind
from ecosys.moment.series import Choice, Statement
from ecosys.values.instant import BEFORE_ALL

if TYPE_CHECKING:
    from ecosys.moment.view import View

SeriesParts = Mapping[int, Collection[object]]
"""What may stand in some parts of a series, by their places."""


class Sought(Sequence[Held]):
    """Facts that are read once somebody looks at all of them."""

    @abstractmethod
    def read(self) -> Sequence[Held]:
        """All of them."""

    @abstractmethod
    def is_any(self) -> bool:
        """Whether there are any."""

    @abstractmethod
    def first_start(self) -> int | None:
        """The first instant at which one of them is so that has a date."""

    @abstractmethod
    def of(self, kind: Kind, parts: SeriesParts) -> Sequence[Held] | None:
        """Those of one class, of series with these parts, unread; None: they must be read first."""

    @abstractmethod
    def about(self, kind: Kind, subjects: frozenset[str]) -> Sequence[Held] | None:
        """Those of one class about one of some subjects; None: they must be read first."""

    @abstractmethod
    def view_of(self, view: "View") -> "View":
        """The view that was first had of them for the same question; else this one."""

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

    def __bool__(self) -> bool:
        """Whether there are any: that need not be read."""
        return self.is_any()

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


def first_start(facts: Iterable[Held]) -> int | None:
    """The first instant at which a fact is so that has a date; None: none has.

    >>> from ecosys.testing import given
    >>> from ecosys.values import instant
    >>> licence = {"type": "described", "subject": "acme/m", "value": "MIT",
    ...            "sources": [{"source": "acme"}]}
    >>> view = given({**licence, "id": "a", "attribute": "licence", "occurred": "unknown"},
    ...              {**licence, "id": "b", "attribute": "terms", "occurred": "2024"}).view()
    >>> instant.day_of(first_start(view.facts))
    '2024-01-01'
    """
    starts = (held.start for held in facts if held.start is not None)
    return min((start for start in starts if start > BEFORE_ALL), default=None)
