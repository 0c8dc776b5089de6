"""Extensions: every registry there is, for the reports on them."""

from pkgutil import resolve_name
from typing import Any

from ecosys.domain.usage import usages
from ecosys.event import event_types
from ecosys.importer import importers
from ecosys.plugins import Broken, Registry
from ecosys.projection import projections

ABOVE = ("ecosys.commands._registry:commands", "ecosys_api.routes:routes")
"""Registries of what stands on the answers: named here, as nothing beneath imports them."""


def registries() -> list[Registry[Any]]:
    """All registries of things that other packages can add."""
    return [event_types, projections, usages, importers, *map(resolve_name, ABOVE)]


def broken() -> list[Broken]:
    """What could not be loaded."""
    return [each for registry in registries() for each in registry.broken]
