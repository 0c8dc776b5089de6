"""Metrics say how old the figures are that they rest on."""

import pytest

from ecosys.answers.metric import explain, metric
from tests.given import event


def downloads(provider, day, value):
    return event("observed", f"{provider}-{day}", subject=f"{provider}/sdk",
                 metric="pypi_downloads_30d", value=value, kind="flow", unit="downloads",
                 occurred=day)  # fmt: skip


def library(provider):
    return event("described", f"{provider}-library", subject=f"{provider}/sdk",
                 attribute="client_library_of", value=provider, occurred="2020-01-01",
                 stated="2020-01-01")  # fmt: skip


@pytest.fixture
def log(timeline):
    days = {"openai": "2026-04-01", "google": "2026-04-01", "mistral": "2026-03-01"}
    for provider, day in days.items():
        timeline.append([library(provider), downloads(provider, day, "100")])
    return timeline


def dated(log, name, **asked):
    rows = metric(log, log.moment(**asked), name, {}).rows
    return {(row.at, row.figure_of) for row in rows}


def test_a_share_names_the_oldest_and_the_newest_of_its_figures_beside_the_moment(log):
    assert dated(log, "provider_share", as_of="2026-11-20") == {
        ("2026-11-20", "2026-03-01..2026-04-01")
    }


def test_where_all_figures_are_of_one_day_that_day_is_named(log):
    log.append([downloads("mistral", "2026-04-01", "90")])
    assert dated(log, "provider_share", as_of="2026-11-20") == {("2026-11-20", "2026-04-01")}


def test_a_share_of_the_day_of_its_figures_needs_no_other_date(log):
    log.append([downloads("mistral", "2026-04-01", "90")])
    assert dated(log, "provider_share", as_of="2026-04-01") == {("2026-04-01", None)}


def test_a_share_of_what_was_corrected_names_the_right_date(log):
    right = downloads("mistral", "2026-02-01", "100").model_dump(exclude_defaults=True)
    fix = event("corrected", "c", event="mistral-2026-03-01", fault="ours", why="misread",
                statement={**right, "id": "mistral-2026-03-01"})  # fmt: skip
    log.append([fix])
    assert dated(log, "provider_share", as_of="2026-11-20") == {
        ("2026-11-20", "2026-02-01..2026-04-01")
    }


def test_an_explanation_names_the_dates_too(log):
    rows = explain(log, log.moment(as_of="2026-11-20"), "provider_share", {}).rows
    assert {row.point.figure_of for row in rows} == {"2026-03-01..2026-04-01"}


def test_a_stated_figure_is_of_its_own_date(log):
    assert {of for _, of in dated(log, "figures", as_of="2026-11-20")} == {None}
