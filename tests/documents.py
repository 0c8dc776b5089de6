"""Documents: the code blocks of a Markdown text, and how what they show is held against answers.

`...` stands for what is left out, and how much white space there is does not matter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
GUIDE = ROOT / "api" / "ecosys_api" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
OF_THE_PACKAGE = [
    GUIDE / f"{name}.md" for name in ("event-type", "projection", "importer", "extensions")
]
"""The pages that make a package together, in their order."""


@dataclass(frozen=True)
class Block:
    """A code block of a document."""

    page: str
    line: int
    """Its first line in the document."""
    language: str
    file: str
    """The name of the file that it is, if it is one: what follows the language."""
    text: str

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.page}:{self.line}"


def blocks(path: Path) -> list[Block]:
    """The code blocks of a document."""
    found = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    return [
        Block(path.name, token.map[0] + 2, *_tagged(token.info), token.content)
        for token in found
        if token.type in ("fence", "code_block") and token.map
    ]


def _tagged(info: str) -> tuple[str, str]:
    language, _, file = info.strip().partition(" ")
    return language, file


def shown(block: Block) -> list[tuple[str, str]]:
    """The commands of a `console` block, each with what is shown beneath it."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert parts[0] == "", f"{block.place} does not begin with $"
    return [(command, told) for command, _, told in (part.partition("\n") for part in parts[1:])]


def missing_line(shown: str, told: str) -> str | None:
    """The first line shown that is not among the lines told, or not in that order."""
    lines = iter([" ".join(line.split()) for line in told.splitlines()])
    for line in shown.splitlines():
        wanted = " ".join(line.split())
        if wanted in ("", "..."):
            continue
        pattern = re.compile(".*?".join(re.escape(part.strip()) for part in wanted.split("...")))
        if not any(pattern.search(each) for each in lines):
            return line
    return None


def says(shown: str, told: str) -> bool:
    """Whether a whole answer is what is shown of it, white space aside."""
    pieces = "".join(shown.split()).split("...")
    return bool(re.fullmatch(".*?".join(map(re.escape, pieces)), "".join(told.split()), re.DOTALL))


def package(pages: Iterable[Path]) -> dict[str, str]:
    """The files that are shown in documents; parts of one file are put together in their order."""
    files: dict[str, str] = {}
    for block in (block for page in pages for block in blocks(page)):
        if block.file and block.language in ("python", "toml"):
            before = f"{files[block.file]}\n" if block.file in files else ""
            files[block.file] = before + block.text
    return files
