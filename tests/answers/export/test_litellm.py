"""litellm's price map: what stands in it, and that our own importer reads the same from it."""

from decimal import Decimal

import pytest

from ecosys.answers.export import export
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.exports.litellm import keys, seller
from ecosys.importer import get_importer
from tests import given
from tests.answers.export.reading import content, lost

O3 = given.price("old", "2025-04-16", input="10", output="40")
CUT = given.price("new", "2025-06-10", input="2", output="8", cache_read="0.5")


def rows(timeline, *moment):
    """The rows of the map at a moment."""
    return content(timeline, "litellm", *moment)


def test_a_price_stands_per_token_under_the_id_of_its_provider(timeline):
    timeline.append([O3, CUT])
    assert rows(timeline, "2025-06-01") == {
        "o3": {
            "litellm_provider": "openai",
            "mode": "chat",
            "input_cost_per_token": Decimal("0.00001"),
            "output_cost_per_token": Decimal("0.00004"),
        }
    }
    assert rows(timeline, "2025-06-15")["o3"]["input_cost_per_token"] == Decimal("0.000002")
    assert (
        b'"input_cost_per_token": 2e-06' in export(timeline, timeline.moment(), "litellm").content
    )


def test_what_was_not_known_yet_does_not_stand_in_it(timeline):
    timeline.append([O3, given.price("later", "2025-06-10", input="2", stated="2025-06-20")])
    assert rows(timeline, "2025-06-15", "2025-06-15")["o3"]["input_cost_per_token"] == Decimal(
        "0.00001"
    )
    assert rows(timeline, "2025-06-15", "2025-06-21")["o3"]["input_cost_per_token"] == Decimal(
        "0.000002"
    )


def test_tiers_bands_and_caches_have_fields_of_their_own(timeline):
    lines = [
        {"direction": "input", "amount": "1", "tier": "batch"},
        {"direction": "input", "amount": "4", "tier": "priority", "above": 200_000},
        {"direction": "cache_write_1h", "amount": "6"},
        {"direction": "search", "amount": "0.01", "unit": "query"},
        {"direction": "output", "amount": "0.04", "unit": "image", "modality": "image"},
    ]
    timeline.append([given.price("p", "2025-06-10", input="2", output="8", components=lines)])
    row = rows(timeline)["o3"]
    assert row["input_cost_per_token_batches"] == Decimal("0.000001")
    assert row["input_cost_per_token_above_200k_tokens_priority"] == Decimal("0.000004")
    assert row["cache_creation_input_token_cost_above_1hr"] == Decimal("0.000006")
    assert row["search_context_cost_per_query"]["search_context_size_high"] == Decimal("0.01")
    assert row["output_cost_per_image"] == Decimal("0.04")
    assert lost(timeline, "litellm") == {}


def test_a_price_of_some_hours_takes_the_place_of_the_others_then(timeline):
    night = [
        {"direction": "input", "amount": "1", "hours": "mon-fri 16:30-20:30"},
        {"direction": "cache_write_1h", "amount": "3", "hours": "mon-fri 16:30-20:30"},
    ]
    timeline.append([given.price("p", "2025-06-10", input="2", output="8", components=night)])
    assert rows(timeline)["o3"]["off_peak_pricing"] == {
        "windows": [{"weekdays": [1, 2, 3, 4, 5], "hours_utc": ["16:30-20:30"]}],
        "input_cost_per_token": Decimal("0.000001"),
    }
    assert lost(timeline, "litellm") == {("direction", "cache_write_1h"): 1}


def test_what_no_field_can_say_is_counted_by_the_reason(timeline):
    lines = [
        {"direction": "input", "amount": "3", "tier": "fast"},
        {"direction": "output", "amount": "9", "tier": "fast"},
        {"direction": "input", "amount": "1", "unit": "minute", "modality": "audio"},
        {"direction": "input", "amount": "4", "above": 199_999},
    ]
    timeline.append(
        [
            given.price("p", "2025-06-10", input="2", output="8", components=lines),
            given.price("eu", "2025-06-10", input="2.2", region="eu"),
            given.price("cny", "2025-06-10", input="14", currency="CNY"),
            given.price("soon", "2027-01-01", input="1", stated="2026-11-01"),
        ]
    )
    assert lost(timeline, "litellm") == {
        ("tier", "fast"): 2,
        ("unit", "minute"): 1,
        ("exact band", "above 199,999"): 1,
        ("region", "eu"): 1,
        ("currency", "CNY"): 1,
        ("scheduled price", ""): 1,
    }


def test_a_name_is_sold_at_what_it_points_to_and_a_seller_calls_it_by_its_own_names(timeline):
    timeline.append(
        [
            CUT,
            given.event(
                "alias_moved", "a", alias="openai/o3-latest", to="openai/o3", occurred="2025-06-10"
            ),
            given.price("azure", "2025-06-10", channel="azure", input="2.1", output="8.4"),
            given.event(
                "alias_moved",
                "b",
                alias="azure/o3-east",
                channel="azure",
                to="openai/o3",
                occurred="2025-06-10",
            ),
        ]
    )
    assert list(rows(timeline)) == ["azure/o3-east", "o3", "o3-latest"]
    assert rows(timeline)["o3-latest"] == rows(timeline)["o3"]
    assert rows(timeline)["azure/o3-east"]["litellm_provider"] == "azure"
    assert lost(timeline, "litellm") == {}


def test_an_id_that_a_seller_did_not_declare_stands_behind_its_name(timeline):
    timeline.append([CUT, given.price("b", "2025-06-10", channel="bedrock", input="2", output="8")])
    assert list(rows(timeline)) == ["bedrock/o3", "o3"]


def test_what_cohere_sells_is_a_chat_or_none(timeline):
    timeline.append(
        [
            given.price("a", "2025-06-10", subject="cohere/command", input="1", output="2"),
            given.price("b", "2025-06-10", subject="cohere/embed", input="1"),
        ]
    )
    assert {key: row["litellm_provider"] for key, row in rows(timeline).items()} == {
        "command": "cohere_chat",
        "embed": "cohere",
    }


@pytest.mark.parametrize(
    ("shutdown", "day"), [("2025-09-01", "2025-09-01"), ("not before 2027-01-01", None)]
)
def test_an_end_is_told_where_its_day_is_firm(timeline, shutdown, day):
    end = given.event(
        "deprecated", "e", subject="openai/o3", announced="2025-03-01", shutdown=shutdown
    )
    timeline.append([CUT, end])
    assert rows(timeline)["o3"].get("deprecation_date") == day
    assert (lost(timeline, "litellm") == {}) == (day is not None)


def test_our_importer_reads_from_the_map_nothing_but_what_the_log_says(seeded):
    moment = seeded.moment("2026-11-22", "2026-11-22", given.AUDITED)
    read = get_importer("litellm").rows(export(seeded, moment, "litellm").content, "2026-11-22")
    assert [row for row in read if row.problem] == []
    said = {row.key: row.says[row.key]["components"] for row in read if row.key in row.says}
    found = 0
    for offer in Catalogue(seeded, moment).offers:
        provider, _ = seller(offer)
        listed = {
            as_told(price.component.model_dump(exclude_defaults=True)) for price in offer.lines
        }
        for key in keys(offer):
            told = said.get(f"{provider}/{key.removeprefix(f'{provider}/')}", ())
            assert {as_told(line) for line in told} <= listed, key
            found += len(told)
    assert found > 1_000


def as_told(line):
    """A line as the map can tell it: per million tokens, its band in thousands."""
    line = {"unit": "1M tokens", "modality": "text", "tier": "standard", "above": 0, **line}
    amount = Decimal(line["amount"])
    if line["unit"] == "1K tokens":
        line["unit"], amount = "1M tokens", amount * 1000
    direction = line["direction"].replace("cache_write_5m", "cache_write")
    above = round(line["above"] / 1000)
    return direction, line["modality"], line["unit"], line["tier"], above, amount
