"""Findings: what of the facts that stand cannot be so, or wants another look.

A rule is a file in `ecosys/seeding/rules/`: a function that is given all that is known and tells
what it finds. What was found and is right all the same carries a `judged` that says why.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, cast

from ecosys.event import Recorded
from ecosys.events.judged import Judged
from ecosys.moment import View
from ecosys.plugins import Registry


class Finding(NamedTuple):
    """An event that cannot be right as it stands, or that wants another look."""

    event: str
    """Its id."""
    text: str
    """What is wrong with it."""


Rule = Callable[[View], Iterable[Finding]]
"""Tells what it finds in all that is known."""


def _rule(value: object, name: str) -> Rule:
    if not callable(value) or not value.__doc__:
        raise TypeError(f"{name} is not a function with a docstring")
    return cast("Rule", value)


rules: Registry[Rule] = Registry("ecosys.seeding.rules", kind=_rule)
"""All rules, by name."""


def open_findings(view: View, records: Iterable[Recorded]) -> Iterator[tuple[str, Finding]]:
    """What the rules find and nobody judged, each with the name of its rule."""
    settled = {(each.event, each.rule) for each in _judged(records)}
    for name, rule in rules.items():
        for finding in sorted(set(rule(view))):
            if (finding.event, name) not in settled:
                yield name, finding


def _judged(records: Iterable[Recorded]) -> Iterator[Judged]:
    for record in records:
        if isinstance(record.event, Judged) and record.event.decision == "stands":
            yield record.event
