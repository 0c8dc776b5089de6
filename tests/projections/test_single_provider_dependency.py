"""Which part of those who say what they build on name one provider only."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, event
from tests.projections.folding import fold
from tests.properties import examples


def builds(integrator, subject, category="product", occurred="2024-01-01"):
    id = f"{integrator}-{subject}".replace("/", "-")
    return event(
        "integrated", id, integrator=integrator, subject=subject, category=category,
        occurred=occurred, stated=occurred,
    )  # fmt: skip


def counted(*events, subject="market", **asked):
    points, _ = fold("single_provider_dependency", *events, **asked)
    return {p.labels["statistic"]: p.value for p in points if p.subject == subject}


FOUR = (
    builds("a", "openai/api"),
    builds("b", "openai/api"),
    builds("b", "anthropic/api"),
    builds("c", "anthropic/api"),
    builds("d", "azure/service"),
)


def test_who_names_two_providers_depends_on_neither_alone():
    found = counted(*FOUR)
    assert (found["named"], found["named_alone"]) == (4, 3)
    assert found["share_alone"] == Decimal("0.75")


def test_of_each_provider_those_count_that_name_it():
    found = counted(*FOUR, subject="openai")
    assert (found["named"], found["named_alone"], found["share_alone"]) == (2, 1, None)


def test_two_products_of_one_provider_are_one_provider():
    assert counted(*FOUR, builds("a", "openai/chatgpt"))["named_alone"] == 3


def test_plugins_and_platforms_do_not_count():
    others = (builds("e", "openai/chatgpt", "plugin"), builds("f", "openai/o3", "platform"))
    assert counted(*FOUR, *others)["named"] == 4


def test_a_platform_with_one_maker_s_models_can_be_followed_to_its_maker():
    served = builds("azure/service", "openai/o3", "platform")
    found = counted(*FOUR, served, subject="openai", platforms="followed")
    assert (found["named"], found["named_alone"]) == (3, 2)
    assert counted(*FOUR, served, subject="azure", platforms="followed") == {}
    mixed = builds("azure/service", "cohere/command", "platform")
    assert counted(*FOUR, served, mixed, subject="azure", platforms="followed")["named"] == 1


def test_who_names_no_provider_is_missing_not_counted():
    points, coverage = fold(
        "single_provider_dependency", *FOUR, builds("e", "market/language-model-apis")
    )
    assert coverage.missing == ("e",)
    assert {p.labels["statistic"]: p.value for p in points if p.subject == "market"}["named"] == 4


def test_what_is_said_later_does_not_count_yet():
    later = builds("a", "anthropic/api", occurred="2025-01-01")
    assert counted(*FOUR, later, as_of="2024-12-31")["named_alone"] == 3
    assert counted(*FOUR, later, as_of="2025-01-01")["named_alone"] == 2


def test_a_survey_stands_beside_with_its_population():
    survey = event(
        "observed", "survey", subject="openai", metric="uses_provider", value="62", kind="share",
        unit="percent", population="enterprises", occurred="2025-09",
    )  # fmt: skip
    points, coverage = fold("single_provider_dependency", *FOUR, survey)
    (point,) = (p for p in points if p.labels["statistic"] == "survey")
    assert (point.subject, point.value, point.unit) == ("openai", Decimal(62), "percent")
    assert point.labels["population"] == "enterprises"
    assert coverage.included[0].value == 62


PROVIDERS = ("openai", "anthropic", "google")


@examples(100)
@given(st.lists(st.sets(st.sampled_from(PROVIDERS), min_size=1), min_size=3, max_size=8))
def test_those_who_name_one_provider_are_divided_among_the_providers(named):
    events = [builds(f"b{at}", f"{p}/api") for at, each in enumerate(named) for p in sorted(each)]
    found = counted(*events)
    assert found["named"] == len(named)
    assert found["share_alone"] <= 1
    alone = [counted(*events, subject=each).get("named_alone", 0) for each in PROVIDERS]
    assert sum(alone) == found["named_alone"] == sum(1 for each in named if len(each) == 1)


def test_in_the_released_log_25_of_32_builders_name_one_provider(seeded):
    # Grouped apart with pandas over the YAML: those with two are Copilot, Harvey, LangChain,
    # LlamaIndex, Perplexity, Shopify and Snap.
    at = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    points = seeded.project("single_provider_dependency", at).points
    market = {p.labels["statistic"]: p.value for p in points if p.subject == "market"}
    assert (market["named"], market["named_alone"]) == (32, 25)
    assert market["share_alone"] == Decimal("0.78125")
    openai = {p.labels["statistic"]: p.value for p in points if p.subject == "openai"}
    assert (openai["named"], openai["named_alone"]) == (19, 12)
    assert openai["share_alone"] == Decimal("0.631579")
