"""Instruments: what one process counts of its requests; what all processes of a server count.

Where a server has several processes each writes its counts to a file of its own in a folder of
memory that they share, and whoever is asked adds up the files: one scrape shows all of them, also
what those counted that have ended.
"""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from ecosys_api.operating.noted import Noted

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder; the library reads it when it is loaded."""
BUCKETS = (0.005, 0.025, 0.1, 0.5, 2.5, 10.0)
"""The limits, in seconds, between which durations are told: few, as each route has all of them."""
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
OTHER = "other"
NO_ROUTE = "none"
"""How requests are counted that no route answers: nobody makes up names of metrics."""
_LIVE: Final = "livesum"
"""Of what is so now: the sum over the processes that live."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, of its start


class Instruments:
    """What this process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "ecosys_http_requests",
            "Requests that were answered, by route and class of status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "ecosys_http_request_duration_seconds",
            "How long requests took, until the last byte was given to the network.",
            ("route", "method"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.in_progress = self._gauge(
            "ecosys_http_requests_in_progress", "Requests that are being answered."
        )
        self._replies = Counter(
            "ecosys_reply_cache_lookups",
            "Replies that were looked for among those kept, by whether they were there.",
            ("outcome",),
            registry=self.registry,
        )
        self.memory = self._gauge(
            "ecosys_memory_bytes", "What is kept to answer sooner, by what it is.", "kind"
        )
        self.long_questions = self._gauge(
            "ecosys_long_questions", "Questions that take long and are being answered in turns."
        )
        self._problems = Counter(
            "ecosys_problems",
            "Requests answered by a problem, by its type: busy is a question turned away.",
            ("problem",),
            registry=self.registry,
        )
        self.streams = self._gauge("ecosys_event_streams", "Streams of events that are open.")

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(name, meaning, labels, registry=self.registry, multiprocess_mode=_LIVE)

    def count(self, request: Noted, method: str, status: int, seconds: float) -> None:
        """Count a request that is over."""
        asked = request.route or NO_ROUTE, method if method in METHODS else OTHER
        self._requests.labels(*asked, f"{status // 100}xx").inc()
        self._seconds.labels(*asked).observe(seconds)
        if request.lookup:
            self._replies.labels(request.lookup).inc()
        if request.problem:
            self._problems.labels(request.problem).inc()


def collectors(instruments: Instruments) -> Iterator[Collector]:
    """What a scrape reads: what this process counts, or all of them, and what each needs."""
    folder = os.environ.get(SHARED)
    if folder is None:
        yield instruments.registry
        yield ProcessCollector(registry=None)
        return
    yield MultiProcessCollector(None, folder)  # type: ignore[no-untyped-call]
    yield _Processes(living(Path(folder)))


def living(folder: Path) -> list[int]:
    """The processes that count into a folder; of those that ended what was so then goes."""
    alive = []
    for pid in sorted({int(path.stem.rpartition("_")[2]) for path in folder.glob("*.db")}):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        else:
            alive.append(pid)
    return alive


class _Processes(Collector):
    """What each of several processes needs, by its number."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids

    def collect(self) -> Iterator[Metric]:
        """The metrics of a process, each with a line for every one of them."""
        told: dict[str, Metric] = {}
        for pid in self._pids:
            for own in ProcessCollector(pid=partial(int, pid), registry=None).collect():
                metric = told.setdefault(own.name, Metric(own.name, own.documentation, own.type))
                for sample in own.samples:
                    metric.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        yield from told.values()
