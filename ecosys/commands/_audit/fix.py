"""Fix: put the replacement in where there is exactly one, and show the patch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from ecosys.answers.audit import AuditRow
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import own_id


def replacement(row: AuditRow) -> str | None:
    """What stands in an id's place after the fix; None: it is not certain.

    It is certain for a finding at the provider itself whose one replacement is a known model
    without an end. A channel's own spelling of an id, or a deployment's name, is not guessed.
    """
    if not row.finding or row.channel != FIRST_PARTY or len(row.replacements) != 1:
        return None
    (instead,) = row.replacements
    plain = row.id in (row.subject, own_id(row.subject))
    if not plain or instead.subject is None or instead.status != "no_end_known":
        return None
    return instead.subject if row.id == row.subject else own_id(instead.subject)


def patches(rows: Iterable[AuditRow], *, write: bool) -> Iterator[tuple[list[AuditRow], str]]:
    """For each file that is changed, the rows that are settled and the patch."""
    by_file: dict[str, list[AuditRow]] = defaultdict(list)
    for row in rows:
        if replacement(row) is not None:
            by_file[row.file].append(row)
    for file, ours in by_file.items():
        settled, patch = _patch(Path(file), ours, write=write)
        if settled:
            yield settled, patch


def _patch(path: Path, rows: Sequence[AuditRow], *, write: bool) -> tuple[list[AuditRow], str]:
    """Change a file; a place that does not hold what was found there any more is left."""
    try:
        before = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return [], ""
    lines = before.split("\n")
    settled = []
    for row in sorted(rows, key=lambda row: (row.line, row.column), reverse=True):
        instead = replacement(row)
        start = row.column - 1 + len(row.name) - len(row.id)
        line = lines[row.line - 1]
        if instead is not None and line[start : start + len(row.id)] == row.id:
            lines[row.line - 1] = line[:start] + instead + line[start + len(row.id) :]
            settled.append(row)
    after = "\n".join(lines)
    if write and settled:
        path.write_bytes(after.encode())
    name = path.as_posix()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return settled, "".join(map(_ended, unified_diff(old, new, f"a/{name}", f"b/{name}")))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
