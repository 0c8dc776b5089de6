"""Claims: computed from the log at a moment, listed whatever was known."""

import pytest

from ecosys.answers.claims import claims
from ecosys.errors import NotFound
from tests.given import event


def claimed(id, statement="it is so", **fields):
    place = {"line": "1"}
    return event("claimed", id, document="article", place=place, statement=statement,
                 subject="openai", occurred="2026", stated="2026-11-22", **fields)  # fmt: skip


def stars(id, day, value, **fields):
    return event("observed", id, subject="langchain/langchain", metric="github_stars",
                 value=value, kind="stock", unit="stars", occurred=day, **fields)  # fmt: skip


STARS = {"projection": "figures", "parameters": {"subject": "langchain/langchain"}}
OVER_80000 = {"figure": "80000", "comparator": ">", "unit": "stars"}


@pytest.fixture
def log(timeline):
    timeline.append(
        [
            stars("s1", "2024-03-22", "79928"),
            stars("s2", "2024-03-23", "80019"),
            claimed("MC-1", asserted=OVER_80000, answers=[STARS], priority="must"),
            claimed("MC-2", opinion="true"),
            claimed("MC-3", missing="a count"),
            claimed("MC-4", asserted={"figure": "10", "high": "99", "unit": "apps"}),
            claimed("MC-5", asserted={"figure": "1000", "unit": "apps"}),
        ]
    )
    return timeline


def verdicts(log, **coordinates):
    rows = claims(log, log.moment(**coordinates)).rows
    return {row.id: row.verdict for row in rows}


def test_a_claim_is_judged_by_what_the_log_computes(log):
    row = claims(log, log.moment()).rows[0]
    assert (row.id, row.verdict, row.stated) == ("MC-1", "holds", "> 80000 stars")
    assert row.computed == ("80019 stars",)
    assert row.events == ("s2",)
    assert row.sources == ("openai",)


def test_a_verdict_is_that_of_the_moment(log):
    assert verdicts(log, as_of="2024-03-22")["MC-1"] == "holds_roughly"
    assert verdicts(log, known_at="2024-03-22")["MC-1"] == "holds_roughly"
    assert verdicts(log, as_of="2024-01-01")["MC-1"] == "cannot_be_checked"


def test_claims_are_listed_whatever_was_known(log):
    assert len(verdicts(log, known_at="2020-01-01")) == 5
    assert len(verdicts(log, position=3)) == 1


def test_a_document_that_claims_nothing_is_not_answered_with_nothing(log):
    assert len(claims(log, log.moment(), "article").rows) == 5
    with pytest.raises(NotFound, match=r"No claims of artikel are known\. Did you mean article\?"):
        claims(log, log.moment(), "artikel")


def test_a_new_event_changes_a_verdict(log):
    log.append([stars("s3", "2024-04-01", "10")])
    assert verdicts(log)["MC-1"] == "does_not_hold"


def test_a_judgement_is_an_opinion(log):
    assert verdicts(log)["MC-2"] == "opinion"


def test_what_no_fact_decides_names_the_fact_that_is_missing(log):
    row = next(row for row in claims(log, log.moment()).rows if row.id == "MC-3")
    assert (row.verdict, row.missing) == ("cannot_be_checked", "a count")


def test_a_metric_that_does_not_exist_decides_nothing(log):
    log.append([claimed("MC-6", answers=[{"projection": "luck", "parameters": {}}])])
    row = next(row for row in claims(log, log.moment()).rows if row.id == "MC-6")
    assert row.verdict == "cannot_be_checked"
    assert "luck" in (row.missing or "")


def test_two_statements_that_exclude_each_other_contradict(log):
    found = verdicts(log)
    assert (found["MC-4"], found["MC-5"]) == ("contradicted", "contradicted")


def test_where_an_event_is_left_out_a_claim_still_names_the_sources_of_what_it_rests_on(timeline):
    first = event("launched", "first", subject="a/b", what="model", occurred="2024")
    counted = stars("s2", "2024-03-23", "80019", sources=[{"source": "gharchive"}])
    claim = claimed("MC-1", asserted=OVER_80000, answers=[STARS])
    timeline.append([first, counted, claim])
    (row,) = claims(without := timeline.what_if(["first"]), without.moment()).rows
    assert row.sources == ("gharchive",)


def test_a_claim_that_asks_for_a_date_and_gets_a_count_says_so_and_spares_the_others(log):
    log.append([claimed("MC-7", asserted={"date": "2024-03"}, answers=[STARS])])
    row = next(row for row in claims(log, log.moment()).rows if row.id == "MC-7")
    assert (row.verdict, row.missing) == (
        "cannot_be_checked",
        "a date is asserted, '80019 stars' is none",
    )
    assert verdicts(log)["MC-1"] == "holds"


def test_a_claim_that_asserts_a_figure_is_not_borne_out_by_a_word(log):
    word = {**STARS, "take": "date"}
    log.append([claimed("MC-8", asserted={"figure": "7"}, answers=[word])])
    assert verdicts(log)["MC-8"] == "cannot_be_checked"


def row_of(log, id):
    return next(row for row in claims(log, log.moment()).rows if row.id == id)


def test_a_row_tells_its_rule_and_what_would_turn_it(log):
    row = row_of(log, "MC-1")
    asked = "the last value of figures (langchain/langchain)"
    assert row.rule == f"holds if {asked} is more than 80000 stars, roughly if at least 72000 stars"
    assert row.turned_by == f"{asked} at most 80000 stars"
    assert row_of(log, "MC-3").turned_by == "a fact that is missing: a count"


def test_two_statements_that_exclude_each_other_say_that_no_fact_decides(log):
    row = row_of(log, "MC-4")
    assert "the document says otherwise elsewhere" in row.rule
    assert row.turned_by == "a fact that is missing: a fact that answers it"


def test_statements_of_different_times_are_left_to_the_facts(timeline):
    few = {"figure": "10", "unit": "apps", "during": "2023"}
    many = {"figure": "99", "unit": "apps", "during": "2026"}
    timeline.append([claimed("MC-1", asserted=few), claimed("MC-2", asserted=many)])
    assert set(verdicts(timeline).values()) == {"cannot_be_checked"}


def test_what_examples_alone_bear_out_is_consistent_and_names_what_would_decide(log):
    example = {**STARS, "evidence": "example"}
    log.append([claimed("MC-9", asserted=OVER_80000, answers=[example], missing="a census")])
    row = row_of(log, "MC-9")
    assert (row.verdict, row.missing, row.events) == ("consistent", "a census", ("s2",))
    assert [each.id for each in claims(log, log.moment(), verdict="consistent").rows] == ["MC-9"]


def test_examples_that_nobody_names_refute_nothing(log):
    example = {**STARS, "evidence": "example", "at": "2030"}
    log.append([claimed("MC-9", answers=[{**example, "take": "count"}])])
    assert row_of(log, "MC-9").verdict == "cannot_be_checked"


def test_what_contradicts_itself_names_where_both_statements_were_read(timeline):
    said, denied = ({"sources": [{"source": name}]} for name in ("first-page", "second-page"))
    timeline.append(
        [
            claimed("MC-1", asserted={"figure": "10", "unit": "apps"}, **said),
            claimed("MC-2", asserted={"figure": "99", "unit": "apps"}, **denied),
        ]
    )
    rows = claims(timeline, timeline.moment()).rows
    assert [row.sources for row in rows] == [("first-page", "second-page")] * 2
