"""Where things are: what travels with the package, and where a user's data lives."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent


def migrations() -> Path:
    """The folder of migrations, in a wheel or in a checkout."""
    return _carried("migrations")


def seeds() -> Path:
    """The folder of seeds, in a wheel or in a checkout."""
    return _carried("seeds")


def default_database() -> Path:
    """The SQLite file that is used when none is named, in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("ecosys", appauthor=False) / "ecosys.db"


def cache() -> Path:
    """The folder for what can be made anew, in the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("ecosys", appauthor=False)


def overlay() -> Path | None:
    """A seed file of your own that is laid over every question: ECOSYS_OVERLAY.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, ECOSYS_OVERLAY="~/prices.yaml"):
    ...     overlay() == Path.home() / "prices.yaml"
    True
    """
    named = os.environ.get("ECOSYS_OVERLAY")
    return Path(named).expanduser() if named else None


def segments() -> Path:
    """The folder of files of figures, each by its hash: ECOSYS_SEGMENTS, else in the user's data.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, ECOSYS_SEGMENTS="~/figures"):
    ...     segments() == Path.home() / "figures"
    True
    """
    named = os.environ.get("ECOSYS_SEGMENTS")
    return Path(named).expanduser() if named else default_database().parent / "segments"


def secret_key() -> Path | None:
    """The file of the log's secret key, where it is not kept beside the database: ECOSYS_KEY.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, ECOSYS_KEY="~/log.key"):
    ...     secret_key() == Path.home() / "log.key"
    True
    """
    named = os.environ.get("ECOSYS_KEY")
    return Path(named).expanduser() if named else None


def _carried(name: str) -> Path:
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name
