"""ecosys plugins: what other packages add, and what of it is broken or paused."""

from collections.abc import Iterator

from ecosys.commands._options import Database
from ecosys.commands._out import tell

COLUMNS = ("group", "name", "from", "state")


def plugins(database: Database = None) -> None:
    """What is installed beside ecosys itself, and what could not be loaded and why.

    Of a read model also the event that it cannot digest, so that it goes no further.
    """
    from ecosys.answers.plugins import registries
    from ecosys.commands._table import table

    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(database)]
    own = ", ".join(f"{len(registry)} {registry.group}" for registry in registries())
    tell(f"with ecosys itself: {own}")
    table(rows, COLUMNS)


def _rows(database: str | None) -> Iterator[tuple[str, str, str, str]]:
    """Group, name, package and state of what others add, then of what is broken."""
    from ecosys.answers.plugins import paused, registries
    from ecosys.errors import EcosysError

    try:
        stopped = paused(database)
    except EcosysError as problem:  # whatever is broken: this tells what is installed
        tell(f"What is paused is not known: {problem}", err=True)
        stopped = {}
    for registry in registries():
        for name in registry:
            event = stopped.get((registry.group, name))
            if registry.origin(name) != "ecosys" or event:
                state = f"paused at {event}" if event else "works"
                yield registry.group, name, registry.origin(name), state
    for registry in registries():
        for each in registry.broken:
            yield registry.group, each.name, each.origin, each.reason
