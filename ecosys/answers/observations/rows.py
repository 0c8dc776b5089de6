"""Rows: what an importer reads from a file, as a file of figures."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecosys.answers.observations.segment import PLACES
from ecosys.errors import InvalidInput
from ecosys.importer.importer import Row

SHARED = ("metric", "kind", "unit", "period", "population", "method")
"""What all figures of a segment share."""
OWN = {"type", "subject", "value", "occurred", "stated", "stated_basis"}
"""What each figure says of itself."""


def write(rows: Iterable[Row], path: Path) -> dict[str, Any]:
    """Write the figures of rows as Parquet, day by day; gives the fields that they share.

    What a row holds back is not written. InvalidInput: a row states something else than a figure
    of a day, or a figure that the others cannot be added to.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    shared: dict[str, Any] = {}
    figures: list[tuple[date, str, Decimal, date]] = []
    for row in rows:
        for name, fields in row.says.items():
            own = {each: fields[each] for each in SHARED if fields.get(each) is not None}
            beyond = fields.keys() - OWN - set(SHARED)
            if fields["type"] != "observed" or beyond or own != (shared or own):
                raise InvalidInput(f"{name} is no figure that could stand in one file with others.")
            shared = own
            day = date.fromisoformat(fields["occurred"])
            stated = date.fromisoformat(fields.get("stated", fields["occurred"]))
            figures.append((day, fields["subject"], Decimal(fields["value"]), stated))
    if not figures:
        raise InvalidInput("There is no figure in it.")
    figures.sort()
    days, subjects, values, said = zip(*figures, strict=True)
    whole = all(value == value.to_integral_value() for value in values)
    columns = {
        "subject": pa.array(subjects, pa.string()),
        "day": pa.array(days, pa.date32()),
        "value": pa.array(
            [int(value) for value in values] if whole else values,
            pa.int64() if whole else pa.decimal128(38, PLACES),
        ),
    }
    if said != days:
        columns["stated"] = pa.array(said, pa.date32())
    pq.write_table(pa.table(columns), path, compression="zstd")
    return shared
