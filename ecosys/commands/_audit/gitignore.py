"""What `.gitignore` files leave out: of a folder and of those around it, up to the checkout's."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@dataclass(frozen=True)
class Ignored:
    """The rules of `.gitignore` files, the outermost first, each with its folder."""

    specs: tuple[tuple[str, "GitIgnoreSpec"], ...] = ()

    @classmethod
    def above(cls, folder: Path) -> "Ignored":
        """The rules of the folders around one, as far as they are of one checkout."""
        around = [folder.absolute(), *folder.absolute().parents]
        top = next((n for n, each in enumerate(around) if (each / ".git").exists()), 0)
        ignored = cls()
        for each in reversed(around[1 : top + 1]):
            if (each / ".gitignore").is_file():
                ignored = ignored.within(each)
        return ignored

    @classmethod
    def of(cls, folder: Path, patterns: Sequence[str]) -> "Ignored":
        """Patterns as they would stand in a folder's file."""
        if not patterns:
            return cls()
        from pathspec import GitIgnoreSpec

        return cls(
            ((os.path.join(os.path.abspath(folder), ""), GitIgnoreSpec.from_lines(patterns)),)
        )

    def within(self, folder: Path) -> "Ignored":
        """These rules and those of a folder in them."""
        try:
            lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return self
        return Ignored((*self.specs, *self.of(folder, lines.splitlines()).specs))

    def folder(self, path: str) -> bool:
        """Whether a folder is left out, with all in it."""
        return self._leave_out(os.path.join(os.path.abspath(path), ""))

    def file(self, path: str) -> bool:
        """Whether a file is left out: the innermost rule that speaks of it counts."""
        return bool(self.specs) and self._leave_out(os.path.abspath(path))

    def _leave_out(self, whole: str) -> bool:
        for base, spec in reversed(self.specs):
            said = spec.check_file(whole[len(base) :]).include
            if said is not None:
                return said
        return False
