"""Query parameters that routes share. Unknown ones are refused."""

from sys import maxsize
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[
    str,
    Path(
        max_length=240,
        description="A subject, a provider's id without the provider, or an alias.",
    ),
]
"""What an operation is about, as it stands in the address."""
Form = Literal["json", "csv", "md", "metadata"]


class Nothing(BaseModel):
    """No parameter at all."""

    model_config = ConfigDict(extra="forbid")


class Coordinates(BaseModel):
    """The moment that a question is asked at."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    as_of: Annotated[str | None, Field(max_length=64, examples=["2025-06-15"])] = None
    """True in the world when? A date means its last instant; default now."""
    known_at: Annotated[str | None, Field(max_length=64, examples=["2025-06-15"])] = None
    """Publicly known when? Default: all that is known."""
    position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Only this much of the log; default all of it."""
    source: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """Ask one source alone, by its slug."""
    format: Form | None = None
    """json (default), csv, md, or metadata; `.csv`, `.md` and `.metadata.json` mean the same."""


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
