"""Extensions: every registry there is, for the reports on them."""

from typing import Any

from ecosys.domain.usage import usages
from ecosys.event import event_types
from ecosys.importer import importers
from ecosys.plugins import Broken, Registry
from ecosys.projection import projections


def registries() -> list[Registry[Any]]:
    """All registries of things that other packages can add."""
    return [event_types, projections, usages, importers]


def broken() -> list[Broken]:
    """What could not be loaded."""
    return [each for registry in registries() for each in registry.broken]
