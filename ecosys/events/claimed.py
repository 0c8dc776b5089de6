"""claimed: a document asserts something that can be checked."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from ecosys.event import Fact, Model, Slug, Subject, Text
from ecosys.events.observed import Comparator
from ecosys.values.amount import Number, Quantity
from ecosys.values.when import When

_sorted = AfterValidator(lambda given: dict(sorted(given.items())))
Named = Annotated[dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], str], _sorted]
"""Values by name."""


class Location(Model):
    """Where in the document it stands."""

    line: Annotated[int, Field(ge=1)]
    """The line, from 1."""
    sentence: Annotated[int, Field(ge=1)] = 1
    """The sentence of that line, from 1."""


class Asserted(Model):
    """What is asserted: a figure, a date, a word; none of them: that something is so at all."""

    figure: Number | None = None
    """The figure; the lower end of a range."""
    high: Number | None = None
    """The upper end of a range."""
    comparator: Comparator = "="
    """How the figure is meant."""
    unit: Text | None = None
    """The figure's unit."""
    date: When | None = None
    """When it is said to have happened."""
    word: Text | None = None
    """What a property is said to be: `primary`."""
    met_by: tuple[Text, ...] = ()
    """Stronger words that include that word: `exclusive` includes `primary`."""
    during: When | None = None
    """The time that it speaks of, where the document gives one."""

    @property
    def ends(self) -> tuple[Number, Number] | None:
        """The lower and the upper end of the figure, the same of one that is no range."""
        if self.figure is None:
            return None
        return self.figure, self.figure if self.high is None else self.high

    @property
    def is_exact(self) -> bool:
        """Whether a tenth off is no less wrong: the second is not first, 46 percent not most.

        So it is with ranks, and with shares and ratios that must be more or less than a threshold.
        """
        unit = self.unit or ""
        is_share = unit in ("percent", "ratio") or unit.startswith("of ")
        return unit == "rank" or (is_share and self.comparator in ("<", ">"))


Take = Literal["last", "first", "most", "least", "count", "date", "label"]
Evidence = Literal["measure", "example", "whole"]


class ClaimCheck(Model):
    """What answers a claim: some points of a projection at a moment."""

    projection: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    """The projection's name."""
    parameters: Named = {}  # noqa: RUF012  pydantic copies it
    """Its parameters."""
    as_of: When | None = None
    """The valid time at which it is asked; left out: that of the question."""
    labels: Named = {}  # noqa: RUF012
    """Only points with these labels."""
    at: Text | None = None
    """Only points of dates that begin so: `2023`."""
    events: tuple[Text, ...] = ()
    """Only points that rest on one of these events."""
    since: When | None = None
    """Only points from then on."""
    take: Take = "last"
    """Which of the points' values: the last, first, greatest or least; how many there are; the
    first one's date; or the word of a label."""
    label: Text | None = None
    """With `take: label`, which."""
    per: Quantity | None = None
    """What the value is divided by: 365.25 makes years of days."""
    relative_to: Literal["first", "most", "least"] | None = None
    """Of which of the points' values the value is taken as a part: 0.5 of the first is halved."""
    evidence: Evidence = "measure"
    """What the answer is to the claim: a measure of what is asserted; an example of it, which can
    bear it out and not refute it; or a whole that holds it as a part, which can only refute it."""
    asserted: Asserted | None = None
    """What this answer is held against; left out: what the claim as a whole asserts."""


def _with_several_answers(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 asserted one figure and had one answer."""
    names = ("figure", "high", "comparator", "unit")
    asserted = {name: fields.pop(name) for name in names if name in fields}
    answer = fields.pop("answered_by", None)
    more = {"asserted": asserted} if asserted else {}
    return {**fields, **more, **({"answers": [answer]} if answer else {})}


def _as_it_was(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 2 has no field that the present one lacks; what it leaves out is as before."""
    return fields


class Claimed(Fact):
    """A document asserts something that can be checked."""

    is_news = False
    upgrades = {1: _with_several_answers, 2: _as_it_was}  # noqa: RUF012  it is read only

    type: Literal["claimed"]
    version: Literal[3]
    document: Slug
    """The document's slug."""
    place: Location
    """Where it stands."""
    statement: Text
    """What is asserted, in our own words."""
    subject: Subject
    """What it is about."""
    asserted: Asserted = Asserted()
    """What it comes down to."""
    priority: Literal["must", "should", "could"] = "should"
    """How much it matters that the claim is answered."""
    opinion: bool = False
    """Whether it is a judgement that no fact can decide."""
    answers: tuple[ClaimCheck, ...] = ()
    """What answers it; none: nothing can, and `missing` says why."""
    together: Literal["all", "any", "range"] = "all"
    """How several answers decide: all must agree, one must, or they make a range, as where the
    answer depends on the definition."""
    missing: Text | None = None
    """Which fact would decide it."""

    def describe(self) -> str:
        return f"{self.document}: {self.statement}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)
