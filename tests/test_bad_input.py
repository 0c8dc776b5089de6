"""Bad input of many kinds: each a clear error and a status, and nothing is written."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ecosys import __main__ as command_line
from ecosys.timeline import Timeline
from tests.api.conftest import ready
from tests.fixtures import opened_once
from tests.given import SOURCES, event, price

MODEL = "/v1/prices/openai/o3"
COST = "/v1/cost/openai/o3"
SHARE = "/v1/metrics/provider_share"

HTTP = [
    # coordinates
    (f"{MODEL}?as_of=yesterday", 422, "is not a date"),
    (f"{MODEL}?as_of=2025-02-30", 422, "February 2025 has 28 days"),
    (f"{MODEL}?as_of=2025-13-01", 422, "months run from 01 to 12"),
    (f"{MODEL}?as_of=2025-06-15T12:00", 422, "without a zone"),
    (f"{MODEL}?as_of=0001-01-01", 422, "outside 1900 to 2199"),
    (f"{MODEL}?as_of=", 422, "is not a date"),
    (f"{MODEL}?as_of=unknown", 422, "not one moment"),
    (f"{MODEL}?as_of=not%20before%202025-01-01", 422, "not one moment"),
    (f"{MODEL}?as_of=2025-01-01%00", 422, "is not a date"),
    (f"{MODEL}?as_of=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%95", 422, "is not a date"),
    (f"{MODEL}?as_of={'9' * 100}", 422, "64 characters"),
    (f"{MODEL}?known_at=2199-01-01", 422, "after today"),
    (f"{MODEL}?known_at=tomorrow", 422, "is not a date"),
    (f"{MODEL}?position=-1", 422, "greater than or equal to 0"),
    (f"{MODEL}?position=999999999", 422, "is not in this log"),
    (f"{MODEL}?position=1.5", 422, "valid integer"),
    (f"{MODEL}?position=1e3", 422, "valid integer"),
    (f"{MODEL}?position=99999999999999999999999", 422, "position"),
    (f"{MODEL}?position=0", 404, "not known"),
    (f"{MODEL}?source=nobody", 404, "is not a source"),
    (f"{MODEL}?source={'x' * 200}", 422, "100 characters"),
    # parameters
    (f"{MODEL}?asof=2025-01-01", 422, "Did you mean as_of"),
    (f"{MODEL}?limt=5", 422, "Did you mean limit"),
    (f"{MODEL}?limit=0", 422, "greater than or equal to 1"),
    (f"{MODEL}?limit=1001", 422, "less than or equal to 1000"),
    (f"{MODEL}?limit=many", 422, "valid integer"),
    (f"{MODEL}?cursor=-5", 422, "greater than or equal to 0"),
    (f"{MODEL}?format=xml", 422, "json"),
    (f"{MODEL}?tier=cheap", 404, "Known:"),
    (f"{MODEL}?channel=moon", 404, "It has at: "),
    (f"{MODEL}?region=mars", 404, "no price at"),
    ("/v1/changes?since=soon", 422, "neither a duration nor a date"),
    ("/v1/changes?since=-3d", 422, "neither a duration nor a date"),
    ("/v1/changes?since=2150-01-01", 422, "does not lie before"),
    ("/v1/deprecations?within=90", 422, "Write 90d"),
    ("/v1/deprecations?within=-1d", 422, "Write 90d"),
    ("/v1/events?after=-1", 422, "greater than or equal to 0"),
    ("/v1/events?type=price_chnged", 422, "Did you mean price_changed"),
    # counts
    (f"{COST}?input=-1", 422, "greater than or equal to 0"),
    (f"{COST}?input=1.5", 422, "valid integer"),
    (f"{COST}?input=NaN", 422, "valid integer"),
    (f"{COST}?input=1000000000000000000000", 422, "input"),
    (f"{COST}?input=ten", 422, "valid integer"),
    (f"{COST}?ouput=5", 422, "Did you mean output"),
    (f"{COST}?tier=batch9", 404, "Known:"),
    (f"{COST}?usage=opnai&prompt_tokens=1", 422, "Did you mean openai"),
    (f"{COST}?usage=openai&promptTokenCount=1", 422, "is not a counter"),
    (f"{COST}?usage=openai&prompt_tokens=1&cached_tokens=2", 422, "More tokens were cached"),
    (f"{COST}?input=1&as_of=2020-01-01", 404, "holds from"),
    # names
    ("/v1/prices/openai/o33", 404, "Did you mean openai/o3"),
    ("/v1/prices/GPT-4o", 404, '"candidates":["openai/gpt-4o",'),
    ("/v1/cost/claude-3-opus", 404, '"candidates":["anthropic/claude-3-opus-20240229"]'),
    ("/v1/sources/nobody", 404, "is not a source"),
    ("/v1/models?since=soon", 422, "neither a duration nor a date"),
    ("/v1/models?ended=perhaps", 422, "boolean"),
    ("/v1/models?provider=OpenAI", 404, "Did you mean openai?"),
    ("/v1/prices/%F0%9F%92%A9", 404, "is not known"),
    ("/v1/prices/openai%2F..%2F..%2Fetc", 404, "is not known"),
    ("/v1/prices/" + "x" * 300, 422, "240 characters"),
    ("/v1/prices/%00", 404, "is not known"),
    ("/v1/prices/%FF%FE", 404, "is not known"),
    ("/v1/subjects/nobody", 404, "is not known"),
    ("/v1/resolve", 422, "name"),
    ("/v1/resolve?name=", 422, "at least 1 character"),
    ("/v1/resolve?name=gpt-shared", 409, "means several subjects"),
    ("/v1/cost/gpt-shared?input=1", 409, "means several subjects"),
    ("/v1/prices/openai/o3?known_at=2024-01-01", 404, "first stated"),
    ("/v1/events/no-such-event", 404, "There is no event"),
    ("/v1/events/no%20such", 422, "id"),
    ("/v1/schemas/price", 404, "Did you mean price_changed"),
    # metrics
    ("/v1/metrics/provider_shares", 404, "Did you mean provider_share"),
    (f"{SHARE}?basis=downlods", 422, "downloads"),
    (f"{SHARE}?subject=Open%20AI", 422, "subject"),
    (f"{SHARE}?subject=nobody", 404, "is not known"),
    ("/v1/metrics/time_to_adoption?threshold=NaN", 422, "not a finite number"),
    ("/v1/metrics/time_to_adoption?threshold=-5", 422, "negative"),
    ("/v1/metrics/price_history/explain?subject=openai/o3&at=1999", 404, "no point at 1999"),
    # addresses and methods
    ("/v2", 404, "no such address"),
    ("/v1/", 404, "no such address"),
    ("/v1/price/openai/o3", 404, "no such address"),
    ("/static/../app.py", 404, ""),
]


@pytest.fixture(scope="module")
def database(released_database, tmp_path_factory) -> Path:
    """The released log with an id that two providers have."""
    path = tmp_path_factory.mktemp("bad") / "ecosys.db"
    shutil.copy(released_database, path)
    opened = Timeline.open(path)
    opened.append(
        [
            price("one", "2025-01-01", subject="alpha/gpt-shared", input="1"),
            price("two", "2025-01-01", subject="beta/gpt-shared", input="1"),
        ]
    )
    opened.log.database.close()
    return path


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """The log is read once for all questions and commands."""
    with opened_once():
        yield


@pytest.fixture(scope="module")
def client(database):
    from ecosys_api.app import create

    opened = ready(create(database, fill=False))
    yield opened
    opened.__exit__(None, None, None)


@contextmanager
def watched(path: Path) -> Iterator[Callable[[], int]]:
    """What gives a number that is another one as soon as anybody else has written anything."""
    with closing(sqlite3.connect(path)) as database:
        yield lambda: int(database.execute("PRAGMA data_version").fetchone()[0])


@pytest.fixture(scope="module")
def writes(database):
    """What tells whether anything was written: another number."""
    with watched(database) as number:
        yield number


def test_what_anybody_writes_is_noticed(timeline):
    with watched(timeline.log.database.path) as number:
        before = number()
        assert number() == before
        timeline.append([price("one", "2025-01-01", input="1")])
        assert number() != before


@pytest.mark.parametrize(("address", "status", "says"), HTTP)
def test_a_bad_question_is_answered_with_what_is_wrong(client, address, status, says):
    reply = client.get(address)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert says in reply.text
    assert client.get(problem["type"]).status_code == 200


def test_a_body_of_ten_megabytes_is_refused(client):
    for method in ("POST", "GET", "PUT"):
        reply = client.request(method, "/v1/events", content=b"x" * 10_000_000)
        assert reply.status_code == 413


def test_a_body_that_is_not_utf_8_is_refused(client):
    headers = {"Content-Type": "application/json"}
    assert client.post("/v1/events", content=b"\xff\xfe", headers=headers).status_code == 405


def test_a_parameter_given_twice_does_no_harm(client):
    assert client.get(f"{MODEL}?limit=1&limit=2").status_code in (200, 422)


@pytest.mark.no_cover
def test_no_bad_question_wrote_anything(client, writes):
    before = writes()
    for address, *_ in HTTP:
        client.get(address)
    assert writes() == before


COMMANDS = [
    ("price", 2, "ecosys price: Missing argument 'models'. See ecosys price --help."),
    ("prcie o3", 2, "ecosys: No such command 'prcie'. Did you mean 'price', 'reprice'?"),
    ("price o3 --as-of", 2, "'--as-of' requires an argument. See ecosys --help."),
    ("price o3 --chanel azure", 2, "--channel"),
    ("plugins more", 2, "ecosys plugins: Got unexpected extra argument(s) (more)."),
    ("price openai/o33", 1, "Did you mean openai/o3"),
    ("price GPT-4o", 1, "Did you mean openai/gpt-4o or "),
    ("show claude-3-opus", 1, "Did you mean anthropic/claude-3-opus-20240229?"),
    ("models --since soon", 2, "neither a duration nor a date"),
    ("models --limit 0", 2, "greater than or equal to 1"),
    ("price gpt-shared", 1, "means several subjects"),
    ("resolve gpt-shared", 1, "means several subjects"),
    ("price openai/o3 --as-of 2025-02-30", 2, "28 days"),
    ("price openai/o3 --known-at 2199", 2, "after today"),
    ("price openai/o3 --position 99999999", 2, "is not in this log"),
    ("price openai/o3 --position x", 2, "valid integer"),
    ("price openai/o3 --format xml", 2, "Allowed: table, json, csv, ndjson, md"),
    ("price openai/o3 --tier cheap", 1, "Known:"),
    ("price o3 --without openai-o3-price-2025-06-10 --cite", 2, "A what-if cannot be cited"),
    ("metric price_history --cite", 2, "Ask for fewer to cite them"),
    ("price openai/o3 --teir batch", 2, "No such option"),
    ("cost openai/o3 --input -1", 2, "whole number"),
    ("cost openai/o3", 2, "Say how many: --input 1000"),
    ("cost openai/o3 --input 1.5", 2, "whole number"),
    ("cost openai/o3 --ouput 5", 2, "Did you mean output"),
    ("cost openai/o3 --input", 2, "needs a value"),
    ("cost openai/o3 --input 1 --input 2", 2, "given twice"),
    ("cost openai/o3 5", 2, "is not an option"),
    ("deprecations --within 90", 2, "Write 90d"),
    ("deprecations nobody", 1, "is not known"),
    ("changes --since soon", 2, "neither a duration nor a date"),
    ("stale --older-than x", 2, "Write 90d"),
    ("metric provider_shares", 1, "Did you mean provider_share"),
    ("metric provider_share --basis x", 2, "downloads"),
    ("metric provider_share --vintages --every year", 2, "cannot stand beside --vintages"),
    ("metric provider_share --colour red", 2, "there is no such field"),
    ("log --limit 0", 2, "greater than or equal to 1"),
    ("log --type nothing", 2, "is not an event type"),
    ("import litelm x.json", 2, "Did you mean litellm"),
    ("import litellm x.json", 2, "x.json has no day in its name"),
    ("import litellm x.json --stated soon", 2, "is not a date"),
    ("import litellm 2025-09-01.json", 1, "does not exist"),
    ("quarantine nothing --release --why so", 1, "Nothing was held back"),
    ("quarantine nothing", 2, "--release or --reject"),
    ("conflicts --kind prices", 2, "Did you mean price"),
    ("import ecosys /nonexistent/log.jsonl", 1, "does not exist"),
    ("import litellm nonexistent.json", 1, "nonexistent.json does not exist"),
    ("claims nobodys-paper", 1, "No claims of nobodys-paper are known. Allowed: "),
    ("export --output /nonexistent/folder/log.jsonl", 1, "cannot be written"),
    ("add prise openai/o3 --to-log", 2, "Did you mean price"),
    ("add price openai/o3 --to-log", 2, "There is no price"),
    ("add price openai/o3 --input NaN --from 2025-01-01 --source-slug x --to-log", 2, "finite"),
    ("add price openai/o3 --input -1 --from 2025-01-01 --source-slug x --to-log", 2, "negative"),
    ("add price openai/o3 --input x --from 2025-01-01 --source-slug openai --to-log", 2, "number"),
    ("add price openai/o3 --input 1 --from 2025-02-30 --source-slug openai --to-log", 2, "28 days"),
    ("add price openai/o3 --input 1 --from 2025-01-01 --to-log", 2, "sources"),
    ("add price OpenAI --input 1 --from 2025-01-01 --source-slug openai --to-log", 2, "lower case"),
    ("add price openai/o3 --input 1 --from 2199-01-01 --source-slug openai --to-log", 1, "stated"),
    ("add price openai/o3 --input 1 --colour red --source-slug x --to-log", 2, "not an option"),
    ("add launch openai/o3 --what toy --on 2025-01-01 --source-slug x --to-log", 2, "'model'"),
    ("correct nobody --why x --to-log", 1, "There is no event nobody"),
    ("correct one --why x --fault theirs --input 2 --to-log", 2, "'ours' or 'source'"),
    ("retract nobody --why x --to-log", 1, "There is no event nobody"),
    ("retract one --to-log", 2, "Missing option"),
    ("check /nonexistent.yaml", 2, "does not exist"),
    ("serve --port 70000", 2, "65535"),
    ("serve --port x", 2, "valid integer"),
    ("nothing", 2, "No such command"),
]  # fmt: skip


@pytest.fixture
def say(monkeypatch, capsys, database, tmp_path):
    """Runs a command line as a person does: its status, and what it says on standard error."""
    monkeypatch.setenv("ECOSYS_DATABASE", str(database))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.json").write_text("{}")

    def run(*words: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["ecosys", *words])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        return ended.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize(("line", "status", "says"), COMMANDS)
def test_a_bad_command_says_what_is_wrong_in_one_line_and_writes_nothing(
    say, writes, line, status, says
):
    before = writes()
    code, error = say(*line.split())
    assert (code, error.count("\n")) == (status, 1), error
    assert says in error
    assert writes() == before


def fail(*_, **__):
    raise LookupError("of\nall")


def test_what_nobody_foresaw_is_one_line_too(say, monkeypatch):
    monkeypatch.setattr("ecosys.answers.prices.prices", fail)
    code, error = say("price", "o3")
    assert (code, error.count("\n")) == (1, 1)
    assert error.startswith(
        "ecosys: This is a fault of ours, please report it: LookupError: of all"
    )


def test_where_it_happened_is_shown_to_who_asks_for_it(say, monkeypatch):
    monkeypatch.setattr("ecosys.answers.prices.prices", fail)
    monkeypatch.setenv("ECOSYS_DEBUG", "1")
    with pytest.raises(LookupError):
        say("price", "o3")


EVENTS = [
    ({"occurred": 2025}, "is not a date"),
    ({"occurred": None}, "is not a date"),
    ({"occurred": ["2025-01-01"]}, "is not a date"),
    ({"subject": "openai/"}, "a subject is written"),
    ({"subject": ""}, "a subject is written"),
    ({"subject": "openai/o 3"}, "a subject is written"),
    ({"id": "has space"}, "an id is written"),
    ({"id": "x" * 300}, "240 characters"),
    ({"confidence": "sure"}, "'high', 'medium' or 'low'"),
    ({"currency": "dollars"}, "[A-Z]{3}"),
    ({"components": []}, "at least 1 item"),
    ({"components": "2"}, "valid tuple"),
    ({"components": [{"direction": "input", "amount": 0.1}]}, "not an exact number"),
    ({"components": [{"direction": "input", "amount": True}]}, "not an exact number"),
    ({"components": [{"direction": "input", "amount": "Infinity"}]}, "not a finite"),
    ({"components": [{"direction": "input", "amount": "1e400"}]}, "more digits"),
    ({"components": [{"direction": "input", "amount": "1", "above": "-5"}]}, "greater than"),
    (
        {"components": [{"direction": "input", "amount": "1", "hours": "25:00-26:00"}]},
        "time of day",
    ),
    ({"components": [{"amount": "1"}]}, "direction: is missing"),
    ({"until": "2024-01-01"}, "lies before occurred"),
    ({"sources": [{"source": "openai", "url": "ftp://x"}]}, "begins with http"),
    ({"sources": [{"source": "Open AI"}]}, "a slug is written"),
    ({"sources": [{"url": "https://x.y"}]}, "source: is missing"),
    ({"note": ""}, "at least 1 character"),
    ({"note": "x" * 3000}, "2000 characters"),
    ({"note": "\ud800"}, "unicode"),
    ({"type": "price"}, "is not an event type"),
    ({"type": ["price_changed"]}, "is not an event type"),
    ({"version": 2}, "version 2 of price_changed is not known"),
    ({"version": "1"}, "version '1'"),
    ({"": ""}, "there is no such field"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "says"), EVENTS)
def test_a_bad_event_is_refused_with_its_place(fields, says):
    from ecosys.errors import InvalidInput
    from ecosys.event.codec import parse

    good = {
        "type": "price_changed",
        "id": "p",
        "subject": "openai/o3",
        "occurred": "2025-01-01",
        "components": [{"direction": "input", "amount": "1"}],
        "sources": SOURCES,
    }
    parse(good)
    with pytest.raises(InvalidInput) as caught:
        parse({**good, **fields}, "here")
    assert "here" in str(caught.value)
    assert says in str(caught.value)


def test_there_are_more_than_sixty_kinds_of_bad_input():
    assert len(HTTP) + len(COMMANDS) + len(EVENTS) > 60
    assert event("launched", "l", subject="a/b", what="model", occurred="2025").id == "l"
