"""SQL of DuckDB: what reads a usage log as `calls` reads it, column by column."""

from collections.abc import Mapping, Sequence

from ecosys.answers.duck import named, quoted
from ecosys.answers.reprice import times
from ecosys.answers.reprice.calls import (
    ANSWERED,
    COST_DECIMALS,
    FAULTS,
    MAX_COUNT,
    MORE_CACHED,
    NO_COUNT,
    NO_MODEL,
    NO_TIME,
    OTHER_CONTENT,
    SAID,
    TRUE,
)
from ecosys.answers.reprice.counting import factors
from ecosys.answers.reprice.layout import COUNTED, Layout
from ecosys.answers.reprice.source import Source
from ecosys.values import instant


def table(source: Source) -> str:
    """What a log is read from, its cells as text; JSON lines in one column, `record`."""
    path = quoted(str(source.path))
    if source.kind == "parquet":
        return f"read_parquet({path})"
    if source.kind == "jsonl":
        return f"read_ndjson_objects({path}, maximum_object_size = 67108864) AS t(record)"
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in source.header)
    return (
        f"read_csv({path}, auto_detect = false, header = true,"
        f" delim = {quoted(source.separator)}, quote = '\"', escape = '\"',"
        f" max_line_size = 67108864, columns = {{{columns}}})"
    )


def load(source: Source, layout: Layout, fields: Mapping[str, Sequence[str]]) -> str:
    """The statement that reads a log into the table `call`."""
    raw = {name: text(source.kind, columns) for name, columns in fields.items()}
    raw["other"] = _any_of([text(source.kind, [each]) for each in fields.get("other", ())])
    names = ("time", "until", *SAID, *COUNTED, "requests", "cost", "id", "answered")
    shown = [f"{raw.get(name, 'NULL')} AS raw_{name}" for name in names]
    given = f"""SELECT row_number() OVER () AS "row", {", ".join(shown)}, {raw["other"]} AS other
 FROM {table(source)}"""  # noqa: S608
    said = ", ".join(
        f"coalesce(nullif(trim(raw_{name}), ''), {quoted(layout.fixed.get(name, ''))})"
        f" AS said_{name}"
        for name in SAID
    )
    counts = ", ".join(f"{_count(f'raw_{name}')} AS given_{name}" for name in COUNTED)
    unsaid = 0 if layout.sums_up else 1
    read = f"""SELECT "row", {said}, {counts}, {_first("raw_time")} AS first,
 {_after("raw_time")} AS after, {_first("raw_until")} AS until,
 CASE WHEN raw_requests IS NULL THEN {unsaid} ELSE coalesce({_count("raw_requests")}, 0) END
 AS requests, try_cast(raw_cost AS DECIMAL(38, {COST_DECIMALS})) AS cost, coalesce(trim(raw_id), '')
 AS id, lower(trim(raw_answered)) IN ({_listed(TRUE)}) AS answered, other FROM ({given})"""  # noqa: S608
    charged = ", ".join(
        f"{_sum(made_of)} AS c{at}" for at, made_of in enumerate(factors(layout.usage).values())
    )
    no_count = " OR ".join(f"given_{name} IS NULL" for name in COUNTED)
    counted = f"""SELECT *, {charged}, {no_count} AS no_count FROM ({read})"""  # noqa: S608
    kinds = ", ".join(f"said_{name}" for name in SAID)
    no_counts = f"first IS NULL OR no_count OR {_negative()}"
    tokens = ", ".join(
        f"CASE WHEN {no_counts} THEN 0 ELSE c{at} END AS c{at}" for at in range(len(COUNTED))
    )
    start = "coalesce(first, 0) AS start"
    end = "coalesce(CASE WHEN until > first THEN until ELSE after END, 0) AS after"
    return f"""CREATE TABLE call AS SELECT "row", {kinds}, {start}, {end}, {tokens}, requests, cost,
 id, {_fault()} AS fault FROM ({counted})"""  # noqa: S608


def _negative() -> str:
    return " OR ".join(f"c{at} < 0" for at in range(len(COUNTED)))


def _fault() -> str:
    cases = {
        NO_TIME: "first IS NULL",
        NO_COUNT: "no_count",
        MORE_CACHED: _negative(),
        NO_MODEL: "said_model = ''",
        OTHER_CONTENT: "other",
        ANSWERED: "answered",
    }
    told = " ".join(f"WHEN {so} THEN {FAULTS.index(why)}" for why, so in cases.items())
    return f"CASE {told} ELSE -1 END"


def text(kind: str, columns: Sequence[str]) -> str:
    """The text of the first of some columns that holds something, as SQL."""
    held = [f"nullif({_text(kind, column)}, '')" for column in columns]
    return f"coalesce({', '.join(held)})" if len(held) > 1 else held[0]


def _text(kind: str, column: str) -> str:
    first, *within = column.split("/")
    if kind == "jsonl":
        return f"json_extract_string(record, {_path([first, *within])})"
    if not within:
        return f"CAST({named(column)} AS VARCHAR)"
    whole = f"try_cast({named(first)} AS JSON)" if kind == "csv" else f"to_json({named(first)})"
    return f"json_extract_string({whole}, {_path(within)})"


def _path(steps: Sequence[str]) -> str:
    return quoted("$" + "".join('."' + step.replace('"', '\\"') + '"' for step in steps))


def _count(column: str) -> str:
    """A number of tokens; NULL where there is something else."""
    number = f"try_cast({column} AS DECIMAL(38, 9))"
    return (
        f"CASE WHEN {column} IS NULL THEN 0 WHEN {number} BETWEEN 0 AND {MAX_COUNT}"
        f" AND {number} = floor({number}) THEN CAST({number} AS BIGINT) END"
    )


def _any_of(columns: Sequence[str]) -> str:
    """Whether a column counts something, or something that is no count."""
    parts = [f"({_count(each)}) IS DISTINCT FROM 0" for each in columns]
    return f"({' OR '.join(parts)})" if parts else "false"


def _sum(made_of: Mapping[str, int]) -> str:
    return " + ".join(f"{factor} * given_{name}" for name, factor in made_of.items()) or "0"


def _is(column: str, form: str) -> str:
    return f"regexp_full_match(trim({column}), {quoted(form)})"


def _first(column: str) -> str:
    """The first instant that a text means; NULL where it means none."""
    number = f"try_cast({column} AS DECIMAL(38, 9))"
    whole = f"try_cast(split_part(trim({column}), '.', 1) AS HUGEINT)"
    since_1970 = (
        f"CASE WHEN {whole} < {times.SECONDS} THEN CAST(floor({number} * 1000000) AS HUGEINT)"
        f" WHEN {whole} < {times.MILLISECONDS} THEN CAST(floor({number} * 1000) AS HUGEINT)"
        f" WHEN {whole} < {times.MICROSECONDS} THEN {whole} ELSE {whole} // 1000 END"
    )
    return (
        f"CASE WHEN {_is(column, times.DAY)} THEN epoch_us(try_cast(trim({column}) AS TIMESTAMP))"
        f" WHEN {_is(column, times.NUMBER)} THEN CASE WHEN {since_1970} < {times.END_OF_TIME}"
        f" THEN CAST({since_1970} AS BIGINT) END"
        f" WHEN {_is(column, times.TIME)}"
        f" THEN epoch_us(try_cast(trim({column}) AS TIMESTAMPTZ)) END"
    )


def _after(column: str) -> str:
    """The first instant after what a text means."""
    length = f"CASE WHEN {_is(column, times.DAY)} THEN {instant.DAY} ELSE 1 END"
    return f"{_first(column)} + {length}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(map(quoted, words))
