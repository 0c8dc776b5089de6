"""The catalogue: what is sold under each name at a moment, and which of it can be lost."""

from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.history import History
from tests import given
from tests.answers.export.reading import content

DAYS = ("2025-08-31", "2025-09-01")
OLD = given.price("old", "2025-01-01", subject="openai/old", input="1", output="2")
NEW = given.price("new", "2025-01-01", subject="openai/new", input="3", output="4")


def end(**after):
    """The end of the old model, with what becomes of its calls."""
    return given.event(
        "deprecated",
        "end",
        subject="openai/old",
        announced="2025-06-01",
        shutdown="2025-09-01",
        **after,
    )


def amounts(timeline, as_of="2026-11-22", source=None):
    """The amounts of each offer, by name, and whether it is over."""
    moment = timeline.moment(as_of, "2026-11-22", source=source)
    return {
        offer.name: ([price.component.amount for price in offer.lines], offer.is_over)
        for offer in Catalogue(timeline, moment).offers
    }


def test_what_has_ended_keeps_its_last_prices_and_is_over(timeline):
    timeline.append([OLD, end()])
    assert amounts(timeline, "2025-08-31") == {"openai/old": (["1", "2"], False)}
    assert amounts(timeline, "2025-09-01") == {"openai/old": (["1", "2"], True)}


def test_calls_that_are_redirected_cost_what_their_target_costs(timeline):
    timeline.append([OLD, NEW, end(after={"what": "redirect", "to": "openai/new"})])
    assert amounts(timeline, "2025-08-31")["openai/old"] == (["1", "2"], False)
    assert amounts(timeline, "2025-09-01")["openai/old"] == (["3", "4"], False)
    history = History(Catalogue(timeline, timeline.moment("2026-11-22", "2026-11-22")))
    then = [history.lines("openai/old", "first_party", given.at(day)) for day in DAYS]
    assert [[price.component.amount for price in lines] for lines in then] == [
        ["1", "2"],
        ["3", "4"],
    ]
    (first, second) = content(timeline, "genai-prices")[0]["models"][1]["prices"]
    assert first["prices"]["input_mtok"] == 1
    assert second["constraint"] == {"start_date": "2025-09-01"}
    assert second["prices"]["input_mtok"] == 3


def test_a_redirect_at_its_own_price_changes_no_price(timeline):
    own = {"what": "redirect", "to": "openai/new", "price": "own"}
    timeline.append([OLD, NEW, end(after=own)])
    assert amounts(timeline, "2025-09-01")["openai/old"] == (["1", "2"], False)


def test_a_model_without_a_price_is_sold_at_that_of_the_one_name_that_points_to_it(timeline):
    named = given.event(
        "alias_moved", "a", alias="openai/new", to="openai/new-0613", occurred="2025-01-01"
    )
    timeline.append([NEW, named])
    assert amounts(timeline)["openai/new-0613"] == (["3", "4"], False)


def test_where_one_source_is_asked_its_prices_stand_and_names_mean_what_they_mean(timeline):
    mirror = given.price(
        "mirror",
        "2025-01-01",
        subject="openai/new",
        input="9",
        output="9",
        voice="litellm",
        stated="2025-01-02",
    )
    named = given.event(
        "alias_moved", "a", alias="openai/best", to="openai/new", occurred="2025-01-01"
    )
    registered = [
        given.event("registered", slug, source=slug, name=slug, kind=kind, url=f"https://{slug}.ai")
        for slug, kind in (("openai", "provider"), ("litellm", "mirror"))
    ]
    timeline.append([*registered, NEW, mirror, named])
    assert amounts(timeline, source="openai")["openai/best"] == (["3", "4"], False)
    assert amounts(timeline, source="litellm")["openai/best"] == (["9", "9"], False)


def test_a_price_in_several_regions_and_none_everywhere_is_no_one_price(timeline):
    timeline.append(
        [
            given.price("us", "2025-01-01", subject="openai/new", region="us", input="3"),
            given.price("eu", "2025-01-01", subject="openai/new", region="eu", input="4"),
        ]
    )
    (offer,) = Catalogue(timeline, timeline.moment("2026-11-22", "2026-11-22")).offers
    assert len(offer.lines) == 2
    assert offer.in_dollars == []
