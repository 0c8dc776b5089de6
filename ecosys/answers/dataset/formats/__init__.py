"""Formats: what files of the dataset are written as, one module each with a function `write`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from ecosys.answers.dataset.source import Format
from ecosys.errors import InvalidInput
from ecosys.values.words import suggest


def names() -> list[str]:
    """The names of all formats.

    >>> names()
    ['cle', 'csv', 'ndjson', 'openeox', 'parquet', 'sqlite']
    """
    return sorted(module.name for module in iter_modules(__path__) if module.name[0] != "_")


def load(name: str) -> Format:
    """A format by its name; InvalidInput where there is none, or what it needs is not installed."""
    if name not in names():
        raise InvalidInput(f"--format {name} is not known.", hint=suggest(name, names()))
    try:
        return cast("Format", import_module(f"{__name__}.{name}"))
    except ImportError as problem:
        raise InvalidInput(
            f"--format {name} needs the package {problem.name}, which is not installed.",
            hint="pip install 'ecosys[analytics]'",
        ) from None
