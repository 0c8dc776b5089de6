"""Read model: rows that follow from the log, so that a question costs what its answer is large."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ecosys.event import Recorded
from ecosys.log.log import Log

Fold = Callable[[Log, Sequence[Recorded]], None]
"""Writes to the tables what the next events of a log change in them."""


@dataclass(frozen=True, slots=True)
class ReadModel:
    """Tables with what follows from the events of a log, one after the other.

    They can be dropped and made anew at any time. Their names end with the version, so that those
    of another version stand beside them.
    """

    name: str
    version: int
    """Of its tables and of the rules by which they are filled."""
    tables: tuple[str, ...]
    """The names of its tables."""
    schema: tuple[str, ...]
    """The statements that make its tables and their indexes."""
    fold: Fold
