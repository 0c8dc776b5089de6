"""Source: a usage log as it is read: its columns, and its records one after the other.

CSV, JSON lines, JSON and Parquet are told by their first bytes. A column within others is named by
its path: `metadata/usage/cached`.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from ecosys.errors import InvalidInput
from ecosys.values.cached import cached_property

Kind = Literal["csv", "jsonl", "json", "parquet"]
Record = Mapping[str, Any]
SAMPLE = 100
"""How many records are looked at for the columns of a log of JSON."""
DEPTH = 4
"""How deep columns may stand within others."""
SEPARATORS = (",", ";", "\t")
MAX_CELL = 16 * 1024 * 1024


@dataclass(frozen=True)
class Source:
    """A usage log in a file."""

    path: Path

    @cached_property
    def kind(self) -> Kind:
        """What it is written in; InvalidInput where that cannot be told."""
        try:
            with self.path.open("rb") as file:
                head = file.read(65536)
        except OSError as problem:
            raise InvalidInput(f"{self.path}: it cannot be read ({problem.strerror}).") from None
        if head.startswith(b"PAR1"):
            return "parquet"
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if text.startswith(b"{"):
            return "jsonl" if _is_record(text.partition(b"\n")[0]) else "json"
        return "json" if text.startswith(b"[") else "csv"

    @cached_property
    def separator(self) -> str:
        """What parts the cells of a CSV: that which its first line has most of."""
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            first = file.readline()
        return max(SEPARATORS, key=first.count)

    @cached_property
    def header(self) -> list[str]:
        """The columns of a table, as they stand side by side."""
        if self.kind == "parquet":
            return list(_parquet(self.path).schema_arrow.names)
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return next(_csv(file, self.separator, self.path), [])

    @cached_property
    def sample(self) -> list[Record]:
        """The first records."""
        return list(islice(self.records(), SAMPLE))

    def records(self) -> Iterator[Record]:
        """The records; InvalidInput names the line that is none."""
        if self.kind == "csv":
            yield from self._cells()
        elif self.kind == "jsonl":
            yield from _lines(self.path)
        elif self.kind == "json":
            yield from _document(self.path)
        else:
            for batch in _parquet(self.path).iter_batches():
                yield from batch.to_pylist()

    def _cells(self) -> Iterator[Record]:
        header = self.header
        if repeated := sorted({name for name in header if header.count(name) > 1}):
            raise InvalidInput(f"{self.path}: the column {repeated[0]} stands there twice.")
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = _csv(file, self.separator, self.path)
            next(rows, None)
            for cells in rows:
                if len(cells) > len(header):
                    raise InvalidInput(
                        f"{self.path}: a row has {len(cells)} cells for {len(header)} columns: "
                        f"{self.separator.join(cells)[:200]}"
                    )
                if cells:
                    yield dict(zip(header, cells, strict=False))


def columns_of(records: Iterable[Record], header: Sequence[str] = ()) -> list[str]:
    """The columns of some records, those within others by their paths.

    >>> columns_of([{"model": "m", "usage": {"input": 1}}])
    ['model', 'usage', 'usage/input']
    """
    columns: dict[str, None] = dict.fromkeys(header)
    for record in records:
        _collect(record, "", columns, DEPTH)
    return list(columns)


def _collect(record: Record, place: str, columns: dict[str, None], depth: int) -> None:
    for name, value in record.items():
        columns[f"{place}{name}"] = None
        within = fields_of(value)
        if within and depth > 1:
            _collect(within, f"{place}{name}/", columns, depth - 1)


def fields_of(value: object) -> Record | None:
    """What stands within a value: a record, JSON in a cell, or attributes as OTLP lists them.

    >>> fields_of('{"a": 1}'), fields_of([{"key": "a", "value": {"intValue": "1"}}])
    ({'a': 1}, {'a': '1'})
    """
    if isinstance(value, Mapping):
        return value
    if isinstance(value, str) and value.startswith("{"):
        try:
            read = json.loads(value, parse_float=Decimal)
        except ValueError:
            return None
        return read if isinstance(read, dict) else None
    if isinstance(value, list) and all(isinstance(each, dict) and "key" in each for each in value):
        return {each["key"]: next(iter((each.get("value") or {}).values()), None) for each in value}
    return None


def unfolded(record: Record, places: Sequence[str]) -> Iterator[Record]:
    """The items of the list at the first of some places, with the fields around them; else itself.

    >>> list(unfolded({"start": 1, "results": [{"a": 2}, {"a": 3}]}, ["results"]))
    [{'start': 1, 'a': 2}, {'start': 1, 'a': 3}]
    """
    for place in places:
        first, _, rest = place.partition("/")
        if isinstance(items := record.get(first), list):
            around = {name: value for name, value in record.items() if name != first}
            for item in items:
                inner = {**around, **item} if isinstance(item, Mapping) else around
                yield from unfolded(inner, [rest]) if rest else iter([inner])
            return
    yield record


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _csv(file: Iterable[str], separator: str, path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(file, delimiter=separator, strict=True)
    try:
        yield from reader
    except (csv.Error, UnicodeDecodeError) as problem:
        raise InvalidInput(f"{path}:{reader.line_num}: {problem}.") from None


def _lines(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.isspace():
                continue
            try:
                record = json.loads(line, parse_float=Decimal)
            except ValueError as problem:
                raise InvalidInput(f"{path}:{number}: {problem}.") from None
            if not isinstance(record, dict):
                raise InvalidInput(f"{path}:{number}: it is no record.", hint="Write {...}.")
            yield record


def _document(path: Path) -> Iterator[Record]:
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except ValueError as problem:
        raise InvalidInput(f"{path}: {problem}.") from None
    records = read if isinstance(read, list) else [read]
    if wrong := [each for each in records if not isinstance(each, dict)]:
        raise InvalidInput(f"{path}: {str(wrong[0])[:80]!r} is no record.", hint="Write {...}.")
    yield from records


def _parquet(path: Path) -> Any:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InvalidInput(
            f"{path} is Parquet, and pyarrow is not installed.",
            hint="Install ecosys[analytics], or write the log as CSV or JSON lines.",
        ) from None
    return ParquetFile(path)
