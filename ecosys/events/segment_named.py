"""segment_named: a file of many figures, which are not events of their own."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from ecosys.event import Basis, Fact, Subject, Text, stated_when_it_occurred
from ecosys.values import words
from ecosys.values.when import When

ADDRESS = r"^(https://[^\s/?#]+/)?[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$"
"""A path beneath the folder of segments, or an address on the web; it never leads upwards."""


class SegmentNamed(Fact):
    """A Parquet file holds figures of one metric, a row each; its hash stands for all of them."""

    noun = "segment"
    scope = "admin"  # whoever asks for its figures has the server read what it names
    series_parts = ("subject", "metric", "population", "address")

    type: Literal["segment_named"]
    version: Literal[1]
    subject: Subject
    """What the figures belong to as a whole: `pypi`, of which every package is a subject."""
    metric: Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
    """The metric's id, as `observed` has it."""
    kind: Literal["stock", "flow", "share", "score", "ratio", "estimate"]
    """stock: a level on a day; flow: an amount per period; share: a part of a whole."""
    unit: Text
    """What is counted: `downloads`, `stars`."""
    period: Text | None = None
    """The period of a flow: `day`, `30 days`."""
    population: Text | None = None
    """Who was asked or counted."""
    method: Text | None = None
    """How the figures came about."""
    address: Annotated[str, Field(pattern=ADDRESS, max_length=1000)]
    """Where the file is: a path beneath the folder of segments, or an https address."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """The SHA-256 of the file: it is read only if it has this one."""
    rows: Annotated[int, Field(ge=1)]
    """How many figures it holds."""
    last: When
    """The day of its last figure; that of its first is `occurred`."""

    @classmethod
    def id_words(cls, data: Mapping[str, Any]) -> Iterable[str]:
        return (data.get("metric", ""), data.get("sha256", "")[:12])

    def describe(self) -> str:
        span = f"{self.occurred} to {self.last}"
        return f"{words.name(self.subject)}: {self.rows:,} figures of {self.metric}, {span}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    def statement_time_by_rule(self) -> tuple[When | None, Basis]:
        return stated_when_it_occurred(self, "observed")

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.subject, self.metric, self.population, self.address), self
