"""uptime-log: which part of 30 days a service answered, from a CSV: day, service, percent."""

import csv
import re
from collections.abc import Iterator

from ecosys import Importer, InvalidInput, Row

COLUMNS = ["day", "service", "percent"]


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each line; a line that cannot be believed is held back, with the reason."""
    try:
        table = csv.DictReader(payload.decode().splitlines(), restkey="more", restval="")
        lines = list(table)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise InvalidInput(f"This is no file of uptime-log: {problem}.") from None
    if table.fieldnames != COLUMNS:
        raise InvalidInput(f"This is no file of uptime-log: its columns are not {COLUMNS}.")
    for line in lines:
        yield _row(line, stated)


def _row(line: dict[str, str], stated: str) -> Row:
    key, given = f"{line['service']}/{line['day']}", ",".join(map(str, line.values()))
    if not re.fullmatch(r"100|\d{1,2}(\.\d+)?", line["percent"]):
        return Row(key, problem=f"{line['percent']!r} is no percentage", given=given)
    if line["day"] > stated:
        return Row(
            key, problem=f"{line['day']} is after {stated}, the day of the file", given=given
        )
    figure = {
        "type": "observed",
        "subject": line["service"],
        "metric": "uptime_30d",
        "value": line["percent"],
        "kind": "share",
        "unit": "percent",
        "occurred": line["day"],
        "stated": line["day"],
    }
    return Row(key, {key: figure}, given=given)


uptime_log = Importer(
    source="uptime-log",
    read=read,
    dated=True,
    licence="CC0-1.0",
    address="https://status.example/uptime.csv",
)
