"""A score is what its asker's weights make of the figures, and never anything by itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ecosys.domain.scoring import Weighed, scores
from ecosys.errors import InvalidInput
from ecosys.projection import Context, Point
from tests.given import moment
from tests.properties import examples


def figure(name, value, subject="openai", because=(1,)):
    number = None if value is None else Decimal(value)
    return name, Point(subject, "2026-01-01", number, "days", because, tuple(map(str, because)))


def weighed(named, weights):
    parameters = Weighed(weights=weights)
    return list(scores(named, parameters.weights, Context(moment(), parameters)))


def test_without_weights_there_is_no_score():
    assert weighed([figure("notice", "182")], None) == []


def test_a_score_is_the_sum_of_weight_times_figure_and_shows_its_weights():
    named = [figure("notice", "182", because=(3,)), figure("share", "0.25", because=(1, 2))]
    (score,) = weighed(named, "notice=-0.01, share = 4")
    assert score.value == Decimal("-0.82")  # -1.82 + 1
    assert score.because == (1, 2, 3)
    assert score.labels == {"statistic": "score", "weight.notice": "-0.01", "weight.share": "4"}


def test_a_figure_that_is_not_known_leaves_no_score_and_is_named():
    named = [figure("notice", None), figure("share", "1"), figure("notice", "5", "google")]
    google, openai = weighed(named, "notice=1,share=1")
    assert (google.subject, google.value, google.labels["missing"]) == ("google", None, "share")
    assert (openai.subject, openai.value, openai.labels["missing"]) == ("openai", None, "notice")


def test_a_figure_that_nobody_has_cannot_be_weighed():
    with pytest.raises(InvalidInput, match="no figure notic to weigh") as refused:
        weighed([figure("notice", "1")], "notic=1")
    assert "notice" in str(refused.value.hint)


@pytest.mark.parametrize(
    "text", ["notice", "notice=", "=1", "notice=a", "notice=NaN", "a=1,a=2", ""]
)
def test_weights_that_cannot_be_read_are_refused(text):
    with pytest.raises(ValidationError, match="weights"):
        Weighed(weights=text)


weight = st.decimals(-100, 100, places=3, allow_nan=False)


@given(st.lists(st.tuples(weight, weight), min_size=1, max_size=5))
@examples(100)
def test_twice_the_weights_give_twice_the_score(pairs):
    named = [figure(f"f{at}", value) for at, (value, _) in enumerate(pairs)]
    once, twice = (
        weighed(named, ",".join(f"f{at}={factor * w}" for at, (_, w) in enumerate(pairs)))
        for factor in (1, 2)
    )
    assert twice[0].value == 2 * once[0].value


def test_the_risks_of_a_provider_are_weighed_only_when_asked(seeded):
    now = seeded.moment("2026-11-22", "2026-11-22")
    plain = seeded.project("risk_register", now, {"subject": "openai"}).points
    assert all(point.unit != "score" for point in plain)
    asked = {"subject": "openai", "weights": "deprecation_notice.minimum=2,price_direction.up=1"}
    *same, score = seeded.project("risk_register", now, asked).points
    assert tuple(same) == tuple(plain)
    assert score.value == 2 * 3 + 0  # the three days of code-davinci-001; no rise
    parts = {"share_ending": Decimal(1), "lifetimes": Decimal("0.5")}
    risks = seeded.project("deprecation_risk", now, {"subject": "openai"}).points
    figures = {point.labels["statistic"]: point.value for point in risks}
    text = ",".join(f"{name}={value}" for name, value in parts.items())
    asked = {"subject": "openai", "weights": text}
    (score,) = [
        point
        for point in seeded.project("deprecation_risk", now, asked).points
        if point.unit == "score"
    ]
    assert score.value == sum(figures[name] * value for name, value in parts.items())
