"""Logs as their exporters write them: each is told by its columns and read rightly."""

import csv
import json
from datetime import UTC, datetime

import duckdb
import pytest

from ecosys.answers.reprice import PlainEngine, Source, columns_of, layout_of
from ecosys.answers.reprice.calls import calls
from ecosys.answers.reprice.duck import DuckEngine, can_read
from ecosys.answers.reprice.duck_sql import load
from ecosys.answers.reprice.layout import COUNTED, layouts
from ecosys.commands._reprice.run import Options, log_of
from ecosys.errors import InvalidInput
from ecosys.values import instant

NOON = instant.parse("2025-06-15T12:00:00Z")
SECONDS = NOON // instant.SECOND
OPENAI = {
    "start_time": SECONDS,
    "end_time": SECONDS + 3600,
    "num_model_requests": 5,
    "model": "o3",
    "batch": True,
    "service_tier": None,
    "input_tokens": 1000,
    "input_cached_tokens": 400,
    "output_tokens": 500,
}
ANTHROPIC = {
    "starting_at": "2025-06-15T12:00:00Z",
    "ending_at": "2025-06-15T13:00:00Z",
    "model": "claude-opus-4-1",
    "service_tier": "batch",
    "context_window": "0-200k",
    "inference_geo": "us",
    "uncached_input_tokens": 600,
    "cache_read_input_tokens": 400,
    "cache_creation": {"ephemeral_5m_input_tokens": 7, "ephemeral_1h_input_tokens": 8},
    "output_tokens": 500,
}
CONSOLE = """usage_date_utc,model_version,api_key,workspace,usage_type,context_window,\
usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,\
usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed
2025-06-15,claude-opus-4-1,key,Default,standard,≤ 200k,600,7,8,400,500,0,global,fast
"""
LITELLM = {
    "request_id": "chatcmpl-1",
    "call_type": "acompletion",
    "spend": 0.0045,
    "startTime": "2025-06-15 12:00:00",
    "model": "azure/gpt-4o",
    "custom_llm_provider": "azure",
    "prompt_tokens": 1000,
    "completion_tokens": 500,
    "cache_hit": "False",
    "metadata": {"usage_object": {"prompt_tokens_details": {"cached_tokens": 400}}},
}
LANGFUSE = {
    "id": "obs-1",
    "type": "GENERATION",
    "startTime": "2025-06-15T12:00:00.000Z",
    "model": "gpt-4o",
    "usageDetails": {"input": 600, "input_cached_tokens": 400, "output": 500, "total": 1500},
    "totalCost": 0.0045,
}
ATTRIBUTES = {
    "gen_ai.provider.name": "aws.bedrock",
    "gen_ai.request.model": "anthropic.claude-opus-4-1",
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 500,
    "gen_ai.usage.cache_read.input_tokens": 400,
}
SPAN = {"spanId": "s1", "startTimeUnixNano": str(NOON * 1000), "attributes": ATTRIBUTES}
LISTED = [{"key": name, "value": {"intValue": str(value)}} for name, value in ATTRIBUTES.items()]
OTLP = {"resourceSpans": [{"scopeSpans": [{"spans": [{**SPAN, "attributes": LISTED}]}]}]}
PLAIN = """timestamp,model,tier,input_tokens,cache_read_tokens,output_tokens
2025-06-15T14:00:00+02:00,o3,flex,600,400,500
"""


def jsonl(*records):
    return "".join(f"{json.dumps(each)}\n" for each in records)


def table(record):
    """A record as CSV: what is within fields stands there as JSON."""
    cells = {
        name: json.dumps(value) if isinstance(value, dict) else value
        for name, value in record.items()
    }
    return "\n".join(",".join(map(_quoted, each)) for each in (cells, cells.values())) + "\n"


def _quoted(value):
    return '"' + ("" if value is None else str(value)).replace('"', '""') + '"'


LOGS = {
    "plain": ("plain", PLAIN),
    "openai results": ("openai", jsonl(OPENAI)),
    "openai pages": (
        "openai",
        json.dumps(
            {
                "object": "page",
                "data": [
                    {
                        **{name: OPENAI[name] for name in ("start_time", "end_time")},
                        "results": [OPENAI],
                    }
                ],
            }
        ),
    ),
    "openai csv": ("openai", table(OPENAI)),
    "anthropic results": ("anthropic", jsonl(ANTHROPIC)),
    "anthropic csv": ("anthropic", table(ANTHROPIC)),
    "anthropic console": ("anthropic_console", CONSOLE),
    "litellm": ("litellm", jsonl(LITELLM)),
    "litellm csv": ("litellm", table(LITELLM)),
    "litellm, metadata as text": (
        "litellm",
        jsonl({**LITELLM, "metadata": json.dumps(LITELLM["metadata"])}),
    ),
    "langfuse": ("langfuse", jsonl(LANGFUSE)),
    "langfuse, page of the api": ("langfuse", json.dumps({"data": [LANGFUSE]})),
    "langfuse csv": ("langfuse", table(LANGFUSE)),
    "spans": ("opentelemetry", jsonl(SPAN)),
    "otlp": ("opentelemetry", jsonl(OTLP)),
    "spans flat": ("opentelemetry", table({"timestamp": "2025-06-15T12:00:00Z", **ATTRIBUTES})),
}


def read(tmp_path, text, name="usage"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return log_of(Options(path=path))


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_told_by_its_columns_and_counts_every_token_once(tmp_path, name):
    layout, text = LOGS[name]
    log = read(tmp_path, text)
    assert log.name == layout
    [call] = calls(log.source.records(), log.layout, log.fields)
    counts = dict(zip(COUNTED, call.counts, strict=True))
    written = 15 if layout.startswith("anthropic") else 0
    assert (counts["input"], counts["cache_read"], counts["output"]) == (600, 400, 500)
    assert counts["cache_write_5m"] + counts["cache_write_1h"] == written
    assert instant.midnight(call.start) == instant.midnight(NOON)
    assert call.fault == -1


def read_by_both(log):
    """The rows of a log as either engine reads them."""
    plain = [
        (
            *call.kind,
            call.start,
            call.end,
            *call.counts,
            call.requests,
            call.cost,
            call.id,
            call.fault,
        )
        for call in calls(log.source.records(), log.layout, log.fields)
    ]
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(load(log.source, log.layout, log.fields))
        found = connection.execute('SELECT * EXCLUDE ("row") FROM call ORDER BY "row"').fetchall()
    return plain, found


@pytest.mark.parametrize("name", LOGS)
def test_both_engines_read_the_same(tmp_path, name):
    log = read(tmp_path, LOGS[name][1])
    if not can_read(log.source, log.layout, log.fields):
        assert name in {
            *("openai pages", "litellm, metadata as text", "otlp", "langfuse, page of the api"),
        }
        return
    plain, found = read_by_both(log)
    assert plain == found


ODD_TIMES = """2025-06-15 2025-06-15T12:00:00Z 2025-06-15T12:00:00.123456789Z 2025-06-15T12:00
1749988800 1749988800123 1749988800123456 1749988800123456789 1749988800.5 2025-06-15T12:00:00+05:30
2025-06-15T12:00:00+02 20250615 2025-13-01 2025-02-30 0 -5 2025-06-15T24:00:00Z 2025-W24-7 1e9 soon
99999999999999999999 2025-06-15T12 2025/06/15 0001-01-01 9999-12-31T23:59:59Z
2025-06-15T12:00:00.5"""
ODD_COUNTS = "5 5.0 5.5 1e3 -1 NaN Infinity 10000000000000000 1000000000000000 null true 0x10 ٣ +5"
ODD_COSTS = "0.1 1e-7 abc NaN -1 0.1234567890123456785 0.1234567890123456775"


def odd_rows():
    """Rows with cells as nobody should write them, one odd thing each."""
    usual = {"timestamp": "2025-06-15T12:00:00Z", "model": "o3", "input": "7", "cost": ""}
    for name, values in (
        (
            "timestamp",
            [*ODD_TIMES.split(), "", " 2025-06-15 ", "2025-06-15 12:00:00 UTC", "1 May 2025"],
        ),
        ("input", [*ODD_COUNTS.split(), "", " 7 ", "1,000"]),
        ("cost", ODD_COSTS.split()),
        ("model", ["", " o3 ", 'a "quoted" name', "a\nline", "a, comma", "ünïcode"]),
    ):
        yield from ({**usual, name: value} for value in values)


def test_odd_cells_are_read_alike_by_both_engines(tmp_path):
    path = tmp_path / "usage.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["timestamp", "model", "input", "cost"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(odd_rows())
    plain, found = read_by_both(log_of(Options(path=path)))
    assert plain == found
    assert len(plain) == len(list(odd_rows()))


def test_odd_values_of_json_are_read_alike_by_both_engines(tmp_path):
    usual = {"timestamp": "2025-06-15T12:00:00Z", "model": "o3", "input": 7, "cost": None}
    values = {
        "timestamp": [1749988800, 1749988800.5, None, True, [], {}, "2025-06-15"],
        "input": [5.0, 5.5, None, True, [], {}, "5", 1e3, -1, 10**16],
        "model": [5, None, "", "a\u2028b"],
        "cost": [0.1, 1e-7, "0.1", True, None, 0.1234567890123456],
    }
    rows = [{**usual, name: value} for name, each in values.items() for value in each]
    plain, found = read_by_both(read(tmp_path, jsonl(usual, *rows, usual)))
    assert plain == found
    assert len(plain) == len(rows) + 2


def test_a_row_with_cells_beyond_the_last_column_is_refused(tmp_path):
    text = "timestamp,model,input\n2025-06-15,o3,1\n2025-06-15,o3,1,2\n"
    with pytest.raises(InvalidInput, match="4 cells for 3 columns: 2025-06-15,o3,1,2"):
        read(tmp_path, text)


def test_the_fields_of_providers_come_along(tmp_path):
    def kind(name):
        log = read(tmp_path, LOGS[name][1])
        [call] = calls(log.source.records(), log.layout, log.fields)
        return call

    openai = kind("openai results")
    assert (openai.kind.batch, openai.kind.provider, openai.requests) == ("true", "openai", 5)
    assert openai.end - openai.start == 3600 * instant.SECOND
    anthropic = kind("anthropic results")
    assert (anthropic.kind.tier, anthropic.kind.region, anthropic.requests) == ("batch", "us", 0)
    console = kind("anthropic console").kind
    assert (console.speed, console.region, console.window) == ("fast", "global", "≤ 200k")
    assert kind("litellm").kind.provider == "azure"
    assert str(kind("litellm").cost) == str(kind("langfuse").cost) == "0.0045"
    assert kind("otlp").kind.provider == "aws.bedrock"


def test_parquet_is_read_as_csv_is(tmp_path):
    import pyarrow as pa
    from pyarrow.parquet import write_table

    moment = datetime(2025, 6, 15, 12, tzinfo=UTC)
    path = tmp_path / "usage.parquet"
    columns = {"timestamp": [moment], "model": ["o3"], "input_tokens": [600], "tier": ["flex"]}
    write_table(pa.table(columns), path)
    log = log_of(Options(path=path))
    [call] = calls(log.source.records(), log.layout, log.fields)
    assert (log.source.kind, call.start, call.counts[0]) == ("parquet", NOON, 600)
    assert can_read(log.source, log.layout, log.fields)
    assert isinstance(log.engine("auto"), DuckEngine)
    assert isinstance(log.engine("python"), PlainEngine)


def test_an_unknown_layout_names_its_columns_and_those_that_are_known(tmp_path):
    path = tmp_path / "usage.csv"
    path.write_text("when,what,how_many\n2025-06-15,o3,5\n")
    with pytest.raises(InvalidInput) as told:
        log_of(Options(path=path))
    assert "when, what, how_many" in told.value.message
    assert all(name in told.value.hint for name in layouts)
    mapped = {"time": "when", "model": "what", "input": "how_many"}
    log = log_of(Options(path=path, columns=mapped))
    [call] = calls(log.source.records(), log.layout, log.fields)
    assert (call.kind.model, call.counts[0]) == ("o3", 5)


def test_a_column_of_ones_own_is_read_beside_those_of_the_layout(tmp_path):
    path = tmp_path / "usage.csv"
    path.write_text("timestamp,model,prompt_tok,input_tokens\n2025-06-15,o3,7,5\n")
    log = log_of(Options(path=path, columns={"input": "prompt_tok"}))
    [call] = calls(log.source.records(), log.layout, log.fields)
    assert (log.name, call.counts[0]) == ("plain", 7)


@pytest.mark.parametrize(
    ("mapped", "layout", "usage", "message"),
    [
        ({"inputs": "n"}, None, None, "inputs is no field of a row"),
        ({"input": "m"}, None, None, "there is no such column"),
        ({}, "openia", None, "layout=openia is not known"),
        ({}, None, "opnai", "usage=opnai is not known"),
    ],
)
def test_what_means_nothing_is_refused(mapped, layout, usage, message):
    with pytest.raises(InvalidInput, match=message):
        layout_of(["timestamp", "model", "n"], layout, mapped, usage)


def test_the_layout_that_most_columns_tell_counts():
    assert layout_of([*OPENAI, "timestamp"])[0] == "openai"
    assert layout_of(columns_of([LITELLM]))[0] == "litellm"


def test_cached_tokens_are_part_of_the_input_where_that_is_said(tmp_path):
    path = tmp_path / "usage.csv"
    path.write_text("timestamp,model,input_tokens,cache_read\n2025-06-15,o3,1000,400\n")
    for usage, expected in ((None, 1000), ("openai", 600), ("anthropic", 1000)):
        log = log_of(Options(path=path, usage=usage))
        [call] = calls(log.source.records(), log.layout, log.fields)
        assert call.counts[:2] == (expected, 400)


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "usage.jsonl"
    path.write_text('{"timestamp": "2025-06-15", "model": "o3", "input": 1}\n{"a": \n')
    with pytest.raises(InvalidInput, match=r"usage\.jsonl:2"):
        list(Source(path).records())


def test_tables_with_other_separators_are_read(tmp_path):
    for separator in (";", "\t"):
        path = tmp_path / "usage.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file, delimiter=separator)
            writer.writerows([["timestamp", "model", "input"], ["2025-06-15", "o3", 5]])
        [call] = calls(Source(path).records(), layouts["plain"], log_of(Options(path=path)).fields)
        assert call.counts[0] == 5
