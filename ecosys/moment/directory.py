"""Directory: the subjects of a log, and when each was first spoken of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ecosys.event import Recorded
from ecosys.event.imported_ids import is_imported
from ecosys.event.subject import own_id, provider_of
from ecosys.events.alias_moved import AliasMoved


@dataclass(frozen=True, slots=True)
class First:
    """When a subject was first spoken of, and by whom."""

    known_from: int
    voice: str
    imported: bool = True
    """Whether only importers found it."""

    def joined(self, later: "First") -> "First":
        """The same once more is recorded of it.

        >>> First(2, "mirror").joined(First(1, "acme", imported=False))
        First(known_from=1, voice='acme', imported=False)
        >>> First(2, "mirror").joined(First(2, "acme"))
        First(known_from=2, voice='mirror', imported=True)
        """
        first = later if later.known_from < self.known_from else self
        return First(first.known_from, first.voice, self.imported and later.imported)


def noted(record: Recorded) -> Iterator[tuple[str, First]]:
    """What an event tells of subjects: they, and their providers, are spoken of.

    What it names by a whole name beside what it is about is known from then on as well.

    >>> from ecosys.testing import given
    >>> [launch] = given({
    ...     "type": "launched", "id": "a", "subject": "openai/o3", "what": "model",
    ...     "occurred": "2025-04-16", "sources": [{"source": "openai"}]}).records
    >>> [subject for subject, _ in noted(launch)]
    ['openai/o3', 'openai']
    """
    event = record.event
    if event.targets:
        return
    voice, imported = event.effective_voice, is_imported(event)
    for subject in (*event.subjects, *event.mentioned):
        if isinstance(event, AliasMoved) and subject == event.alias:
            continue  # only a name for another
        yield subject, First(record.known_from, voice, imported)
        if (provider := provider_of(subject)) != subject:
            yield provider, First(record.known_from, voice)


class Directory(Protocol):
    """The subjects of a log at a position: providers, and all with a fact of their own."""

    @property
    def first(self) -> Mapping[str, First]:
        """When each was first spoken of."""

    @property
    def by_id(self) -> Mapping[str, Sequence[str]]:
        """The subjects of an id without its provider.

        They are those of which somebody wrote an event; where nobody did, those that importers
        found.
        """

    @property
    def voices(self) -> Collection[str]:
        """Whose statements there are."""


class FoldedDirectory:
    """The directory of some recorded events.

    >>> from ecosys.testing import given
    >>> directory = FoldedDirectory(given({
    ...     "type": "launched", "id": "a", "subject": "openai/o3", "what": "model",
    ...     "occurred": "2025-04-16", "sources": [{"source": "openai"}]}).records)
    >>> sorted(directory.first), directory.by_id["o3"]
    (['openai', 'openai/o3'], ['openai/o3'])
    """

    def __init__(self, records: Iterable[Recorded] = ()) -> None:
        self.first: dict[str, First] = {}
        self.voices: set[str] = set()
        for record in records:
            self.voices.add(record.event.effective_voice)
            for subject, first in noted(record):
                before = self.first.get(subject)
                self.first[subject] = first if before is None else before.joined(first)
        self.by_id = by_id(self.first)


def by_id(first: Mapping[str, First]) -> dict[str, list[str]]:
    """The subjects of each id without its provider; not what resellers call by a maker's id.

    >>> by_id({"openai/o3": First(1, "openai", False), "groq/o3": First(1, "groq")})
    {'o3': ['openai/o3']}
    """
    found: dict[str, list[str]] = defaultdict(list)
    for subject in first:
        if (id := own_id(subject)) != subject:
            found[id].append(subject)
    return {
        id: [each for each in subjects if not first[each].imported] or subjects
        for id, subjects in found.items()
    }
