"""The answers about layouts: which there are, and what one could not carry at a moment."""

from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.export.layout import export, get_layout, layouts
from ecosys.answers.export.loss import Loss
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """The layout of another tool's data."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """The name of the tool."""
    address: str
    """Where its file is, at the moment that is asked for."""
    media_type: str
    """What the file is."""
    read_by: str
    """What reads it, and by which setting."""


def layout_rows() -> list[LayoutRow]:
    """All layouts, by name."""
    return [
        LayoutRow(each.name, f"/compat/{each.name}/{each.file_name}", each.media_type, each.about)
        for each in map(get_layout, layouts())
    ]


def lost(timeline: Timeline, moment: Moment, name: str) -> Answer[Loss]:
    """What the layout of a tool could not carry at a moment, by kind."""
    return Answer(export(timeline, moment, name).lost, Loss)
