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
    Database,
    Format,
    Include,
    KnownAt,
    Position,
    Source,
    With,
    Without,
)

if TYPE_CHECKING:
    from ecosys.answers.answer import Answer
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline

FORMATS = ("table", "json", "csv", "md")
MAX_LINES = 50
"""How many lines a table of a long list has unless more are asked for."""
OPTIONS: dict[str, tuple[Any, Any]] = {
    "as_of": (AsOf, None),
    "known_at": (KnownAt, None),
    "position": (Position, None),
    "source": (Source, None),
    "format": (Format, "table"),
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
    line: Callable[[dict[str, Any]], dict[str, Any]]
    """What of a row is shown."""
    note: str = ""
    """What is said below the lines."""


@dataclass(frozen=True)
class Question:
    """A question as it was asked: of which timeline, at which moment, in which format."""

    timeline: "Timeline"
    moment: "Moment"
    format: str
    include: str | None = None
    given: Mapping[str, object] = field(default_factory=dict)
    """The coordinates that were given, as the API takes them."""

    def show(
        self,
        answer: "Answer[Any]",
        columns: Sequence[str],
        notes: Sequence[str] = (),
        headings: Mapping[str, str] | None = None,
    ) -> None:
        """Write an answer: a table has the columns named, other formats are the API's body.

        Beneath a table stand notes: lines that tell what its columns do not. A column is headed by
        its name where no heading is given for it.
        """
        from ecosys.answers.citations import including
        from ecosys.commands import _show

        answer = including(self.timeline, self.moment, answer, self.include)
        if self.format == "table":
            _show.table(_show.plain(answer), columns, headings=headings or {})
            for note in notes:
                typer.echo(note)
            self.show_footnotes(answer)
        else:
            _show.body(answer, self.timeline, self.moment, self.format)

    def show_list(
        self,
        answer: "Answer[Any]",
        screen: "Screen",
        address: str,
        limit: int | None,
        **parameters: object,
    ) -> None:
        """Write the first rows of a long list; its next page is named as at the API's address."""
        from ecosys.answers.bodies import cut
        from ecosys.answers.citations import including
        from ecosys.commands import _show

        answer = including(self.timeline, self.moment, answer, self.include)
        if self.format == "table":
            first = _show.plain(answer, limit or MAX_LINES)
            _show.table([screen.line(row) for row in first], screen.columns, screen.optional)
            if more := len(answer.rows) - len(first):
                typer.echo(f"... and {more:,} more: --limit shows more, --format csv all")
            if screen.note and first:
                typer.echo(screen.note)
            self.show_footnotes(answer)
            return
        rows, cursor = cut(answer, 0, limit or len(answer.rows))
        following = self._next_page(address, cursor, {"limit": limit, **parameters})
        _show.body(replace(answer, rows=rows), self.timeline, self.moment, self.format, following)

    def _next_page(
        self, address: str, cursor: int | None, parameters: Mapping[str, object]
    ) -> str | None:
        from ecosys.answers.bodies import next_address, pinned

        if cursor is None:
            return None
        given = {name: each for name, each in parameters.items() if each is not None}
        return next_address(
            address, {**self.given, **given, **pinned(self.moment), "cursor": cursor}
        )

    def show_footnotes(self, answer: "Answer[Any]") -> None:
        """Write what a table does not show."""
        from ecosys.commands import _show

        _show.footnotes(answer, self.timeline, self.moment)


def question(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of every question; its first parameter gets the Question."""
    first, *own = inspect.signature(command, eval_str=True).parameters.values()

    @wraps(command)
    def ask(
        *,
        as_of: str | None,
        known_at: str | None,
        position: int | None,
        source: str | None,
        format: str,
        include: str | None,
        without: list[str] | None,
        with_: Path | None,
        database: str | None,
        **given: Any,
    ) -> None:
        refuse_unknown(format)
        timeline = open_log(database, without or (), with_)
        moment = timeline.moment(as_of, known_at, position, source)
        coordinates = {"position": position, "as_of": as_of, "known_at": known_at, "source": source}
        named = {name: value for name, value in coordinates.items() if value is not None}
        command(**{first.name: Question(timeline, moment, format, include, named)}, **given)

    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in OPTIONS.items()
    ]
    keywords = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
    signature = inspect.Signature([*keywords, *shared])
    ask.__signature__ = signature  # type: ignore[attr-defined]
    ask.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    del ask.__wrapped__  # what is asked for stands in the signature
    return ask


def refuse_unknown(format: str) -> None:
    """Refuse a format that answers are not written in."""
    from ecosys.errors import InvalidInput
    from ecosys.values.words import suggest

    if format not in FORMATS:
        raise InvalidInput(f"--format {format} is not known.", hint=suggest(format, FORMATS))


def open_log(
    database: str | None, without: Sequence[str] = (), overlay: Path | None = None
) -> "Timeline":
    """The timeline of a database; one that is empty is filled from the release first.

    Where the log is of an older release, the installed one is named on standard error.
    """
    from ecosys.seeding.open import newer_release, open_timeline

    timeline = open_timeline(database, without=without, overlay=overlay)
    if newer := newer_release(timeline):
        typer.echo(
            f"This log is of an older release than the installed {newer.version} of {newer.day}: "
            "ecosys seed brings it up to date.",
            err=True,
        )
    return timeline
