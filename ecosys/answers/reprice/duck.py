"""Duck: a log read, joined with the timetables and put into cells by DuckDB.

Python works out the timetables and the price of each cell, DuckDB does what is done for each row.
It gives what the plain engine gives, digit by digit: amounts are whole numbers of the smallest one.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ecosys.answers.duck import quoted, session
from ecosys.answers.reprice import duck_sql
from ecosys.answers.reprice.calls import FAULTS, NO_TIME, SAID, Kind
from ecosys.answers.reprice.cells import INPUT_AT, Cell, Every, Place, Placing
from ecosys.answers.reprice.engine import PlainEngine, Writer
from ecosys.answers.reprice.layout import COUNTED, Layout
from ecosys.answers.reprice.rows import COLUMNS, Unit, decimals, scaled, told, unit
from ecosys.answers.reprice.source import Source, fields_of
from ecosys.answers.reprice.terms import lower_bound
from ecosys.answers.reprice.timetable import minute_of_week
from ecosys.values import instant
from ecosys.values.hours import MINUTE, WEEK_MINUTES

PLACE = ("kind", "slot", "first", "band", "unsure", "mask", "period", "fault", "logged")
ALONE = tuple(f"a{at}" for at in range(len(COUNTED)))
"""The counts of a row, where rows of other counts are charged otherwise; else -1."""
MAX_INTEGER = 2**62


def is_installed() -> bool:
    """Whether what is needed can be imported."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("duckdb", "pyarrow"))


def can_read(source: Source, layout: Layout, fields: Mapping[str, Sequence[str]]) -> bool:
    """Whether DuckDB reads a log as it stands: rows in rows, and no JSON within texts of JSON."""
    if source.kind == "json":
        return False
    firsts = {place.partition("/")[0] for place in layout.items}
    paths = [column.split("/") for columns in fields.values() for column in columns]
    for record in source.sample:
        if any(isinstance(record.get(first), list) for first in firsts):
            return False
        for path in paths:
            if len(path) > 1 and not _is_plain(record, path, source.kind):
                return False
    return True


def _is_plain(record: Mapping[str, Any], path: Sequence[str], kind: str) -> bool:
    """Whether each step of a path leads into a record."""
    value: Any = record.get(path[0])
    if kind == "csv":
        value = fields_of(value)
    for step in path[1:]:
        if value is None:
            return True
        if not isinstance(value, Mapping):
            return False
        value = value.get(step)
    return True


class DuckEngine:
    """Reads a file by DuckDB."""

    name = "duckdb"

    def __init__(
        self, source: Source, layout: Layout, fields: Mapping[str, Sequence[str]], every: Every
    ) -> None:
        self._load = duck_sql.load(source, layout, fields)
        self._plain = PlainEngine(source.records, layout, fields)
        self._every = every

    def cells(self, placing: Placing, writer: Writer | None = None) -> list[Cell]:
        """The cells of all rows, and the parts that a writer wants."""
        import duckdb

        with session() as connection:
            try:
                connection.execute(self._load)
            except duckdb.Error:  # what is wrong, and where, is told by who reads line by line
                return self._plain.cells(placing, writer)
            _tables(connection, placing)
            connection.execute(_placed(placing, self._every, _has_intervals(connection)))
            connection.execute(_CELLS)
            numbered = [_cell(row) for row in connection.execute(_ALL_CELLS).fetchall()]
            if writer is not None:
                units = {number: unit(cell.place, placing.slots.slots) for number, cell in numbered}
                _write(connection, units, writer)
        return [cell for _, cell in numbered]


def _register(connection: Any, name: str, columns: Mapping[str, Sequence[Any]], types: str) -> None:
    """Make a table of some columns; `types` has i for an integer, t for a text, d for digits."""
    import pyarrow as pa

    kinds = {"i": pa.int64(), "t": pa.string(), "d": pa.decimal128(38, 0)}
    arrays = [
        pa.array(values, kinds[kind]) for values, kind in zip(columns.values(), types, strict=True)
    ]
    connection.register("given", pa.table(arrays, names=list(columns)))
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608
    connection.unregister("given")


def _tables(connection: Any, placing: Placing) -> None:
    """The kinds of rows with their timetables, and what is to be known of each slot."""
    said = ", ".join(f"said_{name}" for name in SAID)
    found = connection.execute(f"SELECT DISTINCT {said} FROM call ORDER BY ALL").fetchall()  # noqa: S608
    kinds = [Kind(*values) for values in found]
    numbered = [placing.kind(kind) for kind in kinds]
    by_name: dict[str, list[Any]] = {
        f"said_{name}": [getattr(kind, name) for kind in kinds] for name in SAID
    }
    by_name["kind"] = [number for number, _, _ in numbered]
    by_name["above"] = [lower_bound(kind.window) for kind in kinds]
    _register(connection, "kind", by_name, "t" * len(SAID) + "ii")
    piece: dict[str, list[int]] = {
        name: [] for name in ("kind", "since", "piece", "number", "untimed", "hourly")
    }
    hour: dict[str, list[int]] = {"piece": [], "minute": [], "number": []}
    for number, table, _ in numbered:
        for since, hours in zip(table.starts, table.pieces, strict=True):
            at = len(piece["piece"])
            is_hourly = len(hours.starts) > 1
            values = (number, since, at, hours.numbers[0], hours.untimed, int(is_hourly))
            for column, value in zip(piece.values(), values, strict=True):
                column.append(value)
            if is_hourly:
                hour["piece"] += [at] * WEEK_MINUTES
                hour["minute"] += range(WEEK_MINUTES)
                hour["number"] += _each_minute(hours.starts, hours.numbers)
    _register(connection, "piece", piece, "iiiiii")
    _register(connection, "hour", hour, "iii")
    slots = placing.slots.slots
    most = max((len(slot.thresholds) for slot in slots), default=0)
    slot: dict[str, list[Any]] = {
        "slot": list(range(len(slots))),
        "marginal": [int(each.is_marginal) for each in slots],
    }
    for at in range(most or 1):
        slot[f"t{at}"] = [
            each.thresholds[at] if at < len(each.thresholds) else MAX_INTEGER for each in slots
        ]
    _register(connection, "slot", slot, "i" * len(slot))


def _each_minute(starts: Sequence[int], numbers: Sequence[int]) -> Iterator[int]:
    for start, end, number in zip(starts, (*starts[1:], WEEK_MINUTES), numbers, strict=True):
        for _ in range(start, end):
            yield number


def _has_intervals(connection: Any) -> bool:
    asked = connection.execute("SELECT 1 FROM call WHERE after - start > 1 LIMIT 1")
    return bool(asked.fetchall())


def _placed(placing: Placing, every: Every, has_intervals: bool) -> str:
    """The statement that puts rows into cells: the table `placed`."""
    most = max((len(slot.thresholds) for slot in placing.slots.slots), default=0) or 1
    by = " AND ".join(f"c.said_{name} = k.said_{name}" for name in SAID)
    named = f"""SELECT c.*, k.kind, k.above, after - start < {instant.DAY} AS timed,
 {" + ".join(f"c{at}" for at in INPUT_AT)} AS total,
 {" + ".join(f"CASE WHEN c{at} > 0 THEN {1 << at} ELSE 0 END" for at in range(len(COUNTED)))}
 AS mask, {_period(every)} AS period FROM call AS c JOIN kind AS k ON {by}"""  # noqa: S608
    slotted = _slotted(named, "after - 1", "slot_at_end")
    if has_intervals:
        slotted = _slotted(slotted, "start", "slot_at_start")
    else:
        slotted = f"SELECT *, slot_at_end AS slot_at_start FROM ({slotted})"  # noqa: S608
    sized = f"""SELECT p.*, s.*, total > s.t0 AND requests <> 1 AND above IS NULL AS is_unsure,
 CASE WHEN above > 0 THEN above + 1 WHEN above = 0 THEN 0
 WHEN requests = 1 OR total <= s.t0 THEN total
 WHEN requests = 0 THEN 0 ELSE (total + requests - 1) // requests END AS size
 FROM ({slotted}) AS p JOIN slot AS s ON s.slot = p.slot_at_end"""  # noqa: S608

    def over(size: str) -> str:
        return " + ".join(f"({size} > t{at})::INT" for at in range(most))

    alone = ", ".join(
        f"CASE WHEN marginal = 1 AND fault < 0 THEN c{at} ELSE -1 END AS {name}"
        for at, name in enumerate(ALONE)
    )
    counts = ", ".join(f"c{at}" for at in range(len(COUNTED)))
    no_time = FAULTS.index(NO_TIME)
    return f"""CREATE TABLE placed AS SELECT "row", kind,
 CASE WHEN fault < 0 THEN slot ELSE -1 END AS slot,
 CASE WHEN fault < 0 THEN slot_at_start ELSE -1 END AS first,
 CASE WHEN fault < 0 THEN {over("size")} ELSE 0 END AS band,
 CASE WHEN fault < 0 AND is_unsure THEN {over("total")} ELSE 0 END AS unsure,
 CASE WHEN fault < 0 THEN mask ELSE 0 END AS mask,
 CASE WHEN fault = {no_time} THEN -1 ELSE period END AS period,
 fault, (cost IS NOT NULL)::INT AS logged, {alone}, {counts}, cost FROM ({sized})"""  # noqa: S608


def _slotted(rows: str, at: str, name: str) -> str:
    """Rows with the slot that holds at an instant of theirs."""
    minute = f"(({at}) // {MINUTE} + {minute_of_week(0)}) % {WEEK_MINUTES}"
    return f"""SELECT r.*, CASE WHEN NOT timed THEN i.untimed WHEN i.hourly = 1 THEN h.number
 ELSE i.number END AS {name} FROM ({rows}) AS r
 ASOF JOIN piece AS i ON i.kind = r.kind AND i.since <= {at}
 LEFT JOIN hour AS h ON i.hourly = 1 AND h.piece = i.piece AND h.minute = {minute}"""  # noqa: S608


def _period(every: Every) -> str:
    if every == "day":
        return f"start // {instant.DAY}"
    day = "make_timestamp(start)"
    return f"(year({day}) - 1970) * 12 + month({day}) - 1"


_KEYS = ", ".join((*PLACE, *ALONE))
_SUMS = ", ".join(f"sum(c{at}) AS sum{at}" for at in range(len(COUNTED)))
_CELLS = f"""CREATE TABLE cell AS SELECT row_number() OVER () AS cell, * FROM (
 SELECT {_KEYS}, count(*) AS many, {_SUMS}, sum(cost) AS said
 FROM placed GROUP BY {_KEYS})"""  # noqa: S608
_ALL_CELLS = "SELECT * FROM cell ORDER BY cell"


def _cell(row: Sequence[Any]) -> tuple[int, Cell]:
    number, rest = row[0], row[1:]
    place, rest = rest[: len(PLACE)], rest[len(PLACE) :]
    alone, rest = rest[: len(ALONE)], rest[len(ALONE) :]
    counts = None if alone[0] < 0 else tuple(map(int, alone))
    many, *tokens, said = rest
    sums = tuple(map(int, tokens))
    where = Place(*map(int, place), counts)  # type: ignore[call-arg,arg-type]
    cell = Cell(where, many, sums, said or Decimal())
    return number, cell


def _write(connection: Any, units: Mapping[int, Unit], writer: Writer) -> None:
    """Write the parts of the rows that are wanted, each with its cost."""
    [(rows,)] = connection.execute("SELECT count(*) FROM call").fetchall()
    digits = max((decimals(each) for one in units.values() for each in _amounts(one)), default=0)
    columns: dict[str, list[Any]] = {"cell": list(units)}
    for at in range(len(COUNTED)):
        columns[f"r{at}"] = [scaled(one.rates[at], digits) for one in units.values()]
    columns["fixed"] = [
        None if one.priced.reason else scaled(one.fixed, digits) for one in units.values()
    ]
    cells = [told(one, "" if one.priced.reason else "0") for one in units.values()]
    for at, name in enumerate(COLUMNS[-len(cells[0]) :] if cells else ()):
        columns[f"told_{name}"] = [each[at] or None for each in cells]
    types = "i" + "d" * (len(COUNTED) + 1) + "t" * (len(columns) - len(COUNTED) - 2)
    _register(connection, "unit", columns, types)
    shown = ", ".join(f'{_shown(name, digits)} AS "{name}"' for name in COLUMNS)
    same = " AND ".join(f"p.{name} = c.{name}" for name in (*PLACE, *ALONE))
    for first, last, path in writer.wanted(rows):
        connection.execute(
            f"""COPY (SELECT {shown} FROM placed AS p JOIN cell AS c ON {same}
 JOIN unit AS u ON u.cell = c.cell JOIN call ON call."row" = p."row"
 WHERE p."row" BETWEEN {first} AND {last} AND call."row" BETWEEN {first} AND {last}
 ORDER BY p."row") TO {quoted(str(path))} (FORMAT csv, HEADER false)"""  # noqa: S608
        )


def _shown(name: str, digits: int) -> str:
    """A column of the rows, as SQL."""
    stamp = "strftime(make_timestamp({}), '%Y-%m-%dT%H:%M:%S.%fZ')"
    own = {
        "row": 'p."row"',
        "id": "nullif(call.id, '')",
        "time": f"CASE WHEN after > 0 THEN {stamp.format('start')} END",
        "until": f"CASE WHEN after - start > 1 THEN {stamp.format('after')} END",
        "model": "nullif(said_model, '')",
        "provider": "nullif(said_provider, '')",
        "requests": "nullif(requests, 0)",
        "logged_cost": _digits("call.cost"),
        "cost": _cost(digits),
        **{name: f"p.c{at}" for at, name in enumerate(COUNTED)},
    }
    return own.get(name, f"u.told_{name}")


def _cost(digits: int) -> str:
    """What a row costs, in digits: a whole number of the smallest one, with its point set."""
    parts = " + ".join(f"u.r{at}::HUGEINT * p.c{at}::HUGEINT" for at in range(len(COUNTED)))
    whole = f"(u.fixed::HUGEINT + {parts})"
    if not digits:
        return f"{whole}::VARCHAR"
    factor = f"{10**digits}::HUGEINT"
    return (
        f"rtrim(rtrim(({whole} // {factor})::VARCHAR || '.' ||"
        f" lpad(({whole} % {factor})::VARCHAR, {digits}, '0'), '0'), '.')"
    )


def _digits(number: str) -> str:
    return f"rtrim(rtrim({number}::VARCHAR, '0'), '.')"


def _amounts(one: Unit) -> Iterator[Decimal]:
    yield from one.rates
    yield one.fixed
