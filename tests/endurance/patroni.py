"""Failover: servers, a machine and what leads them are lost while four writers append.

Each writer appends batches through the log, each again and again until it is acknowledged.
Afterwards all that was acknowledged is looked for, on each of the nodes.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from ecosys.errors import Unavailable
from ecosys.timeline import Timeline
from tests.endurance.cluster import NODES, NOT_THERE, Cluster, cluster, is_there
from tests.given import price

WRITERS = 4
BATCH = 5
BETWEEN = 4.0
"""For how many seconds it is written before each fault, and after the last."""
TO_FAIL_OVER = 90.0
FROZEN = 3.0
"""How long what was frozen stays so after another node has taken the lead."""
FAULTS = ("server", "server", "node", "freeze")


class Acknowledged(NamedTuple):
    """A batch of which it was said that it is there."""

    name: str
    positions: tuple[int, ...]
    began: float
    ended: float
    root: str
    """That of the log up to its end, as it was then."""
    server: str
    """The port of the server that said so."""


class Outage(NamedTuple):
    """What a fault did to the writers."""

    fault: str
    node: str
    successor: str
    until_written: float
    """After how many seconds something was written under the new lead."""
    longest: float
    """The longest time in which nothing was."""
    until_whole: float
    """After how many seconds all nodes followed again."""


@dataclass
class Counts:
    """What came of all of it."""

    acknowledged: int = 0
    """Batches."""
    stored: int = 0
    """Events."""
    unacknowledged: int = 0
    """Batches that are there and of which it was not said: the end of the run cut them off."""
    refused: int = 0
    """How often a batch had to be sent again."""
    lost: int = 0
    duplicates: int = 0
    partial: int = 0
    out_of_order: int = 0
    """Batches that stand before one that was acknowledged before they began."""
    other_roots: int = 0
    """Roots that are others now, or others on another node."""
    outages: list[Outage] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many things are not as they should be."""
        return self.lost + self.duplicates + self.partial + self.out_of_order + self.other_roots


@dataclass
class Writers:
    """What the writers do, and what became of it."""

    url: str
    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    ended: threading.Event = field(default_factory=threading.Event)

    def write(self, number: int) -> None:
        """Append batches until that is enough, each as often as it takes."""
        timeline = Timeline.open(self.url)
        for turn in count():
            name, began = f"{number}-{turn}", time.monotonic()
            ids = [f"{name}-{at}" for at in range(BATCH)]
            batch = [price(id, "2025-01-01", subject=f"acme/{id}", input="1") for id in ids]
            while not self.ended.is_set():
                try:
                    positions = timeline.append(batch).positions
                except Unavailable as problem:
                    self.refused[type(problem).__name__] += 1
                    time.sleep(0.05)
                    continue
                ended = time.monotonic()
                root = _root(timeline, positions[-1])
                told = Acknowledged(name, positions, began, ended, root, _server(timeline))
                self.acknowledged.append(told)
                break
            if self.ended.is_set():
                break
        timeline.log.database.close()


def _server(timeline: Timeline) -> str:
    """The port of the server that answered last, if it answers still."""
    idle = timeline.log.database._connections._idle
    return idle[-1].server[1] if idle else ""


def _root(timeline: Timeline, position: int) -> str:
    """The root up to a position, or nothing where nobody tells it just now."""
    try:
        return timeline.log.root(position)
    except Unavailable:
        return ""


def main(keepers: int = 3) -> int:
    """Do all of it, with so many processes of etcd, and print what came of it."""
    if not is_there():
        sys.stderr.write(f"{NOT_THERE}\n")
        return 2
    counts = run(FAULTS, keepers)
    show(counts)
    return 1 if counts.wrong else 0


def run(faults: Sequence[str], keepers: int = 1) -> Counts:
    """Write to a cluster, and do this to it meanwhile."""
    counts = Counts()
    with cluster(keepers) as whole:
        Timeline.open(whole.url()).log.database.close()
        with writing(whole.url()) as writers:
            for fault in faults:
                time.sleep(BETWEEN)
                counts.outages.append(suffer(whole, writers, fault))
            time.sleep(BETWEEN)
        counts.refused = writers.refused.total()
        examine(whole, writers.acknowledged, counts)
    return counts


@contextmanager
def writing(url: str):
    """Writers that write within."""
    writers = Writers(url)
    threads = [threading.Thread(target=writers.write, args=[number]) for number in range(WRITERS)]
    for each in threads:
        each.start()
    try:
        yield writers
    finally:
        writers.ended.set()
        for each in threads:
            each.join()


def suffer(whole: Cluster, writers: Writers, fault: str) -> Outage:
    """Do something to the node that leads, and measure what it does to the writers."""
    node = whole.primary()
    assert node, "no node leads"
    began = time.monotonic()
    {"server": whole.kill_server, "node": whole.kill_node, "freeze": whole.freeze}[fault](node)
    successor = _until(lambda: _other(whole.primary(), node))
    led = time.monotonic()
    first = _until(lambda: next((each for each in writers.acknowledged if each.began > led), None))
    if fault == "freeze":
        time.sleep(FROZEN)
        whole.thaw(node)
    elif fault == "node":
        whole.start_node(node)
    whole.wait()
    ended = time.monotonic()
    written = sorted(each.ended for each in writers.acknowledged if each.ended > began - 1)
    longest = max(later - earlier for earlier, later in pairwise(written))
    return Outage(fault, node, successor, first.ended - began, longest, ended - began)


def _other(leads: str | None, node: str) -> str | None:
    return leads if leads != node else None


def _until(look: Callable[[], object]):
    """What there is as soon as there is something."""
    end = time.monotonic() + TO_FAIL_OVER
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.02)
    raise RuntimeError(f"nothing came of it in {TO_FAIL_OVER:g} s")


def examine(whole: Cluster, acknowledged: Sequence[Acknowledged], counts: Counts) -> None:
    """Look for what is lost, there twice, in part, in another order, or other on another node."""
    timeline = Timeline.open(whole.url())
    ids = [record.id for record in timeline.log.read()]
    head = timeline.log.check()
    root = timeline.log.root(head)
    counts.other_roots += head != timeline.head().position
    counts.other_roots += sum(
        bool(each.root) and timeline.log.root(each.positions[-1]) != each.root
        for each in acknowledged
    )
    timeline.log.database.close()
    look(ids, acknowledged, counts)
    for name in NODES:
        counts.other_roots += _root_of(whole.url(name), head) != root
    if counts.wrong:
        whole.is_kept = True
        told = {"ports": whole.ports, "stored": ids, "acknowledged": acknowledged}
        (whole.folder / "told.json").write_text(json.dumps(told), "utf-8")


def look(ids: Sequence[str], acknowledged: Sequence[Acknowledged], counts: Counts) -> None:
    """Look for batches in what is stored, in its order."""
    names = [id.rpartition("-")[0] for id in ids]
    batches: dict[str, list[tuple[int, str]]] = {name: [] for name in names}
    for position, (name, id) in enumerate(zip(names, ids, strict=True), start=1):
        batches[name].append((position, id))
    counts.acknowledged, counts.stored = len(acknowledged), len(ids)
    counts.duplicates += len(ids) - len(set(ids))
    for name, stored in batches.items():
        first = stored[0][0]
        counts.partial += stored != [(first + at, f"{name}-{at}") for at in range(BATCH)]
    for each in acknowledged:
        found = tuple(position for position, _ in batches.get(each.name, ()))
        counts.lost += found != each.positions
    counts.unacknowledged = len(batches.keys() - {each.name for each in acknowledged})
    counts.out_of_order += out_of_order(acknowledged)


def out_of_order(acknowledged: Sequence[Acknowledged]) -> int:
    """How many began after another was acknowledged, and stand before it."""
    ends = [(each.ended, 0, each.positions[-1]) for each in acknowledged]
    starts = [(each.began, 1, each.positions[0]) for each in acknowledged]
    last = found = 0
    for _, is_start, position in sorted(ends + starts):
        if is_start:
            found += position < last
        else:
            last = max(last, position)
    return found


def _root_of(url: str, head: int) -> str:
    """The root on one node, once it has come so far; every byte of it is checked."""
    timeline = Timeline.open(url)
    try:
        _until(lambda: timeline.head().position >= head or None)
        return timeline.log.root(timeline.log.check())
    finally:
        timeline.log.database.close()


def show(counts: Counts) -> None:
    """Print what came of it."""
    outages = Table(
        "fault", "node", "then leads", "written again after", "longest without", "whole"
    )
    for each in counts.outages:
        seconds = (f"{value:.1f} s" for value in each[3:])
        outages.add_row(each.fault, each.node, each.successor, *seconds)
    Console().print(outages)
    figures = {name: value for name, value in vars(counts).items() if name != "outages"}
    table = Table(*figures)
    table.add_row(*(f"{value:,}" for value in figures.values()))
    Console().print(table)
