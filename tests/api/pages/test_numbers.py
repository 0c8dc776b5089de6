"""Numbers on pages stand in groups of three digits; for machines they are plain."""

import pytest

from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover  # they ask the whole released log
MOMENT = "as_of=2026-11-22&known_at=2026-11-22"


def cell_texts(client, path):
    page = tree(client.get(path).text)
    return [text_of(each) for each in page.iter() if each.tag in ("td", "dd", "p", "text")]


def test_the_figure_behind_a_share_is_grouped_on_the_page_and_plain_for_machines(client):
    [share] = [
        row
        for row in client.get(f"/v1/metrics/provider_share?{MOMENT}").json()["data"]
        if row["subject"] == "openai"
    ]
    figure = share["labels"]["figure"]
    assert figure.isdigit()
    assert len(figure) > 6
    assert f"{int(figure):,}" in cell_texts(client, f"/metrics/provider_share?{MOMENT}")
    assert figure in client.get(f"/v1/metrics/provider_share.csv?{MOMENT}").text


def test_what_a_claim_states_and_what_is_computed_are_grouped(client):
    texts = " ".join(cell_texts(client, f"/claims?{MOMENT}"))
    assert "stated: > 2,000,000 developers" in texts
    assert "2000000 developers" not in texts


def test_a_field_of_an_event_is_grouped(client):
    assert "2,000,000" in cell_texts(client, "/events/openai-api-developers-2023-11-06")
