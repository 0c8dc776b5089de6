"""Frames: rows for pandas and polars.

The columns are the fields of the rows. Exact numbers stay exact: in pandas they are objects of
`Decimal` (`.astype(float)` where an approximation will do, as for drawing), in polars `Decimal`
with as many places as the column needs. Dates are timestamps, UTC, without a zone, at the first
instant that they mean: of `2025-06` the first of June; `unknown` is null. How exact a date is, the
rows themselves tell. Lists of words and numbers are lists; whatever else is nested is JSON.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from ecosys.answers.answer import to_plain
from ecosys.answers.forms import cell, columns
from ecosys.errors import InvalidInput, Unavailable
from ecosys.values import amount, instant, when

if TYPE_CHECKING:
    import pandas
    import polars

DATES = frozenset(
    {
        *("announced", "as_of", "at", "deprecated", "ended", "first_stated", "known_at"),
        *("last_read", "last_stated", "launched", "learned", "legacy", "occurred", "recorded"),
        *("recordedtime", "shutdown", "since", "statedtime", "time", "until"),
    }
)
"""The fields that hold a date or an instant as text."""
MAX_DIGITS = 38
"""How many digits a number of polars may have."""
Kind = Literal["date", "number", "whole", "truth", "text", "texts", "wholes"]
"""What a column holds, be it empty."""


class Column(NamedTuple):
    """A column: what it holds, and its values."""

    kind: Kind
    values: list[Any]


def to_pandas(rows: Sequence[Any], row: Any) -> "pandas.DataFrame":
    """Rows as a frame of pandas."""
    try:
        import pandas
    except ImportError:
        raise _missing("pandas") from None
    dtypes = {"date": "datetime64[us]", "whole": "Int64", "truth": "boolean", "text": "str"}
    table = _table(rows, row)
    return pandas.DataFrame(
        {
            name: pandas.Series(column.values, dtype=dtypes.get(column.kind, "object"))
            for name, column in table.items()
        }
    )


def to_polars(rows: Sequence[Any], row: Any) -> "polars.DataFrame":
    """Rows as a frame of polars."""
    try:
        import polars
    except ImportError:
        raise _missing("polars") from None
    dtypes: dict[str, Any] = {
        "date": polars.Datetime("us"),
        "whole": polars.Int64(),
        "truth": polars.Boolean(),
        "text": polars.String(),
        "wholes": polars.List(polars.Int64()),
        "texts": polars.List(polars.String()),
    }

    def dtype(name: str, column: Column) -> Any:
        if column.kind != "number":
            return dtypes[column.kind]
        numbers = (each for each in column.values if each is not None)
        return polars.Decimal(MAX_DIGITS, decimal_places(numbers, name))

    table = _table(rows, row)
    return polars.DataFrame(
        [polars.Series(name, each.values, dtype=dtype(name, each)) for name, each in table.items()]
    )


def decimal_places(numbers: Iterable[Decimal], name: str) -> int:
    """How many places keep all of some numbers exact; InvalidInput where 38 digits do not.

    >>> decimal_places([Decimal("0.15"), Decimal("1200")], "amount")
    2
    """
    parts = [amount.text(abs(each)).partition(".") for each in numbers]
    whole = max((len(before.lstrip("0")) for before, _, _ in parts), default=0)
    places = max((len(after) for _, _, after in parts), default=0)
    if whole + places > MAX_DIGITS:
        raise InvalidInput(
            f"{name} has numbers that {MAX_DIGITS} digits together do not hold.",
            hint="Take to_pandas, which has no such bound, or fewer rows.",
        )
    return places


def _table(rows: Sequence[Any], row: Any) -> Mapping[str, Column]:
    """The columns of rows; sources are one of them where they were asked for."""
    cited = any(getattr(each, name, None) for each in rows[:1] for name in ("sources", "cited"))
    hints = get_type_hints(row)
    return {
        name: _column(_kind(name, hints[name]), [getattr(each, name) for each in rows])
        for name in columns(row, "sources" if cited else None)
    }


def _column(kind: Kind | None, values: Sequence[Any]) -> Column:
    if kind is None:
        return Column("text", [cell(to_plain(each, type(each))) or None for each in values])
    if kind == "date":
        return Column(kind, [_first_instant(each) if each else None for each in values])
    if kind in ("texts", "wholes"):
        return Column(kind, [None if each is None else list(each) for each in values])
    return Column(kind, [None if each is None else _PLAIN[kind](each) for each in values])


_PLAIN: Mapping[str, Any] = {"number": Decimal, "whole": int, "truth": bool, "text": str}


def _kind(name: str, hint: Any) -> Kind | None:
    """What a column holds whose field has a type; None: something nested."""
    if name in DATES:
        return "date"
    of_one: dict[Any, Kind] = {Decimal: "number", int: "whole", bool: "truth", str: "text"}
    if get_origin(hint) in (UnionType, Union):
        given = [each for each in get_args(hint) if each is not type(None)]
        return _kind(name, given[0]) if len(given) == 1 else None
    if get_origin(hint) is Literal:
        return "text"
    if get_origin(hint) is tuple:
        of = _kind("", get_args(hint)[0])
        return {"whole": "wholes", "text": "texts"}.get(of or "")  # type: ignore[return-value]
    return of_one.get(hint)


def _first_instant(text: str) -> datetime | None:
    date = when.parse(text)
    return None if date.unknown else instant.to_datetime(date.start).replace(tzinfo=None)


def _missing(package: str) -> Unavailable:
    return Unavailable(f"{package} is not installed.", hint=f"pip install {package}")
