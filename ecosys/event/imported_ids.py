"""Imported ids: what the id of an imported event says: its source, what it is about, and when.

    litellm/openai/o3@2025-09-01                   what litellm stated of openai/o3 on that day
    litellm/openai/o3~moved@2025-10-01             that it moved a date of that
    litellm/~read@2025-10-01                       that litellm was read
    litellm/openai/o3~after-2025-09-15@2025-10-01  the first again, told anew after a reading of
                                                   15 September came in later than that of October

These ids are stored in users' logs: what is written here can be added to, and never changed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from ecosys.event.event import Event
from ecosys.values.memory import ROOM, memoised

MAX_NAME_LENGTH = 160
"""How long a name may be in an id; a longer one is cut, and ends with its hash."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._:@+~/-]")


class Role(StrEnum):
    """What an imported event is to its source, as its id says it.

    Roles that end with / stand before a name, and those that take a name or a number without one
    behind it; the others stand alone.
    """

    STATEMENT = ""
    """It states something of a row, or puts right what was stated."""
    READ = "~read"
    """A file was read as a whole."""
    FILE = "~file"
    """Names a file that cannot be read; the id says that it is held back."""
    GONE = "~gone"
    """The source states no longer what these events state."""
    AGAIN = "~again"
    """The source states again what these events state."""
    HELD = "~held/"
    """What the name stands for was not believed, and is held back."""
    NAMES = "~names/"
    """It states rules that lead from names of the source that begin so to ours."""
    UNDONE = "~undone/"
    """An event, which the name is, was told without a reading that came in later."""
    REST = "~rest/"
    """Of an event that was undone, which the name is: what it told of other rows."""
    MOVED = "~moved"
    """A date of the statement was moved."""
    NO_LONGER_MOVED = "~moved-no-longer-"
    """A move of the statement counts no longer; the number tells it from others of that day."""
    RENAMED = "~renamed-"
    """The statement is about other subjects now than it was before; the number as above."""


_BEFORE = (Role.HELD, Role.NAMES, Role.UNDONE, Role.REST)
_ALONE = (Role.READ, Role.FILE, Role.GONE, Role.AGAIN)
_NUMBERED = (Role.NO_LONGER_MOVED, Role.RENAMED)
_LITERAL = (Role.HELD, Role.UNDONE)
"""Roles whose name is whatever follows: none of them is ever told anew."""
_BEHIND = re.compile(rf"(.*?)(?:({Role.MOVED})|({'|'.join(_NUMBERED)})(0|[1-9][0-9]*))", re.DOTALL)
_AFTER = re.compile(r"(.*)~after-([0-9][0-9T:.Z-]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ImportedId:
    """The parts of an imported event's id."""

    source: str
    """The slug of the source."""
    name: str
    """The name of a statement, or what the role says; empty where the role stands alone."""
    day: str
    """The day or instant of the reading."""
    role: Role = Role.STATEMENT
    number: int | None = None
    """What tells several of one role, name and day apart."""
    after: str | None = None
    """The day of an earlier reading that came in later, because of which this is told anew."""

    @property
    def text(self) -> str:
        """The id as it is stored.

        >>> ImportedId("litellm", "openai/o3", "2025-10-01", Role.MOVED).text
        'litellm/openai/o3~moved@2025-10-01'
        """
        number = "" if self.number is None else str(self.number)
        parts = (self.role, self.name) if self.role in _BEFORE else (self.name, self.role)
        after = f"~after-{self.after}" if self.after else ""
        return f"{self.source}/{safe(''.join((*parts, number, after)))}@{self.day}"

    @classmethod
    def parse(cls, id: str) -> "ImportedId | None":
        """The parts of an id; None: it is not written as importing writes them.

        >>> ImportedId.parse("litellm/~held/openai/o3@2025-10-01").name
        'openai/o3'
        """
        return _parsed(id)

    @property
    def statement(self) -> str | None:
        """The name of the statement that the event makes or revises; None: of none, or of many."""
        if self.role in _ALONE or self.role in (Role.HELD, Role.UNDONE, Role.REST):
            return None
        return f"{self.role}{self.name}" if self.role is Role.NAMES else self.name

    @property
    def states(self) -> bool:
        """Whether the event is one that states something, unless it is about another event."""
        return self.role in (Role.STATEMENT, Role.NAMES)


@memoised(700, room=8 * ROOM)  # a backfill reads the same ids for each later day
def _parsed(id: str) -> ImportedId | None:
    source, slash, rest = id.partition("/")
    name, at, day = rest.rpartition("@")
    if not (slash and at):
        return None
    role = next((each for each in _BEFORE if name.startswith(each)), Role.STATEMENT)
    name, after, number = name.removeprefix(role), None, None
    if role not in _LITERAL and (match := _AFTER.fullmatch(name)):
        name, after = match.groups()
    if role is Role.STATEMENT:
        role, name, number = _role_of(name)
    return ImportedId(source, name, day, role, number, after)


def _role_of(name: str) -> tuple[Role, str, int | None]:
    """The role that a name says, the rest of the name, and the number behind it."""
    if name in _ALONE:
        return Role(name), "", None
    if match := _BEHIND.fullmatch(name):
        of, moved, numbered, number = match.groups()
        return Role(moved or numbered), of, int(number) if number else None
    return Role.STATEMENT, name, None


def safe(name: str) -> str:
    """A name as it can stand in an id: other characters as ~ and their code, a long one cut.

    >>> safe("openai/gpt 4")
    'openai/gpt~20.4'
    """
    text = _UNSAFE.sub(lambda match: f"~{ord(match[0]):x}.", name)
    if len(text) <= MAX_NAME_LENGTH:
        return text
    digest = sha256(name.encode(errors="surrogatepass")).hexdigest()[:12]
    return f"{text[: MAX_NAME_LENGTH - len(digest) - 1]}~{digest}"


def is_reserved(name: str) -> bool:
    """Whether the id of a statement of that name would be read as something else.

    >>> is_reserved("~read"), is_reserved("openai/o3")
    (True, False)
    """
    written = ImportedId("any", safe(name), "any")
    return ImportedId.parse(written.text) != written


def is_from(source: str, id: str) -> bool:
    """Whether an id is that of an event which was imported from a source."""
    return id.startswith(f"{source}/")


def is_imported(event: Event) -> bool:
    """Whether an importer appended an event: it is its source's word, not the user's."""
    return is_from(event.effective_voice, event.id)
