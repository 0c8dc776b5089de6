"""Scan: the models that a text names, with line and column, in one pass over its bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ecosys.answers.audit.context import is_whole, means_a_model
from ecosys.answers.audit.names import Meaning
from ecosys.answers.audit.reading import Reader, Reading, Unread
from ecosys.answers.audit.words import ONE_WORD, Word, WordFinder
from ecosys.values.cached import cached_property

_OPAQUE = re.compile(r"(?=.*\d)[A-Za-z][\w./:@-]*\w")
"""What may be somebody's own name of a model."""
_SAYS_MODEL = re.compile(
    rb"(?:^|[^A-Za-z])(?:[Mm]odel|MODEL)(?:_?(?:[Nn]ame|NAME|[Ii]d|ID))?[\"']?\]?"
    rb"\s{0,3}[:=]\s{0,3}[\"']\Z"
)
_IGNORE = re.compile(r"ecosys:\s*ignore(-next-line|-file)?(?![\w-])")


@dataclass(frozen=True, slots=True)
class Use:
    """A place at which a text names a model."""

    file: str
    """The file."""
    line: int
    """Its line, from 1."""
    column: int
    """The first character of the name in that line, from 1."""
    name: str
    """The name as it is written, with its route."""
    id: str
    """The id alone."""
    id_column: int
    """The first character of the id, from 1."""
    meaning: Meaning
    """What it means."""
    text: str
    """The line."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A place at which a text names what looks like a model and is not known."""

    file: str
    line: int
    column: int
    name: str
    why: str
    candidates: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """What was found in some texts."""

    uses: list[Use] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    ignored: int = 0
    """How many names a comment told to ignore."""
    files: int = 0
    """How many texts were read."""

    def add(self, other: "Found") -> None:
        """Take over what was found elsewhere."""
        self.uses += other.uses
        self.unknown += other.unknown
        self.ignored += other.ignored
        self.files += other.files


class Scanner:
    r"""Finds the names of models in texts.

    >>> one = Meaning("acme/one-2", "first_party")
    >>> from ecosys.answers.audit.names import ModelNames
    >>> names = ModelNames({"one-2": (one,), "acme/one-2": (one,)}, lambda name: (), {})
    >>> found = Scanner(Reader(names)).scan("a.py", b'x = 1\nuse("acme/one-2", "one-2b")')
    >>> [(use.line, use.column, use.name) for use in found.uses]
    [(2, 6, 'acme/one-2')]
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._finder = WordFinder(reader)
        self._read: dict[str, Reading | Unread | None] = {}

    def scan(self, file: str, data: bytes) -> Found:
        """The models that a file's text names."""
        found = Found(files=1)
        words = self._finder.words(data)
        if not words:
            return found
        text = _Text(data)
        for word in words:
            read = self.read(word.text) or self._opaque(data, word)
            if read is not None:
                self._add(found, file, text, word, read)
        return Found(files=1) if text.is_ignored else found

    def _add(
        self, found: Found, file: str, text: "_Text", word: Word, read: Reading | Unread
    ) -> None:
        """Add what a word names, if it is meant as a model's name where it stands."""
        number, start = text.place(word.start)
        if not self._counts(text, number, start, read):
            return
        if text.is_line_ignored(number):
            found.ignored += 1
            return
        place = (file, number + 1, start + read.start + 1, read.name)
        if isinstance(read, Unread):
            found.unknown.append(Unknown(*place, read.why, read.candidates))
        else:
            line = text.lines[number].strip()
            found.uses.append(Use(*place, read.id, start + read.id_start + 1, read.meaning, line))

    def read(self, word: str) -> Reading | Unread | None:
        """What a word names; each is read once."""
        if word not in self._read:
            self._read[word] = self._reader.read(word)
        return self._read[word]

    def _opaque(self, data: bytes, word: Word) -> Unread | None:
        """A name that is none of a known family, if what stands before it says `model=`."""
        if _OPAQUE.fullmatch(word.text) and _SAYS_MODEL.search(
            data[max(0, word.start - 40) : word.start]
        ):
            return Unread(word.text, 0, "not known")
        return None

    def _counts(self, text: "_Text", number: int, start: int, read: Reading | Unread) -> bool:
        """Whether a word is meant as a model's name where it stands."""
        line = text.lines[number]
        end = start + read.start + len(read.name)
        if "://" in line[start:end]:
            start += read.start
        if isinstance(read, Unread):
            return is_whole(line, start, end)
        if read.routed:
            return True
        if read.id in self._reader.names.deployments:
            return is_whole(line, start, end)
        if ONE_WORD.fullmatch(read.id):
            return means_a_model(text.lines, number, start, end)
        return any(map(str.isdigit, read.id)) or is_whole(line, start, end)


def read_alone(reader: Reader, file: str, line: int, id: str) -> Found:
    """What an id means that stands alone in a line: it is one, whatever it looks like.

    >>> from ecosys.answers.audit.names import ModelNames
    >>> found = read_alone(Reader(ModelNames({}, lambda name: (), {})), "ids", 1, "nobody")
    >>> [(unknown.name, unknown.why) for unknown in found.unknown]
    [('nobody', 'not known')]
    """
    read = reader.read(id) or Unread(id, 0, "not known")
    place = (file, line, 1, id)
    if isinstance(read, Unread):
        return Found(unknown=[Unknown(*place, read.why, read.candidates)])
    return Found([Use(*place, read.id, read.id_start + 1, read.meaning, id)])


class _Text:
    """A text, and its lines, which are split when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._speaks_to_us = b"ecosys:" in data
        self._counted = (0, 0)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines."""
        return self.data.decode(errors="replace").split("\n")

    def place(self, at: int) -> tuple[int, int]:
        """The line and the character of a byte, both from 0; asked in ascending order."""
        upto, number = self._counted
        number += self.data.count(b"\n", upto, at)
        self._counted = (at, number)
        begin = self.data.rfind(b"\n", 0, at) + 1
        return number, len(self.data[begin:at].decode(errors="replace"))

    @cached_property
    def is_ignored(self) -> bool:
        """Whether a comment says that the whole text is to be ignored."""
        return self._speaks_to_us and any(
            match[1] == "-file" for line in self.lines for match in _IGNORE.finditer(line)
        )

    def is_line_ignored(self, number: int) -> bool:
        """Whether a comment in a line, or above it, says that its names are to be ignored."""
        if not self._speaks_to_us:
            return False
        own = _IGNORE.search(self.lines[number])
        above = _IGNORE.search(self.lines[number - 1]) if number else None
        return bool(own and own[1] is None) or bool(above and above[1] == "-next-line")
