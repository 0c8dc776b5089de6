"""Kept: the price book of a log, made once and read from the user's cache from then on."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ecosys import __version__, paths
from ecosys.client.price_book import file
from ecosys.client.price_book.book import PriceBook
from ecosys.errors import InvalidInput

MAX_KEPT = 4
"""How many books are kept; the one that was not read for the longest time goes first."""


def load(database: str | Path | None = None) -> PriceBook:
    """The price book of a database; None: of the release that is installed."""
    if database is None:
        return _kept(_released_root(), _of_release)
    from ecosys.answers.answer import assumed
    from ecosys.seeding.open import open_timeline

    timeline = open_timeline(database, show_progress=False)
    try:
        if assumed(timeline) or timeline.log.withheld():
            return PriceBook.of(timeline)  # the root tells neither
        head = timeline.head().position
        return _kept(timeline.log.root(head), lambda: PriceBook.of(timeline))
    finally:
        timeline.log.database.close()


def _of_release() -> PriceBook:
    from ecosys.seeding.open import read_release

    return PriceBook.of(read_release())


def _kept(root: str, make: Callable[[], PriceBook]) -> PriceBook:
    """The book of the log with a root, made and kept where it is not there yet."""
    folder = paths.cache() / "prices"
    path = folder / f"{__version__}-{file.FORMAT}-{root[:32]}.json"
    with suppress(InvalidInput):
        book = file.read(path)
        with suppress(OSError):
            os.utime(path)
        return book
    book = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        book.save(path)
        _forget(folder)
    return book


def _forget(folder: Path) -> None:
    """Leave the books alone that were read last."""
    by_age = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[MAX_KEPT:]:
        path.unlink(missing_ok=True)


def _released_root() -> str:
    """The Merkle root of the installed release."""
    *_, last = (paths.seeds() / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    return str(json.loads(last)["root"])
