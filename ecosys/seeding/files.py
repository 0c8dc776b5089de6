"""Files that are replaced as a whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ecosys.errors import InvalidInput, Unavailable


@contextmanager
def replaced(path: Path) -> Iterator[IO[str]]:
    """A file to write that takes the place of `path` once everything is written.

    Unavailable where it cannot be written; what stood there then stays.
    """
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "no file that can be replaced"
        raise InvalidInput(f"{path} is {kind}.", hint="Name a file.")
    beside = None
    try:
        handle, beside = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
            yield opened
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException as problem:
        if beside is not None:
            Path(beside).unlink(missing_ok=True)
        if isinstance(problem, OSError):
            told = f"{path} cannot be written: {problem.strerror or problem}."
            raise Unavailable(told, hint="Name a file in a folder with room.") from None
        raise
