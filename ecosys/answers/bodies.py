"""Bodies: an answer as bytes in the form asked for, the same from the API and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict

from ecosys.answers.answer import Answer, Meta, to_json, writer
from ecosys.answers.forms import columns, to_csv, to_markdown
from ecosys.moment import Moment
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

LICENCE = "CC-BY-4.0"
Form = Literal["json", "csv", "md", "metadata"]

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Links:
    """Where to go on."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    next: str | None = None
    """The next page of the same answer; null on the last."""


class Page(BaseModel, Generic[Row]):
    """Some rows of an answer, with the moment it was computed at."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    data: list[Row]
    """The rows."""
    meta: Meta
    """The coordinates: asked again with all three, the same bytes come back for ever."""
    links: Links
    """Where to go on."""


class One(BaseModel, Generic[Row]):
    """A single answer, with the moment it was computed at."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    data: Row
    """The answer."""
    meta: Meta
    """The coordinates: asked again with all three, the same bytes come back for ever."""


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
    answer: Answer[Any], about: Meta, form: Form, rows: Sequence[Any], following: str | None = None
) -> bytes:
    """The rows of a page of an answer in a form; `following` is the address of the next page."""
    if form == "csv":
        return to_csv(rows, answer.row, answer.include).encode()
    if form == "md":
        return to_markdown(rows, answer.row, answer.include).encode()
    if form == "metadata":
        return to_json(_metadata(answer, about), Metadata)
    if answer.single:
        one: Any = One[answer.row]  # type: ignore[name-defined]
        return to_json(one.model_construct(data=rows[0], meta=about), one)
    page: Any = Page[answer.row]  # type: ignore[name-defined]
    links = Links(following)
    return to_json(page.model_construct(data=rows, meta=about, links=links), page)


def cut(answer: Answer[Any], cursor: int, limit: int) -> tuple[list[Any], int | None]:
    """The rows of a page, and where the next page begins if there is one."""
    end = cursor + limit
    return list(answer.rows[cursor:end]), end if end < len(answer.rows) else None


def pinned(moment: Moment) -> dict[str, object]:
    """The coordinates of a moment as parameters: where the next page goes on."""
    return {
        "as_of": instant.to_text(moment.as_of),
        "known_at": instant.to_text(moment.known_at),
        "position": moment.position,
    }


def next_address(path: str, parameters: dict[str, object]) -> str:
    """The address of the next page: a path with parameters, each as it is written in a query."""
    return f"{quote(path, safe='/:@~')}?{urlencode(parameters)}"


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
