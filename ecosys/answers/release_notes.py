"""Release notes: what a release added to the log, and the largest changes that it made."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from ecosys.answers.changes import between, notable
from ecosys.domain.compared import ChangeRow
from ecosys.log.release import Release
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant

NOTES = "CHANGELOG.md"
"""The file in the folder of seeds that tells what each release added and changed."""
HEAD = """# Changelog of the data

What each release added to the released log, and the largest changes that it made: one of each
subject, price changes by their size first. `ecosys changes` tells what changed in the world.
"""
MAX_TOLD = 10
"""How many changes are told: the largest of each subject."""


def release_notes(timeline: Timeline, past: Release | None, made: Release) -> str:
    """A release in Markdown: how many events of each type it added, and its largest changes.

    The changes are those between the log as the release before left it and as this one does, both
    asked at the end of the release's day. The first release changes nothing that was there.
    """
    begin = past.position if past else 0
    types = Counter(
        record.event.type
        for record in timeline.records()
        if begin < record.position <= made.position
    )
    counts = ", ".join(f"{count:,} {type}" for type, count in types.most_common())
    added = sum(types.values())
    head = f"## {made.version}, {made.day}: {added:,} event{'s' if added > 1 else ''}\n\n"
    text = f"{head}Positions {begin + 1:,} to {made.position:,}: {counts}.\n"
    told = [f"- {row.words}\n" for row in _largest(timeline, past, made)] if past else []
    return text + "".join(["\nThe largest changes:\n\n", *told] if told else [])


def with_notes(text: str, notes: str) -> str:
    r"""The changelog of the data with the notes of a release before those of earlier ones.

    >>> with_notes("# Data\n\n## 0.1.0\n", "## 0.2.0\n")
    '# Data\n\n## 0.2.0\n\n## 0.1.0\n'
    """
    head, mark, past = (text or HEAD).partition("\n## ")
    return f"{head}\n{notes}{mark}{past}"


def _largest(timeline: Timeline, past: Release, made: Release) -> Sequence[ChangeRow]:
    end = instant.parse(f"{made.day}T00:00Z") + instant.DAY - 1
    after = Moment(end, end, made.position)
    rows = between(timeline, Moment(end, end, past.position), after)
    first: dict[str, ChangeRow] = {}
    for row in sorted(notable(rows), key=_size, reverse=True):  # stable: else as it is notable
        first.setdefault(row.subject, row)
    return list(first.values())[:MAX_TOLD]


def _size(row: ChangeRow) -> Decimal:
    """How many times a price became another; 0 for whatever has no two prices."""
    try:
        before, after = Decimal(row.before or ""), Decimal(row.after or "")
    except InvalidOperation:
        return Decimal(0)
    return max(before / after, after / before) if before > 0 and after > 0 else Decimal(0)
