"""Tables: those of a read model under the names that they have for now, and what may fill them.

Those that answer have the names that the read model gives them. While they are made anew, the new
ones stand beside them under names of their own, and every statement of the read model is rewritten
to name these. Indexes keep such names.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ecosys.log.database import Asked, Columns, Database, Dialect, Query, Rows
from ecosys.log.log import Log
from ecosys.read_model.read_model import ReadModel, is_index

if TYPE_CHECKING:
    import sqlalchemy

_READS = re.compile(r"\s*(SELECT|VALUES|WITH)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+(?:IGNORE|REPLACE))?\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)",
    re.IGNORECASE,
)
_WRITES_WITHIN = re.compile(
    r"\b(INSERT\s+(OR|INTO)|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a read model under the names that they have for now."""

    model: ReadModel
    began: int | None = None
    """The instant at which it was begun to make them anew; None: they answer."""

    @property
    def key(self) -> str:
        """The name under which the database tells how far they go."""
        return self.model.name if self.began is None else f"{self.model.name} {self.began}"

    @property
    def names(self) -> Mapping[str, str]:
        """For each name that the read model gives a table or an index that which it has."""
        indexes = [name for name in map(is_index, self.model.schema) if name is not None]
        return {name: self.beside(name) for name in (*self.model.tables, *indexes)}

    @property
    def schema(self) -> tuple[str, ...]:
        """The statements that make them."""
        rename = renamer(self.names)
        return tuple(map(rename, self.model.schema))

    def beside(self, name: str) -> str:
        """What a name becomes while tables are made anew."""
        return name if self.began is None else f"{name}__{self.began}"

    def fill_from(self, log: Log) -> Log:
        """A log as a fold is given it: it is read, and these tables are written to."""
        return Log(OwnTables(log.database, self), log.clock)


def renamer(names: Mapping[str, str]) -> Callable[[str], str]:
    """What replaces whole words of a statement.

    >>> renamer({"held_5": "held_5__7"})("SELECT held_5.id FROM held_5 JOIN held_5_subject")
    'SELECT held_5__7.id FROM held_5__7 JOIN held_5_subject'
    """
    word = re.compile(rf"\b({'|'.join(names)})\b")
    return lambda sql: word.sub(lambda found: names[found[1]], sql) if names else sql


class OwnTables:
    """A database as a fold is given it: all of it is read, its own tables alone are written to."""

    def __init__(self, database: Database, own: Tables) -> None:
        self._database = database
        self._own = own
        self._rename = renamer(own.names) if own.began is not None else str
        self.allowed = lru_cache(maxsize=256)(self._allowed)

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is within a transaction."""
        return self._database.in_transaction

    def tables(self) -> frozenset[str]:
        """The names of all tables and views."""
        return self._database.tables()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement that reads, or that writes to its own tables."""
        return self._database.execute(self.allowed(sql), parameters)

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""
        return self._database.stream(self.allowed(sql), parameters)

    def insert(self, table: str, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
        """Add rows to a table of its own."""
        self._refuse_others(table)
        self._database.insert(self._own.beside(table), columns, rows)

    def reading(self) -> AbstractContextManager[None]:
        """All that is read within is of one moment: so it is already."""
        return self._database.reading()

    def writing(self, *first: Query) -> AbstractContextManager[list[Rows]]:
        """A part of the transaction that there is."""
        return self._database.writing(*((self.allowed(sql), given) for sql, given in first))

    def trying(self) -> AbstractContextManager[None]:
        """A part of that transaction that alone is undone after an error."""
        return self._database.trying()

    def rename(self, table: str, name: str) -> None:
        """Refused: its tables have the names that they are given."""
        raise PermissionError(f"{self._own.model.name} renames {table} to {name}")

    def migrating(self) -> AbstractContextManager["sqlalchemy.Connection"]:
        """Refused: nothing that a fold does changes the shape of a database."""
        raise PermissionError(f"{self._own.model.name} migrates the database")

    @property
    def dialect(self) -> Dialect:
        """How its engine says what SQL has no common words for."""
        return self._database.dialect

    def asking(self, *_: object) -> AbstractContextManager[Asked]:
        """Refused: a fold reads by `execute` and `stream`."""
        raise PermissionError(f"{self._own.model.name} opens the database to be asked")

    def close(self) -> None:
        """Refused: others use it."""
        raise PermissionError(f"{self._own.model.name} closes the database")

    def _allowed(self, sql: str) -> str:
        """A statement with the names that its tables have, if it may be run."""
        if writes := _WRITES.match(sql):
            self._refuse_others(writes[1])
        elif not (reads := _READS.match(sql)) or (
            reads[1].upper() == "WITH" and _WRITES_WITHIN.search(sql)
        ):
            raise PermissionError(
                f"{self._own.model.name} runs {' '.join(sql.split())!r:.80}. Allowed: SELECT, and "
                f"INSERT, UPDATE and DELETE of its own tables"
            )
        return self._rename(sql)

    def _refuse_others(self, table: str) -> None:
        if table not in self._own.model.tables:
            raise PermissionError(
                f"{self._own.model.name} writes to {table}. Allowed: "
                + ", ".join(self._own.model.tables)
            )
