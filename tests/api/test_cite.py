"""What is quoted of an answer leads back to it: its address, asked again, has the root."""

import pytest

PINNED = "as_of=2025-06-01&known_at=2026-11-22&position=5716"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("/v1/prices/openai/o3?tier=standard&", "openai/o3 input: 10 USD per 1M tokens since 2025"),
        ("/v1/prices/openai/o3?tier=standard&", "input: 2 USD per 1M tokens from 2025-06-10"),
        (
            "/v1/metrics/cumulative_developers?subject=openai&",
            "openai/api 2023-11-06: ~ 2,000,000 developers (voice=openai)",
        ),
        pytest.param(
            "/v1/claims?verdict=contradicted&",
            "“Azure becomes the primary cloud provider for OpenAI”",
            marks=pytest.mark.no_cover,
        ),
        ("/v1/deprecations?within=90d&", " rows. ecosys, the record"),
    ],
)
def test_an_answer_is_quoted_with_its_address_and_the_root_of_the_log(client, asked, sentence):
    reply = client.get(f"{asked}{PINNED}&format=cite")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    words, address, root = reply.text.splitlines()
    assert sentence in words
    assert "as of 2025-06-01T23:59:59Z" in words
    again = client.get(address)
    assert again.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert root == f"log root {again.json()['meta']['log']['root']}"
    assert again.json()["data"] == client.get(f"{asked}{PINNED}").json()["data"]
