"""The work of `ecosys check --facts`: what of all facts cannot be so."""

from collections.abc import Sequence

from ecosys.commands._draft import draft_in_memory
from ecosys.commands._out import tell
from ecosys.log.bulk import gc_paused
from ecosys.log.line import Line
from ecosys.seeding.findings import open_findings
from ecosys.seeding.seed import Seed

SETTLED = (
    "What is found is repaired, or judged: an event of type judged that names the event and the "
    "rule, with decision: stands, and why."
)


@gc_paused()
def tell_findings(released: Sequence[Line], seeds: Sequence[Seed]) -> int:
    """Tell what the rules find that nobody judged: how many."""
    timeline, _ = draft_in_memory(released, seeds)
    found = list(open_findings(timeline.view(timeline.moment()), timeline.records()))
    for rule, finding in found:
        tell(f"{rule}: {finding.event}: {finding.text}")
    tell(f"{len(found)} findings", *([SETTLED] if found else []))
    return len(found)
