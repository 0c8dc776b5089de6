"""ecosys: the record of the AI developer ecosystem.

The names below are what people need who write event types, projections or importers, or ask from
Python: `from ecosys import Fact, Point, Timeline`. Each is loaded when it is first asked for, so
that `import ecosys` costs nothing. `projection` is the package of that name; called, it is the
decorator.
"""

TYPE_CHECKING = False  # type checkers know the name; `typing` need not be loaded for it

if TYPE_CHECKING:
    from ecosys.domain.usage import Counter as Counter
    from ecosys.domain.usage import Counting as Counting
    from ecosys.errors import EcosysError as EcosysError
    from ecosys.errors import InvalidInput as InvalidInput
    from ecosys.errors import NotFound as NotFound
    from ecosys.event import Channel as Channel
    from ecosys.event import Event as Event
    from ecosys.event import Fact as Fact
    from ecosys.event import Model as Model
    from ecosys.event import Recorded as Recorded
    from ecosys.event import Reference as Reference
    from ecosys.event import Slug as Slug
    from ecosys.event import Subject as Subject
    from ecosys.event import Text as Text
    from ecosys.event import Url as Url
    from ecosys.importer import Fields as Fields
    from ecosys.importer import Importer as Importer
    from ecosys.importer import Row as Row
    from ecosys.log.log import Log as Log
    from ecosys.moment import Held as Held
    from ecosys.moment import Moment as Moment
    from ecosys.projection import Change as Change
    from ecosys.projection import Context as Context
    from ecosys.projection import Coverage as Coverage
    from ecosys.projection import Figure as Figure
    from ecosys.projection import Parameters as Parameters
    from ecosys.projection import Point as Point
    from ecosys.projection import Stored as Stored
    from ecosys.projection import projection as projection
    from ecosys.read_model import ReadModel as ReadModel
    from ecosys.timeline import Timeline as Timeline
    from ecosys.values.amount import Number as Number
    from ecosys.values.amount import Quantity as Quantity
    from ecosys.values.when import When as When

__version__ = "0.7.0"

_MODULES = {
    "ecosys.values.amount": ("Number", "Quantity"),
    "ecosys.errors": ("EcosysError", "InvalidInput", "NotFound"),
    "ecosys.event": (
        *("Channel", "Event", "Fact", "Model", "Recorded", "Reference", "Slug"),
        *("Subject", "Text", "Url"),
    ),
    "ecosys.importer": ("Fields", "Importer", "Row"),
    "ecosys.log.log": ("Log",),
    "ecosys.moment": ("Held", "Moment"),
    "ecosys.projection": (
        *("Change", "Context", "Coverage", "Figure", "Parameters", "Point", "Stored"),
    ),
    "ecosys.read_model": ("ReadModel",),
    "ecosys.timeline": ("Timeline",),
    "ecosys.domain.usage": ("Counter", "Counting"),
    "ecosys.values.when": ("When",),
}
"""Each module with the names of it that are handed out."""

_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [*sorted(_HOMES), "__version__", "projection"]  # noqa: PLE0604  all of them are strings


if not TYPE_CHECKING:  # a type checker that saw it would believe any name

    def __getattr__(name: str) -> object:
        """Load a name's module when the name is first asked for, and keep what it stands for."""
        from importlib import import_module

        if name == "projection":
            return import_module("ecosys.projection")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
