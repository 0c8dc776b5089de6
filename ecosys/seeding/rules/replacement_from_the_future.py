"""replacement_from_the_future: a replacement that was named before anybody knew of it."""

from collections.abc import Iterable, Iterator

from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.launched import Launched
from ecosys.events.replacement_named import ReplacementNamed
from ecosys.moment import Held, View
from ecosys.seeding.findings import Finding
from ecosys.values.instant import day_of


def replacement_from_the_future(view: View) -> Iterator[Finding]:
    """A replacement that was announced or launched only after it is said to have been named."""
    known = _first_known(view.of(Launched).facts)
    for kind in (Deprecated, ReplacementNamed):
        for held in view.of(kind).facts:
            event = held.event
            assert isinstance(event, Deprecated | ReplacementNamed)
            for name in event.replacements:
                subject = next(filter(known.__contains__, _subjects(event.subject, name)), None)
                if subject is not None and known[subject] > held.known_from:
                    told = f"named {day_of(held.known_from)}; {subject} is known since"
                    yield Finding(held.id, f"{told} {day_of(known[subject])}")


def _subjects(ends: str, name: str) -> tuple[str, ...]:
    """What a replacement may be: of the same provider, else of that full name."""
    return (f"{provider_of(ends)}/{name}", name)


def _first_known(launches: Iterable[Held]) -> dict[str, int]:
    """Since when each subject is known by a launch or its announcement."""
    first: dict[str, int] = {}
    for held in launches:
        event = held.event
        assert isinstance(event, Launched)
        since = held.known_from if held.start is None else min(held.start, held.known_from)
        first[event.subject] = min(since, first.get(event.subject, since))
    return first
