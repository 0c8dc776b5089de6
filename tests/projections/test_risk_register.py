"""The risks with their present figures, taken from other metrics."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ecosys.answers.metric import vintages
from ecosys.domain.scoring import Weighed
from ecosys.moment.hold import hold
from ecosys.projection import Context, Coverage, Point, projections
from ecosys.projections.risk_register import REGISTER
from tests.given import AUDITED, event, log, moment
from tests.properties import examples

REASON = hold(
    log(
        event(
            "deprecated", "end", subject="openai/o3", announced="2025-01-01", shutdown="2026-01-01"
        )
    ),
    moment(),
)


def point(statistic, value, at="2026-11-22", subject="openai", **labels):
    number = None if value is None else Decimal(value)
    return Point(subject, at, number, "days", (1,), ("end",), {"statistic": statistic, **labels})


def register(answers, subject=None):
    """The register where other metrics answer so; those not named have no points."""
    asked = []

    def points(name, **parameters):
        asked.append((name, parameters["subject"]))
        return answers.get(name, ())

    context = Context(moment(), Weighed(subject=subject), {}, points)
    found = list(projections["risk_register"].fold(REASON, context))
    coverage = next(each for each in found if isinstance(each, Coverage))
    assert asked == [(figures.metric, subject) for figures in REGISTER]
    return [each for each in found if isinstance(each, Point)], coverage


def test_a_figure_keeps_its_lineage_and_says_which_metric_it_is_from():
    points, _ = register({"deprecation_notice": [point("median", 182)]})
    (found,) = (each for each in points if each.value is not None)
    assert (found.value, found.because, found.events) == (182, (1,), ("end",))
    assert found.labels == {
        "risk": "deprecation", "from": "deprecation_notice", "statistic": "median",
    }  # fmt: skip


def test_figures_that_do_not_tell_of_a_risk_are_left_out():
    points, _ = register({"deprecation_notice": [point("upper_quartile", 190)]})
    assert {each.value for each in points} == {None}


def test_of_figures_that_run_over_time_the_newest_is_taken():
    gaps = [
        Point("market", at, Decimal(value), "points", (1,), ("end",), {"part": "gap"})
        for at, value in (("2025-01-01", 70), ("2025-12-17", 45), ("2025-06-01", 78))
    ]
    points, _ = register({"capability_gap": gaps})
    assert [each.value for each in points if each.value is not None] == [45]


def test_what_a_metric_cannot_tell_is_named_and_is_not_zero():
    points, coverage = register({"price_direction": [point("share_down", None)]}, "openai")
    assert "pricing: price_direction" in coverage.missing
    assert len(coverage.missing) == len(REGISTER)
    assert {each.value for each in points} == {None}
    assert {each.subject for each in points} == {"openai"}
    assert all(each.labels["missing"] for each in points)


def test_there_are_five_risks_and_each_has_a_figure_or_says_that_it_has_none():
    points, _ = register({})
    assert {each.labels["risk"] for each in points} == {
        "deprecation", "behaviour", "pricing", "concentration", "open_weights",
    }  # fmt: skip


@examples(100)
@given(st.lists(st.tuples(st.sampled_from(("median", "minimum")), st.integers(0, 999))))
def test_no_figure_is_changed_on_the_way(given_figures):
    given_points = [point(name, value, subject=f"p{at}") for at, (name, value) in
                    enumerate(given_figures)]  # fmt: skip
    points, _ = register({"deprecation_notice": given_points})
    taken = {(p.subject, p.value) for p in points if p.labels["from"] == "deprecation_notice"}
    expected = {(each.subject, each.value) for each in given_points}
    assert taken == expected or (not expected and taken == {("market", None)})


def test_in_the_released_log_every_figure_is_that_of_its_own_metric(seeded):
    # 182 and 3 days are the median and shortest notice that were computed from the provider's
    # page apart; 0.325581 is 14 of 43 models, 0.0625 is 12 of 192 announcements.
    at = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    answer = seeded.project("risk_register", at, {"subject": "openai"})
    found = {
        (p.labels["from"], p.labels.get("statistic")): p.value
        for p in answer.points
        if p.labels["risk"] == "deprecation"
    }
    assert found["deprecation_notice", "median"] == 182
    assert found["deprecation_notice", "minimum"] == 3
    assert found["deprecation_risk", "share_ending"] == Decimal("0.325581")
    assert found["reschedulings", "share_changed"] == Decimal("0.0625")
    assert "concentration: switching_cost" in answer.coverage.missing
    for taken in answer.points:
        if taken.value is not None:
            own = seeded.project(taken.labels["from"], at, {"subject": "openai"}).points
            assert any((p.value, p.because) == (taken.value, taken.because) for p in own)


def test_its_vintages_know_of_every_day_on_which_a_metric_that_it_asks_changed(timeline):
    opened = event("described", "open", subject="acme/m", attribute="open_weights", value="true",
                   occurred="2025-03-01", stated="2025-03-01")  # fmt: skip
    launch = event("launched", "m", subject="acme/m", what="model", occurred="2025-01-01",
                   stated="2025-01-01")  # fmt: skip
    timeline.append([launch, opened])
    rows = vintages(timeline, timeline.moment(), "risk_register", {}).rows
    told = {row.known_at for row in rows if row.labels["from"] == "open_weight_share"}
    assert told == {"2025-01-01", "2025-03-01"}
