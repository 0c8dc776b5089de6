"""price_after_end: a price that begins when its subject no longer answers."""

from collections.abc import Iterator

from ecosys.domain.endings import Ended, endings
from ecosys.event import ANY_CHANNEL
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import View
from ecosys.seeding.findings import Finding
from ecosys.seeding.rules._dates import not_before
from ecosys.values import instant


def price_after_end(view: View) -> Iterator[Finding]:
    """A price that surely begins on the day of its subject's end, or later."""
    ends = Ended(endings(view, ANY_CHANNEL), instant.AFTER_ALL - 1)
    for held in view.of(PriceChanged).facts:
        event, begins = held.of(PriceChanged), not_before(held.when)
        if event is None or begins is None:
            continue
        for tier in {line.tier for line in event.components}:
            end = ends.at(event.subject, event.channel, tier, event.region)
            if end is None or end.held.goes_on or end.ended_at is None:
                continue
            if begins >= end.ended_at:
                told = f"begins {held.when}; {end.event.offer} ends {end.shutdown} ({end.held.id})"
                yield Finding(held.id, told)
