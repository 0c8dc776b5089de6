"""pypi-downloads: how often packages were downloaded from PyPI in 30 days, by a list of the first.

The file gathers the versions of top-pypi-packages: each row bears the day for which its list was
made, so that its figure is known from that day on. A list that was published several times for a
day stands there as often. A package is there only on days on which it was among the first 4,000
(later 5,000, 8,000, 15,000): where it is missing, nothing is said of it. Rank, length of the list
and version are left out.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ecosys import amount, when
from ecosys.errors import InvalidInput
from ecosys.faults import SUBJECT
from ecosys.importer import Fields, Importer, Row

COLUMNS = ("last_update", "project", "download_count_30d")
"""What it must have; it may have others."""
BEYOND = "beyond the last column"
"""Where cells stand for which there is no column."""
MOST = 10**12
"""More downloads of one package in 30 days are not believed; the most until 2026 are 2 * 10**9."""


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each package and day; what stands there again with the same figure says nothing."""
    taken: Counter[str] = Counter()
    figures: dict[str, str] = {}
    for cells in _table(payload):
        name = f"{cells['project']}/{cells['last_update']}"
        key = _own(name, taken)
        given = ",".join(cells.values())[:500]
        try:
            fields = _fields(cells, stated)
        except ValueError as problem:
            yield Row(key, odd=str(problem), given=given)
            continue
        before = figures.get(name)
        if before is None:
            figures[name] = fields["value"]
            yield Row(key, {name: fields}, given=given)
        elif before == fields["value"]:
            yield Row(key, given=given)
        else:
            yield Row(key, odd=f"for this day {before} stands there too", given=given)


def _table(payload: bytes) -> Iterator[Mapping[str, str]]:
    """The cells of each line by their columns."""
    try:
        text = io.StringIO(payload.decode("utf-8-sig"), newline="")
        table = csv.DictReader(text, restkey=BEYOND, restval="", strict=True)
        header, lines = list(table.fieldnames or ()), list(table)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise InvalidInput(f"This is no table of pypi-downloads: {problem}.") from None
    if wrong := [name for name in COLUMNS if header.count(name) != 1]:
        reason = f"{', '.join(wrong)} should be a column, and only one"
        raise InvalidInput(f"This is no table of pypi-downloads: {reason}.")
    for line in lines:
        yield {name: "".join(cell) for name, cell in line.items()}


def _own(name: str, taken: Counter[str]) -> str:
    """The key of a row: its name or, where that is taken, the name and its number."""
    taken[name] += 1
    return name if taken[name] == 1 else _own(f"{name}~{taken[name]}", taken)


def _fields(cells: Mapping[str, str], stated: str) -> Fields:
    if BEYOND in cells:
        raise ValueError("it has more cells than there are columns")
    subject = f"pypi/{cells['project']}"
    if not re.fullmatch(SUBJECT.strip("^$"), subject) or len(subject) > 200:
        raise ValueError(f"{subject[:200]!r} cannot be the name of a package")
    day = _day(cells["last_update"], stated)
    return {
        "type": "observed",
        "subject": subject,
        "metric": "pypi_downloads_30d",
        "value": _count(cells["download_count_30d"]),
        "kind": "flow",
        "unit": "downloads",
        "period": "30 days",
        "occurred": day,
        "stated": day,
        "stated_basis": "observed",
    }


def _day(text: str, stated: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{text[:100]!r} is not a day")
    if text > stated[:10]:
        raise ValueError(f"{text} is after {stated[:10]}, the day on which the file was read")
    return str(when.parse(text))


def _count(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,20}", text):
        raise ValueError(f"{text[:100]!r} is not a number of downloads")
    if int(text) > MOST:
        raise ValueError(f"{text} downloads in 30 days are not believed")
    return amount.text(Decimal(text))


pypi_downloads = Importer(
    source="pypi-downloads",
    read=read,
    dated=True,
    address="https://github.com/hugovk/top-pypi-packages",
)
