"""Visit: a page that is asked for at a moment, and the answers that it is made of."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ecosys.answers.registered import registered
from ecosys.errors import NotFound
from ecosys.event import Event
from ecosys.event.citation import Citation
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.cached import cached_property
from ecosys_api.page.addresses import Addresses
from ecosys_api.page.table import Cell, Layout, Receipt, Table, beside

Ask = Callable[[Moment], Sequence[Any]]
"""Gives the rows of an answer at a moment."""


@dataclass(frozen=True)
class Visit:
    """Who asks for a page, and what of."""

    timeline: Timeline
    moment: Moment
    """The moment asked at."""
    links: Addresses
    site: str = ""
    """What stands before paths for who is elsewhere: the scheme and the host."""

    @cached_property
    def now(self) -> Moment | None:
        """The same valid time with all that is known now; None, where nothing more is known."""
        head = self.timeline.moment()
        known = self.moment.known_at, self.moment.position
        if known == (head.known_at, head.position):
            return None
        latest = replace(self.moment, known_at=head.known_at, position=head.position)
        return replace(latest, pinned=False)

    @property
    def day(self) -> str:
        """The day that is asked about."""
        return instant.day_of(self.moment.as_of)

    @property
    def known_day(self) -> str:
        """The day with whose knowledge is asked."""
        return instant.day_of(self.moment.known_at)

    def table(self, layout: Layout, ask: Ask) -> Table:
        """The rows of an answer, beside what is known now where that is otherwise.

        What nobody knows at one of the moments has no rows then.
        """
        then = layout.table(_rows(ask, self.moment))
        return then if self.now is None else beside(then, layout.table(_rows(ask, self.now)))

    @cached_property
    def known(self) -> frozenset[str]:
        """The subjects that are known at the moment, so that they have a page."""
        first = self.timeline.names(self.moment).directory.first
        known_at = self.moment.known_at
        return frozenset(name for name, each in first.items() if each.known_from <= known_at)

    def subject(self, subject: str, shown: str | None = None) -> Cell:
        """A subject that leads to its page, where it has one."""
        return Cell(shown or subject, self.links.subject(subject) if subject in self.known else "")

    def shown(self, table: Table, limit: int | None = None, all: str = "") -> Table:
        """The first rows of a table as they are shown: with sources, without empty columns."""
        cut = table if limit is None else table.first(limit, all)
        full = cut.without_empty_columns()
        ids = {id for row in full.rows for id in row.receipt.events}
        cited = self._sources(ids)
        rows = [replace(row, receipt=_sourced(row.receipt, cited)) for row in full.rows]
        return replace(full, rows=rows)

    def source_names(self, ids: Collection[str]) -> list[str]:
        """The names of the sources of some events, the one that says most of them first."""
        cited = self._sources(ids).values()
        counts = Counter(name for each in cited for name in {source.name for source in each})
        return [name for name, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]

    def _sources(self, ids: Collection[str]) -> Mapping[str, Sequence[Citation]]:
        """Where some events were read, by their ids."""
        lines = self.timeline.log.find(ids)
        records = self.timeline.at([line.position for line in lines.values()])
        return {record.id: self.citations(record.event) for record in records}

    def citations(self, event: Event) -> Sequence[Citation]:
        """Where an event was read."""
        names = self._names
        return [
            Citation(
                *(each.source, names.get(each.source, each.source), each.url, each.title),
                *(each.read, each.archived, each.sha256),
            )
            for each in event.sources
        ]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The names of sources by their slugs."""
        known = registered(self.timeline, self.moment)
        return {slug: source.name for slug, source in known.items()}


def _sourced(receipt: Receipt, cited: Mapping[str, Sequence[Citation]]) -> Receipt:
    """A receipt with its sources, each address of one once."""
    sources: dict[tuple[str, str | None], Citation] = {}
    for id in receipt.events:
        for each in cited.get(id, ()):
            sources.setdefault((each.source, each.url), each)
    return replace(receipt, sources=tuple(sources.values()))


def _rows(ask: Ask, moment: Moment) -> Sequence[Any]:
    try:
        return ask(moment)
    except NotFound:
        return ()
