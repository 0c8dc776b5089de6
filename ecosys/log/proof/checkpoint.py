"""Checkpoint: how long a log is and with which root; what is signed (C2SP tlog-checkpoint)."""

from typing import NamedTuple

from ecosys.errors import Damaged
from ecosys.log.proof import note


class Checkpoint(NamedTuple):
    r"""The end of a log.

    >>> checkpoint = Checkpoint("example.com/log", 0, bytes(32))
    >>> checkpoint.text
    'example.com/log\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'
    >>> parse(checkpoint.text) == checkpoint
    True
    """

    origin: str
    """The name of the log."""
    size: int
    """How many events it has: the position of its last one."""
    root: bytes
    """The root of its tree."""

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{note.encode(self.root)}\n"


def parse(text: str) -> Checkpoint:
    r"""The checkpoint of a note's text; Damaged where it is none. Further lines are not looked at.

    >>> parse("example.com/log\n007\nAAAA\n")
    Traceback (most recent call last):
    ecosys.errors.Damaged: This is no checkpoint: ...
    """
    lines = text.split("\n")
    root = note.decode(lines[2]) if len(lines) > 3 else None
    if root is None or len(root) != 32 or not all(lines[:-1]):
        raise Damaged("This is no checkpoint: a name, a size and a root stand in one.")
    origin, size = lines[:2]
    if not (size.isascii() and size.isdecimal() and str(int(size)) == size):
        raise Damaged(f"This is no checkpoint: {size:.20} is no size.")
    return Checkpoint(origin, int(size), root)
