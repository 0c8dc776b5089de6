"""Overlap: how many subjects of a source are spoken of by others too."""

from collections import Counter
from dataclasses import dataclass

from ecosys.event.imported_ids import is_from
from ecosys.event.subject import provider_of
from ecosys.importer import importers
from ecosys.timeline import Timeline


@dataclass(frozen=True, slots=True)
class NameOverlap:
    """What the subjects of a source have in common with those of others."""

    subjects: int
    """How many subjects the source speaks of."""
    shared: int
    """How many of them stand in facts that no importer appended."""
    others_at: tuple[str, ...]
    """The providers of the rest, those with most subjects first."""

    def describe(self) -> str:
        """The same in words."""
        text = f"{self.shared} of {self.subjects} subjects are spoken of by others too"
        if self.others_at:
            text += f"; the others have most names at {', '.join(self.others_at[:5])}"
        return text


def name_overlap(timeline: Timeline, source: str) -> NameOverlap:
    """How many subjects of an imported source are those of facts that were not imported."""
    sources = [each.source for each in importers.values()]
    own: set[str] = set()
    others: set[str] = set()
    for record in timeline.records():
        if is_from(source, record.id):
            own.update(record.event.subjects)
        elif not any(is_from(each, record.id) for each in sources):
            others.update(record.event.subjects)
    providers = Counter(map(provider_of, own - others))
    ordered = sorted(providers, key=lambda name: (-providers[name], name))
    return NameOverlap(len(own), len(own & others), tuple(ordered))
