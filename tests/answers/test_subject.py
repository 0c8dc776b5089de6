"""All that is known of a subject, for every subject of the released log."""

from collections import defaultdict

import pytest

from ecosys.answers.deprecations import deprecations
from ecosys.answers.directory import subject


@pytest.mark.parametrize(
    ("as_of", "known_at"), [("2025-06-15", None), ("2027-06-01", "2026-01-01")]
)
def test_every_subject_answers_with_the_ends_that_the_list_of_ends_gives(seeded, as_of, known_at):
    moment = seeded.moment(as_of, known_at)
    ends = defaultdict(list)
    for end in deprecations(seeded, moment, channel="all").rows:
        ends[end.subject].append(end)
    first = seeded.names(moment).directory.first
    known = [name for name, each in first.items() if each.known_from <= moment.known_at]
    for name in known:
        [row] = subject(seeded, moment, name).rows
        assert row.subject == name
        assert list(row.deprecations) == (ends[name] if "/" in name else [])
