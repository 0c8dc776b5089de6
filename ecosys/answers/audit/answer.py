"""The answer of an audit: the places that name models, the unknown names, the moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from ecosys.answers.answer import Answer, Meta, meta
from ecosys.answers.audit.names import ModelNames
from ecosys.answers.audit.rows import AuditRow, Ends, Rows, UnknownRow
from ecosys.answers.audit.scan import Found, Use
from ecosys.answers.audit.standard_prices import StandardPrices
from ecosys.answers.citations import including
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditMeta(Meta):
    """The coordinates that an audit was computed at, how old its data are, and what it read."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    data_date: str | None
    """The day on which the last event that counts was recorded; null: none counts."""
    files: int
    """How many files were read."""
    models: int
    """How many models they name."""
    findings: int
    """How many places need something to be done."""
    ignored: int
    """How many places a comment tells to ignore."""
    baselined: int
    """How many places were left out because they stand in the baseline."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What code names, and what becomes of it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    data: tuple[AuditRow, ...]
    """Every place that names a model."""
    unknown: tuple[UnknownRow, ...]
    """Every place that names what looks like a model and is not known."""
    meta: AuditMeta
    """The coordinates."""

    @property
    def findings(self) -> list[AuditRow]:
        """The places that need something to be done."""
        return [row for row in self.data if row.finding]


def audit(
    timeline: Timeline,
    moment: Moment,
    names: ModelNames,
    found: Found,
    *,
    region: str | None = None,
    within_days: int | None = None,
    baselined: int = 0,
) -> Audit:
    """What becomes of the models that code names, with where that was read.

    `within_days` makes findings only of firm ends that come so soon; else any firm end is one.
    """
    prices = StandardPrices(timeline, moment, names, region)
    rows = Rows(names, Ends(timeline, moment, region), prices, within_days)
    answer = Answer([*_rows(rows, found.uses)], AuditRow)
    data = tuple(including(timeline, moment, answer, "sources").rows) if answer.rows else ()
    unknown = tuple(
        UnknownRow(each.file, each.line, each.column, each.name, each.why, each.candidates)
        for each in found.unknown
    )
    about = AuditMeta(
        **_values(meta(timeline, moment, answer)),
        data_date=data_date(timeline, moment),
        files=found.files,
        models=len({(row.subject, row.channel) for row in data}),
        findings=sum(row.finding for row in data),
        ignored=found.ignored,
        baselined=baselined,
    )
    return Audit(data, unknown, about)


def data_date(timeline: Timeline, moment: Moment) -> str | None:
    """The day on which the last event up to a moment's position was recorded; None: none was."""
    recorded = timeline.log.recorded_at(moment.position)
    return instant.day_of(recorded) if recorded else None


def _rows(rows: Rows, uses: Sequence[Use]) -> Iterator[AuditRow]:
    for use in uses:
        place = {name: getattr(use, name) for name in ("file", "line", "column", "name", "id")}
        yield rows.row(place, use.meaning)


def _values(about: Meta) -> dict[str, Any]:
    return {each.name: getattr(about, each.name) for each in fields(about)}
