"""Snapshots: the newest files of public feeds in a folder, and genai-prices if it is installed."""

import gzip
import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ecosys.errors import InvalidInput
from ecosys.importer import Row
from ecosys.importers import deprecations_info, litellm, models_dev


class Snapshot(NamedTuple):
    """A source as it stood on a day."""

    source: str
    day: str
    rows: list[Row]


def read_litellm(folder: Path) -> Snapshot:
    """litellm's newest table."""
    path = _newest(folder, "litellm/*.json.gz")
    return Snapshot("litellm", path.name[:10], list(litellm.read(_unpacked(path), path.name[:10])))


def read_models_dev(folder: Path) -> Snapshot:
    """The newest list of models.dev."""
    path = _newest(folder, "models.dev/*_api.json.gz")
    day = path.name[:10]
    return Snapshot("models-dev", day, list(models_dev.read(_unpacked(path), day)))


def read_deprecations_info(folder: Path) -> Snapshot:
    """The notices of the newest commit of deprecations.info."""
    path = _newest(folder, "deprecations.info/commits_*.jsonl.gz")
    last = _unpacked(path).splitlines()[-1]
    day = json.loads(last)["date"][:10]
    return Snapshot("deprecations-info", day, list(deprecations_info.read(last, day)))


def genai_prices(day: str) -> Snapshot | None:
    """The ids that the installed genai-prices lists, taken for those of a day; None: it is not."""
    if find_spec("genai_prices") is None:
        return None
    providers = import_module("genai_prices.data").providers
    rows = [Row(f"{each.id}/{model.id}") for each in providers for model in each.models]
    return Snapshot("genai-prices", day, rows)


def _newest(folder: Path, pattern: str) -> Path:
    paths: Iterator[Path] = folder.glob(pattern)
    path = max(paths, default=None)
    if path is None:
        raise InvalidInput(f"{folder} holds no snapshot {pattern}.")
    return path


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())
