"""A package of somebody else's adds one of each thing by entry point alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import once

PACKAGE = Path(__file__).parent / "package"
APPEND = """
from ecosys.event.codec import parse
from ecosys.timeline import Timeline

SOURCE = {"source": "openai", "url": "https://status.openai.com", "read": "2026-11-22"}
Timeline.open("own.db").append([
    parse({"type": "price_changed", "id": "openai-api-price", "subject": "openai/api",
           "occurred": "2024-01-01", "sources": [SOURCE], "components": [
               {"direction": "input", "amount": "2"}, {"direction": "cache_read", "amount": "1"},
               {"direction": "output", "amount": "8"}]})
])
Timeline.open("own.db").append([
    parse({"type": "outage_reported", "id": f"openai-api-out-{day}", "subject": "openai/api",
           "occurred": day, "stated": day, "hours": hours, "sources": [SOURCE]})
    for day, hours in (("2023-11-08", "1.9"), ("2024-06-04", "6"), ("2024-12-11", "4.2"))
])
"""
ASK = """
import time
from fastapi.testclient import TestClient
from ecosys_api.app import create

COUNTERS = "tokens_in=1000000&tokens_cached=400000&tokens_out=500000"
with TestClient(create("own.db", fill=False)) as client:
    while client.get("/readyz").status_code != 200:
        time.sleep(0.05)
    print(client.get("/v1/metrics/outage_hours?longer_than=2&subject=openai/api").text)
    print(client.get("/v1/schemas/outage_reported").text)
    print(client.get("/openapi.json").text)
    print(client.get("/v1/events?type=outage_reported").text)
    print(client.get(f"/v1/cost/openai/api?usage=relay&{COUNTERS}").text)
    print(client.get("/v1/outages?subject=openai&limit=1").text)
    print(client.get("/v1/outages.csv").text.splitlines())
    call = {"name": "outages", "arguments": {"subject": "openai"}}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    print(client.post("/mcp", json=asked).text)
"""


ADDED = {
    "ecosys.commands": "outages",
    "ecosys.events": "outage_reported",
    "ecosys.projections": "outage_hours",
    "ecosys.read_models": "outage_reports",
    "ecosys.usages": "relay",
    "ecosys_api.mcp.tools": "outages",
    "ecosys_api.routes": "outages",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the package installed beside ecosys, and a log with its events."""
    return once(tmp_path_factory, "package", install)


def install(folder):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*pip, *options, str(PACKAGE)], check=True)
    run(folder, "-c", APPEND)


def run(folder, *command):
    """What a Python of its own prints, with the package installed."""
    paths = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"PYTHONPATH": paths, "ECOSYS_DATABASE": "own.db"}
    bare = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # its tests need none, and some start slowly
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | own | bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ecosys(folder, *words):
    return run(folder, "-m", "ecosys", *words)


def test_the_list_of_plugins_names_the_package(place):
    lines = [line.split() for line in ecosys(place, "plugins").splitlines()]
    for group, name in ADDED.items():
        assert [group, name, "ecosys-outages", "works"] in lines


def test_its_metric_is_asked_like_any_other_with_its_own_parameter(place):
    ask = ("metric", "outage_hours", "--format", "json")
    every = json.loads(ecosys(place, *ask))
    assert [point["value"] for point in every["data"]] == ["1.9", "7.9", "12.1"]
    long = json.loads(ecosys(place, *ask, "--longer-than", "2"))
    assert [point["value"] for point in long["data"]] == ["6", "10.2"]


def test_its_way_of_counting_is_taken_on_the_command_line(place):
    words = ("cost", "openai/api", "--usage", "relay", "--tokens_in", "1000000", "--format", "json")
    row = json.loads(ecosys(place, *words, "--tokens_cached", "400000"))["data"]
    assert (row["input"], row["cache_read"], row["total"]) == ("1.2", "0.4", "1.6")


def test_its_command_is_one_of_ecosys(place):
    assert "outages" in ecosys(place, "--help")
    assert ecosys(place, "outages", "openai").splitlines()[0] == "2024-12-11 openai/api: 4.2 hours"


def test_its_stored_result_is_kept_and_its_read_model_too(place):
    assert ecosys(place, "reporters").splitlines() == ["openai: 3"]
    told = ecosys(place, "metric", "outage_years", "--format", "csv")
    counted = [line.split(",")[:4] for line in told.splitlines()[1:]]
    assert [(row[1], row[2]) for row in counted] == [("2023", "1"), ("2024", "2")]
    ecosys(place, "rebuild")
    assert ecosys(place, "metric", "outage_years", "--format", "csv") == told
    assert ecosys(place, "reporters").splitlines() == ["openai: 3"]


@pytest.fixture(scope="module")
def answers(place):
    """What the API answers with the package installed, line by line."""
    return run(place, "-c", ASK).splitlines()


def test_its_way_of_counting_is_taken_over_http(answers):
    row = json.loads(answers[4])["data"]
    assert (row["input"], row["cache_read"], row["output"]) == ("1.2", "0.4", "4")


def test_its_route_answers_in_pages_and_forms_like_ours(answers):
    body = json.loads(answers[5])
    assert [(row["day"], row["hours"]) for row in body["data"]] == [("2024-12-11", "4.2")]
    assert "cursor=1" in body["links"]["next"]
    assert "subject,day,hours" in answers[6]


def test_its_tool_answers_language_models_as_ours_do(answers):
    result = json.loads(answers[7])["result"]
    assert result["content"][0]["text"].startswith("2024-12-11 openai/api: 4.2 hours\n")
    assert result["structuredContent"]["data"][0]["hours"] == "4.2"


def test_the_http_api_and_its_document_have_them_too(answers):
    points, schema, document, events = map(json.loads, answers[:4])
    assert "/v1/outages" in document["paths"]
    counted = document["paths"]["/v1/cost/{name}"]["get"]["parameters"]
    assert "tokens_in" in {each["name"] for each in counted}
    assert [point["value"] for point in points["data"]] == ["6", "10.2"]
    assert schema["properties"]["hours"]["description"] == "For how long."
    parameters = document["paths"]["/v1/metrics/outage_hours"]["get"]["parameters"]
    assert "longer_than" in {each["name"] for each in parameters}
    assert events["data"][0]["id"] == "openai-api-out-2023-11-08"


def test_it_passes_the_suite_of_every_projection(place):
    tests = str(PACKAGE / "tests")
    told = run(place, "-m", "pytest", "-v", "-p", "no:cacheprovider", "--rootdir", tests, tests)
    assert "TestOutageHours::test_of_nothing_nothing_follows PASSED" in told
    assert "test_hours_add_up PASSED" in told
    assert "TestOutageYears::test_what_is_stored_equals_a_fold_from_scratch PASSED" in told
    assert "TestOutageReports::test_made_anew_beside_the_old_the_rows_are_the_same PASSED" in told


def test_without_the_package_its_events_are_kept_and_shown_but_say_nothing(place):
    bare = subprocess.run(
        [sys.executable, "-m", "ecosys", "log", "--format", "json", "--database", "own.db"],
        cwd=place,
        env={**os.environ, "ECOSYS_DATABASE": "own.db"},
        capture_output=True,
        text=True,
        check=True,
    )
    types = [event["type"] for event in json.loads(bare.stdout)["data"]]
    assert sorted(types) == ["outage_reported"] * 3 + ["price_changed"]
