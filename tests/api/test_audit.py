"""POST /v1/audit: the models that texts name, as the command line finds them."""

import json

import pytest

from ecosys_api.middleware import LARGEST_QUESTION
from tests.commands.conftest import run

__all__ = ["run"]

ADDRESS = "/v1/audit"
DAY = {"as_of": "2026-10-01", "known_at": "2026-10-01", "position": 5716}
TEXT = 'a = "gpt-4-0314"\nmodel="azure/gpt-4o"\nb = "claude-9-opus"\n'


def test_it_answers_as_the_command_line_does(client, released_database, tmp_path, run, monkeypatch):
    (tmp_path / "app.py").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    words = [f"--{name.replace('_', '-')}={value}" for name, value in DAY.items()]
    words += ["--database", str(released_database), "--format", "json"]
    told = json.loads(run("audit", "app.py", *words).stdout)
    reply = client.post(ADDRESS, json={"files": {"app.py": TEXT}, **DAY})
    assert reply.status_code == 200, reply.text
    assert reply.json() == told
    assert len(told["data"]) == 2
    assert reply.headers["cache-control"] == "no-store"


def test_ids_have_their_place_in_the_list_and_deployments_stand_for_models(client):
    question = {"ids": ["gpt-4-0314", "prod", "nobody"], "deployments": {"prod": "azure/gpt-4o"}}
    answer = client.post(ADDRESS, json={**question, **DAY}).json()
    fields = ("file", "line", "subject", "channel")
    assert [tuple(row[name] for name in fields) for row in answer["data"]] == [
        ("ids", 1, "openai/gpt-4-0314", "first_party"),
        ("ids", 2, "openai/gpt-4o", "azure"),
    ]
    assert [(row["line"], row["name"]) for row in answer["unknown"]] == [(3, "nobody")]


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ({"file": {}}, "file"),
        ({"ids": ["x"] * 1001}, "ids"),
        ({"files": {"a": 1}}, "files.a"),
        ({"position": -1}, "position"),
    ],
)
def test_a_question_that_means_nothing_is_refused_by_its_part(client, question, parameter):
    reply = client.post(ADDRESS, json=question)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert [each["parameter"] for each in reply.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"within": "soon"}, 422),
        ({"known_at": "2199"}, 422),
        ({"deployments": {"a": "x-y-z"}}, 404),
    ],
)
def test_what_the_log_cannot_answer_is_a_problem(client, question, status):
    reply = client.post(ADDRESS, json=question)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_body_has_an_end_that_is_told(client):
    large = client.post(ADDRESS, content=b" " * (LARGEST_QUESTION + 1))
    assert (large.status_code, large.json()["type"]) == (413, "/problems/too-large")
    untold = client.post(ADDRESS, content=iter([b"{}"]))
    assert (untold.status_code, untold.json()["type"]) == (411, "/problems/length-required")


def test_it_is_only_posted(client):
    reply = client.get(ADDRESS)
    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")
    assert reply.json()["hint"] == "Use POST."
