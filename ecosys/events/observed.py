"""observed: a figure was measured or stated."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ecosys.event import Basis, Fact, Subject, Text, stated_when_it_occurred
from ecosys.values import amount, words
from ecosys.values.amount import Number
from ecosys.values.when import When

Comparator = Literal["=", "~", ">", ">=", "<", "<="]


class Observed(Fact):
    """A figure was measured or stated."""

    noun = "figure"
    conflict_kind = "figure"
    kept_apart = ("kind",)
    series_parts = ("subject", "metric", "population")

    type: Literal["observed"]
    version: Literal[1]
    subject: Subject
    """What the figure is about."""
    metric: Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
    """The metric's id; figures of different ids are never added or compared."""
    value: Number
    """The figure; the lower end, where a range was stated."""
    high: Number | None = None
    """The upper end of a range."""
    comparator: Comparator = "="
    """How the figure is meant: `=` exactly, `~` about, `>` more than ..."""
    kind: Literal["stock", "flow", "share", "score", "ratio", "estimate"]
    """stock: a level on a day; flow: an amount per period; share: a part of a whole."""
    unit: Text
    """What is counted: `developers`, `USD`, `percent`."""
    period: Text | None = None
    """The period of a flow: `30 days`, `year`."""
    population: Text | None = None
    """Who was asked or counted."""
    sample: Annotated[int, Field(ge=1)] | None = None
    """How many were asked."""
    method: Text | None = None
    """How the figure came about."""

    @model_validator(mode="after")
    def _range_runs_upwards(self) -> "Observed":
        if self.high is not None and self.high < self.value:
            raise ValueError(f"high {self.high} is below value {self.value}")
        return self

    @classmethod
    def id_words(cls, data: Mapping[str, Any]) -> Iterable[str]:
        return (data.get("metric", ""),)

    def describe(self) -> str:
        sign = "" if self.comparator == "=" else f"{self.comparator} "
        upto = "" if self.high is None else f" to {words.number(self.high)}"
        figure = f"{sign}{words.number(self.value)}{upto} {self.unit}"
        return f"{words.name(self.subject)}: {figure} ({self.metric})"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    def statement_time_by_rule(self) -> tuple[When | None, Basis]:
        return stated_when_it_occurred(self, "observed")

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        yield (self.subject, self.metric, self.population), self

    def conflict_topic(self, _: object, /) -> str:
        return self.metric

    def conflict_value(self, value: object) -> str:
        assert isinstance(value, Observed)
        upto = f" to {amount.text(value.high)}" if value.high is not None else ""
        sign = "" if value.comparator == "=" else f"{value.comparator} "
        return f"{sign}{amount.text(value.value)}{upto} {value.unit}"

    @property
    def compared(self) -> tuple[object, ...]:
        """What two readers of the same figure must agree on."""
        return (self.value, self.high, self.comparator)
