"""Releases: a series as it was first published, with all revisions, and as it was known on a day.

Who knows fredapi knows them: `first_release` is `get_series_first_release`, `all_releases` is
`get_series_all_releases`, `as_known_on` is what `get_series_as_of_date` is documented to be. The
observation's date is `at`, and `known_at` what is called `realtime_start` there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack

from ecosys.answers.metric import VintageRow
from ecosys.client.call import At, Call, Day, Listed, Paging
from ecosys.client.calls.metrics import vintages
from ecosys.client.rows import Rows
from ecosys.values.amount import Number
from ecosys.values.when import parse


@dataclass(frozen=True, slots=True)
class Release:
    """A value of a series, and the day on which it was published."""

    subject: str
    """What it is about."""
    at: str
    """The date that it is a value of."""
    known_at: str
    """The day on which it became known."""
    value: Number | None
    """The value; None: it was withdrawn, or is not known."""
    unit: str
    """What is counted."""
    labels: Mapping[str, str]
    """What tells it from others of the same subject and date."""
    change: str
    """added, changed, or removed: from that day on there is none."""
    because: tuple[int, ...]
    """Positions of the events that it rests on."""
    events: tuple[str, ...]
    """Ids of these events."""


Choose = Callable[[Sequence[Release]], Iterable[Release]]
"""Chooses among the releases of one date, the first comes first."""


@dataclass(frozen=True)
class Released(Call[Rows[Release]]):
    """A question for the releases of a series: made of the changes of its answer."""

    changes: Listed[VintageRow] = field(kw_only=True)
    choose: Choose = field(kw_only=True)

    @classmethod
    def of(cls, changes: Listed[VintageRow], choose: Choose) -> "Released":
        """Those releases that are chosen, of the changes that a question asks for."""
        asked = (changes.path, changes.parameters, changes.at, changes.row, changes.answer)
        return cls(*asked, changes=changes, choose=choose)

    def pages(self) -> Paging[Rows[Release]]:
        """Ask for all changes."""
        return self._chosen((yield from self.changes.pages()))

    def read(self, body: bytes) -> Rows[Release]:
        """What the body of all changes says."""
        return self._chosen(self.changes.read(body))

    def _chosen(self, changes: Rows[VintageRow]) -> Rows[Release]:
        by_date: dict[tuple[object, ...], list[Release]] = {}
        for row in reversed(changes):  # the latest stands first
            key = (row.subject, row.at, *sorted(row.labels.items()))
            by_date.setdefault(key, []).append(_release(row))
        chosen = (self.choose(by_date[key]) for key in sorted(by_date, key=str))
        return Rows(tuple(each for some in chosen for each in some), changes.meta, Release)


def all_releases(
    name: str, parameters: Mapping[str, Any] | None = None, **at: Unpack[At]
) -> Released:
    """Every value that a metric's series ever had, first releases and revisions, by date.

    Prices are the metric `price_history`; `{"subject": "openai/o3"}` are parameters for it.
    """
    return Released.of(vintages(name, parameters, **at), lambda releases: releases)


def first_release(
    name: str, parameters: Mapping[str, Any] | None = None, **at: Unpack[At]
) -> Released:
    """The value of each date as it was first published; later revisions are left out."""
    return Released.of(vintages(name, parameters, **at), lambda releases: releases[:1])


def as_known_on(
    name: str, day: Day, parameters: Mapping[str, Any] | None = None, **at: Unpack[At]
) -> Released:
    """The latest value of each date as it was known on a day; later revisions are left out.

    What was withdrawn by then is left out too.
    """
    known = str(day)[:10]
    parse(known)

    def choose(releases: Sequence[Release]) -> Iterable[Release]:
        last = [each for each in releases if each.known_at <= known][-1:]
        return [each for each in last if each.change != "removed"]

    return Released.of(vintages(name, parameters, **at), choose)


def _release(row: VintageRow) -> Release:
    return Release(
        subject=row.subject,
        at=row.at,
        known_at=row.known_at,
        value=row.value,
        unit=row.unit,
        labels=row.labels,
        change=row.change,
        because=row.because,
        events=row.events,
    )
