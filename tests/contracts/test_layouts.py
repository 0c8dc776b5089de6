"""Every layout: the same bytes from the same log, and nothing that is neither carried nor lost."""

import json

import pytest

from ecosys.answers.export import export, exports, get_layout, layouts
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.loss import losses
from ecosys.answers.sold import sold
from ecosys.errors import NotFound
from ecosys.timeline import Timeline
from tests import given

MOMENT = ("2026-11-22", "2026-11-22", given.AUDITED)


@pytest.fixture(scope="module")
def catalogue(seeded):
    """All that is sold at a late moment of the released log."""
    return Catalogue(seeded, seeded.moment(*MOMENT))


@pytest.mark.parametrize("name", layouts())
def test_all_that_is_known_is_carried_or_lost(catalogue, name):
    carried = {*get_layout(name).write(catalogue).carried} & catalogue.known.keys()
    lost = losses(catalogue.known, carried)
    assert len(carried) + sum(each.count for each in lost) == len(catalogue.known)
    assert carried
    assert all(each.subjects and each.count >= len(each.subjects) for each in lost)


@pytest.mark.parametrize("name", layouts())
def test_another_copy_of_the_log_gives_the_same_bytes(seeded, released_database, name):
    other = Timeline.open(released_database)
    ours = export(seeded, seeded.moment(*MOMENT), name)
    theirs = export(other, other.moment(*MOMENT), name)
    other.log.database.close()
    assert ours.files == theirs.files
    assert ours.lost == theirs.lost


def model(id, day):
    """A model that was launched and sold on a day, and said so."""
    about = {"subject": f"openai/{id}", "occurred": day, "stated": day}
    return [
        given.price(f"{id}-price", input="1", output="2", **about),
        given.event("launched", f"{id}-launch", what="model", **about),
    ]


@pytest.mark.parametrize("name", layouts())
def test_what_is_not_known_yet_stands_in_no_file(timeline, name):
    def files(known_at):
        return export(timeline, timeline.moment("2026-11-21", known_at), name).files

    timeline.append(model("early", "2026-01-01"))
    before = files("2026-11-19")
    timeline.append(model("late", "2026-11-20"))
    assert files("2026-11-19") == before
    assert any(b"late" in content for content in files("2026-11-21").values())


def test_all_at_once_are_the_same_as_one_by_one(timeline):
    timeline.append(model("early", "2026-01-01"))
    moment = timeline.moment("2026-11-21", "2026-11-21")
    together = {name: made.files for name, made in exports(timeline, moment)}
    timeline.memory.clear()
    assert together == {name: export(timeline, moment, name).files for name in layouts()}


@pytest.mark.parametrize("name", layouts())
def test_an_empty_log_gives_a_file_that_its_readers_take(timeline, name):
    made = export(timeline, timeline.moment(), name)
    assert made.lost == []
    if made.media_type == "application/json":
        json.loads(made.content)


def test_a_name_is_offered_at_the_prices_that_ecosys_price_tells(catalogue):
    timeline, moment = catalogue.timeline, catalogue.moment
    alive = [offer for offer in catalogue.offers if not offer.is_over]
    assert len(alive) > 100
    for offer in alive[::3]:
        try:
            _, lines = sold(timeline, moment, offer.name, offer.channel)
        except NotFound as problem:
            raise AssertionError(f"{offer.name} at {offer.channel}: {problem}") from problem
        now = {price.statement.series for price in lines if price.statement.start <= moment.as_of}
        assert {price.statement.series for price in offer.lines} <= now, offer.name
