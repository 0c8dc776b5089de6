"""Query parameters that routes share. Unknown ones are refused."""

from sys import maxsize
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from ecosys.answers.bodies import WHOLE, Form
from ecosys.answers.events import recorded_moment
from ecosys.answers.links import MAX_ROWS, PAGE, coordinates
from ecosys.errors import Behind
from ecosys.moment import Moment
from ecosys.timeline import Timeline

Name = Annotated[
    str,
    Path(
        max_length=240,
        description="A subject, a provider's id without the provider, or an alias.",
    ),
]
"""What an operation is about, as it stands in the address."""


class Nothing(BaseModel):
    """No parameter at all."""

    model_config = ConfigDict(extra="forbid")


class Known(Nothing):
    """What the log that answers must hold."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    min_position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """At least this much of the log, as who has written or read so far needs: a copy of the log
    that has not come so far is waited for, two seconds at the most, and then answers 503."""

    def refuse_behind(self, timeline: Timeline) -> None:
        """Behind, where the log has not come as far as is needed."""
        if self.min_position is None:
            return
        head = timeline.head().position
        if head < self.min_position:
            raise Behind(
                f"min_position {self.min_position}: this copy of the log ends at {head}.",
                hint="Ask again in a moment, or another copy.",
            )


class Position(Known):
    """How much of the log is asked."""

    position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Only this much of the log; default all of it."""
    format: Form | None = None
    """json (default), csv, ndjson, md, or metadata; `.csv`, `.ndjson`, `.md` and `.metadata.json`
    mean the same."""

    def moment(self, timeline: Timeline) -> Moment:
        """The moment that is asked at: that at which the position was recorded."""
        return recorded_moment(timeline, self.position)

    def pinned(self, moment: Moment) -> dict[str, object]:
        """The coordinates of a moment as parameters: those that are taken here."""
        return {"position": moment.position}


class Including(Position):
    """What rows have beside what they rest on."""

    include: Literal["sources"] | None = None
    """sources: the names and addresses of what was read, beside `because`."""


class Coordinates(Position):
    """The moment that a question is asked at."""

    as_of: Annotated[str | None, Field(max_length=64, examples=["2025-06-15"])] = None
    """True in the world when? A date means its last instant; default now."""
    known_at: Annotated[str | None, Field(max_length=64, examples=["2025-06-15"])] = None
    """Publicly known when? Default: all that is known."""
    source: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """Ask one source alone, by its slug."""

    def moment(self, timeline: Timeline) -> Moment:
        """The moment that is asked at."""
        return timeline.moment(self.as_of, self.known_at, self.position, self.source)

    def pinned(self, moment: Moment) -> dict[str, object]:
        """The coordinates of a moment as parameters: those that are taken here."""
        return coordinates(moment)


class Limited(Position):
    """How many rows are given at once."""

    limit: Annotated[int | None, Field(ge=1, le=MAX_ROWS)] = None
    """How many rows a page has, 1,000 at the most; default 100, in csv and ndjson all."""

    _rows_at_once: int = PrivateAttr(maxsize)

    def allow(self, rows: int) -> None:
        """Have all rows given where they are no more than so many; 0: however many they are."""
        self._rows_at_once = rows or maxsize

    @property
    def rows_at_once(self) -> int:
        """How many rows are given or counted at once, where all are."""
        return self._rows_at_once

    @property
    def is_whole(self) -> bool:
        """Whether all rows are given at once, or counted."""
        return self.format == "metadata" or (self.limit is None and self.format in WHOLE)

    @property
    def page_size(self) -> int:
        """How many rows are given at the most."""
        return (
            self.rows_at_once if self.limit is None and self.format in WHOLE else self.limit or PAGE
        )

    @property
    def reach(self) -> int:
        """How many rows are made: those of the page; of all, and one more than is allowed."""
        return min(self.rows_at_once + 1, maxsize) if self.is_whole else self.page_size


class Listing(Coordinates, Limited):
    """A question that is answered in pages."""

    cursor: Annotated[int, Field(ge=0, le=2**53)] = 0
    """Where the page begins; taken from the `next` link."""

    @property
    def is_whole(self) -> bool:
        """Whether all rows are given at once, or counted: a page that begins anywhere is a page."""
        return super().is_whole and (not self.cursor or self.format == "metadata")

    @property
    def page_size(self) -> int:
        """How many rows are given at the most: a page that begins anywhere is a page."""
        return self.limit or PAGE if self.cursor else super().page_size

    @property
    def reach(self) -> int:
        """How many rows show whether the page is the last."""
        return super().reach if self.is_whole else min(self.cursor + self.page_size + 1, maxsize)


class About(BaseModel):
    """What it is asked about."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    subject: Annotated[
        list[Annotated[str, Field(max_length=240)]] | None,
        Field(min_length=1, max_length=100, examples=[["openai/gpt-4-0314"]]),
    ] = None
    """One subject and all beneath it, or several: `subject=a&subject=b`. Of several those that are
    not known are listed in `meta.unknown`.
    """


class WhereSold(BaseModel):
    """Where it is sold."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Who sells it; default the provider itself; `all` for every seller."""
    region: Annotated[str | None, Field(max_length=100)] = None
    """Where the price holds."""
