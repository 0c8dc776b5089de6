"""The work of `ecosys sync --propose`: what is news is written for somebody to look at."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ecosys.commands import _draft
from ecosys.commands._out import tell
from ecosys.ingest.proposals import proposals
from ecosys.seeding import seed, write
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline


def propose(copied: Timeline, synced: Callable[[], object], path: Path) -> None:
    """Sync a copy of a log, and append what is news to a seed file; what stands there stays.

    What the seeds hold and no release does is known: it is no news either.
    """
    seeds = _seeds(path)
    _draft.add(copied, seeds)
    before = copied.head().position
    synced()
    after = copied.moment()
    standing = {each.event.id for each in seeds if each.path.name == path.name}
    proposed = proposals(copied, replace(after, position=before), after, standing)
    if not proposed:
        tell("Nothing is new: there is nothing to propose.")
        return
    write.append(path, [each.event for each in proposed])
    for each in proposed:
        sources = ", ".join(cited.source for cited in each.event.sources)
        tell(f"- {each.event.id}: {each.words} ({sources})")
    tell("", f"{len(proposed)} proposed in {path}; nothing else was written.")


def _seeds(path: Path) -> list[Seed]:
    """What stands in a file of proposals, and in the seeds among which it lies."""
    if (path.parent / "sources.yaml").is_file():
        return seed.read_folder(path.parent)
    return list(seed.in_order(seed.read_file(path))) if path.exists() else []
