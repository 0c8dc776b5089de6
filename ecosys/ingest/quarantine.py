"""Quarantine: what a source says and is not believed, held back until somebody decides."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ecosys.event import Event, Recorded
from ecosys.event.imported_ids import Role
from ecosys.events.quarantined import Quarantined
from ecosys.importer import Row
from ecosys.ingest.difference import Difference
from ecosys.ingest.reading import Reading, Statements
from ecosys.values.words import escape_surrogates, printable


class Doubt(NamedTuple):
    """One thing that is not believed."""

    row: Row
    name: str
    """The name of the statement, or of the row where all of it is not believed."""
    why: str
    statement: Event | None = None
    """What it would state."""

    @property
    def shown(self) -> tuple[str, str, str]:
        """The row's name, the reason, and what stands there, as an event can hold them."""
        name = printable(self.row.key).strip()
        reason = escape_surrogates(self.why).strip()
        return name[:2000], reason[:2000], escape_surrogates(self.row.given)[:2000]


def doubts(rows: Iterable[Row], stated: Statements, changes: Difference) -> list[Doubt]:
    """What is not believed of these rows."""
    doubts: list[Doubt] = []
    for row in rows:
        if row.problem is not None:
            doubts.append(Doubt(row, row.key, row.problem))
        for name in row.says:
            if name in stated.problems:
                doubts.append(Doubt(row, name, stated.problems[name]))
            elif name in changes.anomalies:
                statement, why = changes.anomalies[name]
                doubts.append(Doubt(row, name, why, statement))
            elif name in changes.previous_wrong:
                doubts.append(Doubt(row, name, changes.previous_wrong[name]))
    return doubts


def quarantined(
    doubts: Iterable[Doubt], records: Sequence[Recorded], reading: Reading
) -> list[Event]:
    """The events that hold back what is not believed; what is held back already is not again."""
    known = {
        (record.event.row, record.event.reason, record.event.given)
        for record in records
        if isinstance(record.event, Quarantined)
    }
    return [hold_back(doubt, reading) for doubt in doubts if doubt.shown not in known]


def hold_back(doubt: Doubt, reading: Reading) -> Event:
    """The event that holds something back."""
    row, reason, given = doubt.shown
    fields = {
        "source": reading.importer.source,
        "row": row,
        "reason": reason,
        "given": given,
        "statement": doubt.statement,
    }
    return reading.about("quarantined", fields, doubt.name, Role.HELD)
