"""Directory: the subjects of a log, and when each was first spoken of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ecosys.event import Recorded
from ecosys.event.imported_ids import is_imported
from ecosys.event.subject import own_id, provider_of
from ecosys.events.alias_moved import AliasMoved


@dataclass(frozen=True, slots=True)
class First:
    """When a subject was first spoken of, and by whom."""

    known_from: int
    voice: str


class Directory:
    """The subjects of a log: providers, and all with a fact of their own.

    `by_id` names the subjects of an id without its provider: those of which somebody wrote an
    event; where nobody did, those that importers found.

    >>> from ecosys.testing import given
    >>> directory = Directory(given({
    ...     "type": "launched", "id": "a", "subject": "openai/o3", "what": "model",
    ...     "occurred": "2025-04-16", "sources": [{"source": "openai"}]}).records)
    >>> sorted(directory.first), directory.by_id["o3"]
    (['openai', 'openai/o3'], ['openai/o3'])
    """

    def __init__(self, records: Iterable[Recorded] = ()) -> None:
        self.first: dict[str, First] = {}
        self.voices: set[str] = set()
        self._not_imported: set[str] = set()
        for record in records:
            self.voices.add(record.event.effective_voice)
            if not record.event.targets:
                self._note(record)
        self.by_id: dict[str, list[str]] = defaultdict(list)
        for subject in self.first:
            if (id := own_id(subject)) != subject:
                self.by_id[id].append(subject)
        for id, subjects in self.by_id.items():
            if ours := [subject for subject in subjects if subject in self._not_imported]:
                self.by_id[id] = ours  # not what resellers call by a maker's id

    def _note(self, record: Recorded) -> None:
        event = record.event
        for subject in event.subjects:
            if isinstance(event, AliasMoved) and subject == event.alias:
                continue  # only a name for another
            if not is_imported(event):
                self._not_imported.add(subject)
            for name in {subject, provider_of(subject)}:
                before = self.first.get(name)
                if before is None or record.known_from < before.known_from:
                    self.first[name] = First(record.known_from, record.event.effective_voice)
