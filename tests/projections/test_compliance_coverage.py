"""Which attestations are stated to hold, and of which nobody says anything."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import when
from tests.given import event
from tests.projections.folding import fold, points
from tests.properties import examples

ATTRIBUTES = {
    "soc2_type2": "SOC 2",
    "hipaa_baa": "HIPAA",
    "iso_27001": "ISO 27001",
    "iso_42001": "ISO 42001",
    "data_residency_eu": "EU residency",
}


def stated(attribute, value, *, subject="openai/api", day="2025-01-01", **fields):
    return event(
        "described",
        f"{subject}-{attribute}-{day}-{fields.get('channel', '')}",
        subject=subject,
        attribute=attribute,
        value=value,
        occurred=day,
        **fields,
    )


def part(found, name):
    (only,) = [each for each in found if each.labels["part"] == name]
    return only


def values(found):
    return {
        each.labels["attestation"]: each.value
        for each in found
        if each.labels["part"] == "attestation"
    }


# By hand


def test_three_of_five_hold_and_one_does_not():
    found = points(
        "compliance_coverage",
        stated("soc2_type2", "yes, report on request"),
        stated("hipaa_baa", "on request, case by case"),
        stated("iso_27001", "yes"),
        stated("data_residency_eu", "no"),
    )
    assert part(found, "count").value == 3
    share = part(found, "share")
    assert (share.value, share.high) == (Decimal("0.6"), Decimal("0.8"))  # ISO 42001 may hold
    assert values(found)["EU residency"] == 0
    assert values(found)["ISO 42001"] is None


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("yes", 1),
        ("regional, or EU Data Zone", 1),
        ("on approval, with zero-retention amendment", 1),
        ("no", 0),
        ("No: planned", 0),
        ("not yet", 0),
        ("none", 0),
        ("partial", None),
        ("no public evidence", None),
        ("northern Europe only", 1),
    ],
)
def test_what_a_platform_says_is_read_as_it_is_worded(wording, value):
    found = points("compliance_coverage", stated("data_residency_eu", wording))
    assert values(found)["EU residency"] == value


def test_the_wording_is_quoted():
    found = points("compliance_coverage", stated("hipaa_baa", "yes, for covered services"))
    (each,) = [each for each in found if each.labels.get("attestation") == "HIPAA"]
    assert each.labels["stated"] == "yes, for covered services"


def test_two_of_five_stated_are_not_enough_for_a_share():
    found = points("compliance_coverage", stated("soc2_type2", "yes"), stated("iso_27001", "yes"))
    assert part(found, "count").value == 2
    share = part(found, "share")
    assert share.value is None
    assert share.labels["missing"].startswith("not enough facts: 2")


def test_what_is_attested_at_one_channel_says_nothing_of_another():
    found = points(
        "compliance_coverage",
        stated("soc2_type2", "yes", subject="anthropic/claude", channel="vertex"),
        stated("soc2_type2", "no", subject="anthropic/claude", channel="bedrock"),
    )
    assert {
        each.labels["channel"]: each.value for each in found if each.labels["part"] == "count"
    } == {"vertex": 1, "bedrock": 0}


def test_what_is_stated_for_later_does_not_count_yet():
    facts = (stated("soc2_type2", "yes"), stated("iso_27001", "yes", day="2026-01-01"))
    found, coverage = fold("compliance_coverage", *facts, as_of="2025-12-31")
    assert part(found, "count").value == 1
    assert "openai/api: ISO 27001" in coverage.missing


def test_a_platform_of_which_nothing_is_stated_yet_is_missing():
    found, coverage = fold("compliance_coverage", stated("iso_27001", "yes"), as_of="2023-12-31")
    assert found == []
    assert len(coverage.missing) == 5


def test_a_launch_may_name_its_attestations():
    launch = event(
        "launched",
        "launch",
        subject="azure/service",
        what="platform",
        occurred="2023-01-17",
        compliance=["SOC 2", "HIPAA"],
    )
    found = points("compliance_coverage", launch)
    assert part(found, "count").value == 2


def test_an_attestation_that_ended_holds_no_longer():
    found = points(
        "compliance_coverage",
        stated("iso_27001", "yes", until="2026-01-01"),
        stated("soc2_type2", "yes"),
    )
    assert values(found)["ISO 27001"] is None


# By property

WORDINGS = st.dictionaries(
    st.sampled_from(sorted(ATTRIBUTES)),
    st.sampled_from(["yes", "yes, on request", "no", "partial", "no public evidence"]),
    min_size=1,
)


@examples(200)
@given(WORDINGS)
def test_the_count_is_that_of_the_attestations_and_the_share_that_of_the_list(drawn):
    found = points("compliance_coverage", *(stated(*each) for each in drawn.items()))
    held = sum(wording.startswith("yes") for wording in drawn.values())
    assert part(found, "count").value == held
    assert list(values(found).values()).count(Decimal(1)) == held
    share = part(found, "share")
    if share.value is not None:
        denied = sum(wording == "no" for wording in drawn.values())
        assert share.value == Decimal(held) / 5
        assert (share.high or share.value) == 1 - Decimal(denied) / 5


@examples(100)
@given(WORDINGS, WORDINGS)
def test_what_is_said_later_changes_no_answer_of_before(drawn, more):
    facts = [stated(*each) for each in drawn.items()]
    later = [
        stated(*each, day="2025-02-01").model_copy(update={"stated": when.parse("2026-08-01")})
        for each in more.items()
    ]
    asked = {"as_of": "2026-06-30", "known_at": "2026-06-30"}
    before = points("compliance_coverage", *facts, **asked)
    assert before == points("compliance_coverage", *facts, *later, **asked)


# Over the released log


def test_azure_and_openai_state_all_five_and_the_others_less(seeded):
    """Read off the seeds by hand: `grep -A6 'attribute: soc2_type2' seeds/*.yaml` and so on."""
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    found = seeded.project("compliance_coverage", moment).points
    counts = {
        (each.subject, each.labels["channel"]): int(each.value)
        for each in found
        if each.labels["part"] == "count"
    }
    assert counts == {
        ("anthropic/api", "first_party"): 4,  # no residency in the EU
        ("anthropic/claude", "vertex"): 2,
        ("azure/azure-openai-service", "first_party"): 5,
        ("cohere/api", "first_party"): 3,  # neither HIPAA nor residency
        ("deepseek/api", "first_party"): 0,
        ("google/gemini", "vertex"): 4,
        ("mistral", "azure"): 0,  # "partial"
        ("mistral/la-plateforme", "first_party"): 3,
        ("openai/api", "first_party"): 5,
    }


def test_since_when_azure_offered_them_in_2023_no_source_says(seeded):
    moment = seeded.moment(as_of="2023-12-31", known_at="2026-11-22")
    answer = seeded.project("compliance_coverage", moment, {"subject": "azure"})
    assert answer.points == ()
    assert "azure/azure-openai-service: HIPAA" in answer.coverage.missing
