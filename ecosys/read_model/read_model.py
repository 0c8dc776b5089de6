"""Read model: rows that follow from the log, so that a question costs what its answer is large."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ecosys.event import Recorded
from ecosys.log.log import Log
from ecosys.plugins import OURS, Registry

Fold = Callable[[Log, Sequence[Recorded]], None]
"""Writes to the tables what the next events of a log change in them."""
OF_PROJECTIONS = "projection_"
"""How the names of read models begin that hold stored results of projections."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CREATES = re.compile(
    r"\s*CREATE\s+(?:TABLE\s+(?P<table>\w+)|(?:UNIQUE\s+)?INDEX\s+(?P<index>\w+)\s+ON\s+(?P<on>\w+))"
    r"\s*\(",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadModel:
    """Tables with what follows from the events of a log, one after the other.

    They can be dropped and made anew at any time. Their names end with the version, so that those
    of another version stand beside them. A fold reads the log and these tables, and writes to
    these tables alone. The same events give the same rows, in however many parts they come; where
    rows bear numbers that are given on the way, `compared` tells them without these.

    Statements name the tables plainly, and no index: while a read model is made anew they are
    rewritten to name the tables that are filled beside those that answer.
    """

    name: str
    version: int
    """Of its tables and of the rules by which they are filled."""
    tables: tuple[str, ...]
    """The names of its tables."""
    schema: tuple[str, ...]
    """The statements that make its tables and their indexes."""
    fold: Fold
    compared: Mapping[str, str] = field(default_factory=dict, compare=False)
    """For tables whose rows bear numbers that depend on how the events came: a query that tells
    the same without these, by which the table is compared with one that was made anew."""

    def comparison(self, table: str) -> str:
        """The query whose rows follow from the events alone, in whatever order they came."""
        return self.compared.get(table, f"SELECT * FROM {table}")  # noqa: S608


def is_index(statement: str) -> str | None:
    """The name of the index that a statement makes; None where it makes none.

    >>> is_index("CREATE UNIQUE INDEX ix_days_1 ON days_1 (day)")
    'ix_days_1'
    >>> is_index("CREATE TABLE days_1 (day TEXT)") is None
    True
    """
    made = _CREATES.match(statement)
    return made["index"] if made else None


def refuse_disorderly(model: ReadModel) -> None:
    """TypeError where tables of another package could be taken for those of somebody else.

    >>> days = ReadModel("days", 2, ("days_2",), ("CREATE TABLE days_2 (day TEXT)",), print)
    >>> refuse_disorderly(days)
    >>> from dataclasses import replace
    >>> refuse_disorderly(replace(days, tables=("event",)))
    Traceback (most recent call last):
    TypeError: days has the table 'event'. Allowed: days_2, days_..._2
    >>> refuse_disorderly(replace(days, schema=("DROP TABLE event",)))
    Traceback (most recent call last):
    TypeError: days has the statement 'DROP TABLE event'. Allowed: CREATE TABLE days_2 (...), ...
    """
    name, version = model.name, model.version
    if not _NAME.fullmatch(name) or name.startswith(OF_PROJECTIONS):
        raise TypeError(
            f"{name!r} is no name of a read model. Allowed: small letters, digits and _, a letter "
            f"first, not {OF_PROJECTIONS}..."
        )
    if type(version) is not int or version < 1:
        raise TypeError(f"{name} has the version {version!r}. Allowed: 1, 2, 3 ...")
    named = re.compile(rf"{name}(_[a-z0-9_]+)?_{version}")
    for table in model.tables:
        if not named.fullmatch(table):
            allowed = f"{name}_{version}, {name}_..._{version}"
            raise TypeError(f"{name} has the table {table!r}. Allowed: {allowed}")
    _refuse_other_statements(model)


def _refuse_other_statements(model: ReadModel) -> None:
    """Refuse what does more than to make the tables and their indexes."""
    made = []
    for statement in model.schema:
        creates = _CREATES.match(statement)
        index, on = (creates["index"], creates["on"]) if creates else (None, None)
        of_table = on in model.tables and index and re.fullmatch(rf"ix_{on}(_\w+)?", index)
        if not creates or not (of_table or creates["table"] in model.tables):
            raise TypeError(
                f"{model.name} has the statement {' '.join(statement.split())!r:.120}. Allowed: "
                + ", ".join(f"CREATE TABLE {each} (...)" for each in model.tables)
                + ", and for a table T CREATE INDEX ix_T_... ON T (...)"
            )
        made += [creates["table"]] if creates["table"] else []
    if sorted(made) != sorted(set(model.tables)) or not made:
        raise TypeError(
            f"{model.name} makes {', '.join(made) or 'no table'} and declares "
            f"{', '.join(model.tables) or 'none'}. Allowed: each declared table is made once"
        )


def _declared(loaded: object, name: str) -> ReadModel:
    if not isinstance(loaded, ReadModel):
        raise TypeError(f"{name} is a {type(loaded).__name__}. Allowed: a ReadModel")
    if loaded.name != name:
        raise TypeError(f"{name} holds a read model named {loaded.name}. Allowed: {name}")
    return loaded


read_models: Registry[ReadModel] = Registry(
    "ecosys.read_models", kind=_declared, refuse_foreign=refuse_disorderly
)
"""All read models by name: ours, and those that other packages add."""


def of_other_packages() -> list[ReadModel]:
    """The read models that other packages add."""
    return [model for name, model in read_models.items() if read_models.origin(name) != OURS]
