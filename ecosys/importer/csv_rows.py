"""CSV rows: the lines of a CSV file by its columns, and series of figures that stand in one."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ecosys.errors import InvalidInput
from ecosys.importer.importer import Fields, Row
from ecosys.values import amount, when

Cells = Mapping[str, str]
"""A line by its columns."""
BEYOND = "beyond the last column"
"""Where cells stand for which there is no column."""


def lines(
    payload: bytes, source: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[Cells]:
    r"""The lines of a table that has these columns, and others; InvalidInput: it has them not.

    >>> list(lines(b"name,stars,forks\na,3,1\n", "acme", ["name", "stars"]))
    [{'name': 'a', 'stars': '3', 'forks': '1'}]
    """
    try:
        text = io.StringIO(payload.decode("utf-8-sig"), newline="")
        table = csv.DictReader(text, restkey=BEYOND, restval="", strict=True)
        header, rows = list(table.fieldnames or ()), list(table)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise InvalidInput(f"This is no table of {source}: {problem}.") from None
    wrong = [name for name in columns if header.count(name) != 1]
    wrong += [name for name in optional if header.count(name) > 1]
    if wrong:
        reason = f"{', '.join(wrong)} should be a column, and only one"
        raise InvalidInput(f"This is no table of {source}: {reason}.")
    for line in rows:
        yield {name: "".join(cell) for name, cell in line.items()}


def refuse_cells_beyond(cells: Cells) -> None:
    """ValueError where a line has more cells than there are columns."""
    if BEYOND in cells:
        raise ValueError("it has more cells than there are columns")


def own_key(name: str, taken: Counter[str]) -> str:
    """The key of a row: its name or, where that is taken, the name and its number.

    >>> taken = Counter()
    >>> [own_key("a", taken), own_key("a", taken)]
    ['a', 'a~2']
    """
    taken[name] += 1
    return name if taken[name] == 1 else own_key(f"{name}~{taken[name]}", taken)


def figures(
    table: Iterable[Cells], named: Callable[[Cells], str], fields: Callable[[Cells], Fields]
) -> Iterator[Row]:
    """A row for each line that states a figure of a name; `fields` may raise ValueError.

    What stands there again with the same figure says nothing, with another one it is a problem.

    >>> cells = [{"name": "a", "stars": "3"}, {"name": "a", "stars": "4"}]
    >>> rows = figures(cells, lambda row: row["name"], lambda row: {"value": row["stars"]})
    >>> [row.problem for row in rows]
    [None, 'for this day 3 stands there too']
    """
    taken: Counter[str] = Counter()
    known: dict[str, str] = {}
    for cells in table:
        name = named(cells)
        key = own_key(name, taken)
        given = ",".join(cells.values())[:500]
        try:
            stated = fields(cells)
        except ValueError as problem:
            yield Row(key, problem=str(problem), given=given)
            continue
        before = known.get(name)
        if before is None:
            known[name] = stated["value"]
            yield Row(key, {name: stated}, given=given)
        elif before == stated["value"]:
            yield Row(key, given=given)
        else:
            yield Row(key, problem=f"for this day {before} stands there too", given=given)


def day(text: str, stated: str) -> str:
    """A day, if it is not after the one on which the file was read; else ValueError.

    >>> day("2026-01-01", "2026-02-01")
    '2026-01-01'
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{text[:100]!r} is not a day")
    refuse_later(text, stated)
    return str(when.parse(text))


def refuse_later(text: str, stated: str) -> None:
    """ValueError for a date after the day on which the file was read."""
    if text > stated[:10]:
        raise ValueError(f"{text} is after {stated[:10]}, the day on which the file was read")


def count(text: str, most: int, what: str) -> str:
    """A whole number of things, as many as are believed; else ValueError.

    >>> count("1200", 10**6, "stars")
    '1200'
    """
    if not re.fullmatch(r"[0-9]{1,20}", text):
        raise ValueError(f"{text[:100]!r} is not a number of {what.split(maxsplit=1)[0]}")
    if int(text) > most:
        raise ValueError(f"{text} {what} are not believed")
    return amount.text(Decimal(text))
