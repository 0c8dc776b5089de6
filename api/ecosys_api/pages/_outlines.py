"""Outlines: the parts of a document, so that its claims stand where they are read."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document, from a line on."""

    line: int
    """The line on which it begins, from 1."""
    heading: str
    """What it is about, in our own words."""

    @property
    def anchor(self) -> str:
        """Where on a page it stands."""
        return f"line-{self.line}"


OUTLINES: Mapping[str, Sequence[Part]] = {
    "fastest-growing-developer-ecosystem": (
        Part(1, "Title and opening"),
        Part(10, "The insight in 30 seconds"),
        Part(18, "The starting point"),
        Part(27, "Why an API came first"),
        Part(46, "The timing"),
        Part(57, "What ChatGPT changed"),
        Part(70, "The partnership with Microsoft"),
        Part(81, "Plugins and a platform"),
        Part(92, "What competitors got wrong"),
        Part(103, "Figures of the ecosystem"),
        Part(116, "The risks"),
        Part(129, "What others learned"),
        Part(142, "Questions and answers"),
        Part(160, "Conclusion"),
    ),
}
"""The parts of documents that are known, in their order."""
WHOLE = Part(1, "All of it")
"""What a document has that is not known to have parts."""


def part_of(document: str, line: int) -> Part:
    """The part of a document in which a line stands.

    >>> part_of("fastest-growing-developer-ecosystem", 120).heading
    'The risks'
    >>> part_of("another", 120) is WHOLE
    True
    """
    parts = OUTLINES.get(document, (WHOLE,))
    at = bisect_right([part.line for part in parts], line)
    return parts[max(at - 1, 0)]
