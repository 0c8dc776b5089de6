"""Settings: what `.ecosys.toml` says of a code base."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ecosys.errors import InvalidInput
from ecosys.values.words import suggest

NAME = ".ecosys.toml"
SECTIONS = ("audit", "deployments")
OPTIONS = ("exclude", "fail_within", "channel", "region", "baseline")


class Settings(NamedTuple):
    """What stands in `.ecosys.toml`; an option of the command line counts before it."""

    deployments: Mapping[str, str] = {}
    """What opaque names stand for: `prod-chat = "azure/gpt-4o"`."""
    exclude: tuple[str, ...] = ()
    """Patterns of files that are left out, as in `.gitignore`."""
    fail_within: str | None = None
    channel: str | None = None
    region: str | None = None
    baseline: str | None = None


def find(path: Path) -> Path | None:
    """The settings that hold for a path: those of its folder, else of the nearest one around it."""
    folder = path.absolute()
    for each in (folder, *folder.parents):
        if (each / NAME).is_file():
            return each / NAME
        if (each / ".git").exists():
            return None
    return None


def load(path: Path | None) -> Settings:
    """Read settings; none: nothing is set. InvalidInput where what stands there means nothing."""
    if path is None:
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InvalidInput(f"{path}: {problem}.") from None
    _refuse_unknown(path, data, SECTIONS)
    options, deployments = data.get("audit", {}), data.get("deployments", {})
    _refuse_unknown(path, options, OPTIONS)
    exclude = options.pop("exclude", [])
    texts = [
        *deployments.values(),
        *options.values(),
        *(exclude if isinstance(exclude, list) else [0]),
    ]
    if not all(isinstance(each, str) for each in texts):
        raise InvalidInput(f"{path}: every value is a text in quotes, `exclude` a list of them.")
    return Settings(deployments, tuple(exclude), **options)


def _refuse_unknown(path: Path, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in table:
        if name not in known:
            raise InvalidInput(f"{path}: {name} is not known.", hint=suggest(name, known))
