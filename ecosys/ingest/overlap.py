"""Coverage: how far the names of a source meet those of everybody else."""

from dataclasses import dataclass

from ecosys.importer import importers
from ecosys.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Met:
    """What the subjects of a source have in common with those of others."""

    subjects: int
    """The subjects that the source speaks of."""
    met: int
    """Those of them of which somebody else speaks too, whom nobody imported."""
    strange: tuple[str, ...]
    """The providers of the others, those with most subjects first."""

    def describe(self) -> str:
        """The same in words."""
        text = f"{self.met} of {self.subjects} subjects are spoken of by others too"
        if self.strange:
            text += f"; the others have most names at {', '.join(self.strange[:5])}"
        return text


def coverage(timeline: Timeline, source: str) -> Met:
    """How many subjects of an imported source are those of facts that were not imported."""
    imported = tuple(f"{each.source}/" for each in importers.values())
    theirs: set[str] = set()
    others: set[str] = set()
    for record in timeline.records():
        if record.id.startswith(f"{source}/"):
            theirs.update(record.event.subjects)
        elif not record.id.startswith(imported):
            others.update(record.event.subjects)
    strange: dict[str, int] = {}
    for subject in theirs - others:
        provider = subject.partition("/")[0]
        strange[provider] = strange.get(provider, 0) + 1
    most = sorted(strange, key=lambda name: (-strange[name], name))
    return Met(len(theirs), len(theirs & others), tuple(most))
