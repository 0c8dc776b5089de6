"""Stored directory: the subjects of a log at a position, sought in the rows of `subjects`."""

from collections.abc import Iterator, Mapping
from typing import Any

from ecosys.log.log import Log
from ecosys.moment.directory import First, by_id
from ecosys.values.cached import cached_property

LAST = (
    "SELECT subject, known_from, voice, imported FROM subject_2 AS this WHERE position <= ?"
    " AND NOT EXISTS (SELECT 1 FROM subject_2 AS later WHERE later.subject = this.subject"
    " AND later.position > this.position AND later.position <= ?)"
)
"""How subjects stood at a position: by the last row up to it."""


class StoredDirectory:
    """The directory of a log whose subjects are kept as rows; each is sought when it is asked for.

    Who asks for all reads all, once.
    """

    def __init__(self, log: Log, position: int) -> None:
        self.first: Mapping[str, First] = _Firsts(log, position)
        self.by_id: Mapping[str, list[str]] = _ById(log, position)
        self._log = log
        self._position = position

    @cached_property
    def voices(self) -> frozenset[str]:
        """Whose statements there are."""
        sql = "SELECT voice FROM voice_2 WHERE position <= ?"
        return frozenset(voice for (voice,) in self._log.database.execute(sql, (self._position,)))


class _Firsts(Mapping[str, First]):
    """When each subject was first spoken of, by its name."""

    def __init__(self, log: Log, position: int) -> None:
        self._log = log
        self._position = position

    def __getitem__(self, subject: str) -> First:
        if "_all" in vars(self):
            return self._all[subject]
        return _firsts(self._log, self._position, "subject = ?", subject)[subject]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> Mapping[str, First]:
        return _firsts(self._log, self._position)


class _ById(Mapping[str, list[str]]):
    """The subjects of each id without its provider."""

    def __init__(self, log: Log, position: int) -> None:
        self._log = log
        self._position = position

    def __getitem__(self, id: str) -> list[str]:
        return by_id(_firsts(self._log, self._position, "id = ?", id))[id]

    def __iter__(self) -> Iterator[str]:
        return iter(by_id(_firsts(self._log, self._position)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _firsts(log: Log, position: int, where: str = "true", *values: Any) -> dict[str, First]:
    """How some subjects stood at a position."""
    rows = log.database.execute(
        f"{LAST} AND {where} ORDER BY subject", (position, position, *values)
    )
    return {
        subject: First(known_from, voice, imported=bool(imported))
        for subject, known_from, voice, imported in rows
    }
