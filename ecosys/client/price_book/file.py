"""File: a price book as JSON. What is alike is written once and named by its number."""

import json
import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from ecosys.client.price_book.book import Cell, Grid, Origin, PriceBook, Run, SeveralSubjects
from ecosys.client.price_book.price_list import PriceLine, PriceList
from ecosys.errors import InvalidInput

FORMAT = 1
"""The version of the form: another one is not read."""
T = TypeVar("T")
_DAY_ONE = 719163
"""The ordinal of 1970-01-01: days are written as numbers since then."""


def write(book: PriceBook, path: Path) -> None:
    """Write a book to a file: all of it, or nothing."""
    text = json.dumps(_plain(book), separators=(",", ":"))
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path) -> PriceBook:
    """The book in a file; InvalidInput where it is none of this form."""
    try:
        plain = json.loads(path.read_bytes())
        if plain["format"] != FORMAT:
            raise InvalidInput(f"{path} is a price book of form {plain['format']}, not {FORMAT}.")
        return _book(plain)
    except OSError as problem:
        raise InvalidInput(f"{path} cannot be read: {problem.strerror}.") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        if isinstance(problem, InvalidInput):
            raise
        raise InvalidInput(f"{path} is no price book.") from None


class _Numbers:
    """Numbers for things, each written the first time that it is met."""

    def __init__(self) -> None:
        self.written: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def of(self, key: Hashable, write: Callable[[], Any]) -> int:
        number = self._numbers.get(key)
        if number is None:
            content = write()  # which may number others of this kind first
            number = self._numbers[key] = len(self.written)
            self.written.append(content)
        return number


def _plain(book: PriceBook) -> dict[str, Any]:
    lines, lists, cells, runs, grids = (_Numbers() for _ in range(5))

    def of_line(line: PriceLine) -> int:
        digits = None if line.per_million is None else format(line.per_million, "f")
        return lines.of(line, lambda: [*line._replace(per_million=None), digits])

    def of_list(prices: PriceList) -> int:
        return lists.of(id(prices), lambda: [of_line(line) for line in prices.lines])

    def of_cell(cell: Cell) -> int:
        if isinstance(cell, SeveralSubjects):
            return cells.of(id(cell), lambda: [cell.name, list(cell.candidates)])
        return cells.of(
            id(cell), lambda: {tier: of_list(each) for tier, each in cell.tiers.items()}
        )

    def of_run(run: Run) -> int:
        return runs.of(run, lambda: [_numbers(run.days), [of_cell(each) for each in run.cells]])

    def of_grid(grid: Grid) -> int:
        return grids.of(grid, lambda: [_numbers(grid.known), [of_run(each) for each in grid.runs]])

    names = {name: of_grid(grid) for name, grid in book.grids.items()}
    written = (each.written for each in (lines, lists, cells, runs, grids))
    parts = dict(zip(("lines", "lists", "cells", "runs", "grids"), written, strict=True))
    return {"format": FORMAT, "origin": list(book.origin), **parts, "names": names}


def _numbers(days: Iterable[date]) -> list[int]:
    return [day.toordinal() - _DAY_ONE for day in days]


def _book(plain: Mapping[str, Any]) -> PriceBook:
    lines = [_line(each) for each in plain["lines"]]
    lists = [PriceList(lines[number] for number in each) for each in plain["lists"]]
    cells = [_cell(each, lists) for each in plain["cells"]]
    days: dict[int, date] = {}
    runs = [Run(_dates(at, days), _all(cells, which)) for at, which in plain["runs"]]
    grids = [Grid(_dates(at, days), _all(runs, which)) for at, which in plain["grids"]]
    names = {name: grids[number] for name, number in plain["names"].items()}
    return PriceBook(Origin(*plain["origin"]), names)


def _line(plain: Sequence[Any]) -> PriceLine:
    *fields, digits = plain
    line = PriceLine(*fields)
    per_million = None if digits is None else Decimal(digits)
    return line._replace(because=tuple(line.because), per_million=per_million)


def _cell(plain: Any, lists: Sequence[PriceList]) -> Cell:
    if isinstance(plain, list):
        return SeveralSubjects(*plain)
    return Cell({tier: lists[number] for tier, number in plain.items()})


def _dates(numbers: Iterable[int], known: dict[int, date]) -> tuple[date, ...]:
    for number in numbers:
        if number not in known:
            known[number] = date.fromordinal(number + _DAY_ONE)
    return tuple(known[number] for number in numbers)


def _all(things: Sequence[T], numbers: Iterable[int]) -> tuple[T, ...]:
    return tuple(things[number] for number in numbers)
