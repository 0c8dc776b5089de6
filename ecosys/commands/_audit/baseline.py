"""Baseline: findings that are known and accepted, so that only new ones count."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ecosys.answers.audit import AuditRow
from ecosys.errors import InvalidInput

VERSION = 1


class Key(NamedTuple):
    """What makes a finding the same one, wherever its line has moved to."""

    file: str
    name: str
    status: str
    """What has become of it: what was ending and has ended is a new finding."""


def key_of(row: AuditRow) -> Key:
    """What makes a finding the same one."""
    return Key(Path(row.file).as_posix(), row.name, row.status)


def write(path: Path, rows: Iterable[AuditRow]) -> int:
    """Write the findings among some rows as a baseline: how many."""
    counted = Counter(key_of(row) for row in rows if row.finding)
    findings = [{**key._asdict(), "count": count} for key, count in sorted(counted.items())]
    text = json.dumps({"version": VERSION, "findings": findings}, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    return counted.total()


def read(path: Path) -> Counter[Key]:
    """How many findings of each kind a baseline accepts; InvalidInput where it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        version = data["version"]
        findings = [
            (Key(*(str(each[name]) for name in Key._fields)), int(each["count"]))
            for each in data["findings"]
        ]
    except OSError:
        raise InvalidInput(
            f"{path}: there is no such baseline.", hint="--write-baseline makes one."
        ) from None
    except (ValueError, KeyError, TypeError) as problem:
        raise InvalidInput(f"{path} is no baseline: {type(problem).__name__}: {problem}.") from None
    if version != VERSION:
        raise InvalidInput(f"{path} is a baseline of version {version}; {VERSION} can be read.")
    return Counter(dict(findings))


def without(rows: Iterable[AuditRow], accepted: Mapping[Key, int]) -> tuple[list[AuditRow], int]:
    """The rows but for accepted findings, the first ones of each kind, and how many those are."""
    left = Counter(accepted)
    kept = []
    dropped = 0
    for row in rows:
        key = key_of(row)
        if row.finding and left[key] > 0:
            left[key] -= 1
            dropped += 1
        else:
            kept.append(row)
    return kept, dropped
