"""Agreement: whether our prices and shutdowns are those that others state."""

from collections import Counter
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
    is_shared: bool = False
    """Whether another source states the same value."""

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
    """The prices of input and output for which each of these sources states an amount.

    Each statement is compared with what we answer as of that source's own day, so that what changed
    between two snapshots, or where a name pointed, is no difference. Where the sources state
    different amounts at least one of them is late or wrong, which says little about ours: shared
    are the statements of one amount by more than one source. A zero beside prices fills a gap, as
    that of what an embedding gives out.
    """
    for key in keys:
        listed = {name: each[key] for name, each in sources.items()}
        name = next(iter(listed.values())).name
        for direction in ("input", "output"):
            if not all(each.prices.get(direction) for each in listed.values()):
                continue
            stated = {source: text(each.prices[direction]) for source, each in listed.items()}
            how_many = Counter(stated.values())
            for source, theirs in stated.items():
                ours = frozenset(map(text, amounts(knowledge[source].prices(name), direction)))
                yield Compared(source, f"{key} {direction}", theirs, ours, how_many[theirs] > 1)


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
