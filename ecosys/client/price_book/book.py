"""Price book: what any model cost on any day, as known on any other, looked up in memory."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ecosys.client.price_book.price_list import PriceLine, PriceList
from ecosys.errors import Ambiguous, InvalidInput, NotFound

if TYPE_CHECKING:
    from ecosys.timeline import Timeline

Day = date | str
"""A day, UTC: a date, or `2025-06-09`."""


class Cell:
    """What a name has for prices on some days with the knowledge of some: its lists by tier."""

    __slots__ = ("get", "tiers")

    def __init__(self, tiers: Mapping[str, PriceList]) -> None:
        self.tiers = dict(tiers)
        self.get = self.tiers.get
        """The list of a tier; None where there is none."""


class SeveralSubjects(Cell):
    """A name that meant several subjects: whatever is asked of it, they are named."""

    __slots__ = ("candidates", "name")

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__({})
        self.name, self.candidates = name, tuple(candidates)
        self.get = self._refuse

    def _refuse(self, *_: object) -> PriceList:
        raise Ambiguous(
            f"{self.name} means several subjects: {', '.join(self.candidates)}.",
            hint="Name one of them.",
            candidates=self.candidates,
        )


class Run(NamedTuple):
    """How it ran with one knowledge: the days on which something else began, and what then was."""

    days: tuple[date, ...]
    cells: tuple[Cell, ...]
    """One more than days: the first is what was before all of them."""


class Grid(NamedTuple):
    """How it ran with ever more knowledge: the days that something else became known."""

    known: tuple[date, ...]
    runs: tuple[Run, ...]
    """One more than days: the first is what was known before all of them."""


class Origin(NamedTuple):
    """Of which log a book was made."""

    position: int
    """How much of the log it holds."""
    root: str
    """The Merkle root of the log up to there, in hexadecimal."""
    recorded: str
    """The day on which the last event of it was recorded: later ones were not known to it."""


class PriceBook:
    """The prices of a log by model, day and knowledge, in memory.

    It answers as `ecosys price` and `ecosys cost` do for a whole day: names mean what they meant
    then, and what has ended is not sold. What it does not know it does not make up: None is no
    price, NotFound a name that it never heard of, Ambiguous one of several subjects. Nothing is
    ever zero that was not stated to be free.
    """

    def __init__(self, origin: Origin, grids: Mapping[str, Grid]) -> None:
        self.origin = origin
        """Of which log it was made."""
        self._grids = dict(grids)

    @classmethod
    def load(cls, database: str | Path | None = None) -> "PriceBook":
        """The book of a database; None: of the release that is installed.

        That of the release is made once, which takes some seconds, and kept in the user's cache.
        """
        from ecosys.client.price_book.kept import load

        return load(database)

    @classmethod
    def of(cls, timeline: "Timeline") -> "PriceBook":
        """The book of a timeline, made anew."""
        from ecosys.client.price_book.making import make

        return make(timeline)

    @classmethod
    def read(cls, path: str | Path) -> "PriceBook":
        """The book in a file; InvalidInput where it is none."""
        from ecosys.client.price_book.file import read

        return read(Path(path))

    def save(self, path: str | Path) -> None:
        """Write the book to a file: all of it, or nothing."""
        from ecosys.client.price_book.file import write

        write(self, Path(path))

    @property
    def grids(self) -> Mapping[str, Grid]:
        """How prices ran, by name."""
        return self._grids

    def __len__(self) -> int:
        return len(self._grids)

    def __contains__(self, model: object) -> bool:
        return model in self._grids

    def price(
        self,
        model: str,
        day: Day | None = None,
        *,
        known: Day | None = None,
        tier: str = "standard",
        direction: str = "input",
        modality: str = "text",
    ) -> PriceLine | None:
        """The line that a model's tokens are charged at on a day, as was known on another.

        Of several bands it is that of the shortest requests, of several hours those that cover most
        of the week; `price_list` has them all. None: no price is known. Without a day today is
        meant, without `known` all that the book knows. NotFound, Ambiguous: the name means none.
        """
        sold = self._at(model, day, known).get(tier)
        return None if sold is None else sold.line(direction, modality)

    def price_list(
        self,
        model: str,
        day: Day | None = None,
        *,
        known: Day | None = None,
        tier: str = "standard",
    ) -> PriceList | None:
        """All lines of a tier; None: nothing is sold there, as far as is known."""
        return self._at(model, day, known).get(tier)

    def tiers(
        self, model: str, day: Day | None = None, *, known: Day | None = None
    ) -> Mapping[str, PriceList]:
        """The price lists of a model by tier."""
        cell = self._at(model, day, known)
        cell.get("")  # of several subjects none is meant
        return cell.tiers

    def cost(
        self,
        model: str,
        day: Day | None = None,
        *,
        known: Day | None = None,
        tier: str = "standard",
        currency: str = "USD",
        input: int = 0,
        output: int = 0,
        cache_read: int = 0,
        cache_write: int = 0,
        cache_write_5m: int = 0,
        cache_write_1h: int = 0,
        reasoning: int = 0,
    ) -> Decimal | None:
        """What a request of some tokens costs, exactly; None where a part of it has no price.

        `input` is what came from no cache. The model must be listed in the currency: nothing is
        converted. NotFound, Ambiguous: the name means none; InvalidInput: a count is negative.
        """
        sold = self._at(model, day, known).get(tier)
        if sold is None or sold.currency != currency:
            return None
        more = cache_read or cache_write or cache_write_5m or cache_write_1h or reasoning
        if not more and 0 <= input <= sold.top and output >= 0:
            price_in, price_out = sold.input, sold.output
            if price_in is not None and price_out is not None:
                return price_in * input + price_out * output
        counts = (
            *(input, cache_read, cache_write, cache_write_5m, cache_write_1h),
            *(output, reasoning),
        )
        if min(counts) < 0:
            raise InvalidInput(f"{min(counts)} tokens are none.", hint="They are counted from 0.")
        return sold.cost(counts)

    def _at(self, model: str, day: Day | None, known: Day | None) -> Cell:
        grid = self._grids.get(model)
        if grid is None:
            raise NotFound(f"{model} is not known to this book.", hint=_HINT)
        try:
            run = grid[1][-1 if known is None else bisect_right(grid[0], known)]
            return run[1][bisect_right(run[0], datetime.now(UTC).date() if day is None else day)]
        except TypeError:  # not a date: a text, or an instant
            return self._at(model, _date("day", day), _date("known", known))


_HINT = "`ecosys resolve` tells what it may mean."


def _date(name: str, given: object) -> date | None:
    """A day as a date. InvalidInput where it is none."""
    if given is None:
        return None
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise InvalidInput(f"{name}: {given} has no zone.", hint="Give a date, or a zone.")
        return given.astimezone(UTC).date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]  # TypeError says so
    except (TypeError, ValueError):
        raise InvalidInput(f"{name}: {given!r} is no day.", hint="Write 2025-06-09.") from None
