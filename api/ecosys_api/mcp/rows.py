"""Rows: tools that answer in rows, each with its sources, and tell what is not known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field, create_model

from ecosys.answers.answer import Answer, Meta, Unanswered, meta
from ecosys.answers.bodies import cut
from ecosys.answers.citations import including
from ecosys.answers.links import MAX_ROWS
from ecosys.answers.several import each_of, joined
from ecosys.errors import NotFound
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys_api.mcp.tool import Tool
from ecosys_api.mcp.wording import wording
from ecosys_api.parameters import Coordinates, Listing

FEW = 20
"""How many rows are given at once where nobody says it: a model reads them all."""

Row = TypeVar("Row")
Question = TypeVar("Question", bound=Coordinates)


class Rows(BaseModel, Generic[Row]):
    """Some rows of an answer, what is not known of it, and the moment it was computed at."""

    model_config = DOCSTRINGS_DESCRIBE

    data: list[Row]
    """The rows, each with the events that say so and where these were read."""
    unknown: list[Unanswered]
    """What was asked and is not known: never zero, never safe, never to be guessed."""
    total: int
    """How many rows there are in all."""
    next: int | None
    """The `cursor` with which the next rows come; null: there are no more."""
    meta: Meta
    """The coordinates: asked again with all three, the same answer comes back for ever."""


@dataclass(frozen=True, kw_only=True)
class RowTool(Tool[Question], Generic[Question, Row]):
    """A tool that answers in rows of a kind."""

    row: type[Row]
    """The kind of the rows."""
    ask: Callable[[Timeline, Moment, Question], Answer[Row]]
    """Gives the rows of a question at a moment."""
    line: Callable[[Row], str]
    """Tells a row in words."""
    names: Sequence[str] = ()
    """The fields that hold what may not be known. Each of several names is asked for itself, and
    one without an answer stands among what is not known."""
    nothing: str = ""
    """Why a name is not known, where an answer without rows is none."""
    gaps: Callable[[Question, Answer[Row]], Iterable[Unanswered]] = lambda _, __: ()
    """Gives what else was asked and is not known."""
    cites: bool = True
    """Whether rows rest on events of the log, and so have sources."""

    @property
    def shape(self) -> Any:
        return Rows[self.row]  # type: ignore[name-defined]

    @cached_property
    def taken(self) -> type[Question]:
        """What may be asked; answers have few rows where nobody says how many."""
        return _in_short(self.question)

    def answer(self, timeline: Timeline, asked: Question) -> tuple[object, str]:
        """The rows that a page of them has, and what is told of each."""
        moment = asked.moment(timeline)
        answer = self._answer(timeline, moment, asked)
        rows, following = _cut(answer, asked)
        page = replace(answer, rows=rows)
        shown = including(timeline, moment, page, "sources" if self.cites else None)
        value = self.shape.model_construct(
            data=list(shown.rows),
            unknown=[*answer.unanswered, *self.gaps(asked, page)],
            total=len(answer.rows),
            next=following,
            meta=meta(timeline, moment, replace(answer, unanswered=())),
        )
        return value, wording(value, map(self.line, shown.rows))

    def _answer(self, timeline: Timeline, moment: Moment, asked: Question) -> Answer[Row]:
        """The answer to a question about each of the names that it has."""
        about = _about(asked, self.names)

        def ask(name: str) -> Answer[Row]:
            answer = self.ask(timeline, moment, about[name])
            if self.nothing and name and not answer.rows:
                raise NotFound(self.nothing)
            return answer

        answers, unanswered = each_of(about, ask)
        if not answers:
            return Answer([], self.row, unanswered=tuple(unanswered))
        if len(answers) == 1:
            return replace(answers[0], unanswered=tuple(unanswered))
        return joined(answers, unanswered)


def _about(asked: Question, fields: Sequence[str]) -> Mapping[str, Question]:
    """The question for each of the names that the first field with some holds; none: as it is."""
    for field in fields:
        value = getattr(asked, field)
        if isinstance(value, str):
            return {value: asked}
        if value:
            return {name: asked.model_copy(update={field: [name]}) for name in value}
    return {"": asked}


def _cut(answer: Answer[Row], asked: Coordinates) -> tuple[list[Row], int | None]:
    if isinstance(asked, Listing):
        return cut(answer, asked.cursor, asked.page_size)
    return list(answer.rows), None


def _in_short(question: type[Question]) -> type[Question]:
    if not issubclass(question, Listing):
        return question
    most = f"How many rows are given at once, {MAX_ROWS:,} at the most; default {FEW}."
    where = "Where the rows begin: the `next` of the answer before."
    limit: Any = (int, Field(FEW, ge=1, le=MAX_ROWS, description=most))
    cursor: Any = (int, Field(0, ge=0, le=2**53, description=where))
    plain = {"use_attribute_docstrings": False}  # the fields are described
    return create_model(
        question.__name__, __base__=question, __cls_kwargs__=plain, limit=limit, cursor=cursor
    )
