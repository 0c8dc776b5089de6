"""Models side by side: their prices, windows, ends, and what a workload costs at each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ecosys.answers.cost import CostRow, cost
from ecosys.answers.prices import PriceRow
from ecosys.answers.subjects import PropertyRow, SubjectRow
from ecosys.domain.happenings import happenings
from ecosys.domain.prices import STANDARD
from ecosys.errors import EcosysError
from ecosys.event import FIRST_PARTY
from ecosys.events.launched import Launched
from ecosys.moment import Moment
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell
from ecosys_api.page.visit import Visit
from ecosys_api.tables import deprecations as ends_table
from ecosys_api.tables.traits import Trait, told_of, trait

LINES = (
    ("input", STANDARD),
    ("output", STANDARD),
    ("cache_read", STANDARD),
    ("cache_write", STANDARD),
    ("input", "batch"),
    ("output", "batch"),
)
"""Lines of price lists that are set side by side: those of most use, from the first token on."""


@dataclass(frozen=True)
class Workload:
    """What is to be done, in tokens of one request."""

    counters: dict[str, int]
    requests: int

    @property
    def name(self) -> str:
        """The workload in words."""
        tokens = ", ".join(f"{count:,} {name}" for name, count in self.counters.items() if count)
        return f"{self.requests:,} requests of {tokens.replace('_', ' ')}"


def traits(
    visit: Visit, moment: Moment, rows: Sequence[SubjectRow], workload: Workload
) -> list[Trait]:
    """What is told of models, a trait after the other; those of which nothing is known are left."""
    tell = partial(trait, compared=rows)
    charges = {row.subject: _charged(visit, moment, row.subject, workload) for row in rows}
    return told_of(
        (
            tell("provider", tell=lambda row: visit.subject(row.provider)),
            tell("stands", tell=lambda row: row.as_model.status or "" if row.as_model else ""),
            tell("launched", tell=_launched),
            tell("context window", tell=_context),
            tell("takes and gives", tell=partial(_modalities, visit, moment)),
            tell("weights", tell=_weights),
            *(_price_trait(rows, direction, tier) for direction, tier in LINES),
            tell("last price change", tell=_last_change),
            tell(
                workload.name,
                tell=lambda row: _charge(charges[row.subject], workload),
                events=lambda row: charge.events if (charge := charges[row.subject]) else (),
            ),
            tell("ends", tell=_end, events=_end_events),
            tell("what happens after", tell=_after),
            tell("use instead", tell=lambda row: _instead(visit, row)),
            tell("sold at", tell=_sold_at),
            *_properties(rows),
        )
    )


def _price_trait(rows: Sequence[SubjectRow], direction: str, tier: str) -> Trait:
    """What a line of their providers' own price lists is at each of them."""

    def line(row: SubjectRow) -> PriceRow | None:
        return _line(row, direction, tier)

    parts = ("" if tier == STANDARD else tier, direction.replace("_", " "))
    return trait(
        " ".join(filter(None, parts)),
        rows,
        lambda row: _price(line(row)),
        lambda row: own.events if (own := line(row)) else (),
    )


def _line(row: SubjectRow, direction: str, tier: str) -> PriceRow | None:
    """The provider's own price of a line, from the first token on, at any hour."""
    wanted = (FIRST_PARTY, direction, tier, "text", 0, None, None)
    for price in row.prices:
        at = (price.channel, price.direction, price.tier, price.modality, price.above)
        if (*at, price.hours, price.region) == wanted and price.status != "scheduled":
            return price
    return None


def _price(line: PriceRow | None) -> Cell:
    return Cell("") if line is None else Cell(cells.price(line), note=cells.noted(line.marks))


def _launched(row: SubjectRow) -> Cell:
    known = row.as_model.launched if row.as_model else None
    return Cell(known or "", note="" if known else f"spoken of {row.first_stated}")


def _context(row: SubjectRow) -> str:
    return cells.number(row.as_model.context_window) if row.as_model else ""


def _weights(row: SubjectRow) -> str:
    is_open = row.as_model.open_weights if row.as_model else None
    return {True: "open", False: "closed", None: ""}[is_open]


def _modalities(visit: Visit, moment: Moment, row: SubjectRow) -> str:
    view = visit.timeline.view(moment, "launched", subject=row.subject)
    launches = (held.of(Launched) for held in happenings(view) if row.subject in held.subjects)
    return ", ".join(
        dict.fromkeys(each for event in launches if event for each in event.modalities)
    )


def _last_change(row: SubjectRow) -> Cell:
    """The last step of a price that is not its first."""
    last: dict[str, Decimal | None] = {}
    told = Cell("")
    for step in sorted(row.price_steps, key=lambda step: step.at):
        before = last.get(step.direction)
        if before is not None and step.per_million is not None and before != step.per_million:
            change = f"{step.direction} {words.percent(before, step.per_million)}"
            told = Cell(step.at, note=change)
        last[step.direction] = step.per_million
    return told


def _charged(visit: Visit, moment: Moment, name: str, workload: Workload) -> CostRow | None:
    """What one request costs; None: that is not known."""
    try:
        row, _ = cost(visit.timeline, moment, name, workload.counters)
    except EcosysError:
        return None
    return row


def _charge(row: CostRow | None, workload: Workload) -> Cell:
    if row is None:
        return Cell("")
    if row.total is None:
        return Cell("not known", note=f"no price is stated for {', '.join(row.unpriced)}")
    return Cell(cells.money(row.total * workload.requests, row.currency))


def _end(row: SubjectRow) -> Cell:
    own = [end for end in row.deprecations if end.channel == FIRST_PARTY]
    return ends_table.shutdown(own[0]) if own else Cell("")


def _end_events(row: SubjectRow) -> tuple[str, ...]:
    own = [end for end in row.deprecations if end.channel == FIRST_PARTY]
    return own[0].events if own else ()


def _after(row: SubjectRow) -> str:
    own = [end for end in row.deprecations if end.channel == FIRST_PARTY]
    return ends_table.after(own[0].after, own[0].extended_access) if own else ""


def _instead(visit: Visit, row: SubjectRow) -> Cell:
    own = [end for end in row.deprecations if end.channel == FIRST_PARTY]
    return ends_table.replacement(visit, own[0]) if own else Cell("")


def _sold_at(row: SubjectRow) -> str:
    return ", ".join(map(cells.channel, row.as_model.channels)) if row.as_model else ""


def _properties(rows: Sequence[SubjectRow]) -> list[Trait]:
    """What else is described of some of them, by their providers' own channels."""
    own = {
        row.subject: {
            each.attribute: each for each in row.properties if each.channel == FIRST_PARTY
        }
        for row in rows
    }
    names = dict.fromkeys(name for each in own.values() for name in each)
    return [_property(rows, own, name) for name in names]


def _property(
    rows: Sequence[SubjectRow], own: Mapping[str, Mapping[str, PropertyRow]], name: str
) -> Trait:
    def of(row: SubjectRow) -> PropertyRow | None:
        return own[row.subject].get(name)

    return trait(
        cells.plain(name),
        rows,
        lambda row: each.value if (each := of(row)) else "",
        lambda row: each.events if (each := of(row)) else (),
    )
