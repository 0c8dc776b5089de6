"""Third-party share: which part of what builds on a provider others have built."""

from decimal import Decimal

from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.given import AUDITED
from tests.projections.folding import fold, points
from tests.properties import examples


def built(id, integrator, category="product", occurred="2023-03-01"):
    return given.event(
        "integrated",
        id,
        integrator=integrator,
        subject="openai/api",
        category=category,
        occurred=occurred,
    )


def product(id, subject="openai/chatgpt", stage="general", occurred="2022-11-30", what="product"):
    return given.event("launched", id, subject=subject, what=what, stage=stage, occurred=occurred)


def shares(*events, **asked):
    return {
        point.labels["statistic"]: point.value
        for point in points("third_party_share", *events, subject="openai", **asked)
    }


def test_others_products_are_set_against_the_provider_s_own():
    found = shares(
        built("a", "snap"), built("b", "kayak", "plugin"), built("c", "figma", "app"), product("p")
    )
    assert found == {"share": Decimal("0.75"), "others": 3, "own": 1}


def test_frameworks_and_platforms_are_not_products():
    events = (built("a", "snap"), built("b", "kayak"), product("p"))
    more = (built("c", "langchain", "framework"), built("d", "azure", "platform"))
    assert shares(*events, *more) == shares(*events)


def test_models_and_what_was_only_announced_are_not_products_of_its_own():
    events = (built("a", "snap"), built("b", "kayak"), product("p"))
    more = (
        product("m", "openai/gpt-4", what="model"),
        product("n", "openai/device", stage="announced"),
    )
    assert shares(*events, *more) == shares(*events)


def test_no_product_of_its_own_on_record_is_not_none_at_all():
    found, coverage = fold("third_party_share", *(built(name, name) for name in "abcd"))
    assert {point.labels["statistic"]: point.value for point in found} == {
        "share": None,
        "others": 4,
        "own": None,
    }
    assert coverage.missing == ("openai",)
    assert coverage.reason.startswith("not enough facts")


def test_of_two_products_there_is_no_share():
    assert shares(built("a", "snap"), product("p"))["share"] is None


def test_only_what_was_built_by_the_day_asked_for_counts():
    events = (built("a", "snap"), built("b", "kayak"), product("p"))
    later = built("c", "figma", occurred="2025-10-06")
    assert shares(*events, later, as_of="2025-10-05") == shares(*events)


@examples(150)
@tried(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("stuv")))
def test_the_share_is_a_part_of_the_whole(others, own):
    found = shares(
        *(built(name, name) for name in sorted(others)),
        *(product(name, f"openai/{name}") for name in sorted(own)),
    )
    if not others:
        assert found == {}
    elif own and len(others) + len(own) >= 3:
        assert 0 < found["share"] < 1
        assert abs(found["share"] * (len(others) + len(own)) - len(others)) < Decimal("0.0001")
    else:
        assert found["share"] is None


def test_of_thirty_five_products_known_to_build_on_openai_three_are_its_own(seeded):
    """Expected: distinct names in the seed files, counted with pandas; 32 / 35."""
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    answer = seeded.project("third_party_share", moment, {"subject": "openai"})
    found = {point.labels["statistic"]: point.value for point in answer.points}
    assert found == {"share": Decimal("0.914286"), "others": 32, "own": 3}
