"""Scrape: all that a server tells Prometheus, in the form that it asks for."""

import platform
import re
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import State
from starlette.types import Scope

from ecosys import __version__
from ecosys.answers.answer import SCHEMA_VERSION
from ecosys.errors import EcosysError
from ecosys.log.decoding import events
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys_api.operating.instruments import collectors
from ecosys_api.operating.standing import Standing
from ecosys_api.proxies import route_path

ADDRESS = "/metricsz"
PAGE = "/metrics"
"""Where Prometheus asks if it is told nothing else, and people find the metrics of the market."""
_BY_PROMETHEUS = re.compile(rb"application/openmetrics-text|text/plain\s*;\s*version=")
Labels = Mapping[str, str]


def scraped(scope: Scope) -> Scope:
    """What Prometheus asks at the address of the page is meant for it."""
    if route_path(scope) != PAGE:
        return scope
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept")
    if not _BY_PROMETHEUS.search(accepted):
        return scope
    path = scope["path"].removesuffix(PAGE) + ADDRESS
    return {**scope, "path": path, "raw_path": path.encode()}


def note(state: State) -> None:
    """Note what is so now of this process: what it keeps, and what it is asked."""
    if not state.ready:
        return
    told = state.instruments
    told.memory.labels("answers").set(state.timeline.memory.size)
    told.memory.labels("events").set(events.size)
    told.long_questions.set(state.replies.long_questions)
    told.streams.set(state.streams.open)


def exposition(state: State, standing: Standing | None, accept: str) -> tuple[bytes, str]:
    """All metrics, and the type of the text that they are."""
    note(state)
    encode, type = choose_encoder(accept)
    every = _All([*collectors(state.instruments), _Fixed(_of_server(state, standing))])
    return encode(every), type


class _All(Collector):
    """Several collectors as one."""

    def __init__(self, collectors: Iterable[Collector]) -> None:
        self._collectors = collectors

    def collect(self) -> Iterator[Metric]:
        """The metrics of each."""
        for each in self._collectors:
            yield from each.collect()


class _Fixed(Collector):
    """Metrics that are worked out."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """The metrics."""
        return self._metrics


def _of_server(state: State, standing: Standing | None) -> Iterator[Metric]:
    yield _gauge("ecosys_ready", "Whether questions are answered.", state.ready)
    if not state.ready:
        return
    timeline: Timeline = state.timeline
    about = {
        "version": __version__,
        "shapes": SCHEMA_VERSION,
        "python": platform.python_version(),
        "database": type(timeline.log.database).__name__.lower(),
    }
    yield _gauges("ecosys_build_info", "What runs, over which database.", [(about, 1)])
    try:
        of_log = list(_of_log(timeline))
    except EcosysError:  # a server that lost its database tells that, and the rest
        of_log = []
    yield _gauge("ecosys_database_up", "Whether the database answers.", bool(of_log))
    yield from of_log
    if standing is not None:
        yield from _of_data(standing, timeline.log.clock())


def _of_log(timeline: Timeline) -> Iterator[Metric]:
    head = timeline.head()
    yield _gauge(
        "ecosys_log_position",
        "The position of the newest event: how many events there are, as none is left out.",
        head.position,
    )
    yield _gauge(
        "ecosys_log_recorded_timestamp_seconds",
        "When the newest event was recorded.",
        head.recorded_at / instant.SECOND,
    )
    stand = [
        ({"read_model": name}, each) for name, each in timeline.read_models.checkpoints().items()
    ]
    yield _gauges(
        "ecosys_read_model_position",
        "The last event that a read model covers.",
        [(labels, each.position) for labels, each in stand],
    )
    yield _gauges(
        "ecosys_read_model_lag_events",
        "How many events a read model does not cover yet.",
        [(labels, max(0, head.position - each.position)) for labels, each in stand],
    )
    yield _gauges(
        "ecosys_read_model_paused",
        "Whether a read model met an event which it cannot digest.",
        [(labels, each.problem is not None) for labels, each in stand],
    )


def _of_data(standing: Standing, now: int) -> Iterator[Metric]:
    yield _gauge(
        "ecosys_quarantine_events",
        "What importers held back, and nobody has decided on.",
        standing.quarantined,
    )
    yield _gauge("ecosys_facts", "Prices in force and coming ends.", standing.freshness.facts)
    yield _gauge(
        "ecosys_facts_stale",
        "Those of them that nobody has said or confirmed for 45 days.",
        standing.freshness.stale,
    )
    ages = [
        ({"source": source}, (now - at) / instant.SECOND)
        for source, at in sorted(standing.readings.items())
    ]
    yield _gauges("ecosys_source_age_seconds", "How long ago a source was last read.", ages)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=float(value))


def _gauges(name: str, meaning: str, values: Iterable[tuple[Labels, float]]) -> Metric:
    metric = Metric(name, meaning, "gauge")
    for labels, value in values:
        metric.add_sample(name, dict(labels), float(value))
    return metric
