"""Sought: facts that need not all be read, where what is asked of them can be sought."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from ecosys.moment.held import Held, Kind
from ecosys.moment.series import Choice, Statement


class Sought(Sequence[Held]):
    """Facts that are read once somebody looks at all of them."""

    @abstractmethod
    def read(self) -> Sequence[Held]:
        """All of them."""

    @abstractmethod
    def of(self, kind: Kind) -> "Sought | None":
        """Those of one class of events, unread; None where they must be read for that."""

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
