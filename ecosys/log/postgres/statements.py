"""Statements: SQL as all of this package writes it, in the words of PostgreSQL.

What is written runs on SQLite as it stands. PostgreSQL is told the same with other marks for what
is given, with types that hold as much, and with text that sorts by its code points.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import chain, count

from ecosys.errors import StatementRefused

LONGEST = 63
"""How many bytes of a name PostgreSQL keeps."""
_QUOTED = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")""")
_CREATES = re.compile(r"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)", re.IGNORECASE)
_INDEX = re.compile(r"(\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+)(\w+)", re.IGNORECASE)
_PLACE = re.compile(r"\$(\d+)")
_MARK = re.compile(r"\?")
_LEAST = re.compile(r"\b(min|max)\((?=[^()]*,)", re.IGNORECASE)
_ROWID = re.compile(r"\bWITHOUT\s+ROWID\b", re.IGNORECASE)
_TYPES = {
    "INT": "BIGINT",
    "INTEGER": "BIGINT",
    "TEXT": 'TEXT COLLATE "C"',
    "REAL": "DOUBLE PRECISION",
    "BLOB": "BYTEA",
}
_TYPE = re.compile(rf"([(,]\s*\w+\s+)({'|'.join(_TYPES)})\b", re.IGNORECASE)
"""A type, after the name of a column."""


@lru_cache(maxsize=2048)
def translated(sql: str) -> str:
    """A statement as psycopg takes it.

    >>> translated("SELECT id FROM event WHERE position <= ? AND body LIKE '%why?%'")
    "SELECT id FROM event WHERE position <= $1 AND body LIKE '%why?%'"
    >>> translated("SELECT max(at) FROM turn_1 WHERE at < min(?, ? + 1)")
    'SELECT max(at) FROM turn_1 WHERE at < least($1, $2 + 1)'
    >>> translated("CREATE TABLE days_1 (text TEXT NOT NULL, count INTEGER)")
    'CREATE TABLE days_1 (text TEXT COLLATE "C" NOT NULL, count BIGINT)'
    """
    makes_table = _CREATES.match(sql)
    if makes_table:
        _refuse_long(makes_table[1])
    parts = _QUOTED.split(_INDEX.sub(_short_index, sql, count=1))
    number = count(1)
    for at in range(0, len(parts), 2):  # between them stands what is quoted
        part = _with_types(parts[at]) if makes_table else parts[at]
        part = _LEAST.sub(_scalar, part)
        parts[at] = _MARK.sub(lambda _: f"${next(number)}", part)
    return "".join(parts)


@lru_cache(maxsize=256)
def inserting(table: str, columns: tuple[str, ...], rows: int) -> str:
    """The statement that adds so many rows.

    >>> inserting("days_1", ("day", "count"), 2)
    'INSERT INTO days_1 (day, count) VALUES ($1, $2), ($3, $4)'
    """
    width = len(columns)
    marks = [f"${number}" for number in range(1, rows * width + 1)]
    each = (f"({', '.join(marks[at : at + width])})" for at in range(0, rows * width, width))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join(each)}"  # noqa: S608  names of ours


def filled(query: str, literals: Sequence[str]) -> str:
    """A statement with what it is given, each as it is written in SQL, in the place of its marks.

    >>> filled("UPDATE days_1 SET day = $2 WHERE day = '$1' AND count = $1", ["7", "'x'"])
    "UPDATE days_1 SET day = 'x' WHERE day = '$1' AND count = 7"
    """
    texts, places = _around_places(query)
    given = (literals[place - 1] for place in places)
    return "".join(chain.from_iterable(zip(texts, given, strict=False))) + texts[-1]


@lru_cache(maxsize=512)
def _around_places(query: str) -> tuple[list[str], list[int]]:
    """The texts around the marks of a statement, and the numbers of these."""
    texts, places = [""], list[int]()
    for at, part in enumerate(_QUOTED.split(query)):
        pieces = [part] if at % 2 else _PLACE.split(part)  # between them stands what is quoted
        texts[-1] += pieces[0]
        texts += pieces[2::2]
        places += map(int, pieces[1::2])
    return texts, places


def short(name: str) -> str:
    """A name that PostgreSQL keeps whole: the same, or one made of it.

    >>> short("ix_days_1_day")
    'ix_days_1_day'
    >>> len(short("ix_" + "days_" * 20))
    63
    """
    if len(name.encode()) <= LONGEST:
        return name
    digest = sha256(name.encode()).hexdigest()[:12]
    return f"{name[: LONGEST - len(digest) - 1]}_{digest}"


def _scalar(found: re.Match[str]) -> str:
    return "least(" if found[1].lower() == "min" else "greatest("


def _with_types(part: str) -> str:
    return _TYPE.sub(lambda found: found[1] + _TYPES[found[2].upper()], _ROWID.sub("", part))


def _short_index(found: re.Match[str]) -> str:
    return found[1] + short(found[2])


def _refuse_long(table: str) -> None:
    if len(table.encode()) > LONGEST:
        raise StatementRefused(f"{table}: PostgreSQL keeps {LONGEST} bytes of a table's name.")
