"""Keeper: keeps read models up with a log.

How far a read model goes is written in the transaction that brings it there, so that it never says
more, or less, than its rows. What is appended is folded in the transaction that appends it. What
nobody folded, since an older version wrote it or the read model is new, is caught up with before
the first question. A new version is built beside the old one, which goes once the new is complete.

An event that a read model cannot digest pauses that read model there; the log and the other read
models go on.

An event says nothing to who does not know its type. Once that is installed read models are made
anew; who knows fewer types than those who filled them cannot use them, and leaves them alone.

What is made anew is filled beside what answers, in many short transactions between which others
write, and takes its place in one more. Whoever is stopped on the way leaves tables that answer
nothing: the next rebuild removes them, or whoever opens the log a day later.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache

from ecosys.errors import Damaged, Stale, StatementRefused, Unavailable, Unwritable
from ecosys.event import Recorded, event_types
from ecosys.log.bulk import Pace, gc_paused
from ecosys.log.log import Log
from ecosys.read_model.checkpoint import TABLE, Checkpoint, Checkpoints, Kept
from ecosys.read_model.read_model import ReadModel
from ecosys.read_model.tables import Tables
from ecosys.values import instant
from ecosys.values.cached import cached_property

BATCH_SIZE = 1000
"""How many events are folded in one transaction."""
LEFT_OVER_AFTER = instant.DAY
"""After what time that which somebody began to build is taken for left behind."""


def known_types() -> frozenset[str]:
    """The types of events that are installed; of other packages with their versions.

    >>> "launched" in known_types()
    True
    """
    return event_types.declared


class Keeper:
    """Keeps some read models of a log: those that it needs, and those that others add."""

    def __init__(
        self,
        log: Log,
        models: Sequence[ReadModel],
        others: Callable[[], Sequence[ReadModel]] = tuple,
    ) -> None:
        self.log = log
        self.models = models
        self.others = others
        """The read models that nobody waits for but who asks them; loaded once that is needed."""
        self._reached: dict[tuple[str, int], int] = {}
        self._as_given = lru_cache(maxsize=64)(lambda tables: tables.fill_from(log))
        log.follower = self.took

    @cached_property
    def _checkpoints(self) -> Checkpoints:
        return Checkpoints(self.log.database)  # a log in memory has none, and no read models

    def took(self, records: Sequence[Recorded]) -> None:
        """Fold events that are being appended, in that transaction; who is behind stays so."""
        before = records[0].position - 1
        for tables in map(Tables, self.all()):
            checkpoint = self._checkpoints.of(tables)
            if checkpoint is None and before == 0:
                checkpoint = self._make(tables)
            if checkpoint == Checkpoint(before, None, known_types()):
                self._fold(tables, records)

    def catch_up(self, position: int) -> bool:
        """Bring the read models that are needed to a position at least; whether they are there.

        They are not where one is paused, or where a database can only be read that an older version
        wrote.
        """
        return all(self.reaches(model, position) for model in self.models)

    def reaches(self, model: ReadModel, position: int) -> bool:
        """Bring one read model to a position at least; whether it is there."""
        key = model.name, model.version
        if self._reached.get(key, -1) >= position:
            return True
        if not self._reached and TABLE not in self.log.database.tables():
            return False
        try:
            if not self._catch_up(model, position):
                return False
        except Unwritable:
            return False
        if key not in self._reached:
            self._tidy(model)
        self._reached[key] = position
        return True

    def rebuild(self) -> None:
        """Make all read models anew: until each has taken the place of the old one, that answers.

        Stale where somebody else began to do so meanwhile.
        """
        for kept in self._checkpoints.kept():
            if kept.began is not None:
                self._drop(kept)
        for model in self.all():
            self._renew(model)
            self._tidy(model)

    def paused(self) -> dict[str, str]:
        """The read models that met an event which they cannot digest, each with what it is."""
        return {name: each.problem for name, each in self.checkpoints().items() if each.problem}

    def checkpoints(self) -> dict[str, Checkpoint]:
        """How far each read model goes, of those that are made."""
        if TABLE not in self.log.database.tables():
            return {}
        stand = {model.name: self.checkpoint(model) for model in self.all()}
        return {name: each for name, each in stand.items() if each is not None}

    def checkpoint(self, model: ReadModel) -> Checkpoint | None:
        """How far a read model goes; None where it is not made."""
        return self._checkpoints.of(Tables(model))

    def all(self) -> Sequence[ReadModel]:
        """The read models that are kept."""
        return [*self.models, *self.others()]

    def _catch_up(self, model: ReadModel, position: int) -> bool:
        reached = self.checkpoint(model)
        if reached is not None and reached.types < known_types():
            self._renew(model)
            reached = self.checkpoint(model)
        if reached is None or reached.position < position:
            self._fill(Tables(model), position)
            reached = self.checkpoint(model)
        if reached is None or reached.position < position:
            return False
        return reached.types == known_types()

    def _renew(self, model: ReadModel) -> None:
        """Build a read model beside the one that answers, and let it take that one's place."""
        new = Tables(model, began=_unlike_any(self.log.clock()))
        with self.log.database.writing():
            self._make(new)
        self._fill(new)
        with self.log.database.writing():
            while self._step(new):  # what was appended meanwhile; now nobody appends
                pass
            old = self._checkpoints.exchange(new)
        self._drop(old)

    def _tidy(self, model: ReadModel) -> None:
        """Drop the older versions of a read model that is complete, and what was left behind."""
        long_ago = self.log.clock() - LEFT_OVER_AFTER
        with suppress(Unwritable):
            for kept in self._checkpoints.kept():
                is_older = kept.key == model.name and kept.version < model.version
                if is_older or (kept.began is not None and kept.began < long_ago):
                    self._drop(kept)

    def _drop(self, kept: Kept) -> None:
        with self.log.database.writing():
            self._checkpoints.drop(kept)

    def _fill(self, tables: Tables, position: int | None = None) -> None:
        """Fold what comes next, to a position at least or the end, as far as that is possible."""
        pace = Pace()
        while self._step(tables):
            reached = self._checkpoints.of(tables)
            if position is not None and reached is not None and reached.position >= position:
                return
            pace.rest()

    @gc_paused()
    def _step(self, tables: Tables) -> bool:
        """Fold the next events; whether there were some."""
        with self.log.database.writing():
            reached = self._checkpoints.of(tables)
            if reached is None and tables.began is not None:
                raise Stale(
                    f"Somebody else began to make {tables.model.name} anew.",
                    hint="What answers is as it was. Try again once that has ended.",
                )
            reached = reached or self._make(tables)
            if reached.problem is not None or reached.types != known_types():
                return False
            records = self.log.read(after=reached.position, limit=BATCH_SIZE)
            return bool(records) and self._fold(tables, records)

    def _fold(self, tables: Tables, records: Sequence[Recorded]) -> bool:
        """Fold events; where one cannot be digested, those before it, and whether all were."""
        problem = self._tried(lambda: tables.model.fold(self._as_given(tables), records))
        if problem is None:
            self._checkpoints.move(tables, records[-1].position, None)
            return True
        if len(records) > 1:
            return all(self._fold(tables, [each]) for each in records)
        (record,) = records
        self._checkpoints.move(tables, record.position - 1, f"{record.id}: {problem}")
        return False

    def _make(self, tables: Tables) -> Checkpoint:
        """Make tables, or note why they cannot be made."""
        problem = self._tried(lambda: self._create(tables))
        names = () if problem else tuple(map(tables.beside, tables.model.tables))
        checkpoint = Checkpoint(0, problem, known_types())
        self._checkpoints.make(tables, checkpoint, names)
        return checkpoint

    def _create(self, tables: Tables) -> None:
        self._checkpoints.refuse_taken(tables)
        for statement in tables.schema:
            self.log.database.execute(statement)

    def _tried(self, change: Callable[[], object]) -> str | None:
        """Make a change whole or not at all: why not; what the machine refuses is an error."""
        try:
            with self.log.database.trying():
                change()
        except Exception as problem:  # whatever a read model does, the log goes on
            of_the_machine = isinstance(problem, Damaged | Unavailable)
            if of_the_machine and not isinstance(problem, StatementRefused):
                raise
            return f"{problem!r:.500}"
        return None


def _unlike_any(now: int) -> int:
    """An instant of this second: tables and indexes that are named after it are like no others."""
    return now - now % instant.SECOND + secrets.randbelow(instant.SECOND)
