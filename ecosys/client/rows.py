"""Rows: a typed answer with the moment at which it was computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ecosys.answers.answer import Meta

if TYPE_CHECKING:
    import pandas
    import polars

Row = TypeVar("Row", covariant=True)  # noqa: PLC0105  one concept, one name


@dataclass(frozen=True)
class Rows(Sequence[Row], Generic[Row]):
    """The rows of an answer, all of them: they are counted, sliced and gone through as any."""

    data: tuple[Row, ...]
    meta: Meta
    """The coordinates: asked again with all three, the same rows come back for ever."""
    row: Any = field(repr=False, compare=False, default=None)
    """What each row is."""

    def __len__(self) -> int:
        return len(self.data)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self.data[place]

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a frame of pandas: exact numbers are Decimal, dates are timestamps.

        Unavailable where pandas is not installed; see `ecosys.client.frames` for the columns.
        """
        from ecosys.client.frames import to_pandas

        return to_pandas(self.data, self.row)

    def to_polars(self) -> "polars.DataFrame":
        """The rows as a frame of polars: exact numbers are Decimal, days are dates.

        Unavailable where polars is not installed; see `ecosys.client.frames` for the columns.
        """
        from ecosys.client.frames import to_polars

        return to_polars(self.data, self.row)


@dataclass(frozen=True)
class One(Generic[Row]):
    """The one row of an answer."""

    data: Row
    meta: Meta
    """The coordinates: asked again with all three, the same row comes back for ever."""
