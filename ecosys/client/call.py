"""Call: a question as the API takes it and as the library answers it: one description of both."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypedDict, TypeVar

from ecosys.answers.answer import Answer, writer
from ecosys.answers.bodies import One as OneBody
from ecosys.answers.bodies import Page
from ecosys.answers.links import MAX_ROWS, Address
from ecosys.client.rows import One, Rows
from ecosys.errors import InvalidInput

if TYPE_CHECKING:
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline

Row = TypeVar("Row")
R = TypeVar("R")
Day = str | date
"""A date or an instant: as text, as a date, or as a datetime that has a zone."""


class At(TypedDict, total=False):
    """The moment at which a question is asked; what is left out is now, and all that is known."""

    as_of: Day | None
    """True in the world when? A date means its last instant."""
    known_at: Day | None
    """Publicly known when?"""
    position: int | None
    """Only this much of the log."""
    source: str | None
    """The one source that is asked, alone."""


class Cited(At, total=False):
    """The same of questions whose rows rest on events."""

    include: Literal["sources"] | None
    """sources: names and addresses of what was read, beside `because`."""


Paging = Generator[str, bytes, R]
"""Yields the address of each page, is sent its body, and returns what they say together."""


@dataclass(frozen=True)
class Call(Generic[R]):
    """A question: where the API answers it, and how a timeline does."""

    path: str
    parameters: Mapping[str, Any]
    """What is asked beside the moment; what is None is not asked."""
    at: Mapping[str, Any]
    """The moment, and what is to be included."""
    row: Any
    """What its rows are."""
    answer: "Callable[[Timeline, Moment], Answer[Any]]"
    """What answers it at a moment."""
    is_of_log: bool = False
    """Whether the log itself is asked, at the moment at which its position was recorded."""

    @property
    def coordinates(self) -> dict[str, Any]:
        """The moment as parameters of an address. InvalidInput: it has no zone."""
        return {name: as_text(name, value) for name, value in self.at.items() if value is not None}

    @property
    def address(self) -> str:
        """Where the API answers it, as a path with its query."""
        return Address(self.path, {**self.parameters, **self.coordinates}, {}).text

    def pages(self) -> Paging[R]:
        """Ask the API for all of the answer."""
        raise NotImplementedError

    def read(self, body: bytes) -> R:
        """What the body of a whole answer says."""
        raise NotImplementedError


class Listed(Call[Rows[Row]]):
    """A question whose answer is a list: all of its pages are read."""

    def pages(self) -> Paging[Rows[Row]]:
        """Ask for the first page, then for the next ones as the answers name them."""
        limited = {**self.parameters, "limit": self.parameters.get("limit", MAX_ROWS)}
        address: str | None = self._with(limited).address
        read: list[Row] = []
        while address:
            page = self._page((yield address))
            read += page.data
            address = page.links.next
        return Rows(tuple(read), page.meta, self.row)

    def read(self, body: bytes) -> Rows[Row]:
        """What the body of all rows says."""
        page = self._page(body)
        return Rows(tuple(page.data), page.meta, self.row)

    def _with(self, parameters: Mapping[str, Any]) -> "Listed[Row]":
        return Listed(
            self.path, parameters, self.at, self.row, self.answer, is_of_log=self.is_of_log
        )

    def _page(self, body: bytes) -> "Page[Row]":
        page: Page[Row] = _read(Page[self.row], body)  # type: ignore[name-defined]
        return page


class OnePage(Listed[Row]):
    """A question for one page of a list, whatever comes after it."""

    def pages(self) -> Paging[Rows[Row]]:
        """Ask for the page."""
        return self.read((yield self.address))


class Single(Call[One[Row]]):
    """A question that has one row for an answer."""

    def pages(self) -> Paging[One[Row]]:
        """Ask once."""
        return self.read((yield self.address))

    def read(self, body: bytes) -> One[Row]:
        """What the body says."""
        one = _read(OneBody[self.row], body)  # type: ignore[name-defined]
        return One(one.data, one.meta)


def _read(shape: Any, body: bytes) -> Any:
    """What a body says. InvalidInput: it is none of our answers."""
    try:
        return writer(shape).validate_json(body)
    except ValueError as problem:
        raise InvalidInput(
            f"What was answered is not what this version understands: {problem}",
            hint="Is it a server of ecosys, of a like version?",
        ) from None


def as_text(name: str, value: Any) -> Any:
    """A coordinate as an address has it. InvalidInput: an instant without a zone."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidInput(f"{name}: {value} has no zone.", hint="Give a date, or a zone.")
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else value
