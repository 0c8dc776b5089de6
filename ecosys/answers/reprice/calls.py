"""Calls: the rows of a usage log, read by its layout into what they are priced by."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any, NamedTuple

from ecosys.answers.reprice import times
from ecosys.answers.reprice.counting import factors
from ecosys.answers.reprice.layout import COUNTED, Layout
from ecosys.answers.reprice.source import Record, fields_of, unfolded

SAID = ("model", "provider", "tier", "batch", "speed", "region", "window", "price_reference")
"""The fields that tell, with the time and the counts, by which lines a row is priced."""
ANSWERED = "a cache of the gateway answered"
NO_MODEL = "it names no model"
OTHER_CONTENT = "it counts tokens of sound or images"
MORE_CACHED = "more tokens were cached than went in"
NO_COUNT = "a count is no whole number of tokens"
NO_TIME = "it has no time"
FAULTS = (NO_TIME, NO_MODEL, NO_COUNT, MORE_CACHED, OTHER_CONTENT, ANSWERED)
"""Why a row cannot be priced, whatever prices are."""
TRUE = ("true", "1", "t", "yes")
MAX_COUNT = 10**15
COST_DECIMALS = 18
"""To how many decimals the costs of a log are read."""
_NOTHING = (0,) * len(COUNTED)


class Kind(NamedTuple):
    """What a row says of itself that many say alike, as it is written; empty: it does not."""

    model: str = ""
    provider: str = ""
    tier: str = ""
    batch: str = ""
    speed: str = ""
    region: str = ""
    window: str = ""
    price_reference: str = ""


class Call(NamedTuple):
    """A row of a usage log."""

    row: int
    """Its place in the log, from 1."""
    kind: Kind
    start: int
    """The first instant at which it may have been."""
    end: int
    """The first instant at which it was over."""
    counts: tuple[int, ...]
    """The tokens that are charged, by `COUNTED`."""
    requests: int
    """How many requests it sums up; 0: that is not said."""
    cost: Decimal | None
    """What the log says that it cost."""
    fault: int
    """Which of `FAULTS` keeps it from being priced; -1: none."""
    id: str


Get = Callable[[Record], Any]


def calls(
    records: Iterable[Record], layout: Layout, fields: Mapping[str, Sequence[str]]
) -> Iterator[Call]:
    """The rows of some records; `fields` are the layout's, with the columns that are there."""
    read = _Reader(layout, fields)
    if layout.items:
        records = (row for record in records for row in unfolded(record, layout.items))
    for number, record in enumerate(records, start=1):
        yield read.call(number, record)


class _Reader:
    """Reads records by a layout."""

    def __init__(self, layout: Layout, fields: Mapping[str, Sequence[str]]) -> None:
        self._get = {name: _getter(columns) for name, columns in fields.items()}
        self._kind = [(at, self._get[name]) for at, name in enumerate(SAID) if name in self._get]
        self._fixed = [layout.fixed.get(name, "") for name in SAID]
        self._counts = [(name, self._get[name]) for name in COUNTED if name in self._get]
        self._made_of = [list(made.items()) for made in factors(layout.usage).values()]
        self._plain = layout.usage is None
        self._others = [_getter([column]) for column in fields.get("other", ())]
        self._unsaid = 0 if layout.sums_up else 1
        self._kinds: dict[tuple[str, ...], Kind] = {}

    def call(self, number: int, record: Record) -> Call:
        """One row."""
        kind = self._said(record)
        start = end = 0
        try:
            start, end = self._time(record)
            counts = self._counted(record)
            fault = self._fault(record, kind)
        except _Fault as problem:
            fault, counts = problem.at, _NOTHING
        requests, cost = self._requests(record), self._cost(record)
        id = _text(self._get["id"](record) or "") if "id" in self._get else ""
        return Call(number, kind, start, end, counts, requests, cost, fault, id)

    def _said(self, record: Record) -> Kind:
        said = self._fixed.copy()
        for at, get in self._kind:
            if (value := get(record)) is not None:
                said[at] = _text(value) or said[at]
        key = tuple(said)
        if (kind := self._kinds.get(key)) is None:
            kind = self._kinds[key] = Kind(*said)
        return kind

    def _fault(self, record: Record, kind: Kind) -> int:
        """Which fault keeps a row with a time and counts from being priced; -1: none."""
        if not kind.model:
            return FAULTS.index(NO_MODEL)
        if any(_other(get(record)) for get in self._others):
            return FAULTS.index(OTHER_CONTENT)
        return FAULTS.index(ANSWERED) if self._is(record, "answered") else -1

    def _time(self, record: Record) -> tuple[int, int]:
        value = self._get["time"](record)
        try:
            start, end = times.read(value)
            if "until" in self._get and (until := self._get["until"](record)) is not None:
                after, _ = times.read(until)
                end = after if after > start else end
        except ValueError:
            raise _Fault(NO_TIME) from None
        return start, end

    def _counted(self, record: Record) -> tuple[int, ...]:
        given = {name: _count(get(record)) for name, get in self._counts}
        if self._plain:
            return tuple(given.get(name, 0) for name in COUNTED)
        counts = tuple(
            sum(given.get(name, 0) * factor for name, factor in made) for made in self._made_of
        )
        if min(counts) < 0:
            raise _Fault(MORE_CACHED)
        return counts

    def _requests(self, record: Record) -> int:
        value = self._get["requests"](record) if "requests" in self._get else None
        try:
            return self._unsaid if value is None else _count(value)
        except _Fault:
            return 0

    def _cost(self, record: Record) -> Decimal | None:
        value = self._get["cost"](record) if "cost" in self._get else None
        try:
            cost = None if value is None else Decimal(str(value))
        except InvalidOperation:
            return None
        if cost is None or not cost.is_finite():
            return None
        if int(cost.as_tuple().exponent) >= -COST_DECIMALS:
            return cost
        with localcontext(prec=60):
            return cost.quantize(Decimal(1).scaleb(-COST_DECIMALS), ROUND_HALF_UP)

    def _is(self, record: Record, name: str) -> bool:
        return name in self._get and _text(self._get[name](record) or "").lower() in TRUE


class _Fault(Exception):
    def __init__(self, why: str) -> None:
        self.at = FAULTS.index(why)


def _count(value: object) -> int:
    """A number of tokens; nothing is none of them."""
    if value is None:
        return 0
    if type(value) is int or (type(value) is str and value.isascii() and value.isdigit()):
        count = int(value)
    else:  # tools that keep counts as floats write 12.0
        text = str(value)
        try:
            number = Decimal(text if text.isascii() else "NaN")
            count = int(number) if number == number.to_integral_value() else -1
        except (InvalidOperation, OverflowError, ValueError):
            count = -1
    if not 0 <= count <= MAX_COUNT:
        raise _Fault(NO_COUNT)
    return count


def _other(value: object) -> bool:
    try:
        return _count(value) > 0
    except _Fault:
        return True


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value).lower() if isinstance(value, bool) else str(value)


def _getter(columns: Sequence[str]) -> Get:
    """What picks, of some columns, the first that holds something."""
    first, *others = (_one(column) for column in columns)
    if not others:
        return first

    def get(record: Record) -> Any:
        value = first(record)
        for other in others:
            if value is not None:
                break
            value = other(record)
        return value

    return get


def _one(column: str) -> Get:
    path = column.split("/")

    def get(record: Record) -> Any:
        value = record.get(column)
        return None if value is None or value == "" else value

    def get_within(record: Record) -> Any:
        value: Any = record
        for step in path:
            within = fields_of(value)
            if within is None or (value := within.get(step)) is None:
                return get(record)
        return None if value == "" else value

    return get if len(path) == 1 else get_within
