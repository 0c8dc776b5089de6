"""Layout: which columns of a usage log hold what, and by which columns it is recognised."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ecosys.domain.usage import usages
from ecosys.errors import InvalidInput
from ecosys.plugins import Registry
from ecosys.values.words import MAX_LISTED, suggest

COUNTED = (
    *("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h"),
    *("output", "reasoning"),
)
"""The directions of tokens that a row may count, in the order in which counts are kept."""
FIELDS: Mapping[str, str] = {
    "time": "when it was called, or when the interval began that a row sums up",
    "until": "the end of that interval, exclusive",
    "model": "the name that was called",
    "provider": "who was called: openai, azure, aws.bedrock, vertex_ai ...",
    "tier": "standard, batch, flex, priority ...",
    "batch": "true: at the tier batch",
    "speed": "fast: at the tier fast",
    "region": "where it ran: us, eu ...; global: anywhere",
    "window": "the band of long requests that a row is of: `0-200k`, `> 200k`",
    "requests": "how many requests a row sums up; left out: one",
    "input": "tokens that went in",
    "cache_read": "tokens read from a cache",
    "cache_write": "tokens written to a cache for its default lifetime",
    "cache_write_5m": "tokens written to a cache for five minutes",
    "cache_write_1h": "tokens written to a cache for an hour",
    "output": "tokens that came out",
    "reasoning": "tokens of reasoning",
    "other": "tokens of sound or images: a row that has some is not priced",
    "answered": "true: a cache of the gateway answered, nobody was called",
    "cost": "what the log says that it cost",
    "price_reference": "the lines by which it was priced before",
    "id": "what tells the row from others",
}
"""What a row may say, by our names."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a usage log.

    A column may stand within others: `metadata/usage/cached` is a field of a field, be it of a
    record, of a struct, or of JSON in a cell.
    """

    summary: str
    """Whose layout it is."""
    told_by: Sequence[Sequence[str]]
    """The columns by which it is told: of each group one must be there."""
    columns: Mapping[str, Sequence[str]]
    """Our fields, each with the columns that may hold it: the first that holds something counts."""
    usage: str | None = None
    """Whose way of counting it is: one of `ecosys.usages`; None: all counts stand side by side."""
    items: Sequence[str] = ()
    """Lists within a record whose items are the rows; a row has the fields around it too."""
    sums_up: bool = False
    """Whether a row sums up requests, so that one without their number may be of many."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """What is so of every row that does not say otherwise."""

    def fits(self, columns: Collection[str]) -> bool:
        """Whether a log with these columns has this layout."""
        return all(any(each in columns for each in group) for group in self.told_by)

    def found(self, columns: Collection[str]) -> dict[str, list[str]]:
        """Our fields with those of their columns that a log has."""
        there = {
            name: [each for each in wanted if each in columns]
            for name, wanted in self.columns.items()
        }
        return {name: each for name, each in there.items() if each}


def _layout(value: object, name: str) -> Layout:
    if not isinstance(value, Layout):
        raise TypeError(f"{name} is not a Layout")
    if strange := [each for each in (*value.columns, *value.fixed) if each not in FIELDS]:
        raise TypeError(f"{strange[0]!r} is no field of a row. {suggest(strange[0], FIELDS)}")
    return value


layouts: Registry[Layout] = Registry("ecosys.answers.reprice.layouts", kind=_layout)
"""The layouts of usage logs, by name."""


def layout_of(
    columns: Collection[str],
    name: str | None = None,
    mapped: Mapping[str, str] | None = None,
    usage: str | None = None,
) -> tuple[str, Layout]:
    """The layout of a log with these columns, the one that is told by most of them.

    `mapped` names the columns of some of our fields: what is not mapped is read as the layout has
    it. With a column for the time, the model and some tokens no layout need be recognised.
    InvalidInput names the columns and the layouts where none fits.

    >>> layout_of(["timestamp", "model", "input_tokens", "output_tokens"])[0]
    'plain'
    >>> layout_of(["day", "m", "n"], mapped={"time": "day", "model": "m", "input": "n"})[0]
    'mapped'
    """
    mapped = mapped or {}
    _refuse_wrong(columns, name, mapped, usage)
    fitting = [each for each, layout in layouts.items() if layout.fits(columns)]
    if name is None and fitting:
        name = max(fitting, key=lambda each: len(layouts[each].told_by))
    if name is None and not _suffices(mapped):
        raise _unrecognised(columns)
    layout = layouts[name] if name else Layout("as mapped", (), {})
    own = {field: (column,) for field, column in mapped.items()}
    layout = replace(layout, columns={**layout.columns, **own}, usage=usage or layout.usage)
    if not _suffices(layout.found(columns)):
        raise _unrecognised(columns)
    return name or "mapped", layout


def _suffices(fields: Collection[str]) -> bool:
    """Whether rows that say this can be priced."""
    return {"time", "model"} <= {*fields} and not set(COUNTED).isdisjoint(fields)


def _refuse_wrong(
    columns: Collection[str], name: str | None, mapped: Mapping[str, str], usage: str | None
) -> None:
    if name is not None and name not in layouts:
        raise InvalidInput(f"layout={name} is not known.", hint=suggest(name, layouts))
    if usage is not None and usage not in usages:
        raise InvalidInput(f"usage={usage} is not known.", hint=suggest(usage, usages))
    for field_, column in mapped.items():
        if field_ not in FIELDS:
            raise InvalidInput(f"{field_} is no field of a row.", hint=suggest(field_, FIELDS))
        if column not in columns:
            raise InvalidInput(
                f"{field_}={column}: there is no such column.", hint=suggest(column, columns)
            )


def _unrecognised(columns: Collection[str]) -> InvalidInput:
    shown = [*columns][:MAX_LISTED]
    more = f" ... {len(columns)} in all" if len(columns) > len(shown) else ""
    known = "; ".join(f"{name} ({_told(layout)})" for name, layout in sorted(layouts.items()))
    return InvalidInput(
        f"This is no known layout of a usage log. Its columns: {', '.join(shown) or 'none'}{more}.",
        hint=f"Known: {known}. Or name columns: time=COLUMN, model=COLUMN, input=COLUMN ...",
        candidates=sorted(layouts),
    )


def _told(layout: Layout) -> str:
    return ", ".join(" or ".join(group) for group in layout.told_by)
