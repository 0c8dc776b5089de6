"""outage_reports: how many outages each voice has reported, as far as the log goes."""

from collections.abc import Sequence

from ecosys import Log, ReadModel, Recorded, Timeline

from ecosys_outages.outage_reported import OutageReported

SCHEMA = (
    """
    CREATE TABLE outage_reports_1 (
        voice TEXT NOT NULL,
        position BIGINT NOT NULL,
        reports INTEGER NOT NULL,
        PRIMARY KEY (voice, position)
    )""",
)


def _fold(log: Log, records: Sequence[Recorded]) -> None:
    """Write for each report how many its voice has made with it."""
    for record in records:
        if isinstance(record.event, OutageReported):
            voice = record.event.effective_voice
            sql = "SELECT coalesce(max(reports), 0) FROM outage_reports_1 WHERE voice = ?"
            ((before,),) = log.database.execute(sql, (voice,))
            row = (voice, record.position, before + 1)
            log.database.insert("outage_reports_1", ("voice", "position", "reports"), [row])


outage_reports = ReadModel("outage_reports", 1, ("outage_reports_1",), SCHEMA, _fold)
"""How many outages each voice has reported at each position."""


def reports_by_voice(timeline: Timeline, position: int) -> dict[str, int]:
    """How many outages each voice had reported at a position."""
    if not timeline.read_models.reaches(outage_reports, position):
        return {}
    sql = "SELECT voice, max(reports) FROM outage_reports_1 WHERE position <= ? GROUP BY voice"
    return dict(timeline.log.database.execute(sql, (position,)))
