"""Links: the one address of an answer, and where a reader goes on from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, NamedTuple
from urllib.parse import quote, urlencode

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.moment import Moment
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none

PAGE = 100
"""How many rows a page has of which nobody says it."""
MAX_ROWS = 1000
"""How many rows a page has at most."""


@dataclass(frozen=True, slots=True)
class OwnLink:
    """The address of an answer."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    self: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The address at which this very answer is given for ever; left out of a what-if."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where to go on."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    self: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The address at which this very page is given for ever; left out of a what-if, and of more
    rows than a page can have."""
    next: str | None = None
    """The next page of the same answer; null on the last."""
    poll: Annotated[str | None, Field(exclude_if=is_none)] = None
    """On the last page, where news will be: of events and changes those after this page, else the
    same question at no fixed moment; asked with `If-None-Match` it answers 304 while nothing
    changed."""


class Address(NamedTuple):
    """Where the API answers a question.

    >>> Address("/v1/prices/openai/o3", {"tier": "batch", "channel": None}, {"position": 7}).text
    '/v1/prices/openai/o3?tier=batch&position=7'
    """

    path: str
    """The path, not encoded yet."""
    parameters: Mapping[str, Any]
    """What is asked, without its moment; what is None is not written."""
    coordinates: Mapping[str, object]
    """The moment, by the coordinates that are taken there; none: whenever it is asked."""

    @property
    def text(self) -> str:
        """The address in its one form: parameters by name, then the coordinates."""
        parameters = [*sorted(self.parameters.items()), *self.coordinates.items()]
        written = [(name, _text(each)) for name, value in parameters for each in _several(value)]
        query = f"?{urlencode(written, safe=':/')}" if written else ""
        return f"{quote(self.path, safe='/:@~')}{query}"

    def having(self, **parameters: object) -> "Address":
        """The same with other values of some parameters."""
        return self._replace(parameters={**self.parameters, **parameters})


def coordinates(moment: Moment) -> dict[str, object]:
    """The coordinates of a moment as parameters."""
    return {
        "as_of": instant.to_text(moment.as_of),
        "known_at": instant.to_text(moment.known_at),
        "position": moment.position,
    }


def page_links(at: Address, answer: Answer[Any], rows: int, cursor: int | None = None) -> Links:
    """The links of a page of some rows; `cursor` is where the next one begins.

    A limit that cuts nothing off is no part of an address.
    """
    if cursor is not None:
        return Links(at.text, at.having(cursor=cursor).text)
    if answer.settled_at is not None:
        at = at._replace(coordinates={})  # it is the same wherever the log ends
    if answer.next_after is not None:
        return Links(at.text, at.having(after=answer.next_after).text)
    news = at.having(cursor=None, limit=None, **answer.poll)._replace(coordinates={})
    own = at.having(limit=None) if rows <= PAGE else at
    return Links(own.text, None, news.text)


def whole_links(at: Address | None, answer: Answer[Any]) -> Links:
    """The links of all rows at once: as those of a page, where one can have them all."""
    if at is None:
        return Links()
    rows = len(answer.rows)
    links = page_links(at.having(limit=MAX_ROWS), answer, rows)
    return links if rows <= MAX_ROWS else replace(links, self=None)


def _several(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None else [value]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
