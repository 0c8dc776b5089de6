"""What goes to OpenLIT, PostHog, Langfuse and LangSmith: prices by id, in their units and names."""

from decimal import Decimal

from tests import given
from tests.answers.export.reading import content, lost

CUT = given.price("new", "2025-06-10", input="2", output="8", cache_read="0.5")
BAND = [
    {"direction": "input", "amount": "4", "above": 200_000},
    {"direction": "output", "amount": "16", "above": 200_000},
]
FLEX = [
    {"direction": "input", "amount": "1", "tier": "flex"},
    {"direction": "output", "amount": "4", "tier": "flex"},
]
LATER = given.price("soon", "2027-01-01", input="3", stated="2026-11-01")


def test_openlit_has_chats_and_embeddings_per_thousand_tokens(timeline):
    timeline.append([CUT, given.price("e", "2025-06-10", subject="openai/embed", input="0.02")])
    assert content(timeline, "openlit") == {
        "embeddings": {"embed": Decimal("0.00002")},
        "images": {},
        "audio": {},
        "chat": {
            "o3": {
                "promptPrice": Decimal("0.002"),
                "completionPrice": Decimal("0.008"),
                "cacheReadPrice": Decimal("0.0005"),
            }
        },
    }
    assert lost(timeline, "openlit") == {}


def test_where_two_sellers_use_one_id_the_price_of_its_maker_stands(timeline):
    azure = given.price("azure", "2025-06-10", channel="azure", input="3", output="9")
    timeline.append([azure, CUT])
    assert content(timeline, "openlit")["chat"]["o3"]["promptPrice"] == Decimal("0.002")
    assert lost(timeline, "openlit") == {("channel", "azure"): 2}
    prices = content(timeline, "posthog")
    assert prices["azure"]["o3"]["$ai_input_token_price"] == Decimal("0.000003")
    assert lost(timeline, "posthog") == {}


def test_posthog_has_prices_of_tokens_requests_and_searches(timeline):
    counted = [
        {"direction": "search", "amount": "0.01", "unit": "query"},
        {"direction": "request", "amount": "0.005", "unit": "request"},
    ]
    timeline.append([CUT, given.price("c", "2025-06-10", components=counted)])
    assert content(timeline, "posthog") == {
        "openai": {
            "o3": {
                "$ai_input_token_price": Decimal("0.000002"),
                "$ai_output_token_price": Decimal("0.000008"),
                "$ai_cache_read_token_price": Decimal("0.0000005"),
                "$ai_request_price": Decimal("0.005"),
                "$ai_web_search_price": Decimal("0.01"),
            }
        }
    }


def test_langfuse_gets_what_holds_and_what_is_to_come(timeline):
    timeline.append([CUT, LATER])
    now, then = content(timeline, "langfuse")
    assert now["modelName"] == then["modelName"] == "o3"
    assert now["matchPattern"] == "(?i)^o3$"
    assert now["startDate"] == "2025-06-10T00:00:00.000000Z"
    (tier,) = now["pricingTiers"]
    assert tier["isDefault"]
    assert tier["prices"] == {
        "input": Decimal("0.000002"),
        "output": Decimal("0.000008"),
        **dict.fromkeys(
            ("input_cached_tokens", "input_cache_read", "cache_read_input_tokens"),
            Decimal("0.0000005"),
        ),
    }
    assert then["startDate"] == "2027-01-01T00:00:00.000000Z"
    assert then["pricingTiers"][0]["prices"]["input"] == Decimal("0.000003")
    assert lost(timeline, "langfuse") == {}


def test_langfuse_gets_long_requests_and_tiers_as_pricing_tiers_with_a_condition(timeline):
    timeline.append([CUT, given.price("more", "2025-06-10", components=BAND + FLEX)])
    (definition,) = content(timeline, "langfuse")
    standard, flex, long = definition["pricingTiers"]
    assert [tier["priority"] for tier in (standard, flex, long)] == [0, 1, 2]
    assert standard["conditions"] == []
    assert flex["conditions"] == [
        {"source": "model_parameters", "key": "service_tier", "operator": "in", "values": ["flex"]}
    ]
    (condition,) = long["conditions"]
    assert (condition["operator"], condition["value"]) == ("gt", 200_000)
    assert long["prices"] == {"input": Decimal("0.000004"), "output": Decimal("0.000016")}


def test_langsmith_gets_exact_texts_and_what_is_to_come(timeline):
    timeline.append([CUT, LATER, given.price("more", "2025-06-10", components=BAND)])
    now, then = content(timeline, "langsmith")
    assert now == {
        "name": "o3",
        "match_pattern": "^o3$",
        "start_time": "2025-06-10T00:00:00.000000Z",
        "provider": "openai",
        "prompt_cost": "0.000002",
        "completion_cost": "0.000008",
        "prompt_cost_details": {"cache_read": "0.0000005"},
    }
    assert then["start_time"] == "2027-01-01T00:00:00.000000Z"
    assert then["prompt_cost"] == "0.000003"
    assert lost(timeline, "langsmith") == {("band", "above 200,000"): 2}
