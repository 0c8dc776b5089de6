"""Ecosystem depth: how many others are known to build on a provider."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.given import AUDITED
from tests.projections.folding import points
from tests.properties import examples


def tie(id, integrator, subject="openai/api", category="product", occurred="2023-03-01"):
    return given.event(
        "integrated",
        id,
        integrator=integrator,
        subject=subject,
        category=category,
        occurred=occurred,
    )


def depth(*events, **asked):
    return {
        (point.subject, point.labels["category"]): point.value
        for point in points("ecosystem_depth", *events, **asked)
    }


def test_integrators_are_counted_by_category_and_once_in_all():
    found = depth(
        tie("a", "snap"),
        tie("b", "shopify"),
        tie("c", "shopify", category="plugin", subject="openai/chatgpt-plugins"),
    )
    assert found == {("openai", "product"): 2, ("openai", "plugin"): 1, ("openai", "all"): 2}


def test_who_builds_on_several_products_counts_once_and_every_tie_is_named():
    (_, product) = points(
        "ecosystem_depth", tie("a", "snap"), tie("b", "snap", subject="openai/gpt-4")
    )
    assert product.value == 1
    assert product.events == ("a", "b")
    assert product.comparator == ">="


def test_what_a_provider_builds_on_its_own_is_left_out():
    assert depth(tie("a", "openai/chatgpt")) == {}


def test_ties_count_from_their_day_on():
    assert depth(tie("a", "snap"), as_of="2023-02-28") == {}
    assert depth(tie("a", "snap"), as_of="2023-03-01") != {}


def test_one_product_or_one_category_can_be_asked_for():
    events = (tie("a", "snap"), tie("b", "kayak", "openai/chatgpt-plugins", "plugin"))
    assert depth(*events, category="plugin") == {("openai", "plugin"): 1}
    assert depth(*events, subject="openai/api") == {
        ("openai/api", "product"): 1,
        ("openai/api", "all"): 1,
    }


def test_the_builder_is_not_what_is_built_on():
    assert depth(tie("a", "openai/sdk", "google/gemini-api"), subject="openai") == {}


TIES = st.lists(
    st.tuples(
        st.sampled_from(("snap", "shopify", "openai/sdk", "google/search")),
        st.sampled_from(("openai/api", "openai/chatgpt", "google/gemini-api")),
        st.sampled_from(("product", "plugin")),
        st.sampled_from(("2022", "2023-03-01", "2024-05")),
    ),
    max_size=10,
)


@examples(150)
@tried(TIES)
def test_all_lies_between_the_largest_category_and_their_sum(ties):
    found = depth(*(tie(f"e{n}", *each) for n, each in enumerate(ties)))
    for provider in {subject for subject, _ in found}:
        counts = [found[key] for key in found if key[0] == provider and key[1] != "all"]
        assert max(counts) <= found[provider, "all"] <= sum(counts)


@examples(100)
@tried(TIES)
def test_depth_never_shrinks(ties):
    events = [tie(f"e{n}", *each) for n, each in enumerate(ties)]
    before, after = Counter(depth(*events, as_of="2023-06-30")), Counter(depth(*events))
    assert all(after[key] >= before[key] for key in before)


@pytest.fixture
def released(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    return {
        (point.subject, point.labels["category"]): point.value
        for point in seeded.project("ecosystem_depth", moment).points
    }


def test_thirty_six_are_known_to_build_on_openai(released):
    """Expected: distinct integrators in the seed files, counted with pandas."""
    openai = {category: value for (name, category), value in released.items() if name == "openai"}
    assert openai == {
        "app": 7,
        "framework": 2,
        "platform": 2,
        "plugin": 12,
        "product": 17,
        "all": Decimal(36),
    }
    others = {name: value for (name, kind), value in released.items() if kind == "all"}
    assert (others["azure"], others["google"], others["anthropic"]) == (15, 6, 1)
