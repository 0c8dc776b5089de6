"""Checkpoint: how far a read model goes, as its row in the table `read_model` tells.

The row is written in the transaction that brings the read model there. Tables that are filled
beside those that answer have a row too, under their read model's name and the instant at which that
was begun.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ecosys.errors import Damaged
from ecosys.log.database import Database
from ecosys.read_model.tables import Tables

TABLE = "read_model"
"""The table that tells how far each read model goes."""
COLUMNS = ("name", "version", "position", "tables", "types", "problem")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a read model goes."""

    position: int
    """The last event that it covers."""
    problem: str | None = None
    """Why it goes no further; None: it does."""
    types: frozenset[str] = frozenset()
    """The types of events that were known to those who filled it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables that somebody made, whoever that was."""

    key: str
    version: int
    tables: tuple[str, ...]

    @property
    def began(self) -> int | None:
        """When it was begun to fill them beside those that answer; None: they are those.

        >>> Kept("held", 1, ()).began is None, Kept("held 17", 1, ()).began
        (True, 17)
        """
        _, _, began = self.key.partition(" ")
        return int(began) if began else None


class Checkpoints:
    """The rows of the table `read_model`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, tables: Tables) -> Checkpoint | None:
        """How far tables go; None where there are none."""
        sql = f"SELECT position, problem, types FROM {TABLE} WHERE name = ? AND version = ?"  # noqa: S608
        for position, problem, types in self._database.execute(sql, _key(tables)):
            return Checkpoint(position, problem, frozenset(_list_of(types)))
        return None

    def kept(self) -> Iterator[Kept]:
        """All tables that there are."""
        for name, version, tables in self._database.execute(
            f"SELECT name, version, tables FROM {TABLE} ORDER BY name, version"  # noqa: S608
        ):
            yield Kept(name, version, tuple(_list_of(tables)))

    def refuse_taken(self, tables: Tables) -> None:
        """PermissionError where another read model has a table of a name that these have, or get.

        Who uninstalled that one may drop its tables, and its row.
        """
        for kept in self.kept():
            both = set(kept.tables) & set(tables.model.tables)
            if both and kept.key.partition(" ")[0] != tables.model.name:
                raise PermissionError(f"{', '.join(sorted(both))} belongs to {kept.key}")

    def make(self, tables: Tables, checkpoint: Checkpoint, names: Sequence[str]) -> None:
        """Note that tables were made, and their names."""
        types = json.dumps(sorted(checkpoint.types))
        row = (*_key(tables), checkpoint.position, json.dumps(names), types, checkpoint.problem)
        self._database.insert(TABLE, COLUMNS, [row])

    def move(self, tables: Tables, position: int, problem: str | None) -> None:
        """Note how far tables go now, and why they go no further."""
        self._database.execute(
            f"UPDATE {TABLE} SET position = ?, problem = ? WHERE name = ? AND version = ?",  # noqa: S608
            (position, problem, *_key(tables)),
        )

    def exchange(self, new: Tables) -> Kept:
        """Give new tables the names of those that answer, and these theirs: what those are now.

        KeyError where nobody made the new ones, or they are there no more.
        """
        live, version = replace(new, began=None), new.model.version
        made = {(each.key, each.version): each.tables for each in self.kept()}
        fresh, old = made[_key(new)], made.get(_key(live), ())
        reached = self.of(new) or Checkpoint(0)
        for name in old:
            self._database.rename(name, f"{name}__away")
        if fresh:
            for name in new.model.tables:
                self._database.rename(new.beside(name), name)
        away = tuple(map(new.beside, old))
        for name in old:
            self._database.rename(f"{name}__away", new.beside(name))
        self._forget(*_key(live))
        self._forget(*_key(new))
        self.make(live, reached, new.model.tables if fresh else ())
        self.make(new, Checkpoint(0), away)
        return Kept(new.key, version, away)

    def drop(self, kept: Kept) -> None:
        """Drop tables, and forget them."""
        for table in kept.tables:
            self._database.execute(f"DROP TABLE IF EXISTS {table}")
        self._forget(kept.key, kept.version)

    def _forget(self, key: str, version: int) -> None:
        self._database.execute(
            f"DELETE FROM {TABLE} WHERE name = ? AND version = ?",  # noqa: S608
            (key, version),
        )


def _key(tables: Tables) -> tuple[str, int]:
    return tables.key, tables.model.version


def _list_of(text: str) -> list[str]:
    """The names that a list holds, as it was written; Damaged where it is none any more."""
    try:
        return list(json.loads(text))
    except ValueError as problem:
        raise Damaged(
            f"What tells how far the read models go is damaged: {problem}.",
            hint="Take a copy that was made before, or export the log and import it elsewhere.",
        ) from None
