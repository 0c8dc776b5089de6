"""Keeper: keeps read models up with a log.

How far a read model goes is written in the transaction that brings it there, so that it never says
more, or less, than its rows. What is appended is folded in the transaction that appends it. What
nobody folded, since an older version wrote it or the read model is new, is caught up with before
the first question.

An event that a read model cannot digest pauses that read model there; the log goes on.

An event says nothing to who does not know its type. Once that is installed read models are made
anew; who knows fewer types than those who filled them cannot use them, and leaves them alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ecosys.errors import EcosysError, Unwritable
from ecosys.event import Recorded, event_types
from ecosys.log.bulk import gc_paused
from ecosys.log.log import Log
from ecosys.read_model.read_model import ReadModel

BATCH_SIZE = 1000
"""How many events are folded in one transaction."""
TABLE = "read_model"
"""The table that tells how far each read model goes."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a read model goes."""

    position: int
    """The last event that it covers."""
    problem: str | None = None
    """Why it goes no further; None: it does."""
    types: frozenset[str] = frozenset()
    """The types of events that were known to those who filled it."""


def known_types() -> frozenset[str]:
    """The types of events that are installed; of other packages with their versions.

    >>> "launched" in known_types()
    True
    """
    return event_types.declared


class Keeper:
    """Keeps some read models of a log."""

    def __init__(self, log: Log, models: Sequence[ReadModel]) -> None:
        self.log = log
        self.models = models
        self._reached = -1
        log.follower = self.took

    def took(self, records: Sequence[Recorded]) -> None:
        """Fold events that are being appended, in that transaction; who is behind stays so."""
        before = records[0].position - 1
        for model in self.models:
            checkpoint = self.checkpoint(model)
            if checkpoint is None and before == 0:
                checkpoint = self._make(model)
            if checkpoint == Checkpoint(before, None, known_types()):
                self._fold(model, records)

    def catch_up(self, position: int) -> bool:
        """Bring all read models to a position at least; whether they are there.

        They are not where one is paused, or where a database can only be read that an older version
        wrote.
        """
        if self._reached >= position:
            return True
        if TABLE not in self.log.database.tables():
            return False
        try:
            if not all(self._reaches(model, position) for model in self.models):
                return False
        except Unwritable:
            return False
        self._reached = position
        return True

    def rebuild(self) -> None:
        """Make all read models anew, in one transaction: until then the old ones answer."""
        with self.log.database.writing():
            for model in self.models:
                self._remake(model)

    def paused(self) -> dict[str, str]:
        """The read models that met an event which they cannot digest, each with what it is."""
        if TABLE not in self.log.database.tables():
            return {}
        stand = {model.name: self.checkpoint(model) for model in self.models}
        return {name: each.problem for name, each in stand.items() if each and each.problem}

    def checkpoint(self, model: ReadModel) -> Checkpoint | None:
        """How far a read model goes; None where it is not made."""
        sql = f"SELECT position, problem, types FROM {TABLE} WHERE name = ? AND version = ?"  # noqa: S608
        for position, problem, types in self.log.database.execute(sql, (model.name, model.version)):
            return Checkpoint(position, problem, frozenset(json.loads(types)))
        return None

    def _reaches(self, model: ReadModel, position: int) -> bool:
        reached = self.checkpoint(model)
        if reached is not None and reached.types < known_types():
            self._remake(model)
            reached = self.checkpoint(model)
        goes_on = True
        while goes_on and (reached is None or reached.position < position):
            goes_on = self._step(model)
            reached = self.checkpoint(model)
        if reached is None or reached.position < position:
            return False
        return reached.types == known_types()

    def _remake(self, model: ReadModel) -> None:
        with self.log.database.writing():
            self._drop(model)
            while self._step(model):
                pass

    @gc_paused()
    def _step(self, model: ReadModel) -> bool:
        """Fold the next events; whether there were some."""
        with self.log.database.writing():
            reached = self.checkpoint(model) or self._make(model)
            if reached.problem is not None or reached.types != known_types():
                return False
            records = self.log.read(after=reached.position, limit=BATCH_SIZE)
            return bool(records) and self._fold(model, records)

    def _fold(self, model: ReadModel, records: Sequence[Recorded]) -> bool:
        """Fold events; where one cannot be digested, those before it, and whether all were."""
        try:
            with self.log.database.trying():
                model.fold(self.log, records)
        except EcosysError:
            raise
        except Exception as problem:  # noqa: BLE001  whatever a read model does, the log goes on
            if len(records) > 1:
                return all(self._fold(model, [each]) for each in records)
            (record,) = records
            self._note(model, record.position - 1, f"{record.id}: {problem!r:.500}")
            return False
        self._note(model, records[-1].position, None)
        return True

    def _note(self, model: ReadModel, position: int, problem: str | None) -> None:
        self.log.database.execute(
            f"UPDATE {TABLE} SET position = ?, problem = ? WHERE name = ? AND version = ?",  # noqa: S608
            (position, problem, model.name, model.version),
        )

    def _make(self, model: ReadModel) -> Checkpoint:
        for statement in model.schema:
            self.log.database.execute(statement)
        types = known_types()
        row = (model.name, model.version, 0, json.dumps(model.tables), json.dumps(sorted(types)))
        self.log.database.insert(TABLE, ("name", "version", "position", "tables", "types"), [row])
        return Checkpoint(0, None, types)

    def _drop(self, model: ReadModel) -> None:
        for table in model.tables:
            self.log.database.execute(f"DROP TABLE IF EXISTS {table}")
        self.log.database.execute(
            f"DELETE FROM {TABLE} WHERE name = ? AND version = ?",  # noqa: S608
            (model.name, model.version),
        )
