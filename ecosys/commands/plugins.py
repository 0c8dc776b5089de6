"""ecosys plugins: what other packages add, and what of it is broken."""

from ecosys.commands._out import tell


def plugins() -> None:
    """What is installed beside ecosys itself, and what could not be loaded and why."""
    from ecosys.answers.plugins import registries
    from ecosys.commands._table import table

    rows = [
        {"group": registry.group, "name": name, "from": registry.origin(name), "state": "works"}
        for registry in registries()
        for name in registry
        if registry.origin(name) != "ecosys"
    ]
    rows += [
        {"group": registry.group, "name": each.name, "from": each.origin, "state": each.reason}
        for registry in registries()
        for each in registry.broken
    ]
    own = ", ".join(f"{len(registry)} {registry.group}" for registry in registries())
    tell(f"with ecosys itself: {own}")
    table(rows, ("group", "name", "from", "state"))
