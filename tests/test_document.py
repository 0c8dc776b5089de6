"""The document whose claims the log checks: what comes out of it, by computation."""

from collections import Counter
from datetime import date

import pytest

from ecosys.answers.claims import claims
from ecosys.events.claimed import Claimed

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

NOW = {"as_of": "2026-11-22", "known_at": "2026-11-22"}


@pytest.fixture(scope="module")
def found(drafted):
    return {row.id: row for row in claims(drafted, drafted.moment(**NOW)).rows}


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


def test_every_claim_that_examples_alone_bear_out_names_the_fact_that_would_decide(found):
    bare = [row.id for row in found.values() if row.verdict == "consistent" and not row.missing]
    assert bare == []


def test_every_claim_tells_its_rule_and_what_would_turn_it(found):
    assert [row.id for row in found.values() if not row.rule or not row.turned_by] == []


def test_no_verdict_is_typed_in():
    assert not {"verdict", "rule", "turned_by"} & set(Claimed.model_fields)


def test_azure_was_the_exclusive_cloud_which_is_more_than_the_primary(found):
    assert (found["MC-047"].verdict, found["MC-047"].computed) == ("holds", ("exclusive",))


def test_a_hundred_billion_words_a_day_of_all_openai_say_nothing_of_the_api(found):
    words = found["MC-071"]
    assert (words.verdict, words.computed) == ("cannot_be_checked", ("100000000000 words",))
    assert words.events == ("openai-words-per-day-2024-02-09",)


def test_those_who_use_chatgpt_are_not_those_who_never_heard_of_openai(found):
    assert (found["MC-072"].verdict, found["MC-072"].computed) == ("cannot_be_checked", ())


@pytest.mark.parametrize(
    "id",
    ["MC-006", "MC-013", "MC-029", "MC-042", "MC-049", "MC-050", "MC-064", "MC-065", "MC-075",
     "MC-079", "MC-082", "MC-084", "MC-086", "MC-091", "MC-094", "MC-095", "MC-106"],
)  # fmt: skip
def test_what_any_single_case_satisfies_is_consistent_and_not_more(found, id):
    assert found[id].verdict == "consistent"


@pytest.mark.parametrize("id", ["MC-011", "MC-012", "MC-016", "MC-081", "MC-104", "MC-115"])
def test_that_something_grew_or_is_integrated_is_no_evidence_of_a_cause(found, id):
    assert (found[id].verdict, found[id].computed) == ("cannot_be_checked", ())


def test_the_first_of_three_is_an_example_of_being_first_and_the_last_of_five_is_none(found):
    assert found["MC-040"].verdict == "consistent"
    rank = found["MC-074"]
    assert (rank.verdict, rank.computed) == ("cannot_be_checked", ("5 rank",))


def test_prices_that_never_rose_expose_no_thin_margins(found):
    assert found["MC-085"].verdict == "cannot_be_checked"
    assert found["MC-085"].computed == ("0 changes",)


def test_seven_million_developers_at_google_refute_that_nobody_reached_the_same_scale(found):
    scale = found["MC-066"]
    assert (scale.verdict, scale.computed) == ("does_not_hold", ("2 rank",))
    assert "google-gemini-api-developers-2025-05" in scale.events


def test_growth_of_all_of_azure_says_nothing_of_azure_openai(found):
    points = found["MC-076"]
    assert (points.verdict, points.computed) == ("cannot_be_checked", ("6 percentage points",))


def test_that_most_models_do_not_state_their_weights_refutes_no_open_ones(found, drafted):
    share = drafted.project("open_weight_share", drafted.moment(**NOW), {"subject": "mistral"})
    (whole,) = [point for point in share.points if point.labels["period"] == "to date"]
    assert whole.high == 1
    assert whole.value < 0.5
    assert found["MC-094"].verdict == "consistent"


def test_products_that_run_on_others_are_not_counted_for_openai(found):
    ids = {id for name in ("MC-022", "MC-023", "MC-048", "MC-060") for id in found[name].events}
    assert ids
    assert not [id for id in ids if id.startswith(("anthropic", "google"))]


@pytest.mark.parametrize(
    ("id", "threshold"),
    [("MC-055", "100 million"), ("MC-080", "90 days"), ("MC-083", "half"), ("MC-088", "half"),
     ("MC-117", "half")],
)  # fmt: skip
def test_a_threshold_of_ours_stands_in_the_rule_and_not_in_the_statement(found, id, threshold):
    assert threshold not in found[id].statement


def test_two_million_are_not_over_two_million(found):
    assert found["MC-004"].verdict == "holds_roughly"


def test_nobody_starts_in_minutes_who_waits_for_seventeen_months(found):
    access = found["MC-010"]
    waited = date(2021, 11, 18) - date(2020, 6, 11)
    assert (access.verdict, access.computed) == ("does_not_hold", (f"{waited.days} days",))


def test_cases_of_short_notice_are_examples_and_the_median_stands_beside_them(found):
    notice = found["MC-080"]
    case, shortest, median = (int(text.partition(" ")[0]) for text in notice.computed)
    assert notice.verdict == "consistent"
    assert shortest < case <= 92 < median


def test_downloads_of_libraries_do_not_tell_how_fast_other_platforms_eroded(found):
    assert (found["MC-117"].verdict, found["MC-117"].computed) == ("cannot_be_checked", ())


def test_launches_do_not_measure_interest(found):
    assert found["MC-087"].verdict == "consistent"
    assert found["MC-087"].answered_by == ("figures",)


def test_the_head_start_depends_on_the_definition_and_the_first_of_all_stands_beside_it(found):
    to_the_first_beta, to_open_sign_up = [2.8, 2.8, 3.5, 1.0], [1.9, 1.5, 2.1, -0.2]
    assert years(found["MC-097"]) == to_the_first_beta + to_open_sign_up
    assert found["MC-097"].verdict == "holds_roughly"


def test_langchain_passed_80_000_stars(found):
    assert found["MC-073"].verdict == "holds"


def test_the_capability_gap_is_closed_by_more_than_half(found, drafted):
    points = drafted.project("capability_gap", drafted.moment(**NOW), {"subject": "market"}).points
    since = [point.value for point in points
             if point.labels["part"] == "gap" and point.at >= "2023-12"]  # fmt: skip
    assert since[0] == 112
    assert since[-1] / since[0] <= 0.5
    (part,) = found["MC-088"].computed
    assert found["MC-088"].verdict == "holds"
    assert float(part.partition(" ")[0]) == pytest.approx(float(since[-1] / since[0]), abs=1e-6)


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


def test_statements_on_the_applications_of_2023_and_of_2026_do_not_exclude_each_other(found):
    few, many = found["MC-005"], found["MC-105"]
    assert few.verdict == many.verdict == "cannot_be_checked"
    assert "2023" in (few.missing or "")
    assert "2026" in (many.missing or "")


def test_two_million_developers_were_not_known_before_they_were_announced(drafted):
    then = drafted.moment(as_of="2026-11-22", known_at="2023-11-05")
    by = {row.id: row.verdict for row in claims(drafted, then).rows}
    assert len(by) == 122
    assert by["MC-004"] == "does_not_hold"


def test_without_its_only_source_a_claim_falls_and_the_log_is_untouched(drafted, found):
    root = drafted.log.root(drafted.head().position)
    supposed = drafted.what_if(without=["devday-2023-notes"])
    by = {row.id: row.verdict for row in claims(supposed, supposed.moment(**NOW)).rows}
    assert found["MC-004"].verdict == "holds_roughly"
    assert by["MC-004"] == "does_not_hold"
    assert drafted.log.root(drafted.head().position) == root


def test_every_metric_that_a_claim_names_exists(drafted):
    from ecosys.projection import projections

    named = {answer.projection for held in drafted.held(drafted.moment(), "claimed")
             for answer in held.event.answers}  # fmt: skip
    assert named - set(projections) == set()
