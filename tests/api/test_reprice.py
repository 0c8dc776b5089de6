"""POST /v1/reprice: what rows of usage cost, as the command line tells it."""

import json

import pytest

from ecosys_api.middleware import LARGEST_QUESTION
from tests.commands.conftest import run

__all__ = ["run"]

ADDRESS = "/v1/reprice"
DAY = {"known_at": "2026-11-22", "position": 5716}
ROWS = [
    {
        "id": "a",
        "timestamp": "2025-06-01T12:00:00Z",
        "model": "openai/o3",
        "tier": "standard",
        "input_tokens": 1000,
        "output_tokens": 500,
    },
    {"id": "b", "timestamp": "2025-06-01T12:00:00Z", "model": "nobody-1", "input_tokens": 1000},
]


def test_it_answers_as_the_command_line_does(client, released_database, tmp_path, run):
    path = tmp_path / "usage.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    words = [f"--{name.replace('_', '-')}={value}" for name, value in DAY.items()]
    words += ["--as-of", "2025-06-09", "--at-risk", "90d", "--against", "2025-06-09"]
    words += ["--database", str(released_database), "--format", "json"]
    told = json.loads(run("reprice", str(path), *words).stdout)
    question = {"rows": ROWS, **DAY, "as_of": "2025-06-09", "at_risk": "90d"}
    reply = client.post(ADDRESS, json={**question, "against": "2025-06-09"})
    assert reply.status_code == 200, reply.text
    answer = reply.json()
    calls = answer.pop("calls")
    assert answer == told
    assert reply.headers["cache-control"] == "no-store"
    # 1,000 at 10 and 500 at 40 per million
    assert [(row["id"], row["cost"], row["evidence_class"]) for row in calls] == [
        *(("a", "0.03", "exact"), ("b", None, "not_priced")),
    ]
    assert calls[1]["reason"] == "nobody-1 is not known"
    assert {each["reference"] for each in told["lines"]} == set(calls[0]["price_references"])


def test_rows_are_priced_on_other_terms(client):
    terms = {"model": "openai/o3", "default": {"tier": "standard"}, "columns": {"id": "model"}}
    rows = [{"timestamp": "2025-06-15", "model": "x", "input_tokens": 1_000_000}]
    answer = client.post(ADDRESS, json={"rows": rows, **terms, **DAY}).json()
    assert [row["cost"] for row in answer["calls"]] == ["2"]


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ({"row": []}, "row"),
        ({"rows": []}, "rows"),
        ({"rows": [{}] * 1001}, "rows"),
        ({"rows": ["x"]}, "rows.0"),
        ({"rows": ROWS, "position": -1}, "position"),
    ],
)
def test_a_question_that_means_nothing_is_refused_by_its_part(client, question, parameter):
    reply = client.post(ADDRESS, json=question)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert parameter in [each["parameter"] for each in reply.json()["errors"]]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"rows": [{"a": 1}]}, "This is no known layout of a usage log. Its columns: a."),
        ({"rows": ROWS, "at_risk": "soon"}, "'soon' is not a number of days"),
        ({"rows": ROWS, "usage": "opnai"}, "usage=opnai is not known"),
        ({"rows": ROWS, "columns": {"input": "nothing"}}, "there is no such column"),
    ],
)
def test_what_cannot_be_answered_says_why(client, question, told):
    reply = client.post(ADDRESS, json=question)
    assert reply.status_code == 422
    assert told in reply.text


def test_a_body_has_its_limit(client):
    rows = [{**ROWS[0], "note": "x" * LARGEST_QUESTION}]
    assert client.post(ADDRESS, json={"rows": rows}).status_code == 413
