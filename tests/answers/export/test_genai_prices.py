"""genai-prices' data.json: prices with their dates, tiers, bands, and the names that mean them."""

from decimal import Decimal

from ecosys.answers.export import export
from ecosys.importer import get_importer
from tests import given
from tests.answers.export.reading import content, lost

OLD = given.price("old", "2025-04-16", input="10", output="40")
CUT = given.price("new", "2025-06-10", input="2", output="8", cache_read="0.5")


def models(timeline, *moment):
    """The models of OpenAI by their ids, at a moment."""
    (provider,) = content(timeline, "genai-prices", *moment)
    assert provider["id"] == "openai"
    return {model["id"]: model for model in provider["models"]}


def test_each_price_has_the_day_from_which_it_holds(timeline):
    timeline.append([OLD, CUT])
    assert models(timeline)["o3"] == {
        "id": "o3",
        "match": {"equals": "o3"},
        "prices": [
            {"prices": {"output_mtok": 40, "input_mtok": 10}},
            {
                "constraint": {"start_date": "2025-06-10"},
                "prices": {"cache_read_mtok": Decimal("0.5"), "output_mtok": 8, "input_mtok": 2},
            },
        ],
    }
    assert lost(timeline, "genai-prices") == {}


def test_a_price_that_is_to_come_stands_in_it_as_far_as_it_is_known(timeline):
    timeline.append([CUT, given.price("soon", "2027-01-01", input="1", stated="2026-11-01")])
    (_, last) = models(timeline)["o3"]["prices"]
    assert last["constraint"] == {"start_date": "2027-01-01"}
    assert last["prices"]["input_mtok"] == 1
    assert models(timeline, "2026-11-22", "2026-10-31")["o3"]["prices"]["input_mtok"] == 2


def test_a_promotion_ends_on_its_day(timeline):
    half = given.price("half", "2025-07-01", input="1", until="2025-08-01")
    timeline.append([CUT, half])
    rows = models(timeline)["o3"]["prices"]
    assert [row.get("constraint", {}).get("start_date") for row in rows] == [
        None,
        "2025-07-01",
        "2025-08-01",
    ]
    assert [row["prices"]["input_mtok"] for row in rows] == [2, 1, 2]
    assert lost(timeline, "genai-prices") == {}


def test_a_name_has_at_each_time_what_it_pointed_to_then(timeline):
    timeline.append(
        [
            given.price("one", "2025-01-01", subject="openai/one", input="1", output="2"),
            given.price("two", "2025-01-01", subject="openai/two", input="3", output="4"),
            given.event(
                "alias_moved", "a", alias="openai/best", to="openai/one", occurred="2025-01-01"
            ),
            given.event(
                "alias_moved", "b", alias="openai/best", to="openai/two", occurred="2025-06-01"
            ),
        ]
    )
    first, second = models(timeline)["best"]["prices"]
    assert first["prices"]["input_mtok"] == 1
    assert second == {
        "constraint": {"start_date": "2025-06-01"},
        "prices": {"output_mtok": 4, "input_mtok": 3},
    }


def test_tiers_are_variants_the_newest_first_and_bands_are_tiers(timeline):
    batch = [{"direction": "input", "amount": "1", "tier": "batch"}]
    later = [{"direction": "input", "amount": "0.9", "tier": "batch"}]
    long = [{"direction": "input", "amount": "4", "above": 199_999}]
    timeline.append(
        [
            given.price("p", "2025-06-10", input="2", output="8", components=batch + long),
            given.price("q", "2025-09-01", components=later),
        ]
    )
    model = models(timeline)["o3"]
    assert model["prices"]["input_mtok"] == {"base": 2, "tiers": [{"start": 199_999, "price": 4}]}
    assert model["price_variants"] == [
        {
            "when": {"processing": "batch"},
            "constraint": {"start_date": "2025-09-01"},
            "prices": {"input_mtok": Decimal("0.9")},
        },
        {
            "when": {"processing": "batch"},
            "constraint": {"start_date": "2025-06-10"},
            "prices": {"input_mtok": 1},
        },
    ]


def test_what_cannot_be_charged_together_hours_and_the_hour_of_a_price_are_lost(timeline):
    lines = [
        {"direction": "input", "amount": "9", "modality": "audio"},
        {"direction": "input", "amount": "1", "hours": "16:30-00:30"},
    ]
    at_four = "2025-06-10T16:00Z"
    timeline.append(
        [given.price("p", at_four, input="2", output="8", cache_read="1", components=lines)]
    )
    assert lost(timeline, "genai-prices") == {
        ("modality", "audio"): 1,  # what cached audio costs nobody says
        ("hours", "16:30-00:30"): 1,
        ("hour of a price", ""): 3,
    }


def test_our_importer_reads_it_without_a_problem(seeded):
    moment = seeded.moment("2026-11-22", "2026-11-22", given.AUDITED)
    made = export(seeded, moment, "genai-prices")
    read = get_importer("genai-prices").rows(made.content, "2026-11-22")
    assert [row for row in read if row.problem] == []
    (o3,) = [row for row in read if row.key == "openai/o3"]
    cut = o3.says["openai/o3/from-2025-06-10"]["components"]
    told = {(line["direction"], line["amount"]) for line in cut}
    assert told == {("input", "2"), ("output", "8"), ("cache_read", "0.5")}
