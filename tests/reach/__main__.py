"""How far do the data reach, and what is missing? python -m tests.reach [FOLDER].

FOLDER holds newer snapshots of public feeds: `litellm/DAY_*.json.gz`, `models.dev/DAY_api.json.gz`,
`deprecations.info/commits_*.jsonl.gz`; left out, it is what ECOSYS_SNAPSHOTS names. The newest of
each is read. Counted are the models at the APIs of their makers that two sources list and none says
to have ended, then all of litellm. Of each is asked, on the day of every source that lists it: does
its name resolve (known), is a price held where a source states one (priced), a launch (launched),
an end where a source names one (ended). Then every input and output price of a model that both
sources price is compared with ours as of the day of its snapshot; once more only those for which
both state the same amount, since of two that differ one is late or wrong. Shutdowns are compared
with those that were known on the day of the snapshot.
"""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from ecosys.errors import InvalidInput
from ecosys.ingest.mapping import Names, names_of
from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline
from tests.reach.agreement import Compared, of_ends, of_prices
from tests.reach.known import Knowledge
from tests.reach.listing import listings
from tests.reach.makers import PROVIDERS
from tests.reach.measure import ASKED, Reach, measure, shared
from tests.reach.pseudo import REASONS, is_real
from tests.reach.snapshots import (
    genai_prices,
    read_deprecations_info,
    read_litellm,
    read_models_dev,
)

FOLDER = "ECOSYS_SNAPSHOTS"
BOTH = ("litellm", "models-dev")


def main(words: Sequence[str]) -> int:
    """Measure and write; the answer is the exit status."""
    parser = ArgumentParser(
        "python -m tests.reach", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", default=os.environ.get(FOLDER))
    parser.add_argument("--database", type=Path, help="a filled log to ask; else the release")
    given = parser.parse_args(words)
    if not given.folder or not Path(given.folder).is_dir():
        return _refuse(f"name a folder of snapshots, or set {FOLDER}; it is {given.folder}")
    try:
        with _timeline(given.database) as timeline:
            report(timeline, Path(given.folder), Console(soft_wrap=True, highlight=False))
    except InvalidInput as problem:
        return _refuse(str(problem))
    return 0


def _refuse(why: str) -> int:
    sys.stderr.write(f"NOTHING IS MEASURED: {why}\n")
    return 2


@contextmanager
def _timeline(database: Path | None) -> Iterator[Timeline]:
    """The log of a database, or that of the release in a scratch one."""
    with TemporaryDirectory(prefix="ecosys-reach-") as scratch:
        yield open_timeline(database or Path(scratch) / "log.db", show_progress=False)


def report(timeline: Timeline, folder: Path, console: Console) -> None:
    """Read the snapshots, ask the timeline, and write what came of it."""
    litellm, models_dev = read_litellm(folder), read_models_dev(folder)
    snapshots = [litellm, models_dev]
    if (genai := genai_prices(litellm.day)) is not None:
        snapshots.append(genai)
    else:
        console.print("genai-prices is not installed: of its lists nothing is counted.")
    knowledge = {each.source: Knowledge(timeline, each.day) for each in snapshots}
    names = {each.source: _names(each.source, knowledge[each.source]) for each in snapshots}
    sources = {each.source: listings(each.rows, names[each.source]) for each in snapshots}
    both = shared(sources, BOTH, 2, litellm.day)
    lists = {name: sources[name] for name in BOTH}
    _show(console, "by both", both, measure(both, lists, knowledge))
    two = shared(sources, sources, 2, litellm.day)
    _show(console, f"by two of {', '.join(sources)}", two, measure(two, sources, knowledge))
    one = shared(sources, ("litellm",), 1, litellm.day)
    _show(console, "by litellm", one, measure(one, {"litellm": lists["litellm"]}, knowledge))
    priced = list(of_prices(both, lists, knowledge))
    _compare(console, "input and output prices", priced)
    alike = [each for each in priced if each.is_shared]
    _compare(console, "input and output prices that both state alike", alike)
    for each in (litellm, read_deprecations_info(folder)):
        asked = Knowledge(timeline, each.day, each.day)
        ends = of_ends(each, _names(each.source, asked), asked)
        _compare(console, f"shutdowns of {each.source} on {each.day}", ends)


def _names(source: str, asked: Knowledge) -> Names:
    """What a source's names mean, with what the log declares."""
    return names_of(source, asked.timeline.names(asked.moment).channels.subject)


def _show(console: Console, title: str, keys: list[str], reach: Mapping[str, Reach]) -> None:
    """A table with a line for each provider, then what is missing, and what is no id."""
    table = Table("provider", "models", *ASKED, title=f"Live models listed {title}")
    for provider in PROVIDERS:
        table.add_row(provider, *_cells(reach.get(provider, Reach())))
    table.add_section()
    every = {key: found for each in reach.values() for key, found in each.found.items()}
    table.add_row("all", *_cells(Reach(every)))
    console.print(table)
    for key, what in Reach(every).lacking:
        console.print(f"not {', '.join(what)}: {key}", markup=False)
    for key in keys:
        if not is_real(key):
            console.print(f"not counted: {key} ({REASONS[key]})", markup=False)


def _cells(reach: Reach) -> Iterator[str]:
    yield str(len(reach.found))
    for asked in ASKED:
        holds, of = reach.count(asked)
        yield f"{holds} of {of}, {holds / of:.0%}" if of else "–"


def _compare(console: Console, title: str, compared: Iterable[Compared]) -> None:
    """How many agree, then each that does not."""
    every = list(compared)
    states = Counter(each.state for each in every)
    beside = states["agree"] + states["differ"]
    share = f"{states['agree'] / beside:.1%}" if beside else "–"
    counts = f"{states['agree']} of {beside} agree ({share}), we have none of {states['missing']}"
    console.print(f"\n{title}: {counts}", markup=False)
    for state in ("differ", "missing"):
        for each in every:
            if each.state == state:
                console.print(f"{state}: {each}", markup=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
