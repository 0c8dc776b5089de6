"""Bodies: an answer as bytes in the form asked for, the same from the API and the command line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel

from ecosys.answers.answer import Answer, Meta, to_json, writer
from ecosys.answers.forms import columns, to_csv, to_markdown
from ecosys.answers.links import Links, OwnLink
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

LICENCE = "CC-BY-4.0"
Form = Literal["json", "csv", "ndjson", "md", "metadata", "cite"]
WHOLE: tuple[Form, ...] = ("csv", "ndjson")
"""Forms that hold all rows, unless a page is asked for."""
PART = 500
"""How many rows of a whole table are written at once."""

Row = TypeVar("Row")


class Page(BaseModel, Generic[Row]):
    """Some rows of an answer, with the moment it was computed at."""

    model_config = DOCSTRINGS_DESCRIBE

    data: list[Row]
    """The rows."""
    meta: Meta
    """The coordinates: asked again with all three, the same bytes come back for ever."""
    links: Links
    """Where to go on."""


class One(BaseModel, Generic[Row]):
    """A single answer, with the moment it was computed at."""

    model_config = DOCSTRINGS_DESCRIBE

    data: Row
    """The answer."""
    meta: Meta
    """The coordinates: asked again with all three, the same bytes come back for ever."""
    links: OwnLink
    """Its address."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table form."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """Its name."""
    description: str
    """What it holds."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a table form leaves out: definitions, licence, the moment."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    columns: tuple[Column, ...]
    """The columns and what they hold."""
    licence: str
    """The licence of the data."""
    rows: int
    """How many rows the whole answer has."""
    meta: Meta
    """The coordinates."""


def body(
    answer: Answer[Any], about: Meta, form: Form, rows: Sequence[Any], links: Links
) -> Iterator[bytes]:
    """The rows of a page of an answer in a form, part by part."""
    if form == "csv":
        for start in range(0, max(len(rows), 1), PART):
            part = rows[start : start + PART]
            yield to_csv(part, answer.row, answer.include, header=start == 0).encode()
    elif form == "ndjson":
        for start in range(0, len(rows), PART):
            part = rows[start : start + PART]
            yield b"".join(to_json(row, answer.row) + b"\n" for row in part)
    elif form == "md":
        yield to_markdown(rows, answer.row, answer.include).encode()
    elif form == "metadata":
        yield to_json(_metadata(answer, about), Metadata)
    elif form == "cite":
        from ecosys.answers.cite import cite  # it knows all rows that are quoted

        yield cite(about, rows, links.self).encode()
    else:
        yield _json(answer, about, rows, links)


def _json(answer: Answer[Any], about: Meta, rows: Sequence[Any], links: Links) -> bytes:
    return enclosed(data(answer, rows), answer, about, links)


def data(answer: Answer[Any], rows: Sequence[Any]) -> bytes:
    """The rows of a page of an answer, or its single one, as JSON."""
    if answer.single:
        return to_json(rows[0], answer.row)
    row: Any = answer.row
    return to_json(rows, list[row])


def enclosed(data: bytes, answer: Answer[Any], about: Meta, links: Links) -> bytes:
    """The JSON of a `Page`, or of `One`, around rows that are written already."""
    own = to_json(OwnLink(links.self), OwnLink) if answer.single else to_json(links, Links)
    return b'{"data":%b,"meta":%b,"links":%b}' % (data, to_json(about, Meta), own)


def cut(answer: Answer[Any], cursor: int, limit: int) -> tuple[list[Any], int | None]:
    """The rows of a page, and where the next page begins if there is one."""
    end = cursor + limit
    return list(answer.rows[cursor:end]), end if end < len(answer.rows) else None


def _metadata(answer: Answer[Any], about: Meta) -> Metadata:
    described = _descriptions(answer.row)
    names = columns(answer.row, answer.include)
    return Metadata(
        tuple(Column(name, described.get(name, "")) for name in names),
        LICENCE,
        len(answer.rows),
        about,
    )


def _descriptions(row: Any) -> dict[str, str]:
    properties = writer(row).json_schema().get("properties", {})
    return {name: field.get("description", "") for name, field in properties.items()}
