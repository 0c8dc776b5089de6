"""Agreement: whether our prices and shutdowns are those that others state."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ecosys.event import FIRST_PARTY
from ecosys.ingest.mapping import Names
from ecosys.values.amount import text
from tests.reach.known import Knowledge, amounts
from tests.reach.measure import Sources
from tests.reach.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Compared:
    """One value of ours beside that of a source."""

    source: str
    what: str
    """The model, and which of its values."""
    theirs: str
    ours: frozenset[str]
    """Ours; several where it differs by region or deployment."""

    @property
    def state(self) -> str:
        """agree, differ, or missing where we have none."""
        if not self.ours:
            return "missing"
        return "agree" if any(_is_same(each, self.theirs) for each in self.ours) else "differ"

    def __str__(self) -> str:
        ours = ", ".join(sorted(self.ours)) or "none"
        return f"{self.what}: ours {ours}, {self.source} {self.theirs}"


def _is_same(ours: str, theirs: str) -> bool:
    """The same value; a month of ours is right for each of its days."""
    return ours == theirs or (len(ours) in (4, 7) and theirs.startswith(f"{ours}-"))


def of_prices(
    keys: Iterable[str], sources: Sources, knowledge: Mapping[str, Knowledge]
) -> Iterator[Compared]:
    """The prices of input and output that all of these sources state, each on its own day.

    A zero beside prices fills a gap, as that of what an embedding gives out.
    """
    for key in keys:
        listed = {name: each[key] for name, each in sources.items()}
        name = next(iter(listed.values())).name
        for direction in ("input", "output"):
            if not all(each.prices.get(direction) for each in listed.values()):
                continue
            for source, each in listed.items():
                ours = amounts(knowledge[source].prices(name), direction)
                theirs = text(each.prices[direction])
                yield Compared(source, f"{key} {direction}", theirs, frozenset(map(text, ours)))


def of_ends(snapshot: Snapshot, names: Names, knowledge: Knowledge) -> Iterator[Compared]:
    """The shutdowns of a source, of all models that are known, wherever they are sold."""
    for row in snapshot.rows:
        for fields in row.says.values():
            if fields["type"] != "deprecated" or not fields.get("shutdown"):
                continue
            subject, channel = names.meaning(fields["subject"])
            resolved = knowledge.resolve(subject)
            if resolved is None:
                continue
            if channel == FIRST_PARTY:
                subject, channel = resolved.subject, resolved.channel
            ours = frozenset(knowledge.ends_of(subject, channel))
            yield Compared(snapshot.source, f"{subject}@{channel} end", fields["shutdown"], ours)
