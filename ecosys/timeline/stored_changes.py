"""Stored changes: of which subjects something may be otherwise at one moment than at another."""

from collections.abc import Mapping

from ecosys.log.log import Log
from ecosys.moment import Moment
from ecosys.timeline.stored_held import BOUNDS, bounds

MAX_SUBJECTS = 900
"""Of how many subjects it is told; of more all that is stated is read as soon."""
TURNS = ("valid_from", "valid_to", "earliest", "said", "last_stated")
"""The instants of a version at which another statement of its series may come into force."""
Read = Mapping[str, int]
"""When each source was last read as a whole."""


def changed_subjects(
    log: Log, before: Moment, after: Moment, read: tuple[Read, Read]
) -> frozenset[str] | None:
    """The subjects of versions that hold at one of the moments alone, or turn between them.

    `read` is what is known at each of them. None: there are too many.
    """
    first, last = sorted((before.as_of, after.as_of))
    turns = " OR ".join(f"held.{name} BETWEEN ? AND ?" for name in TURNS)
    given: list[object] = [first, last] * len(TURNS)
    if voices := _turned_voices(*read, first, last):
        turns += f" OR held.voice IN ({', '.join('?' * len(voices))})"
        given += voices
    sql = (
        "SELECT DISTINCT subject FROM held_5 AS held CROSS JOIN held_5_subject AS about"  # noqa: S608
        f" WHERE about.version = held.version AND (({BOUNDS}) <> ({BOUNDS})"
        f" OR ({BOUNDS}) AND ({turns})) LIMIT {MAX_SUBJECTS + 1}"
    )
    bounded = [*bounds(before), *bounds(after), *bounds(after)]
    subjects = frozenset(subject for (subject,) in log.database.execute(sql, [*bounded, *given]))
    return subjects if len(subjects) <= MAX_SUBJECTS else None


def _turned_voices(before: Read, after: Read, first: int, last: int) -> list[str]:
    """The sources that by a reading as a whole vouch, or may vouch, at one of the moments alone."""
    voices = sorted({*before, *after})
    read = {voice: (before.get(voice, 0), after.get(voice, 0)) for voice in voices}
    return [voice for voice, times in read.items() if min(times) < last and max(times) >= first]
