"""Files that went wrong on their way: whatever stands in them, they are taken in whole or not at
all, and what was written can be read.
"""

import copy
import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ecosys.errors import InvalidInput
from ecosys.event import Fact
from ecosys.events.price_changed import NONE, Component
from ecosys.importer import Importer, importers
from ecosys.ingest.run import Outcome, take
from ecosys.ingest.snapshots import Snapshot
from ecosys.ingest.state import content, state
from ecosys.log.log import Log
from ecosys.log.sqlite import Sqlite
from ecosys.timeline import Timeline
from ecosys.values import instant, when
from tests.given import NOW
from tests.importers import (
    test_deprecations_info,
    test_epoch,
    test_github_stars,
    test_llm_prices,
    test_models_dev,
    test_portkey,
    test_pypi_downloads,
)
from tests.ingest import feed
from tests.properties import examples

pytestmark = pytest.mark.no_cover  # measuring would take half of its time

BEFORE, FIRST, AFTER, LAST = "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"
"""Days of readings: the right file is read on the first and the last, a wrong one in between or
before."""
Draw = Callable[[st.SearchStrategy[Any]], Any]
Written = Callable[[Any], bytes]
"""Writes a tree of plain values, however strange it has become, as a file."""


# Forms of files


@dataclass(frozen=True)
class Form:
    """How a file of some kind is written, and which of its words no plain value gives."""

    written: Written
    words: tuple[str, ...] = ()


def as_json(tree: Any) -> bytes:
    """What is marked as raw stands there without quotes."""
    return re.sub(r'"raw: ([^"]*)"', r"\1", json.dumps(tree)).encode()


def as_yaml(tree: Any) -> str:
    """What is marked as raw stands there without quotes, and so do days."""
    text = yaml.safe_dump(tree, sort_keys=False, width=10_000)
    return re.sub(r"'(?:raw: ([^']*)|(\d{4}-\d\d-\d\d))'", r"\1\2", text)


def as_page(tree: Any) -> bytes:
    return json.dumps({"md": f"---\n{as_yaml(tree)}---\n\nWords.\n"}).encode()


def as_script(tree: Any) -> bytes:
    entries = tree if isinstance(tree, list) else [tree]
    return json.dumps(test_llm_prices.page(*entries)).encode()


def as_table(tree: Any) -> bytes:
    text = io.StringIO()
    lines = tree if isinstance(tree, list) else [tree]
    csv.writer(text).writerows(line if isinstance(line, list) else [line] for line in lines)
    return text.getvalue().encode(errors="surrogatepass")


def in_tar(written: Written) -> Written:
    def packed(tree: Any) -> bytes:
        files = tree if isinstance(tree, dict) else {"models/acme/one.yaml": tree}
        paths = {path.encode(errors="replace").decode(): files[path] for path in files}
        return test_portkey.archive({path: written(inner) for path, inner in paths.items()})

    return packed


NUMBERS = ("1e9999999", "1e5000", "1e-400", "1e99999999999999999999", "-0", "9" * 5000, "01", "NaN")
WORDS = ("2025-02-31", "!!timestamp x", "!!int x", "!!binary x", "!x y", "&a [*a]", "*a", "{", "~",
         "0x1F", "12:30:45", ".inf", "<<", "!!set {a}", "2026-01-01T00:00:00Z", "1e9")  # fmt: skip
JSON = Form(as_json, NUMBERS)
TABLE = Form(as_table)
JSON_IN_TAR = Form(in_tar(as_json), NUMBERS)
YAML_IN_TAR = Form(in_tar(lambda tree: as_yaml(tree).encode()), WORDS)


# A right file of each source


@dataclass(frozen=True)
class Sample:
    """A small file as its source could publish it."""

    form: Form
    tree: Any

    @property
    def payload(self) -> bytes:
        return self.form.written(self.tree)


def table(header: Any, *lines: Any) -> Sample:
    cells = [each.split(",") if isinstance(each, str) else list(each) for each in (header, *lines)]
    return Sample(TABLE, cells)


NOTICES = [
    test_deprecations_info.late("OpenAI", "gpt-x", "2026-01-10", "2026-07-10"),
    test_deprecations_info.late("Azure", "gpt-y", "2026-01-10", None, replacement_models=["gpt-z"]),
    test_deprecations_info.early("Anthropic", "claude-x", "2025-12-01", "2026-12-01"),
]
CLAUDE = {
    "title": "Anthropic Claude",
    "releases": [
        {"releaseCycle": "claude-x", "releaseLabel": "Claude X", "releaseDate": "2024-03-04",
         "eoas": "2025-06-30", "eol": "2026-01-05", "recommendedReplacement": "claude-y"},
        {"releaseCycle": "claude-y", "releaseLabel": "Claude Y", "releaseDate": "2026-02-05",
         "eoas": False, "eol": "2027-02-05", "recommendedReplacement": "N/A"},
    ],
}  # fmt: skip
CLAUDE_BY_API = {
    "result": {
        "name": "claude",
        "releases": [
            {"name": "claude-x", "label": "Claude X", "releaseDate": "2024-03-04", "isEoas": True,
             "eoasFrom": "2025-06-30", "isEol": True, "eolFrom": "2026-01-05",
             "custom": {"recommendedReplacement": "claude-y"}},
            {"name": "claude-y", "label": "Claude Y", "releaseDate": "2026-02-05", "isEoas": False,
             "eoasFrom": None, "isEol": False, "eolFrom": "2027-02-05", "custom": None},
        ],
    }
}  # fmt: skip
PROVIDERS = [
    feed.provider(
        "openai",
        feed.model("o3", [
            {"prices": feed.each(10, 40)},
            {"constraint": {"start_date": "2025-06-10"}, "prices": feed.each(2, 8)},
        ], {"or": [{"equals": "o3"}, {"starts_with": "o3-2025"}, {"regex": "^o3-pro$"}]}),
        feed.model("gpt-x", feed.each(
            {"base": 1.25, "tiers": [{"start": 200000, "price": 2.5}]}, 10)),
    ),
    feed.provider(
        "deepseek",
        feed.model("chat", [
            {"prices": feed.each(0.27, 1.1, cache_read_mtok=0.07)},
            {"constraint": {"start_time": "16:30:00Z", "end_time": "00:30:00Z"},
             "prices": feed.each(0.135, 0.55)},
        ], {"and": [{"starts_with": "deep"}, {"contains": "chat"}]}),
        fallback_model_providers=["openai"],
    ),
]  # fmt: skip
LITELLM = {
    "sample_spec": {"mode": "one of chat, embedding", "input_cost_per_token": 0},
    "gpt-x": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5e-06,
              "output_cost_per_token": 1e-05, "input_cost_per_token_batches": 1.25e-06,
              "input_cost_per_token_above_200k_tokens": 5e-06, "deprecation_date": "2026-12-31",
              "search_context_cost_per_query": {"search_context_size_low": 0.03,
                                                "search_context_size_high": 0.05}},
    "gpt-y": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-06},
    "openai/gpt-y": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-06},
    "acme/ranged": {"litellm_provider": "acme", "mode": "chat", "tiered_pricing": [
        {"range": [0, 32000.0], "input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06},
        {"range": [32000.0, 128000.0], "input_cost_per_token": 2e-06},
    ]},
}  # fmt: skip
TOKENCOST = {
    "gpt-x": {"mode": "chat", "max_tokens": 8192, "input_cost_per_token": 3e-05,
              "output_cost_per_token": 6e-05},
    "one": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-06,
            "output_cost_per_token": 2e-06, "deprecation_date": "2026-12-31"},
}  # fmt: skip
SOLD = [
    test_llm_prices.model(
        "gpt-x",
        test_llm_prices.price(10, 40, end="2025-06-10"),
        test_llm_prices.price(2, 8, 0.5, start="2025-06-10"),
    ),
    test_llm_prices.model("gpt-y", test_llm_prices.price(2.5, 10)),
    test_llm_prices.model("gpt-y-272k", test_llm_prices.price(5, 20), name="GPT-Y >272k"),
]
ENTRIES = [
    "'gpt-x': { name: 'GPT-X', input: 2.50, output: 10.00 }",
    "'deepseek-chat': { name: 'DeepSeek', getPrice: () => { const cutoffDate = new "
    "Date('2025-02-08T16:00:00Z'); const currentDate = new Date(); if (currentDate < cutoffDate) "
    "{ return { input: 0.14, output: 0.28 }; } else { return { input: 0.27, output: 1.10 }; } } }",
]
ENDS = {
    "models/openai/o9.yaml": {
        "provider": "openai", "model": "o9", "name": "O Nine", "released_on": "2024-09-12",
        "deprecated_on": "2026-01-10", "shutdown_on": "2026-07-10", "status": "deprecated",
        "replacements": [{"provider": "openai", "model": "o10", "recommended": True},
                         {"provider": "acme", "model": "one", "recommended": True}]},
    "models/acme/one.yaml": {
        "provider": "acme", "model": "one", "name": "One", "released_on": "2025-01-01",
        "earliest_shutdown_on": "2026-12-31", "status": "active"},
}  # fmt: skip
API = {
    "acme": {
        "id": "acme",
        "models": {
            "m-1": test_models_dev.model(
                {"input": 2.5, "output": 15, "cache_read": 0.25, "input_audio": 10,
                 "tiers": [{"input": 5, "output": 22.5,
                            "tier": {"type": "context", "size": 272000}}]},
                release_date="2025-03-05", open_weights=False),
            "m-2": test_models_dev.model(
                {"input": 1, "output": 4, "context_over_200k": {"input": 2, "output": 8}},
                release_date="2024-11", open_weights=True, status="deprecated"),
        },
    }
}  # fmt: skip
OFFERS = {
    "data": [
        {"id": "acme/m-1", "pricing": {
            "prompt": "0.0000025", "completion": "0.00001", "image": "0.003", "web_search": "0.01",
            "discount": 0, "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000005"}]}},
        {"id": "acme/m-2", "expiration_date": "2026-09-30", "pricing": {
            "prompt": "0.0000003", "completion": "0.0000012", "input_cache_read": "0.00000003",
            "overrides": [{"utc_start": 1630, "utc_end": 30, "prompt": "0.00000015"}]}},
    ]
}  # fmt: skip
CENTS = {
    "pricing/acme.json": {
        "default": test_portkey.model(pay_as_you_go=test_portkey.each(request_token=0)),
        "one": test_portkey.model(
            currency="USD",
            pay_as_you_go={
                **test_portkey.PRICES,
                "additional_units": test_portkey.each(web_search=1),
                "image": {"high": test_portkey.each(**{"1024x1024": 16.7})},
            },
            batch_config=test_portkey.each(request_token=0.000125),
        ),
    },
    "pricing/other.json": {"two": test_portkey.model(pay_as_you_go=test_portkey.PRICES)},
}

SAMPLES = {
    "deprecations_info": Sample(JSON, {"data": "same-as-v1", "v1": NOTICES}),
    "endoflife": Sample(Form(as_page, WORDS), CLAUDE),
    "endoflife, its API": Sample(JSON, CLAUDE_BY_API),
    "epoch": table(
        test_epoch.HEADER,
        test_epoch.line("Tool 4.5 Pro"),
        test_epoch.line("Tülu", "Some Lab,Another", "2025-01-01", "Open weights (unrestricted)"),
        test_epoch.line("Old Tool", day="2025-02", access=""),
    ),
    "genai_prices": Sample(JSON, PROVIDERS),
    "github_stars": table(
        test_github_stars.HEADER,
        test_github_stars.line("2025-01-01", "Owner/tool", 1200),
        test_github_stars.line("2025-01-01", "Owner/tool", 1200, "top-100-stars"),
        test_github_stars.line("2025-01-08", "Owner/tool", 1300),
    ),
    "litellm": Sample(JSON, LITELLM),
    "llm_prices": Sample(JSON, test_llm_prices.vendors(*SOLD)),
    "llm_prices, its page": Sample(Form(as_script), ENTRIES),
    "modeldeprecations": Sample(YAML_IN_TAR, ENDS),
    "models_dev": Sample(JSON, API),
    "openrouter": Sample(JSON, OFFERS),
    "portkey": Sample(JSON_IN_TAR, CENTS),
    "pypi_downloads": table(
        test_pypi_downloads.HEADER,
        test_pypi_downloads.line("2025-01-01", "some-package", 1200),
        test_pypi_downloads.line("2025-02-01", "some-package", 1300),
        test_pypi_downloads.line("2025-02-01", "another", 5),
    ),
    "tokencost": Sample(JSON, TOKENCOST),
}
"""By the importer's name and, where it reads several forms, which of them."""


# What goes wrong with them

TEXTS = (
    "", " ", "\x00", "a\x1b[31m\n", "\ud800", "Ünï", "٣", "x" * 300, "y" * 5000, "/", "a/b/c", "#1",
    "~read", "NaN", "Infinity", "-1", "1e999999999", "0.30", "1,5", "true", "none", "unknown",
    "2025-02-31", "2025-06-10", "2026-02-28", "2025-13", "2025", "0001-01-01", "9999-12-31",
    "10000-01-01", "2025-02-08T25:00:00Z", "not before 2027-01-01", "2025-01-01..2025-02-01", "(",
)  # fmt: skip
NESTED: tuple[Any, ...] = ([], {}, [None], [[]], [[[[[["deep"]]]]]], {"": None}, [1, "a", {}])
VALUES = (None, True, False, 0, 1, -1, 3, 7.5, 10**12, 10**40, 1e-9, 1e300, float("nan"),
          float("-inf"), *NESTED)  # fmt: skip
BYTES = (b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"\n", b'"', b"'", b"{", b"]", b",", b"-", b"9",
         b"e9", b"[" * 5000, b"9" * 5000, b"\xef\xbb\xbf")  # fmt: skip


def places(inside: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree: what holds it, and under what it stands there."""
    if isinstance(inside, dict | list):
        for key in inside if isinstance(inside, dict) else range(len(inside)):
            yield inside, key
            yield from places(inside[key])


def mistake(draw: Draw, root: list[Any], words: tuple[str, ...]) -> None:
    """Make one mistake somewhere in a tree."""
    found = list(places(root))
    holder, key = draw(st.sampled_from(found))
    other, its_key = draw(st.sampled_from(found))
    here, there = copy.deepcopy((holder[key], other[its_key]))
    kinds = ("value", "value", "letter", "gone", "twice", "name", "copy", "swap")
    match draw(st.sampled_from(kinds)):
        case "value":
            junk = (VALUES, TEXTS, tuple(f"raw: {word}" for word in words) or TEXTS)
            holder[key] = copy.deepcopy(draw(st.sampled_from(draw(st.sampled_from(junk)))))
        case "letter":
            text, letter = str(here), draw(st.sampled_from(("", "0", "9", "\x00", "'")))
            start = draw(st.integers(0, len(text)))
            holder[key] = text[:start] + letter + text[start + draw(st.integers(0, 2)) :]
        case "gone" if holder is not root:
            del holder[key]
        case "twice" if isinstance(holder, list):
            holder.insert(key, here)
        case "twice":
            holder[key.swapcase()] = here
        case "name" if isinstance(holder, dict):
            del holder[key]
            holder[draw(st.sampled_from((*TEXTS, str(its_key), key.upper())))] = here
        case "swap":
            holder[key], other[its_key] = there, here
        case _:
            holder[key] = there


Slip = tuple[int, int | None, bytes]
"""From where to where bytes are others now; to none: up to the end."""


def slipped(payload: bytes, slips: Iterable[Slip]) -> bytes:
    for start, end, others in slips:
        payload = payload[:start] + others + (b"" if end is None else payload[end:])
    return payload


@st.composite
def mistaken(draw: Draw, sample: Sample) -> tuple[Any, list[Slip]]:
    """What a file says, something else in one to three places."""
    root = [copy.deepcopy(sample.tree)]
    for _ in range(draw(st.integers(1, 3))):
        mistake(draw, root, sample.form.words)
    return root[0], []


@st.composite
def damaged(draw: Draw, sample: Sample) -> tuple[Any, list[Slip]]:
    """What a file says, and one to three places at which some bytes are others, or all are gone."""
    slips: list[Slip] = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(sample.payload)))
        end = draw(st.none() | st.integers(start, start + 3))
        slips.append((start, end, draw(st.sampled_from(BYTES))))
    return sample.tree, slips


# What is so whatever went wrong


@contextmanager
def opened(path: Path) -> Iterator[Timeline]:
    timeline = Timeline(Log(Sqlite(path), lambda: NOW))
    try:
        yield timeline
    finally:
        timeline.log.database.close()


def importer_of(name: str) -> Importer:
    return importers[name.partition(",")[0]]


def taken(timeline: Timeline, name: str, day: str, payload: bytes, **more: Any) -> Outcome:
    return take(timeline, importer_of(name), Snapshot(day, when.read(day), payload, **more))


def stored(path: Path) -> list[str]:
    """All that stands in a database."""
    database = sqlite3.connect(path)
    try:
        return list(database.iterdump())
    finally:
        database.close()


def said(timeline: Timeline, name: str) -> dict[str, dict[str, Any]]:
    """What a source states, but since when: without days of its own, readings tell that."""
    found = state(timeline.records(), importer_of(name).source, instant.AFTER_ALL)
    return {
        key: {
            field: _sold(value)
            for field, value in content(each.event).items()
            if field != "occurred"
        }
        for key, each in found.items()
        if isinstance(each.event, Fact) and not each.unstated
    }


def _sold(value: Any) -> Any:
    """Of a price list the lines that are sold."""
    lines = isinstance(value, tuple) and all(isinstance(line, Component) for line in value)
    return [line for line in value if line.amount != NONE] if lines else value


@pytest.fixture(scope="module", params=SAMPLES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def begun(name, tmp_path_factory):
    """A database into which the right file was taken on the first day: copy it to write."""
    path = tmp_path_factory.mktemp("mutations") / "begun.db"
    Timeline.open(path).log.database.close()
    with opened(path) as timeline:
        outcome = taken(timeline, name, FIRST, SAMPLES[name].payload)
    assert (outcome.held_back, outcome.problems) == (0, [])
    assert outcome.taken > 0
    return path


@pytest.mark.parametrize("importer", sorted(importers))
def test_every_importer_has_a_right_file_here_in_which_things_can_go_wrong(importer):
    names = {name.partition(",")[0] for name in SAMPLES}
    assert importer in names, f"add a small file that {importer} reads to SAMPLES"


@examples(100)
@given(st.data())
def test_a_file_that_went_wrong_is_taken_in_whole_or_not_at_all(name, begun, data):
    path, sample, importer = begun.with_name("log.db"), SAMPLES[name], importer_of(name)
    shutil.copy(begun, path)
    tree, slips = data.draw(mistaken(sample) | mistaken(sample) | damaged(sample), "file")
    payload = slipped(sample.form.written(tree), slips)
    day = data.draw(st.sampled_from([AFTER, BEFORE]), "day")
    of_history = data.draw(st.booleans(), "of history")
    with opened(path) as timeline:
        before, right, end = stored(path), said(timeline, name), timeline.head().position
        outcome, why = None, ""
        try:
            outcome = taken(timeline, name, day, payload, of_history=of_history)
        except InvalidInput as problem:
            why = ascii(problem)  # halves of characters cannot be reported
        if outcome is None:
            assert stored(path) == before
            assert not of_history, why
            with pytest.raises(InvalidInput):  # it is no file: one odd row refuses none
                importer.rows(payload, day)
        else:
            counts = (outcome.taken, outcome.known, outcome.held_back)
            assert min(counts) >= 0
            assert sum(counts) == outcome.rows
            assert len(timeline.log.read(after=end)) == outcome.events > 0
            again = taken(timeline, name, day, payload, of_history=of_history)
            assert (again.rows, again.events) == (outcome.rows, 0)
        last = taken(timeline, name, LAST, sample.payload)
        assert last.events > 0
        assert last.held_back or said(timeline, name) == right
        assert timeline.log.check() == timeline.head().position
        assert timeline.held(timeline.moment(source=importer.source))


@pytest.mark.parametrize("table", ["event", "event_subject"])
def test_what_fails_in_the_middle_of_writing_leaves_nothing(name, begun, table, monkeypatch):
    path = begun.with_name("log.db")
    shutil.copy(begun, path)
    insert = Sqlite.insert

    def failing(rows):
        yield from islice(rows, 1)
        raise OSError("no space left on device")

    def full(self, into, columns, rows):
        insert(self, into, columns, failing(rows) if into == table else rows)

    before = stored(path)
    with opened(path) as timeline:
        monkeypatch.setattr(Sqlite, "insert", full)
        with pytest.raises(OSError, match="no space left"):
            taken(timeline, name, LAST, SAMPLES[name].payload)
        assert stored(path) == before
        monkeypatch.undo()
        assert taken(timeline, name, LAST, SAMPLES[name].payload).events > 0
