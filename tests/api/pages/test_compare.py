"""Models and providers side by side: what each row says of each of them, then and now."""

import pytest

from tests.api.pages.reading import drawn, text_of, tree

pytestmark = pytest.mark.no_cover
MODELS = "/compare?models=openai/o3,anthropic/claude-sonnet-5"


def traits(page):
    """The rows of the comparison by their names, without the sources."""
    (section,) = [each for each in page.iter("section") if each.get("id") == "traits"]
    rows = [[text_of(cell) for cell in row] for row in section.findall(".//tbody/tr")]
    compared = sum(each.get("class") == "id" for each in section.iter("th"))
    return {row[0]: row[1 : 1 + compared] for row in rows}


def test_prices_and_ends_of_models_stand_side_by_side(client):
    told = traits(tree(client.get(f"{MODELS}&as_of=2026-11-30").text))
    assert told["input"] == ["$2.00", "$2.00"]
    assert told["output"] == ["$8.00", "$10.00"]
    assert told["ends"][0] == "2026-12-11"
    assert told["last price change"][0].startswith("2025-06-10 output −80 %")


def test_a_workload_costs_what_its_tokens_cost(client):
    # o3: 1,000 × 2 + 500 × 8 = 6,000 per million, 0.006 a request; Sonnet 5: 2,000 + 5,000
    told = traits(tree(client.get(f"{MODELS}&as_of=2026-11-30&requests=1000").text))
    assert told["1,000 requests of 1,000 input, 500 output"] == ["$6.00", "$7.00"]


def test_what_was_known_then_stands_beside_what_is_known_now(client):
    page = tree(client.get(f"{MODELS}&as_of=2026-09-15&known_at=2026-08-09").text)
    assert traits(page)["input"][1] == "$3.00 $2.00"  # the rise that was withdrawn on 2026-08-10


def test_each_model_has_a_line_in_the_charts_and_a_lane(client):
    page = tree(client.get(MODELS).text)
    lanes = [each.get("data-name") for each in drawn(page, "g") if each.get("class") == "lane"]
    assert lanes == ["openai/o3", "anthropic/claude-sonnet-5"]


def test_providers_stand_side_by_side_with_what_is_measured_of_them(client):
    page = tree(client.get("/compare?providers=openai,google").text)
    told = traits(page)
    assert told["name"] == ["OpenAI", "Google"]
    links = {text_of(link): link.get("href") for link in page.iter("a")}
    assert links["share of downloads"] == "/metrics/provider_share"
    share = client.get("/v1/metrics/provider_share").json()["data"]
    of = {row["subject"]: float(row["value"]) for row in share}
    assert told["share of downloads"] == [f"{of['openai']:.1%}", f"{of['google']:.1%}"]


def test_names_that_mean_nothing_are_told_beside_those_that_do(client):
    page = tree(client.get("/compare?models=openai/o3,openai/of-nobody,anthropic").text)
    assert next(iter(traits(page).values())) == ["openai"]
    said = text_of(page)
    assert "openai/of-nobody" in said
    assert "anthropic is none of the models." in said


def test_of_models_and_providers_at_once_none_are_compared(client):
    assert client.get("/compare?models=openai/o3&providers=openai").status_code == 422


def test_a_comparison_is_there_for_machines(client):
    twin = "/v1/subjects?subject=openai/o3&subject=anthropic/claude-sonnet-5"
    rows = client.get(twin).json()["data"]
    assert [row["subject"] for row in rows] == ["openai/o3", "anthropic/claude-sonnet-5"]
    page = tree(client.get(MODELS).text)
    addresses = [link.get("href", "") for link in page.iter("link")]
    assert any("/v1/subjects?" in each and "claude-sonnet-5" in each for each in addresses)
