"""Package: files of the dataset in a folder, with what tells of each of them.

`datapackage.json` (Frictionless) names every file with its columns, checksum and size, and the log
that it was made from; `SHA256SUMS` is for `sha256sum -c`. Both are functions of the log and moment.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

from ecosys import paths
from ecosys.answers.dataset import formats
from ecosys.answers.dataset.source import LICENCES, File, Source
from ecosys.answers.dataset.table import Type
from ecosys.errors import InvalidInput, Unavailable
from ecosys.timeline.sql_views import ALL

PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"
LICENCE_FILE = "LICENSE"
_TYPES: dict[Type, str] = {"whole": "integer", "number": "number", "date": "date"}


def export(source: Source, names: Sequence[str], folder: Path) -> list[Path]:
    """Write the files of some formats into a folder; the paths of all of them.

    They are written beside it first and then moved to their places, the package last. InvalidInput
    where a format is not known or `folder` is no folder, Unavailable where it cannot be written.
    """
    chosen = [formats.load(name) for name in dict.fromkeys(names)]
    with _beside(folder) as made:
        files = [file for each in chosen for file in each.write(source, made)]
        describe(source, files, made)
        written = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
        written.sort(key=lambda path: path.name == PACKAGE)
        for path in written:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).replace(folder / path)
    return [folder / path for path in written]


def describe(source: Source, files: Iterable[File], folder: Path) -> None:
    """Write what tells of the files of a folder, and the licence of the data."""
    licence = paths.seeds() / LICENCE_FILE
    shutil.copyfile(licence, folder / LICENCE_FILE)
    text = json.dumps(package(source, files, folder), indent=1, ensure_ascii=False)
    (folder / PACKAGE).write_text(f"{text}\n", encoding="utf-8")
    listed = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in listed)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def package(source: Source, files: Iterable[File], folder: Path) -> dict[str, Any]:
    """A Data Package of files in a folder: what each holds, its checksum, and the sources."""
    licences = [{"name": name, "path": path} for name, path in LICENCES.items()]
    return {
        "name": "ecosys",
        "title": "ecosys: the record of the AI developer ecosystem",
        "created": source.recorded_at,
        "licenses": licences,
        "ecosys": {**source.coordinates},
        "sources": list(_sources(source)),
        "resources": [_resource(file, folder, licences) for file in files],
    }


def _resource(file: File, folder: Path, licences: list[dict[str, str]]) -> dict[str, Any]:
    path = folder / file.path
    fields = [
        {
            "name": each.name,
            "type": "datetime" if each.type == "instant" else _TYPES.get(each.type, "string"),
            "description": each.meaning,
        }
        for each in file.columns
    ]
    about = {
        "name": file.path.lower().replace("/", "."),
        "path": file.path,
        "description": file.summary,
        "format": path.suffix.removeprefix("."),
        "mediatype": file.media_type,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "licenses": licences,
    }
    return {**about, "schema": {"fields": fields}} if fields else about


def _sources(source: Source) -> Iterator[dict[str, Any]]:
    """Where the facts were read, each with the licence that it names."""
    table = next(each for each in source.tables if each.name == f"source{ALL}")
    for row in table.records():
        if row["known_to"] is None and row["position_to"] is None:
            told = {"title": row["name"], "path": row["url"], "licence": row["licence"]}
            yield {name: value for name, value in told.items() if value is not None}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder beside another to write into; what is left of it goes in the end."""
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder.", hint="Name a folder for the files.")
    try:
        parent = folder.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=f".{folder.name}.") as made:
            yield Path(made)
    except OSError as problem:
        told = f"{folder} cannot be written: {problem.strerror or problem}."
        raise Unavailable(told, hint="Name a folder with room.") from None
