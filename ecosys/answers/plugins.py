"""Extensions: every registry there is, for the reports on them."""

from pkgutil import resolve_name
from typing import Any

from ecosys.answers.export.layout import registry as layouts
from ecosys.answers.reprice.layout import layouts as usage_layouts
from ecosys.domain.usage import usages
from ecosys.event import event_types
from ecosys.importer import importers
from ecosys.log.engines import is_made
from ecosys.paths import default_database
from ecosys.plugins import Broken, Registry
from ecosys.projection import projections
from ecosys.read_model import read_models
from ecosys.read_model.read_model import OF_PROJECTIONS
from ecosys.timeline import Timeline

ABOVE = (
    "ecosys.commands._registry:commands",
    "ecosys_api.mcp.tools:tools",
    "ecosys_api.pages:pages",
    "ecosys_api.routes:routes",
)
"""Registries of what stands on the answers: named here, as nothing beneath imports them."""


def registries() -> list[Registry[Any]]:
    """All registries of things that other packages can add."""
    return [
        *(event_types, projections, read_models, usages, importers, layouts, usage_layouts),
        *map(resolve_name, ABOVE),
    ]


def paused(database: str | None) -> dict[tuple[str, str], str]:
    """What of a log is paused, by group and name, each with the event that it cannot digest.

    A projection is whose stored result is; its answers are folded from scratch. Nothing is paused
    where there is no log yet: to ask makes none.
    """
    chosen = database or default_database()
    if not is_made(chosen):
        return {}
    told = Timeline.open(chosen).read_models.paused()
    return {_owner(name): problem for name, problem in told.items()}


def _owner(name: str) -> tuple[str, str]:
    """The group and the name of what a read model belongs to."""
    of_projection = name.removeprefix(OF_PROJECTIONS)
    return (
        (read_models.group, name) if of_projection == name else (projections.group, of_projection)
    )


def broken() -> list[Broken]:
    """What could not be loaded."""
    return [each for registry in registries() for each in registry.broken]
