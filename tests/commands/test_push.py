"""ecosys push: what services that keep prices get, and what they keep."""

import pytest

from ecosys.errors import EcosysError, InvalidInput, NotFound, Unavailable
from ecosys.timeline import Timeline
from tests import given
from tests.commands.services import Langfuse, Langsmith, served

LATER = given.price("soon", "2027-01-01", input="3", stated="2026-11-01")
LONG = [
    {"direction": "input", "amount": "4", "above": 200_000},
    {"direction": "output", "amount": "16", "above": 200_000},
    {"direction": "input", "amount": "1", "tier": "flex"},
    {"direction": "output", "amount": "4", "tier": "flex"},
]
CUT = given.price("new", "2025-06-10", input="2", output="8", cache_read="0.5", components=LONG)
KEYS = {
    "LANGFUSE_PUBLIC_KEY": "pk-lf-1",
    "LANGFUSE_SECRET_KEY": "sk-lf-2",
    "LANGSMITH_API_KEY": "lsv2-1",
}


@pytest.fixture(params=[Langfuse, Langsmith], ids=["langfuse", "langsmith"])
def service(request, monkeypatch):
    """A service that has nothing yet, with the keys for it set."""
    fake = request.param()
    for proxy in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with served(fake) as address:
        fake.name = request.param.__name__.lower()
        variable = {"langfuse": "LANGFUSE_HOST", "langsmith": "LANGSMITH_ENDPOINT"}[fake.name]
        monkeypatch.setenv(variable, address)
        yield fake


@pytest.fixture
def log(tmp_path):
    """A log with a price, and one that is announced."""
    opened = Timeline.open(tmp_path / "own.db", clock=lambda: given.NOW)
    opened.append([CUT, LATER])
    opened.log.database.close()


def test_a_dry_run_asks_and_sends_nothing(service, log, run):
    done = run(f"push {service.name} --dry-run --as-of 2026-11-22")
    assert "would be sent: o3, from 2025-06-10 on" in done.stdout
    assert "would be sent: o3, from 2027-01-01 on" in done.stdout
    assert {method for method, _ in service.requests} == {"GET"}
    assert service.entries == []


def test_what_is_in_force_and_what_is_announced_is_sent_once(service, log, run):
    done = run(f"push {service.name} --as-of 2026-11-22")
    assert "2 sent, 0 there already, 0 left as they are" in done.stdout
    assert len(service.entries) == 2
    again = run(f"push {service.name} --as-of 2026-11-22")
    assert "0 sent, 2 there already, 0 left as they are" in again.stdout
    assert len(service.entries) == 2


def test_what_its_user_priced_otherwise_is_left_unless_it_is_to_be_replaced(service, log, run):
    run(f"push {service.name} --as-of 2026-11-22")
    negotiated = service.entries[0]
    if service.name == "langfuse":
        negotiated["pricingTiers"][0]["prices"]["input"] = 0.000001
    else:
        negotiated["prompt_cost"] = "0.000001"
    left = run(f"push {service.name} --as-of 2026-11-22")
    assert "left as it is, and differs: o3, from 2025-06-10 on" in left.stdout
    assert negotiated in service.entries
    run(f"push {service.name} --replace --as-of 2026-11-22")
    assert negotiated not in service.entries
    assert len(service.entries) == 2


def test_the_services_own_prices_are_not_taken_for_its_users(service, log, run):
    run(f"push {service.name} --as-of 2026-11-22")
    managed = {"isLangfuseManaged": True, "tenant_id": None, "start_time": "2020-01-01T00:00:00"}
    service.entries[:] = [{**each, **managed} for each in service.entries]
    done = run(f"push {service.name} --as-of 2026-11-22")
    assert "2 sent, 0 there already, 0 left as they are" in done.stdout


def test_only_the_models_that_are_named_are_sent(service, log, run, tmp_path):
    timeline = Timeline.open(tmp_path / "own.db", clock=lambda: given.NOW)
    timeline.append([given.price("o1", "2024-12-17", subject="openai/o1", input="15", output="60")])
    timeline.log.database.close()
    assert "1 sent" in run(f"push {service.name} o1 --as-of 2026-11-22").stdout
    with pytest.raises(NotFound, match="o2 has no price to be pushed"):
        run(f"push {service.name} o2 --as-of 2026-11-22")


def test_a_service_that_is_busy_is_asked_again(service, log, run):
    service.busy = 3
    assert "2 sent" in run(f"push {service.name} --as-of 2026-11-22").stdout


def test_a_wrong_key_is_told_with_what_the_service_said(service, log, run, monkeypatch):
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", "wrong")
    monkeypatch.setenv("LANGSMITH_API_KEY", "wrong")
    with pytest.raises(Unavailable, match=r"status 401: .*no such key") as problem:
        run(f"push {service.name}")
    assert "wrong" not in str(problem.value).replace("wrong key", "")


def test_a_key_that_is_not_set_is_named(log, run, monkeypatch):
    monkeypatch.delenv("LANGFUSE_PUBLIC_KEY", raising=False)
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", "sk-lf-2")
    with pytest.raises(InvalidInput, match="LANGFUSE_PUBLIC_KEY not set"):
        run("push langfuse")


def test_an_address_that_nobody_answers_is_told(log, run, monkeypatch):
    monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2-1")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="cannot be reached"):
        run("push langsmith")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "smith")
    with pytest.raises(InvalidInput, match="LANGSMITH_ENDPOINT is smith"):
        run("push langsmith")


def test_a_service_that_is_not_known_is_suggested(log, run):
    with pytest.raises(EcosysError, match="Did you mean langfuse"):
        run("push langfuze")
