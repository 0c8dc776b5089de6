"""What commands that ask a question share: their options, the timeline, the moment, the answer."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ecosys.commands._options import (
    AsOf,
    Cite,
    Database,
    Format,
    Include,
    KnownAt,
    Position,
    Source,
    With,
    Without,
)
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.answers.answer import Answer
    from ecosys.answers.links import Address
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline

MAX_AHEAD = 60
"""How many seconds the clock of a log's writer may be ahead unmentioned."""
FORMATS = ("table", "json", "csv", "ndjson", "md", "cite")
MAX_LINES = 50
"""How many lines a table of a long list has unless more are asked for."""
OPTIONS: dict[str, tuple[Any, Any]] = {
    "as_of": (AsOf, None),
    "known_at": (KnownAt, None),
    "position": (Position, None),
    "source": (Source, None),
    "format": (Format, "table"),
    "cite": (Cite, False),
    "include": (Include, None),
    "without": (Without, None),
    "with_": (With, None),
    "database": (Database, None),
}
"""The options that every question takes, each with its default."""


@dataclass(frozen=True)
class Screen:
    """How a list looks on a terminal."""

    columns: Sequence[str]
    optional: Sequence[str]
    """The columns that are left out, the last first, where the terminal is too narrow."""
    line: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """What of a row is shown; as it is, all of it."""
    note: str = ""
    """What is said below the lines."""


@dataclass(frozen=True)
class Question:
    """A question as it was asked: of which timeline, at which moment, in which format."""

    timeline: "Timeline"
    moment: "Moment"
    format: str
    include: str | None = None
    path: str | None = None
    """Where the API answers it; None: nowhere."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """What the API is asked there beside what every question takes."""

    def at(self, path: str, **parameters: object) -> "Question":
        """The same, with where the API answers it and what it is asked there."""
        return replace(self, path=path, parameters=parameters)

    @property
    def address(self) -> "Address | None":
        """Where the API gives this answer; it supposes nothing, so it gives no what-if."""
        from ecosys.answers.answer import assumed
        from ecosys.answers.links import Address, coordinates

        if self.path is None or assumed(self.timeline) is not None:
            return None
        shared = {"include": self.include, "source": self.moment.source}
        return Address(self.path, {**self.parameters, **shared}, coordinates(self.moment))

    def show(
        self,
        answer: "Answer[Any]",
        columns: Sequence[str],
        notes: Sequence[str] = (),
        headings: Mapping[str, str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        """Write an answer: a table has the columns named, other formats are the API's body.

        Optional columns are the first to be left out on a narrow terminal. Beneath a table stand
        notes: lines that tell what its columns do not. A column is headed by its name where no
        heading is given for it. Of several names those without an answer are told on standard
        error.
        """
        from ecosys.answers.citations import including
        from ecosys.answers.links import whole_links
        from ecosys.commands import _show
        from ecosys.commands._table import table

        for each in answer.unanswered:
            tell(f"ecosys: {each.why}", err=True)
        answer = including(self.timeline, self.moment, answer, self.include)
        if self.format == "table":
            table(_show.plain(answer), columns, optional, headings or {})
            for note in notes:
                tell(note)
            self.show_footnotes(answer)
        else:
            links = whole_links(self.address, answer)
            _show.body(answer, self.timeline, self.moment, self.format, links)

    def show_list(self, answer: "Answer[Any]", screen: "Screen", limit: int | None) -> None:
        """Write the first rows of a long list; the next page is named as the API names it."""
        from ecosys.answers.bodies import cut
        from ecosys.answers.citations import including
        from ecosys.answers.links import page_links, whole_links
        from ecosys.commands import _show
        from ecosys.commands._table import table

        answer = including(self.timeline, self.moment, answer, self.include)
        if self.format == "table":
            first = _show.plain(answer, limit or MAX_LINES)
            table([screen.line(row) for row in first], screen.columns, screen.optional)
            if more := len(answer.rows) - len(first):
                tell(f"... and {more:,} more: --limit shows more, --format csv all")
            if screen.note and first:
                tell(screen.note)
            self.show_footnotes(answer)
            return
        rows, cursor = cut(answer, 0, limit or len(answer.rows))
        address = self.address
        if limit is None or address is None:
            links = whole_links(address, answer)
        else:
            links = page_links(address, answer, len(rows), cursor)
        _show.body(replace(answer, rows=rows), self.timeline, self.moment, self.format, links)

    def show_footnotes(self, answer: "Answer[Any]") -> None:
        """Write what a table does not show."""
        from ecosys.commands import _show

        _show.footnotes(answer, self.timeline, self.moment)


def question_at(at: str | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of every question; its first parameter gets the Question.

    `at` is where the API answers it, `/v1/prices/{model}`: the command's own parameters fill it or
    are asked there, as far as they are not left as they are.
    """

    def declare(command: Callable[..., None]) -> Callable[..., None]:
        first, *own = inspect.signature(command, eval_str=True).parameters.values()

        @wraps(command)
        def ask(
            *,
            as_of: str | None,
            known_at: str | None,
            position: int | None,
            source: str | None,
            format: str,
            cite: bool,
            include: str | None,
            without: list[str] | None,
            with_: Path | None,
            database: str | None,
            **given: Any,
        ) -> None:
            from ecosys.log.bulk import gc_paused

            format = "cite" if cite else format
            refuse_unknown(format)
            with gc_paused():  # one question, and the process ends
                timeline = open_log(database, without or (), with_)
                moment = timeline.moment(as_of, known_at, position, source)
                asked = Question(timeline, moment, format, include, *_place(at, own, given))
                command(**{first.name: asked}, **given)

        _show_options(ask, own)
        return ask

    return declare


question = question_at(None)
"""The same for a command that says itself where the API answers it, if anywhere."""


def _place(
    at: str | None, own: Sequence[inspect.Parameter], given: Mapping[str, Any]
) -> tuple[str | None, dict[str, object]]:
    """The path at which the API answers, and what it is asked there."""
    if at is None:
        return None, {}
    asked = {
        each.name.removesuffix("_"): given[each.name]
        for each in own
        if each.annotation is not typer.Context and given[each.name] != each.default
    }
    in_path = {name: asked.pop(name) for name in list(asked) if f"{{{name}}}" in at}
    return at.format_map(in_path), asked


def _show_options(ask: Callable[..., None], own: Sequence[inspect.Parameter]) -> None:
    """Let the signature of a command tell its own options and those of every question."""
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in OPTIONS.items()
    ]
    keywords = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    signature = inspect.Signature([*keywords, *shared])
    ask.__signature__ = signature  # type: ignore[attr-defined]
    ask.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    del ask.__wrapped__  # type: ignore[attr-defined]  # what is asked for stands there


def refuse_unknown(format: str) -> None:
    """Refuse a format that answers are not written in."""
    from ecosys.errors import InvalidInput
    from ecosys.values.words import suggest

    if format not in FORMATS:
        raise InvalidInput(f"--format {format} is not known.", hint=suggest(format, FORMATS))


def open_log(
    database: str | None,
    without: Sequence[str] = (),
    overlay: Path | None = None,
    *,
    asked: bool = True,
) -> "Timeline":
    """The timeline of a database; one that is empty is filled from the release first.

    One that is not asked but copied or written to is the log itself, with nothing laid over it.

    Where the log is of an older release, the installed one is named on standard error.
    """
    from ecosys.seeding.open import newer_release, open_timeline
    from ecosys.values import instant

    timeline = open_timeline(database, without=without, overlay=overlay, asked=asked)
    last = timeline.head().recorded_at
    if last > timeline.log.clock() + MAX_AHEAD * instant.SECOND:
        tell(
            f"The last event of this log was recorded {instant.to_text(last)[:19]}Z, which is not "
            "yet by this clock: what is added next gets that time too.",
            err=True,
        )
    if newer := newer_release(timeline):
        tell(
            f"This log is of an older release than the installed {newer.version} of {newer.day}: "
            "ecosys seed brings it up to date.",
            err=True,
        )
    return timeline
