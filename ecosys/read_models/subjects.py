"""subjects: what the log speaks of, since when, and whose voices are heard.

A subject has a row for each position at which something of that became otherwise: it was first
spoken of, an earlier word was recorded later, or somebody wrote of what only importers had found.
The last row up to a position tells how it stood there.
"""

from collections.abc import Iterator, Sequence

from ecosys.event import Recorded
from ecosys.event.subject import own_id
from ecosys.log.log import Log
from ecosys.log.query import values
from ecosys.moment.directory import First, noted
from ecosys.read_model.read_model import ReadModel

SCHEMA = (
    """
    CREATE TABLE subject_2 (
        subject TEXT NOT NULL,
        position BIGINT NOT NULL,
        id TEXT NOT NULL,
        known_from BIGINT NOT NULL,
        voice TEXT NOT NULL,
        imported INTEGER NOT NULL,
        PRIMARY KEY (subject, position)
    )""",
    "CREATE INDEX ix_subject_2_id ON subject_2 (id)",
    "CREATE TABLE voice_2 (voice TEXT NOT NULL PRIMARY KEY, position BIGINT NOT NULL)",
)
MAX_SUBJECTS = 500
"""How many subjects are sought at once."""
COLUMNS = ("subject", "position", "id", "known_from", "voice", "imported")


def fold(log: Log, records: Sequence[Recorded]) -> None:
    """Write how the subjects of some events stand after them, and the voices heard first."""
    told = [(record, *each) for record in records for each in noted(record)]
    stand = _last(log, list(dict.fromkeys(subject for _, subject, _ in told)))
    rows: dict[tuple[str, int], tuple[object, ...]] = {}
    for record, subject, first in told:
        before = stand.get(subject)
        now = first if before is None else before.joined(first)
        if now != before:
            stand[subject] = now
            rows[subject, record.position] = (
                *(subject, record.position, own_id(subject)),
                *(now.known_from, now.voice, now.imported),
            )
    log.database.insert("subject_2", COLUMNS, rows.values())
    log.database.insert("voice_2", ("voice", "position"), _new_voices(log, records))


subjects = ReadModel("subjects", 2, ("subject_2", "voice_2"), SCHEMA, fold)
"""What the log speaks of, since when, and by whom."""


def _last(log: Log, wanted: Sequence[str]) -> dict[str, First]:
    """How subjects stand, as far as they are known."""
    found: dict[str, First] = {}
    for start in range(0, len(wanted), MAX_SUBJECTS):
        some = wanted[start : start + MAX_SUBJECTS]
        sql = (
            f"SELECT subject, known_from, voice, imported FROM {values(len(some))}"  # noqa: S608
            " CROSS JOIN subject_2 WHERE subject = column1 ORDER BY position"
        )
        for subject, known_from, voice, imported in log.database.execute(sql, some):
            found[subject] = First(known_from, voice, imported=bool(imported))
    return found


def _new_voices(log: Log, records: Sequence[Recorded]) -> Iterator[tuple[str, int]]:
    """The voices that nobody heard before, each with its first position."""
    first: dict[str, int] = {}
    for record in records:
        first.setdefault(record.event.effective_voice, record.position)
    for voice, position in first.items():
        if not log.database.execute("SELECT 1 FROM voice_2 WHERE voice = ?", (voice,)):
            yield voice, position
