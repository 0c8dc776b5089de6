"""Contracts of every projection, ours and those of other packages, over the released log.

What the suite for projections checks, tests/contracts/test_conformance.py checks of each.
"""

import random

import pytest

from ecosys.errors import InvalidInput, ProjectionFailed
from ecosys.event import event_types
from ecosys.projection import Context, Coverage, Point, in_valid_time, projections
from tests import properties

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

NAMES = sorted(projections)
DAYS = 4 if properties.endurance else 2
"""On how many days of knowledge a metric is asked."""
# Tests of one metric run one after the other: what it answers is computed once, by one worker.
every = pytest.mark.parametrize("name", NAMES, scope="module")


def fold(chosen, facts, moment, timeline, **parameters):
    """The points of a projection over facts, and its coverage."""
    context = Context(moment, chosen.parameters(**parameters), timeline.ranks(moment))
    found = list(chosen.fold(facts, context))
    return (
        [each for each in found if isinstance(each, Point)],
        [each for each in found if isinstance(each, Coverage)],
    )


@pytest.fixture(scope="module")
def now(seeded):
    return seeded.moment()


@pytest.fixture(scope="module")
def facts(seeded, now):
    """The facts that hold now, by projection, in the order in which it is given them."""
    return {
        name: sorted(seeded.held(now, *chosen.takes, history=chosen.history), key=in_valid_time)
        for name, chosen in projections.items()
    }


def test_no_projection_is_broken():
    assert projections.broken == []


@every
def test_every_metric_has_its_own_name_a_version_and_types_that_there_are(name):
    chosen = projections[name]
    assert chosen.name == name
    assert chosen.version >= 1
    assert chosen.summary.endswith(".") or len(chosen.summary.split()) > 4
    assert set(chosen.takes) <= set(event_types)


@every
def test_every_metric_answers_with_its_defaults(name, seeded, now):
    assert seeded.project(name, now).points


@pytest.mark.endurance
@every
def test_the_order_of_equal_times_does_not_matter(name, seeded, now, facts):
    chosen = projections[name]
    shuffled = list(facts[name])
    random.Random(7).shuffle(shuffled)
    shuffled.sort(key=in_valid_time)
    assert fold(chosen, shuffled, now, seeded) == fold(chosen, facts[name], now, seeded)


@pytest.fixture(scope="module")
def positions(seeded):
    return {record.position: record.id for record in seeded.records()}


@every
def test_every_point_names_the_events_that_it_rests_on(name, seeded, now, positions):
    for point in seeded.project(name, now).points:
        if point.value is not None and "counted" not in point.labels.values():
            assert point.because or point.value == 0
        assert {positions[at] for at in point.because} >= set(point.events)


@every
def test_points_after_the_moment_are_marked(name, seeded):
    from ecosys.values import when

    moment = seeded.moment(as_of="2024-06-30")
    for point in seeded.project(name, moment).points:
        if point.at != "unknown" and when.parse(point.at).start > moment.as_of:
            assert "scheduled" in point.marks


@every
def test_asked_about_one_provider_only_that_one_answers(name, seeded, now):
    found = seeded.project(name, now, {"subject": "openai"}).points
    assert found
    assert {point.subject.partition("/")[0] for point in found} == {"openai"}


@every
def test_a_subject_s_points_are_those_among_all(name, seeded, now):
    chosen = projections[name]
    if chosen.per == "all" or name == "timeline":  # the timeline counts what it lists
        return
    alone = seeded.project(name, now, {"subject": "openai"}).points
    among = [
        point
        for point in seeded.project(name, now).points
        if point.subject.partition("/")[0] == "openai"
    ]
    assert list(alone) == among


@every
def test_a_misspelt_parameter_is_refused(name, seeded, now):
    with pytest.raises(InvalidInput, match="there is no such field"):
        seeded.project(name, now, {"subjcet": "openai"})


def test_an_event_that_cannot_be_digested_stops_the_metric_and_says_so(seeded, now, monkeypatch):
    from dataclasses import replace

    def poisoned(events, context):
        raise KeyError("colour")

    chosen = replace(projections["timeline"], fold=poisoned)
    monkeypatch.setitem(projections.members, "timeline", chosen)
    with pytest.raises(
        ProjectionFailed, match=r"timeline cannot answer \(KeyError: 'colour', at .*:\d+\)"
    ):
        seeded.project("timeline", now, {"type": "launched"})


def test_a_metric_made_of_others_has_a_history_for_subjects_that_came_later(seeded):
    from ecosys.answers.metric import vintages

    moment = seeded.moment(as_of="2023-12-31", known_at="2023-12-31")
    assert vintages(seeded, moment, "risk_register", {"subject": "anthropic"}, 5).rows


def test_a_metric_made_of_others_names_them(seeded, now):
    answer = seeded.project("risk_register", now, {"subject": "openai"})
    assert {"deprecation_notice@2", "price_direction@1"} <= set(answer.through)
    assert seeded.project("timeline", now, {"subject": "openai"}).through == ()


@every
def test_what_was_answered_with_any_knowledge_follows_from_its_bounds(name, seeded, now):
    """Asked from the latest day back, as vintages are, and at each of some days by itself."""
    course = seeded.course(name, now, {})
    days = random.Random(name).sample(course.turns, k=min(DAYS, len(course.turns)))
    chosen = projections[name]
    for known_at in sorted(days, reverse=True):
        asked = seeded.points(chosen, chosen.parameters(), now.knowing(known_at))
        assert tuple(course.points(known_at)) == asked
