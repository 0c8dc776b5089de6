"""Which providers let one begin without paying."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import AUDITED, event
from tests.projections.folding import fold, points
from tests.properties import examples

PROVIDERS = ("anthropic", "google", "mistral", "openai")


def stated(provider, value, *, kind="free_tier", day="2025-01-01", name="api", **fields):
    return event(
        "described",
        f"{provider}-{name}-{kind}-{day}",
        subject=f"{provider}/{name}",
        attribute=kind,
        value=value,
        occurred=day,
        **fields,
    )


def launch(provider):
    return event(
        "launched", f"{provider}-api", subject=f"{provider}/api", what="api", occurred="2023"
    )


def answers(found, part="either"):
    return {each.subject: each.value for each in found if each.labels["part"] == part}


def share(found):
    (only,) = [each for each in found if each.labels["part"] == "share"]
    return only


# By hand


def test_one_that_offers_one_that_denies_and_two_of_which_nobody_says():
    found, coverage = fold(
        "free_tier_coverage",
        stated("google", "15 requests/minute; 1,500 requests/day"),
        stated("anthropic", "no"),
        stated("anthropic", "none: prepaid only", kind="trial_credit"),
        stated("openai", "none", kind="trial_credit"),
        launch("mistral"),
    )
    assert answers(found) == {"google": 1, "anthropic": 0, "openai": None}
    market = share(found)
    assert (market.value, market.high) == (Decimal("0.25"), Decimal("0.75"))
    assert coverage.missing == ("mistral", "openai")


def test_credit_to_begin_with_counts_as_well_as_a_free_tier():
    found = points("free_tier_coverage", stated("together", "5 USD", kind="trial_credit"))
    assert answers(found) == {"together": 1}
    assert answers(found, "trial_credit") == {"together": 1}
    assert answers(found, "free_tier") == {"together": None}


def test_one_model_that_is_free_is_enough_and_the_newest_is_quoted():
    found = points(
        "free_tier_coverage",
        stated("google", "60 requests/minute", name="gemini-pro", day="2023-12-13"),
        stated("google", "20 requests/day", name="gemini-3.5-flash", day="2026-05-25"),
    )
    (free,) = [each for each in found if each.labels["part"] == "free_tier"]
    assert (free.at, free.labels["stated"]) == ("2026-05-25", "20 requests/day")
    assert free.labels["statements"] == "2"
    assert answers(found, "requests_per_day") == {"google/gemini-3.5-flash": 20}


def test_what_ended_is_offered_no_longer_but_not_denied_either():
    ended = stated("anthropic", "5 USD", kind="trial_credit", until="2025-06-01")
    assert answers(points("free_tier_coverage", ended)) == {"anthropic": None}
    then = points("free_tier_coverage", ended, as_of="2025-05-31")
    assert answers(then) == {"anthropic": 1}


def test_a_free_chat_is_no_free_tier_of_an_api():
    free = {"subject": "openai/chatgpt", "occurred": "2022-11-30", "free_tier": True}
    chat = event("launched", "chat", what="product", **free)
    assert points("free_tier_coverage", chat) == []
    api = event("launched", "api", what="api", **free)
    assert answers(points("free_tier_coverage", api)) == {"openai": 1}


@pytest.mark.parametrize(
    ("wording", "quota"),
    [
        ("15 requests/minute; 1,500 requests/day; 32,000 tokens/minute", 1500),
        ("14,400 requests/day", 14400),
        ("20 requests/minute; 1,000 requests/month", None),
        ("yes", None),
    ],
)
def test_a_quota_is_read_where_it_is_worded_per_day(wording, quota):
    found = points("free_tier_coverage", stated("google", wording))
    assert answers(found, "requests_per_day").get("google/api") == quota


def test_two_providers_are_not_enough_for_a_share():
    found, coverage = fold("free_tier_coverage", stated("google", "yes"), stated("openai", "no"))
    assert share(found).value is None
    assert coverage.reason.startswith("not enough facts: 2")


# By property

STATED = st.dictionaries(
    st.tuples(st.sampled_from(PROVIDERS), st.sampled_from(["free_tier", "trial_credit"])),
    st.sampled_from(["yes", "5 USD", "no", "none: discontinued"]),
)


def history(drawn, **fields):
    return [
        stated(provider, value, kind=kind, **fields) for (provider, kind), value in drawn.items()
    ]


@examples(200)
@given(STATED)
def test_the_share_counts_the_providers_that_offer_something(drawn):
    found = points("free_tier_coverage", *history(drawn), *map(launch, PROVIDERS))
    offering = {name for (name, _), value in drawn.items() if not value.startswith("no")}
    assert {name for name, value in answers(found).items() if value == 1} == offering
    if len({name for name, _ in drawn}) >= 3:
        market = share(found)
        assert market.value == Decimal(len(offering)) / len(PROVIDERS)
        assert market.high is None or market.value < market.high <= 1


@examples(100)
@given(STATED, STATED)
def test_what_is_said_later_changes_no_answer_of_before(drawn, more):
    later = [
        each.model_copy(update={"stated": when.parse("2026-08-01")})
        for each in history(more, day="2025-02-01")
    ]
    asked = {"as_of": "2026-06-30", "known_at": "2026-06-30"}
    before = points("free_tier_coverage", *history(drawn), **asked)
    assert before == points("free_tier_coverage", *history(drawn), *later, **asked)


# Over the released log


def test_ten_providers_offer_something_and_neither_openai_nor_anthropic(seeded):
    """Read off the seeds by hand: every `free_tier` and `trial_credit` with its end."""
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    found = seeded.project("free_tier_coverage", moment).points
    offered = {name for name, value in answers(found).items() if value == 1}
    assert offered == {
        "ai21",
        "alibaba",
        "cohere",
        "fireworks",
        "google",
        "groq",
        "huggingface",
        "mistral",
        "openrouter",
        "sambanova",
    }
    assert answers(found)["together"] is None  # its credit ended on 2025-10-25
    assert share(found).value == Decimal("0.476190")  # of 21
    assert answers(found, "free_tier")["anthropic"] == 0
    assert answers(found, "trial_credit")["openai"] == 0


def test_google_s_free_tier_was_cut_from_1500_to_20_requests_per_day(seeded):
    quotas = {}
    for as_of in ("2024-07-31", "2025-05-31", "2025-07-31", "2025-12-31"):
        moment = seeded.moment(as_of=as_of, known_at="2026-11-22", position=AUDITED)
        found = seeded.project("free_tier_coverage", moment, {"subject": "google"}).points
        quotas[as_of] = answers(found, "requests_per_day")
    assert quotas["2024-07-31"]["google/gemini-1.5-flash"] == 1500
    assert quotas["2025-05-31"]["google/gemini-1.5-flash"] == 500
    assert quotas["2025-07-31"]["google/gemini-1.5-flash"] == 50
    assert quotas["2025-07-31"]["google/gemini-2.5-flash"] == 250
    assert quotas["2025-12-31"]["google/gemini-2.5-flash"] == 20
