"""Source: what files of the dataset are made from, and what a format says of each file it made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ecosys.answers.answer import Answer, LogState, meta
from ecosys.answers.bodies import LICENCE
from ecosys.answers.dataset.table import Column, Table
from ecosys.answers.dataset.tables import tables
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant

LICENCES = {LICENCE: "https://creativecommons.org/licenses/by/4.0/"}
"""The licence of the data, with where it stands."""


@dataclass(frozen=True)
class Source:
    """A log at a moment, as tables."""

    timeline: Timeline
    moment: Moment

    @cached_property
    def tables(self) -> list[Table]:
        """The tables; Unavailable where the rows of the log do not reach its end."""
        return tables(self.timeline, self.moment)

    @cached_property
    def log(self) -> LogState:
        """Which log it is, and how far it goes."""
        return meta(self.timeline, self.moment, Answer([], dict)).log

    @property
    def recorded_at(self) -> str:
        """When the last event of it was recorded."""
        return instant.to_text(self.timeline.log.recorded_at(self.moment.position))

    @property
    def coordinates(self) -> Mapping[str, str]:
        """Where it stands, as texts: what every file carries that has room for it."""
        return {
            "origin": self.log.origin,
            "position": str(self.log.position),
            "root": self.log.root,
            "as_of": instant.to_text(self.moment.as_of),
            "known_at": instant.to_text(self.moment.known_at),
            "licence": LICENCE,
        }


@dataclass(frozen=True, slots=True)
class File:
    """A file that a format wrote."""

    path: str
    """Where it is in the folder, with /."""
    media_type: str
    summary: str
    """What it holds."""
    columns: tuple[Column, ...] = ()
    """The columns of a table."""


class Format(Protocol):
    """What a module of `formats` has."""

    def write(self, source: Source, folder: Path) -> Iterator[File]:
        """Write files into an empty folder, and tell of each."""
