"""Standard prices: what input and output of text cost, of many models at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.audit.names import ModelNames
from ecosys.domain.prices import STANDARD, Price, in_force
from ecosys.event import ANY_CHANNEL
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.amount import Number
from ecosys.values.cached import cached_property
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class StandardPrice:
    """What a million tokens of text cost at the standard tier, in short requests."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    input: Number | None
    """Of input; null: not known."""
    output: Number | None
    """Of output; null: not known."""
    currency: str
    """ISO 4217 code."""
    region: str | None
    """Where it holds; null: everywhere."""


class StandardPrices:
    """The standard prices at a moment; a region's own where one is asked for and has some.

    What a name has no price for is its target's, as everywhere; a model without a price is sold at
    that of the one name that points to it.
    """

    def __init__(
        self, timeline: Timeline, moment: Moment, names: ModelNames, region: str | None = None
    ) -> None:
        self._timeline = timeline
        self._moment = moment
        self._names = names
        self._region = region
        self._asked: dict[tuple[str, str], StandardPrice | None] = {}

    def of(self, subject: str, channel: str) -> StandardPrice | None:
        """What a model costs at a channel; None: that is not known."""
        if (subject, channel) not in self._asked:
            lines = self._listed.get((subject, channel)) or self._by_alias(subject, channel)
            self._asked[subject, channel] = self._price(lines)
        return self._asked[subject, channel]

    @cached_property
    def _listed(self) -> Mapping[tuple[str, str], list[Price]]:
        """All lines that count, by what is sold and where."""
        by_place: dict[tuple[str, str], list[Price]] = {}
        view = self._timeline.view(self._moment, "price_changed")
        for price in filter(_counts, in_force(view, ANY_CHANNEL)):
            by_place.setdefault((price.subject, price.channel), []).append(price)
        return by_place

    def _by_alias(self, subject: str, channel: str) -> list[Price]:
        """The lines of what a name points to, else of the one name that points to a model."""
        to, by = self._aliases
        if target := to.get(subject):
            return self._listed.get((target, channel), [])
        sold = [
            lines for name in by.get(subject, ()) if (lines := self._listed.get((name, channel)))
        ]
        return sold[0] if len(sold) == 1 else []

    @cached_property
    def _aliases(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """Where names point that are subjects themselves, and which names point to a model."""
        to: dict[str, str] = {}
        by: dict[str, set[str]] = defaultdict(set)
        for meanings in self._names.by_name.values():
            for each in meanings:
                if each.points_to is not None and each.points_to != each.subject:
                    to[each.subject] = each.points_to
                    by[each.points_to].add(each.subject)
        return to, by

    def _price(self, lines: Iterable[Price]) -> StandardPrice | None:
        ours = [price for price in lines if price.region in (None, self._region)] or [*lines]
        ours.sort(key=lambda price: (price.region != self._region, price.region or ""))
        if not ours:
            return None
        place = ours[0].place
        amounts = {
            each.component.direction: each.component.per_million
            for each in ours
            if each.place[2:] == place[2:]
        }
        return StandardPrice(amounts.get("input"), amounts.get("output"), place[3], place[2])


def _counts(price: Price) -> bool:
    line = price.component
    is_text = line.modality == "text" and line.direction in ("input", "output")
    return is_text and line.tier == STANDARD and line.above == 0 and line.hours is None
