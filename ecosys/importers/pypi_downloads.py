"""pypi-downloads: how often packages were downloaded from PyPI in 30 days, by a list of the first.

The file gathers the versions of top-pypi-packages: each row bears the day for which its list was
made, so that its figure is known from that day on. A list that was published several times for a
day stands there as often. A package is there only on days on which it was among the first 4,000
(later 5,000, 8,000, 15,000): where it is missing, nothing is said of it. Rank, length of the list
and version are left out.
"""

from collections.abc import Iterator

from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row, csv_rows
from ecosys.importer.csv_rows import Cells

COLUMNS = ("last_update", "project", "download_count_30d")
"""What it must have; it may have others."""
MAX_DOWNLOADS = 10**12
"""More downloads of one package in 30 days are not believed; the most until 2026 are 2 * 10**9."""


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each package and day; what stands there again with the same figure says nothing."""
    return csv_rows.figures(
        csv_rows.lines(payload, "pypi-downloads", COLUMNS),
        _name,
        lambda cells: _fields(cells, stated),
    )


def _name(cells: Cells) -> str:
    return f"{cells['project']}/{cells['last_update']}"


def _fields(cells: Cells, stated: str) -> Fields:
    csv_rows.refuse_cells_beyond(cells)
    subject = f"pypi/{cells['project']}"
    if not is_subject(subject):
        raise ValueError(f"{subject[:200]!r} cannot be the name of a package")
    day = csv_rows.day(cells["last_update"], stated)
    return {
        "type": "observed",
        "subject": subject,
        "metric": "pypi_downloads_30d",
        "value": csv_rows.count(cells["download_count_30d"], MAX_DOWNLOADS, "downloads in 30 days"),
        "kind": "flow",
        "unit": "downloads",
        "period": "30 days",
        "occurred": day,
        "stated": day,
        "stated_basis": "observed",
    }


pypi_downloads = Importer(
    source="pypi-downloads",
    read=read,
    dated=True,
    address="https://github.com/hugovk/top-pypi-packages",
)
