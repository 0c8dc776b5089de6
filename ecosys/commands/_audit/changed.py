"""Changed: the lines of a checkout that differ from a commit."""

import re
import subprocess
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from ecosys.errors import InvalidInput

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")

Lines = Mapping[str, Container[int] | None]
"""The changed lines of each file, by its whole path; None: all of them, it is new."""


def changed_lines(base: str, paths: Iterable[Path]) -> dict[Path, set[int] | None]:
    """The lines that were added or changed since a commit, committed or not, by whole path.

    InvalidInput where there is no such commit, or no checkout.
    """
    folders = {path if path.is_dir() else path.parent for path in paths}
    lines: dict[Path, set[int] | None] = {}
    for folder in sorted(folders):
        top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
        _git(folder, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
        flags = ("--unified=0", "--no-color", "--no-ext-diff", "--no-prefix", "--no-renames")
        quiet = ("-c", "core.quotePath=false")
        lines |= _hunks(top, _git(folder, *quiet, "diff", *flags, base, "--", "."))
        new = _git(folder, *quiet, "ls-files", "--others", "--exclude-standard", "-z")
        lines |= {(folder / name).resolve(): None for name in new.split("\0") if name}
    return lines


def _hunks(top: Path, diff: str) -> dict[Path, set[int] | None]:
    lines: dict[Path, set[int] | None] = {}
    ours: set[int] = set()
    for line in diff.split("\n"):
        if line.startswith("+++ "):
            ours = set()
            name = line[4:].rstrip("\t").strip('"')
            lines[(top / name).resolve()] = ours
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            ours.update(range(first, first + count))
    return lines


def _git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    try:
        done = subprocess.run(  # noqa: S603  a commit that begins with - is refused by --verify
            ["git", "-C", str(folder), *words],  # noqa: S607
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise InvalidInput("--diff needs git, which is not installed.") from None
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip() or "there is no such commit"
        raise InvalidInput(f"git {' '.join(words[:3])}: {why}.")
    return done.stdout.decode(errors="replace")
