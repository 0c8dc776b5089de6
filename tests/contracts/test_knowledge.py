"""Nothing that an answer names was first known after the day at which it is asked."""

import pytest

from ecosys.answers.deprecations import deprecations
from ecosys.event import ANY_CHANNEL
from ecosys.event.subject import provider_of
from ecosys.seeding.findings import open_findings

DAYS = (
    *("2022-12-31", "2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31", "2025-03-31"),
    *("2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-05-01", "2026-08-31"),
)


@pytest.mark.parametrize("day", DAYS)
def test_an_end_names_no_replacement_that_came_only_later(seeded, day):
    """What has no launch of its own is known from where it is named."""
    moment = seeded.moment("2026-11-22", day)
    first: dict[str, int] = {}
    for held in seeded.held(seeded.moment(), "launched"):
        since = held.known_from if held.start is None else min(held.start, held.known_from)
        first[held.event.subject] = min(since, first.get(held.event.subject, since))
    rows = deprecations(seeded, moment, channel=ANY_CHANNEL).rows
    named = [
        (row.events, subject)
        for row in rows
        for name in row.replacements
        for subject in (f"{provider_of(row.subject)}/{name}", name)
        if subject in first
    ]
    assert named or day < "2023-07"
    assert [each for each in named if first[each[1]] > moment.known_at] == []


def test_what_the_rules_find_was_repaired_or_judged(seeded):
    found = open_findings(seeded.view(seeded.moment()), seeded.records())
    assert [f"{rule}: {each.event}: {each.text}" for rule, each in found] == []
