"""Layout: how another tool's file is laid out, and what is written in it at a moment.

To add one, add a file to `ecosys/answers/exports/` that declares a `Layout` of the file's name.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.loss import Loss, losses
from ecosys.errors import InvalidInput
from ecosys.moment import Moment
from ecosys.plugins import Registry
from ecosys.timeline import Timeline
from ecosys.values.words import suggest

OVERHEAD = 100_000
"""How many bytes an export needs in memory besides its files, about."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a layout made of a catalogue."""

    content: bytes
    carried: Iterable[Hashable]
    """The keys of what it carries of the catalogue; all else is lost."""
    inexact: Iterable[Loss] = ()
    """What it carries, but says with less than is known."""
    parts: Mapping[str, bytes] = field(default_factory=dict)
    """Further files, by their paths beside the first."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How another tool's file is laid out."""

    name: str
    """The name of the tool: `models.dev`. Its file here is called so, other signs being a _."""
    file_name: str
    """What the tool calls the file."""
    media_type: str
    write: Callable[[Catalogue], Written]
    """What the file holds at a moment."""
    about: str
    """What reads it, and by which setting, in a line."""


@dataclass(frozen=True, slots=True)
class Export:
    """The data at a moment, in the layout of another tool."""

    content: bytes
    media_type: str
    file_name: str
    lost: Sequence[Loss]
    """What the layout could not carry; empty: nothing."""
    parts: Mapping[str, bytes] = field(default_factory=dict)
    """Further files of the layout, by their paths beside `file_name`; mostly there are none."""

    @property
    def files(self) -> dict[str, bytes]:
        """All files by their paths."""
        return {self.file_name: self.content, **self.parts}


def _declared(value: object, name: str) -> Layout:
    if not isinstance(value, Layout):
        raise TypeError(f"{name} is not a Layout")
    if _member(value.name) != name:
        raise TypeError(f"{name} holds the layout of {value.name}")
    return value


def _member(name: str) -> str:
    """What the file of a layout is called.

    >>> _member("models.dev"), _member("genai-prices")
    ('models_dev', 'genai_prices')
    """
    return re.sub(r"[^a-z0-9]", "_", name)


registry: Registry[Layout] = Registry("ecosys.answers.exports", kind=_declared)
"""All layouts by the name of their file."""


def layouts() -> list[str]:
    """The names of all layouts."""
    return sorted(layout.name for layout in registry.values())


def get_layout(name: str) -> Layout:
    """The layout of a tool; InvalidInput says what was probably meant.

    >>> get_layout("models-dev").name
    'models.dev'
    >>> get_layout("litelm")
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: There is no layout of litelm. Did you mean litellm?
    """
    layout = registry.get(_member(name))
    if layout is None:
        hint = registry.why_missing(_member(name)) or suggest(name, layouts())
        raise InvalidInput(f"There is no layout of {name}.", hint=hint)
    return layout


def export(timeline: Timeline, moment: Moment, name: str) -> Export:
    """What holds at a moment in the layout of a tool, and what that could not carry."""
    layout = get_layout(name)
    return _kept(layout, timeline, moment, lambda: Catalogue(timeline, moment))


def exports(timeline: Timeline, moment: Moment) -> Iterator[tuple[str, Export]]:
    """The same for all layouts, by name: what they draw on is read once, so it takes a third."""
    catalogue = Catalogue(timeline, moment)
    for name in layouts():
        yield name, _kept(get_layout(name), timeline, moment, lambda: catalogue)


def _kept(
    layout: Layout, timeline: Timeline, moment: Moment, catalogue: Callable[[], Catalogue]
) -> Export:
    """An export that is kept in memory; a catalogue, of some twenty megabytes, is not."""
    return timeline.memory.once(
        ("export", layout.name, moment),
        lambda: _export(layout, catalogue()),
        lambda made: OVERHEAD + sum(map(len, made.files.values())),
    )


def _export(layout: Layout, catalogue: Catalogue) -> Export:
    written = layout.write(catalogue)
    lost = [*losses(catalogue.known, set(written.carried)), *written.inexact]
    return Export(written.content, layout.media_type, layout.file_name, lost, written.parts)
