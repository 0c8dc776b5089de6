"""In which seed file an event stands: by its theme, its seller, or what it is about."""

from collections import Counter
from pathlib import Path

import pytest

from ecosys.event.codec import parse
from ecosys.seeding import seed
from ecosys.seeding.placing import seed_file
from tests.given import event, plain_price, price

SEEDS = Path(__file__).parents[2] / "seeds"


def test_a_price_stands_in_the_file_of_its_seller():
    assert seed_file(price("p", "2025-06-10", input="2")) == "openai.yaml"
    assert seed_file(price("p", "2025-06-10", input="2", channel="azure")) == "azure.yaml"


def test_ties_and_figures_stand_in_the_files_of_their_themes():
    figure = {"subject": "openai/api", "kind": "stock", "unit": "x", "occurred": "2025", "value": 1}
    tie = event(
        "partnered", "t", parties=[{"party": "openai"}], kind="cloud", what="x", occurred="2025"
    )
    assert seed_file(tie) == "partnerships.yaml"
    assert seed_file(event("observed", "f", metric="developers", **figure)) == "adoption.yaml"
    assert seed_file(event("observed", "f", metric="github_stars", **figure)) == "stars.yaml"


def test_what_is_about_an_event_stands_where_that_does():
    wrong = price("p", "2025-06-10", input="3", channel="azure")
    withdrawn = event("retracted", "r", event="p", fault="ours", why="?")
    assert seed_file(withdrawn, wrong) == "azure.yaml"
    right = event(
        "corrected", "c", event="p", fault="ours", why="?", statement=plain_price("p", input="2")
    )
    assert seed_file(right, wrong) == "openai.yaml"
    again = parse({"type": "confirmed", "id": "a", "source": "openai", "stated": "2025-07-01"})
    assert seed_file(again, wrong) == "openai.yaml"


@pytest.mark.no_cover
def test_nearly_all_seeds_stand_where_new_ones_are_sent_to():
    seeds = seed.read_folder(SEEDS)
    by_id = {each.event.id: each.event for each in seeds}
    right = Counter(
        seed_file(each.event, next((by_id[id] for id in each.event.targets if id in by_id), None))
        == each.path.name
        for each in seeds
    )
    assert right[True] / right.total() > 0.95
