"""Pricing: what the rows of a cell cost by a tariff book, by which lines, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from ecosys.answers.reprice.calls import FAULTS
from ecosys.answers.reprice.cells import DIGITS, Cell, Place
from ecosys.answers.reprice.evidence import Assumption, Evidence, assumed, evidence
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.reference import reference
from ecosys.answers.reprice.tariff import Tariff
from ecosys.answers.reprice.timetable import Slot
from ecosys.domain.costs import amount_of, shares_of
from ecosys.domain.prices import Price


@dataclass(frozen=True, slots=True)
class Charge:
    """Tokens of one direction that one line charges."""

    direction: str
    price: Price | None
    """None: no line does."""
    tokens: int
    amount: Decimal | None
    """None: there is no price per token."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What the rows of a cell cost together."""

    tariff: Tariff
    charges: tuple[Charge, ...]
    evidence: Evidence
    assumed: tuple[Assumption, ...]
    reason: str
    """Why it is not priced; empty: it is."""

    @property
    def cost(self) -> Decimal | None:
        """The sum; None where it is not priced."""
        if self.reason:
            return None
        with localcontext(prec=DIGITS):
            return sum((each.amount for each in self.charges if each.amount is not None), Decimal())

    @property
    def references(self) -> str:
        """The references of the lines that charge, in the order of directions, by spaces."""
        prices = (each.price for each in self.charges if each.price is not None)
        return " ".join(dict.fromkeys(map(reference, prices)))


def priced(cell: Cell, slots: Sequence[Slot], book: int = 0) -> Priced:
    """What a cell costs by one of the tariff books that are laid side by side in the slots."""
    place = cell.place
    if place.fault >= 0:
        return Priced(Tariff(name=""), (), "not_priced", (), FAULTS[place.fault])
    slot = slots[place.slot]
    tariff = slot.tariffs[book]
    charges = tuple(_charges(cell, tariff, slot))
    missing = [each.direction for each in charges if each.amount is None]
    reason = tariff.reason
    if missing and not reason:
        reason = f"no price per token of {' and '.join(missing)} is known"
    before = slots[place.first].tariffs[book]
    largest = slot.thresholds[place.unsure - 1] + 1 if place.unsure else 0
    assumptions = () if reason else assumed(tariff, before, largest)
    return Priced(tariff, charges, evidence(tariff, assumptions, reason), assumptions, reason)


def _charges(cell: Cell, tariff: Tariff, slot: Slot) -> Iterator[Charge]:
    """What charges the tokens of a cell."""
    place = cell.place
    times = 1 if place.counts is None else cell.rows
    counts = cell.tokens if place.counts is None else place.counts
    size = _size(place, slot)
    for direction, count in zip(COUNTED, counts, strict=True):
        if not count:
            continue
        shares = shares_of(count, tariff.lines.get(direction, ()), size)
        if not shares:
            yield Charge(direction, None, count * times, None)
        for price, share in shares:
            if share is None:
                yield Charge(direction, price, count * times, None)
            else:
                with localcontext(prec=DIGITS):
                    yield Charge(direction, price, share * times, amount_of(share * times, price))


def _size(place: Place, slot: Slot) -> int:
    """An amount of input that lies in the band of a cell."""
    return slot.thresholds[place.band - 1] + 1 if place.band else 1
