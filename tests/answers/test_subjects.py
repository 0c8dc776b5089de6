"""All that is told of one subject, and of one source."""

from collections import defaultdict
from random import Random

import pytest

from ecosys.answers.deprecations import deprecations
from ecosys.answers.models import models
from ecosys.answers.providers import providers
from ecosys.answers.readings import source
from ecosys.answers.sources import sources
from ecosys.answers.subjects import subject
from ecosys.errors import NotFound
from tests.given import event, price

PROVIDERS, NAMES = 60, 120
"""How many of the hundreds of providers, and of all names, are asked one by one."""
ACME = [{"source": "acme", "read": "2025-03-01"}]
BLOG = [{"source": "blog", "read": "2025-05-01"}]


@pytest.fixture
def known(timeline):
    timeline.append(
        [
            event("registered", "s1", source="acme", name="Acme", kind="provider"),
            event("registered", "s2", source="blog", name="A blog", kind="mirror"),
            event("launched", "first", subject="acme/m", what="model", occurred="2025-01-05",
                  stated="2025-01-05", sources=ACME),
            event("launched", "copy", subject="acme/m", what="model", occurred="2025-01-09",
                  stated="2025-01-09", sources=BLOG),
            event("integrated", "app", integrator="beta/app", subject="acme/m", category="app",
                  occurred="2025-02-01", stated="2025-02-01", sources=BLOG),
            event("funded", "round", recipient="acme", investors=["gamma"], occurred="2025-03-03",
                  stated="2025-03-03", sources=BLOG),
            price("p1", "2025-01-05", subject="acme/m", input="10", output="40", sources=ACME),
            price("p2", "2025-06-10", subject="acme/m", input="2", sources=ACME),
            event("deprecated", "end", subject="acme/m", announced="2025-07-01",
                  shutdown="2025-09-01", stated="2025-07-01", sources=ACME),
            event("confirmed", "read", source="blog", stated="2025-08-08"),
        ]
    )  # fmt: skip
    return timeline


def told(timeline, name, **coordinates):
    (row,) = subject(timeline, timeline.moment(**coordinates), name).rows
    return row


def test_what_happened_to_a_model_is_told_once_by_the_best_voice_the_latest_first(known):
    happened = [(row.at, row.events, row.voice) for row in told(known, "acme/m").happenings]
    assert happened == [("2025-02-01", ("app",), "blog"), ("2025-01-05", ("first",), "acme")]


def test_of_a_provider_all_beneath_it_happened_too(known):
    assert [row.events for row in told(known, "acme").happenings] == [
        ("round",), ("app",), ("first",),
    ]  # fmt: skip


def test_a_list_price_runs_from_its_first_day_through_every_change(known):
    def run(direction, **coordinates):
        steps = told(known, "acme/m", **coordinates).price_steps
        return [(step.at, step.per_million) for step in steps if step.direction == direction]

    assert run("input") == [("2025-01-05", 10), ("2025-06-10", 2)]
    assert run("output", as_of="2025-08-01") == [("2025-01-05", 40)]


def test_a_source_has_its_place_its_statements_and_the_days_on_which_it_was_read(known):
    (row,) = source(known, known.moment(), "blog").rows
    assert (row.row.kind, row.row.rank) == ("mirror", 90)
    assert row.counts == {"funded": 1, "integrated": 1, "launched": 1}
    assert row.readings == ("2025-08-08", "2025-05-01")
    assert [each.events for each in row.latest] == [("round",), ("app",), ("copy",)]


def test_a_source_that_is_not_registered_is_answered_with_an_error(known):
    with pytest.raises(NotFound, match="blogg is not a source"):
        source(known, known.moment(), "blogg")


@pytest.mark.no_cover  # measuring would take most of its time
def test_what_is_told_of_one_is_what_the_lists_say_of_it(seeded):
    moment = seeded.moment()
    listed = {row.source: row for row in sources(seeded, moment).rows}
    for row in Random(7).sample(providers(seeded, moment).rows, k=PROVIDERS):
        (one,) = subject(seeded, moment, row.provider).rows
        assert one.as_provider == row
        assert one.as_source == listed.get(row.provider)
        assert one.as_model is None
    for model in models(seeded, moment, "mistral").rows:
        (one,) = subject(seeded, moment, model.subject).rows
        assert one.as_model == model
    assert told(seeded, "anthropic/api").as_model is None


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("as_of", "known_at"), [("2025-06-15", None), ("2027-06-01", "2026-01-01")]
)
def test_subjects_answer_with_the_ends_that_the_list_of_ends_gives(seeded, as_of, known_at):
    moment = seeded.moment(as_of, known_at)
    ends = defaultdict(list)
    for end in deprecations(seeded, moment, channel="all").rows:
        ends[end.subject].append(end)
    first = seeded.names(moment).directory.first
    known = [name for name, each in first.items() if each.known_from <= moment.known_at]
    for name in Random(7).sample(known, k=NAMES):  # enough of thousands to find what is wrong
        [row] = subject(seeded, moment, name).rows
        assert row.subject == name
        assert list(row.deprecations) == (ends[name] if "/" in name else [])


def test_a_name_is_told_with_every_time_in_which_it_pointed_to_a_model(known):
    latest = {"alias": "acme/latest", "sources": ACME}
    known.append(
        [
            event("launched", "n", subject="acme/n", what="model", occurred="2025-01-05",
                  sources=ACME),
            event("alias_moved", "a1", to="acme/m", occurred="2025-01-05", **latest),
            event("alias_moved", "a2", to="acme/m", occurred="2025-02-05", **latest),
            event("alias_moved", "a3", to="acme/n", occurred="2025-04-01", **latest),
            event("alias_moved", "a4", to="acme/m", occurred="2025-06-01", **latest),
        ]
    )  # fmt: skip
    pointed = [(row.since, row.until, row.events) for row in told(known, "acme/m").names]
    # said anew on 2025-02-05 it is the same time; from April to June it pointed elsewhere
    assert pointed == [("2025-01-05", "2025-04-01", ("a1",)), ("2025-06-01", None, ("a4",))]
    pointed = [(row.since, row.until, row.events) for row in told(known, "acme/n").names]
    assert pointed == [("2025-04-01", "2025-06-01", ("a3",))]
