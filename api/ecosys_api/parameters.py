"""Query parameters that routes share. Unknown ones are refused."""

from sys import maxsize
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from ecosys.answers.bodies import Form, pinned
from ecosys.answers.events import recorded_moment
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


class Position(BaseModel):
    """How much of the log is asked."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Only this much of the log; default all of it."""
    format: Form | None = None
    """json (default), csv, md, or metadata; `.csv`, `.md` and `.metadata.json` mean the same."""

    def moment(self, timeline: Timeline) -> Moment:
        """The moment that is asked at: that at which the position was recorded."""
        return recorded_moment(timeline, self.position)

    def pinned(self, moment: Moment) -> dict[str, object]:
        """The coordinates of a moment as parameters: where the next page goes on."""
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
        """The coordinates of a moment as parameters: where the next page goes on."""
        return pinned(moment)


class Listing(Coordinates):
    """A question that is answered in pages."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many rows a page has."""
    cursor: Annotated[int, Field(ge=0, le=2**53)] = 0
    """Where the page begins; taken from the `next` link."""

    @property
    def reach(self) -> int:
        """How many rows show whether the page is the last; what metadata counts is all rows."""
        return maxsize if self.format == "metadata" else self.cursor + self.limit + 1


class WhereSold(BaseModel):
    """Where it is sold."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Who sells it; default the provider itself; `all` for every seller."""
    region: Annotated[str | None, Field(max_length=100)] = None
    """Where the price holds."""
