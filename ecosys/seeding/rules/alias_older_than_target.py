"""alias_older_than_target: a name that points to a model before there was that model."""

from collections.abc import Iterator

from ecosys.domain.listings import own_launches
from ecosys.event import FIRST_PARTY
from ecosys.events.alias_moved import AliasMoved
from ecosys.moment import View
from ecosys.seeding.findings import Finding
from ecosys.seeding.rules._dates import not_before


def alias_older_than_target(view: View) -> Iterator[Finding]:
    """A name at its provider that points to a model from a day before that model's launch."""
    launches = own_launches(view)
    for held in view.of(AliasMoved, channel={FIRST_PARTY}).facts:
        event = held.of(AliasMoved)
        if event is None or event.to not in launches or event.occurred.unknown:
            continue
        launch = launches[event.to]
        begins = not_before(launch.when)
        if begins is not None and event.occurred.end <= begins:
            told = f"points to {event.to} since {held.when}; that was launched {launch.when}"
            yield Finding(held.id, f"{told} ({launch.id})")
