"""The share of open weights among the launched models."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import AUDITED, event
from tests.projections.folding import fold, points
from tests.properties import examples

PROVIDERS = ("google", "meta", "mistral", "openai")


def model(subject, day, what="model", **fields):
    return event(
        "launched", f"{subject}-{what}-{day}", subject=subject, what=what, occurred=day, **fields
    )


def weights(subject, value, day="unknown"):
    return event(
        "described",
        f"{subject}-weights-{day}",
        subject=subject,
        attribute="open_weights",
        value=value,
        occurred=day,
    )


FOUR = (
    model("meta/llama", "2023-02-24", "open_weights"),
    model("openai/gpt-4", "2023-03-14"),
    weights("openai/gpt-4", "false"),
    model("openai/gpt-oss", "2023-08-05", open_weights=True),
    model("google/palm", "2023-05-10"),
)


def share(found, period, subject="market"):
    (only,) = [each for each in found if (each.subject, each.labels["period"]) == (subject, period)]
    return only


# By hand


def test_two_open_and_one_closed_of_four_are_a_half_to_three_quarters():
    now = share(points("open_weight_share", *FOUR), "to date")
    assert (now.value, now.high) == (Decimal("0.5"), Decimal("0.75"))
    assert {name: now.labels[name] for name in ("open", "closed", "unstated")} == {
        "open": "2",
        "closed": "1",
        "unstated": "1",
    }


def test_where_all_is_stated_there_is_no_range():
    now = share(points("open_weight_share", *FOUR, weights("google/palm", "no")), "to date")
    assert (now.value, now.high) == (Decimal("0.5"), None)


def test_models_of_which_nobody_says_it_are_named_and_never_counted_as_closed():
    _, coverage = fold("open_weight_share", *FOUR)
    assert coverage.missing == ("google/palm",)
    found, coverage = fold("open_weight_share", *(model(f"xai/{name}", "2024") for name in "abcd"))
    assert {each.value for each in found} == {None}
    assert coverage.reason == "not enough facts: weights of 0 models, 3 are needed"


def test_weights_count_from_the_day_on_which_they_are_opened():
    facts = (
        model("moonshot/k3", "2026-07-16"),
        model("moonshot/k3", "2026-07-27", "open_weights"),
    )
    before, after = (
        share(points("open_weight_share", *FOUR, *facts, as_of=day), "2026")
        for day in ("2026-07-20", "2026-07-31")
    )
    assert before.labels["unstated"] == "1"
    assert after.labels["open"] == "1"


def test_models_opened_after_they_were_said_to_be_closed_are_open():
    opened = model("openai/gpt-4", "2026-01-05", "open_weights")
    found = points("open_weight_share", *FOUR, opened)
    assert share(found, "2023").labels["open"] == "3"  # the year is that of the first launch


def test_what_was_only_announced_is_no_launch():
    found = points("open_weight_share", *FOUR, model("meta/huge", "2026", stage="announced"))
    assert share(found, "to date").labels["unstated"] == "1"


def test_a_provider_s_models_are_counted_alone():
    facts = (model("openai/o1", "2024-12"), weights("openai/o1", "false"), *FOUR)
    found = points("open_weight_share", *facts, subject="openai")
    assert {each.subject for each in found} == {"openai"}
    assert share(found, "to date", "openai").value == Decimal("0.333333")


# By property

MODELS = st.lists(
    st.tuples(
        st.sampled_from(PROVIDERS),
        st.integers(2022, 2026),
        st.sampled_from(["true", "false", None]),
    ),
    max_size=12,
)


def history(drawn):
    for number, (provider, year, opened) in enumerate(drawn):
        subject = f"{provider}/m{number}"
        yield model(subject, f"{year}-05-01")
        if opened:
            yield weights(subject, opened)


@examples(150)
@given(MODELS)
def test_the_models_of_the_years_and_of_the_providers_are_those_to_date(drawn):
    found = points("open_weight_share", *history(drawn))
    for name in ("open", "closed", "unstated"):
        years = [each for each in found if each.subject == "market"]
        to_date = sum(
            int(each.labels[name]) for each in years if each.labels["period"] == "to date"
        )
        assert to_date == sum(
            int(each.labels[name]) for each in years if each.labels["period"] != "to date"
        )
        assert to_date == sum(
            int(each.labels[name])
            for each in found
            if each.subject != "market" and each.labels["period"] == "to date"
        )


@examples(150)
@given(MODELS)
def test_the_share_of_what_is_stated_lies_in_the_range(drawn):
    for each in points("open_weight_share", *history(drawn)):
        if each.value is None:
            continue
        opened, closed = int(each.labels["open"]), int(each.labels["closed"])
        high = each.value if each.high is None else each.high
        assert 0 <= each.value <= high <= 1
        among = Decimal(opened) / (opened + closed)
        assert each.value - Decimal("0.000001") <= among <= high + Decimal("0.000001")


@examples(100)
@given(MODELS, MODELS)
def test_what_is_said_later_changes_no_answer_of_before(drawn, more):
    later = [
        each.model_copy(update={"id": f"later-{each.id}", "stated": when.parse("2026-08-01")})
        for each in history(more)
    ]
    asked = {"as_of": "2026-06-30", "known_at": "2026-06-30"}
    before = [
        each.model_copy(update={"stated": when.parse("2026-06-01")}) for each in history(drawn)
    ]
    assert points("open_weight_share", *before, **asked) == points(
        "open_weight_share", *before, *later, **asked
    )


# Over the released log


def test_a_quarter_of_the_launched_models_is_known_to_be_open(seeded):
    """Counted apart: 378 launched models, ten of them after the moment; dates by the best rank."""
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    found = seeded.project("open_weight_share", moment).points
    ranges = {
        each.labels["period"]: (str(each.value), str(each.high))
        for each in found
        if each.subject == "market" and each.value is not None
    }
    assert ranges == {
        "2023": ("0.238095", "0.714286"),  # 5 open, 6 closed, 10 unstated
        "2024": ("0.228571", "0.885714"),  # 16, 8, 46
        "2025": ("0.311594", "0.934783"),  # 43, 9, 86
        "2026": ("0.257576", "1.000000"),  # 34, 0, 98
        "to date": ("0.266304", "0.937500"),  # 98, 23, 247
    }
    (openai,) = [
        each for each in found if (each.subject, each.labels["period"]) == ("openai", "to date")
    ]
    assert (openai.value, openai.high) == (Decimal("0.033708"), Decimal("0.887640"))  # 3 + 76 of 89
