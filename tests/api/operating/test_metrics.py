"""Metrics: what Prometheus is told of a server, as its own parser reads it."""

import time

import pytest
from fastapi.testclient import TestClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families

from ecosys_api.app import create
from ecosys_api.errors import PROBLEMS
from tests.api.conftest import ready

PROMETHEUS = (
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
)
"""What Prometheus says that it reads."""
OWN = {
    "ecosys_build_info",
    "ecosys_database_up",
    "ecosys_event_streams",
    "ecosys_facts",
    "ecosys_facts_stale",
    "ecosys_http_request_duration_seconds",
    "ecosys_http_requests",
    "ecosys_http_requests_in_progress",
    "ecosys_log_position",
    "ecosys_log_recorded_timestamp_seconds",
    "ecosys_long_questions",
    "ecosys_memory_bytes",
    "ecosys_problems",
    "ecosys_quarantine_events",
    "ecosys_read_model_lag_events",
    "ecosys_read_model_paused",
    "ecosys_read_model_position",
    "ecosys_ready",
    "ecosys_reply_cache_lookups",
    "ecosys_source_age_seconds",
}


@pytest.fixture(scope="module")
def watched(released_database):
    """A server that tells everybody."""
    client = ready(create(released_database, fill=False, metrics_from="*"))
    yield client
    client.__exit__(None, None, None)


def scrape(client):
    """The metrics by their names, each the samples by their labels; what is slow is there."""
    for _ in range(200):
        text = client.get("/metricsz").text
        if "ecosys_source_age_seconds{" in text:
            break
        time.sleep(0.05)
    families = list(text_string_to_metric_families(text))
    assert len({family.name for family in families}) == len(families)
    return {
        family.name: {(s.name, *sorted(s.labels.items())): s.value for s in family.samples}
        for family in families
    }


def one(family):
    """The value of a metric that has one."""
    (value,) = family.values()
    return value


def requests_of(client, route):
    """How many requests a route has answered, by status."""
    counted: dict[str, float] = {}
    for (_, *labels), value in scrape(client).get("ecosys_http_requests", {}).items():
        named = dict(labels)
        if named["route"] == route:
            counted[named["status"]] = counted.get(named["status"], 0) + value
    return counted


def test_each_metric_is_told_once_with_its_meaning_and_its_kind(watched):
    watched.get("/v1/models?limit=x")
    told = scrape(watched)
    assert set(told) >= OWN
    ours = {name for name in told if name.startswith("ecosys_")}
    assert ours == OWN
    for family in text_string_to_metric_families(watched.get("/metricsz").text):
        assert family.documentation, family.name
        assert family.type in ("counter", "gauge", "histogram"), family.name


def test_requests_are_counted_by_route_and_class_of_status_and_never_by_address(watched):
    before = requests_of(watched, "/v1/prices/{name:path}")
    for name in ("openai/o3", "openai/o3", "openai/o4-mini", "openai/none", "evil/%22%7B"):
        watched.get(f"/v1/prices/{name}?as_of=2025-06-15")
    after = requests_of(watched, "/v1/prices/{name:path}")
    assert after["2xx"] - before.get("2xx", 0) == 3
    assert after["4xx"] - before.get("4xx", 0) == 2
    assert "evil" not in watched.get("/metricsz").text


def test_nobody_makes_up_names_of_metrics(watched):
    for name in ("x", "y", "z"):
        watched.get(f"/nothing/{name}")
        watched.request(f"MADE{name}", "/v1/models")
    text = watched.get("/metricsz").text
    assert "/nothing" not in text
    assert "MADE" not in text
    assert requests_of(watched, "none")["4xx"] >= 3


def test_durations_are_counted_in_buckets_that_grow(watched):
    watched.get("/livez")
    told = scrape(watched)["ecosys_http_request_duration_seconds"]
    buckets = [
        (float(dict(labels)["le"]), value)
        for (name, *labels), value in told.items()
        if name.endswith("_bucket") and dict(labels)["route"] == "/livez"
    ]
    counts = [value for _, value in sorted(buckets)]
    assert counts == sorted(counts)
    assert counts[-1] >= 1


def test_a_reply_that_is_kept_is_a_hit_the_second_time(watched):
    def hits():
        told = scrape(watched).get("ecosys_reply_cache_lookups", {})
        return {dict(labels)["outcome"]: value for (_, *labels), value in told.items()}

    address = "/v1/prices/openai/o3?as_of=2025-06-16"
    before, _ = hits(), watched.get(address)
    between, _ = hits(), watched.get(address)
    after = hits()
    assert between["miss"] > before.get("miss", 0)
    assert after["hit"] > between.get("hit", 0)
    assert one_of(scrape(watched)["ecosys_memory_bytes"], kind="answers") > 0


def one_of(family, **labels):
    """The value of a metric at some labels."""
    return next(value for (_, *found), value in family.items() if dict(found) == labels)


def test_problems_are_counted_by_their_type(watched):
    watched.get("/v1/models?limit=x")
    told = scrape(watched)["ecosys_problems"]
    assert one_of(told, problem="invalid-input") >= 1
    assert {dict(labels)["problem"] for _, *labels in told} <= set(PROBLEMS)


def test_the_end_of_the_log_and_how_far_read_models_go(watched):
    watched.get("/v1/prices/openai/o3")
    head = watched.app.state.timeline.head()
    told = scrape(watched)
    assert one(told["ecosys_log_position"]) == head.position
    assert told["ecosys_read_model_position"].keys() != set()
    assert one_of(told["ecosys_read_model_position"], read_model="held") == head.position
    assert set(told["ecosys_read_model_lag_events"].values()) == {0}
    assert set(told["ecosys_read_model_paused"].values()) == {0}
    assert one(told["ecosys_log_recorded_timestamp_seconds"]) == head.recorded_at / 1_000_000


def test_the_age_of_each_source_is_the_time_since_it_was_read(watched):
    told = scrape(watched)["ecosys_source_age_seconds"]
    ages = {dict(labels)["source"]: value for (_, *labels), value in told.items()}
    listed = watched.get("/v1/sources?limit=500").json()["data"]
    read = {row["source"]: row["last_read"] for row in listed if row["last_read"]}
    assert set(read) <= set(ages)
    by_age = sorted(set(read) & set(ages), key=ages.__getitem__)
    days = [read[source] for source in by_age]
    assert days[0] == max(read.values())
    assert days[-1] == min(read.values())


def test_what_runs_and_what_it_needs(watched):
    told = scrape(watched)
    ((_, *labels),) = told["ecosys_build_info"]
    assert dict(labels)["database"] == "sqlite"
    assert one(told["ecosys_ready"]) == one(told["ecosys_database_up"]) == 1
    assert one(told["process_resident_memory_bytes"]) > 10_000_000
    assert one(told["process_cpu_seconds"]) > 0


def test_who_asks_for_openmetrics_gets_it(watched):
    reply = watched.get("/metricsz", headers={"Accept": PROMETHEUS})
    assert reply.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert {family.name for family in read_openmetrics(reply.text)} >= {"ecosys_http_requests"}
    plain = watched.get("/metricsz")
    assert plain.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert plain.headers["cache-control"] == "no-store"


def test_prometheus_that_is_told_no_address_asks_where_people_find_the_page(watched):
    assert watched.get("/metrics", headers={"Accept": PROMETHEUS}).text.startswith("# HELP")
    page = watched.get("/metrics", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert watched.get("/metrics").headers["content-type"] == "text/html; charset=utf-8"


def test_who_asks_from_elsewhere_is_told_of_no_such_address(client):
    told = client.get("/metricsz")
    assert told.status_code == 404
    assert told.json()["type"] == "/problems/not-found"
    assert client.get("/metrics", headers={"Accept": PROMETHEUS}).status_code == 404


def test_a_server_that_is_not_ready_is_watched_too(tmp_path, monkeypatch, released_database):
    monkeypatch.setenv("ECOSYS_OVERLAY", str(tmp_path / "none.yaml"))
    with TestClient(create(released_database, fill=False, metrics_from="*")) as client:
        reply = client.get("/metricsz")
    told = {family.name: family for family in text_string_to_metric_families(reply.text)}
    assert told["ecosys_ready"].samples[0].value == 0
    assert "ecosys_log_position" not in told


def test_a_scrape_is_cheap(watched):
    for route in ("/v1/models", "/v1/prices", "/v1/metrics", "/v1/sources", "/", "/guide"):
        watched.get(route)
    scrape(watched)
    before = time.process_time()
    for _ in range(20):
        watched.get("/metricsz")
    assert (time.process_time() - before) / 20 < 0.05
