"""github-stars: the stars of repositories on GitHub, week by week, by lists of the first.

The file gathers Github-Ranking: each row bears the day on which the stars were counted, so that its
figure is known from that day on. A repository is there only on days on which it was in a list,
of its language or of all; where it is missing, nothing is said of it. One that stands in several
lists of a day is stated once. One that was renamed has two names, which are not joined here:
hwchase17/langchain is langchain-ai/langchain. Forks and open issues are left out.
"""

from collections.abc import Iterator

from ecosys.event.subject import is_subject
from ecosys.importer import Fields, Importer, Row, csv_rows
from ecosys.importer.csv_rows import Cells

COLUMNS = ("date", "repo", "stars")
"""What it must have; it may have others."""
MAX_STARS = 10**8
"""More stars are not believed: GitHub has about as many users."""


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each line; a repository that stands there again with its figure says nothing."""
    return csv_rows.figures(
        csv_rows.lines(payload, "github-stars", COLUMNS),
        _name,
        lambda cells: _fields(cells, stated),
    )


def _name(cells: Cells) -> str:
    return f"{_subject(cells['repo'])}/{cells['date']}"


def _subject(repo: str) -> str:
    owner, slash, name = repo.partition("/")
    return f"{owner.lower()}{slash}{name}"


def _fields(cells: Cells, stated: str) -> Fields:
    subject = _subject(cells["repo"])
    csv_rows.refuse_cells_beyond(cells)
    if subject.count("/") != 1 or not is_subject(subject):
        raise ValueError(f"{cells['repo'][:200]!r} cannot be the name of a repository")
    day = csv_rows.day(cells["date"], stated)
    return {
        "type": "observed",
        "subject": subject,
        "metric": "github_stars",
        "value": csv_rows.count(cells["stars"], MAX_STARS, "stars"),
        "kind": "stock",
        "unit": "stars",
        "occurred": day,
        "stated": day,
        "stated_basis": "observed",
    }


github_stars = Importer(
    source="github-stars",
    read=read,
    dated=True,
    licence="MIT",
    address="https://github.com/EvanLi/Github-Ranking",
)
