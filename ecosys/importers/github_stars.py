"""github-stars: the stars of repositories on GitHub, week by week, by lists of the first.

The file gathers Github-Ranking: each row bears the day on which the stars were counted, so that its
figure is known from that day on. A repository is there only on days on which it was in a list,
of its language or of all; where it is missing, nothing is said of it. One that stands in several
lists of a day is stated once. One that was renamed has two names, which are not joined here:
hwchase17/langchain is langchain-ai/langchain. Forks and open issues are left out.
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

COLUMNS = ("date", "repo", "stars")
"""What it must have; it may have others."""
BEYOND = "beyond the last column"
"""Where cells stand for which there is no column."""
MOST = 10**8
"""More stars are not believed: GitHub has about as many users."""


def read(payload: bytes, stated: str) -> Iterator[Row]:
    """A row for each line; a repository that stands there again with its figure says nothing."""
    taken: Counter[str] = Counter()
    figures: dict[str, str] = {}
    for cells in _table(payload):
        subject = _subject(cells["repo"])
        name = f"{subject}/{cells['date']}"
        key = _own(name, taken)
        given = ",".join(cells.values())[:500]
        try:
            fields = _fields(subject, cells, stated)
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
        raise InvalidInput(f"This is no table of github-stars: {problem}.") from None
    if wrong := [name for name in COLUMNS if header.count(name) != 1]:
        reason = f"{', '.join(wrong)} should be a column, and only one"
        raise InvalidInput(f"This is no table of github-stars: {reason}.")
    for line in lines:
        yield {name: "".join(cell) for name, cell in line.items()}


def _own(name: str, taken: Counter[str]) -> str:
    """The key of a row: its name or, where that is taken, the name and its number."""
    taken[name] += 1
    return name if taken[name] == 1 else _own(f"{name}~{taken[name]}", taken)


def _subject(repo: str) -> str:
    owner, slash, name = repo.partition("/")
    return f"{owner.lower()}{slash}{name}"


def _fields(subject: str, cells: Mapping[str, str], stated: str) -> Fields:
    if BEYOND in cells:
        raise ValueError("it has more cells than there are columns")
    fits = len(subject) <= 200 and subject.count("/") == 1
    if not fits or not re.fullmatch(SUBJECT.strip("^$"), subject):
        raise ValueError(f"{cells['repo'][:200]!r} cannot be the name of a repository")
    day = _day(cells["date"], stated)
    return {
        "type": "observed",
        "subject": subject,
        "metric": "github_stars",
        "value": _count(cells["stars"]),
        "kind": "stock",
        "unit": "stars",
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
        raise ValueError(f"{text[:100]!r} is not a number of stars")
    if int(text) > MOST:
        raise ValueError(f"{text} stars are not believed")
    return amount.text(Decimal(text))


github_stars = Importer(
    source="github-stars",
    read=read,
    dated=True,
    licence="MIT",
    address="https://github.com/EvanLi/Github-Ranking",
)
