"""claimed: a document asserts something that can be checked."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ecosys.amount import Number
from ecosys.event import Fact, Model, Slug, Subject, Text
from ecosys.events.observed import Comparator
from ecosys.when import When


class Place(Model):
    """Where in the document it stands."""

    line: Annotated[int, Field(ge=1)]
    """The line, from 1."""
    sentence: Annotated[int, Field(ge=1)] = 1
    """The sentence of that line, from 1."""


class Answer(Model):
    """What answers the claim: a projection at a moment."""

    projection: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    """The projection's name."""
    parameters: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], str],
        AfterValidator(lambda given: dict(sorted(given.items()))),
    ] = {}  # noqa: RUF012  pydantic copies it
    """Its parameters."""
    as_of: When | None = None
    """The valid time at which it is asked; left out: that of the question."""


class Claimed(Fact):
    """A document asserts something that can be checked."""

    told_as_news = False

    type: Literal["claimed"]
    version: Literal[1]
    document: Slug
    """The document's slug."""
    place: Place
    """Where it stands."""
    statement: Text
    """What is asserted, in our own words."""
    subject: Subject
    """What it is about."""
    figure: Number | None = None
    """The figure asserted; the lower end of a range."""
    high: Number | None = None
    """The upper end of a range."""
    unit: Text | None = None
    """The figure's unit."""
    comparator: Comparator = "="
    """How the figure is meant."""
    priority: Literal["must", "should", "could"] = "should"
    """How much it matters that the claim is answered."""
    answered_by: Answer | None = None
    """The projection and moment that answer it; left out: nothing can."""

    def tell(self) -> str:
        return f"{self.document}: {self.statement}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)
