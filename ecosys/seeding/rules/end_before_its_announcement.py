"""end_before_its_announcement: an end that was so only after it had come."""

from collections.abc import Iterator

from ecosys.events.deprecated import Deprecated
from ecosys.moment import View
from ecosys.seeding.findings import Finding


def end_before_its_announcement(view: View) -> Iterator[Finding]:
    """An end that counts as set only from a day after the shutdown on."""
    for held in view.of(Deprecated).facts:
        shutdown = held.date("shutdown")
        if shutdown is None or shutdown.soft or held.start is None or shutdown.bound:
            continue
        if held.start >= shutdown.end:
            yield Finding(held.id, f"set {held.when}, after its shutdown, {shutdown}")
