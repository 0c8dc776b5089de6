"""Parquet: the tables with exact decimals and instants, to be asked where they are.

Rows of a subject stand together in groups of rows, each with the least and the
greatest subject: who asks for one reads little of the file, over HTTP too.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from ecosys.answers.dataset.price_tables import DAILY, DAILY_COLUMNS, DAILY_SUMMARY, SPAN, days
from ecosys.answers.dataset.source import File, Source
from ecosys.answers.dataset.table import Column, Row, Table, Type
from ecosys.errors import InvalidInput

MEDIA_TYPE = "application/vnd.apache.parquet"
DIGITS, SCALE = 38, 18
"""Of a decimal: how many digits it has in all, and how many after the point."""
GROUP = 50_000
"""How many rows are read together."""
_TYPES: dict[Type, pa.DataType] = {
    "text": pa.string(),
    "json": pa.string(),
    "whole": pa.int64(),
    "number": pa.decimal128(DIGITS, SCALE),
    "instant": pa.timestamp("us", tz="UTC"),
    "date": pa.date32(),
}


def write(source: Source, folder: Path) -> Iterator[File]:
    """Write a file for each table, and the prices day by day.

    InvalidInput where a number has more digits than a decimal of the file: none is rounded.
    """
    for table in source.tables:
        path = folder / f"{table.name}.parquet"
        _save(path, _schema(table, source), _batches(table))
        yield File(path.name, MEDIA_TYPE, table.summary, table.columns)
        if table.name == SPAN:
            path = folder / f"{DAILY}.parquet"
            daily = replace(table, name=DAILY, summary=DAILY_SUMMARY, columns=DAILY_COLUMNS)
            _save(path, _schema(daily, source), _daily_batches(table, source.moment.as_of))
            yield File(path.name, MEDIA_TYPE, daily.summary, daily.columns)


def _save(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema), row_group_size=GROUP)


def _batches(table: Table) -> Iterator[pa.RecordBatch]:
    rows = table.rows()
    while group := list(islice(rows, GROUP)):
        yield _batch(table, group)


def _daily_batches(span: Table, last: int) -> Iterator[pa.RecordBatch]:
    """Each span once for each of its days: there are many, so they are repeated as columns."""
    rows = list(span.rows())
    spans = _batch(span, rows).select([each.name for each in DAILY_COLUMNS[1:]])
    which, day = array("q"), array("i")
    for number, row in enumerate(rows):
        numbers = days(span, row, last)
        which.extend(repeat(number, len(numbers)))
        day.extend(numbers)
    for start in range(0, len(day), GROUP):
        taken = spans.take(pa.array(which[start : start + GROUP], type=pa.int64()))
        dates = pa.array(day[start : start + GROUP], type=pa.int32()).cast(pa.date32())
        yield pa.record_batch([dates, *taken.columns], [each.name for each in DAILY_COLUMNS])


def _schema(table: Table, source: Source) -> pa.Schema:
    fields = [
        pa.field(each.name, _TYPES[each.type], metadata={"description": each.meaning})
        for each in table.columns
    ]
    about = {f"ecosys.{name}": value for name, value in source.coordinates.items()}
    return pa.schema(fields, metadata={"description": table.summary, **about})


def _batch(table: Table, rows: Sequence[Row]) -> pa.RecordBatch:
    arrays = [
        _array(table, column, values, rows)
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    ]
    return pa.record_batch(arrays, list(table.names))


def _array(table: Table, column: Column, values: Sequence[Any], rows: Sequence[Row]) -> pa.Array:
    if column.type == "number":
        _refuse_unfit(table, column, values, rows)
    return pa.array(_plain(column.type, values), type=_TYPES[column.type])


def _plain(type: Type, values: Iterable[Any]) -> list[Any]:
    """Values as the library takes them."""
    if type == "instant":
        return [None if each is None else datetime.fromisoformat(each) for each in values]
    if type == "date":
        return [None if each is None else date.fromisoformat(each) for each in values]
    return list(values)


def _refuse_unfit(
    table: Table, column: Column, values: Sequence[Decimal | None], rows: Sequence[Row]
) -> None:
    """Refuse a number that could not be written as it is."""
    place = table.names.index("subject")
    for value, row in zip(values, rows, strict=True):
        if value is not None and not fits(value):
            raise InvalidInput(
                f"{column.name} {value} of {row[place]} in {table.name} has more digits than "
                f"Parquet takes exactly: {DIGITS - SCALE} before the point and {SCALE} after it.",
                hint="--format csv has all of them.",
            )


def fits(number: Decimal) -> bool:
    """Whether a decimal of the file holds a number exactly.

    >>> fits(Decimal("0.000000000000000001")), fits(Decimal("1e-19")), fits(Decimal("1e20"))
    (True, False, False)
    """
    digits = "".join(map(str, number.as_tuple().digits))
    last = int(number.as_tuple().exponent) + len(digits) - len(digits.rstrip("0"))
    return not number or (last >= -SCALE and number.adjusted() < DIGITS - SCALE)
