"""The document whose claims the log checks: what comes out of it, by computation."""

from collections import Counter

import pytest

from ecosys.answers.claims import claims
from ecosys.events.claimed import Claimed

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

NOW = {"as_of": "2026-11-22", "known_at": "2026-11-22"}


@pytest.fixture(scope="module")
def found(seeded):
    return {row.id: row for row in claims(seeded, seeded.moment(**NOW)).rows}


def years(row):
    return [round(float(text.partition(" ")[0]), 1) for text in row.computed]


def test_there_are_122_claims_of_which_61_must_be_answered(found):
    by = Counter(row.priority for row in found.values())
    assert (len(found), by["must"], by["should"], by["could"]) == (122, 61, 30, 31)


def test_at_least_52_of_the_61_have_a_computed_figure_with_its_lineage(found):
    must = [row for row in found.values() if row.priority == "must"]
    computed = [row for row in must if any(row.computed) and row.because and row.sources]
    assert len(computed) >= 52


def test_every_claim_that_cannot_be_checked_names_the_fact_that_is_missing(found):
    bare = [row.id for row in found.values()
            if row.verdict == "cannot_be_checked" and not row.missing]  # fmt: skip
    assert bare == []


def test_no_verdict_is_typed_in(seeded):
    assert "verdict" not in Claimed.model_fields


def test_azure_was_not_the_primary_but_the_exclusive_cloud(found):
    assert (found["MC-047"].verdict, found["MC-047"].computed) == ("contradicted", ("exclusive",))


def test_a_hundred_billion_words_a_day_were_not_those_of_the_api(found):
    assert found["MC-071"].verdict == "does_not_hold"


def test_the_head_start_depends_on_the_definition_and_the_first_of_all_stands_beside_it(found):
    assert years(found["MC-097"]) == [1.3, 2.8, 3.5, 1.0]
    assert found["MC-097"].verdict == "holds_roughly"


def test_langchain_passed_80_000_stars(found):
    assert found["MC-073"].verdict == "holds"


def test_the_capability_gap_is_not_closed(found):
    assert found["MC-088"].verdict == "does_not_hold"


def test_the_capability_gap_shrank_then_moved_up_and_down(seeded):
    points = seeded.project("capability_gap", seeded.moment(**NOW), {"subject": "market"}).points
    gaps = {point.at[:7]: point.value for point in points
            if point.labels["part"] == "gap" and point.value is not None}  # fmt: skip
    named = ("2023-05", "2023-12", "2024-08", "2024-12", "2025-02", "2025-06", "2025-09")
    assert gaps["2023-12"] == 112
    assert [gaps[month] for month in named[2:]] == [24, 91, 24, 78, 36]


def test_output_costs_more_than_input_and_prices_went_mostly_down(found):
    assert found["MC-101"].verdict == "holds"
    assert found["MC-083"].verdict == "holds"


def test_the_two_statements_on_production_applications_contradict_each_other(found):
    assert found["MC-005"].verdict == found["MC-105"].verdict == "contradicted"
    assert set(found["MC-005"].events) == {"MC-005", "MC-105"}


def test_two_million_developers_were_not_known_before_they_were_announced(seeded):
    then = seeded.moment(as_of="2026-11-22", known_at="2023-11-05")
    by = {row.id: row.verdict for row in claims(seeded, then).rows}
    assert len(by) == 122
    assert by["MC-004"] == "does_not_hold"


def test_without_its_only_source_a_claim_falls_and_the_log_is_untouched(seeded, found):
    root = seeded.log.root(seeded.head().position)
    supposed = seeded.what_if(without=["devday-2023-notes"])
    by = {row.id: row.verdict for row in claims(supposed, supposed.moment(**NOW)).rows}
    assert found["MC-004"].verdict == "holds"
    assert by["MC-004"] != "holds"
    assert seeded.log.root(seeded.head().position) == root


def test_every_metric_that_a_claim_names_exists(seeded):
    from ecosys.projection import projections

    named = {answer.projection for held in seeded.held(seeded.moment(), "claimed")
             for answer in held.event.answers}  # fmt: skip
    assert named - set(projections) == set()
