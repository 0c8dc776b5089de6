"""Prometheus: prices and ends as gauges in its text format, to be scraped or put beside a node's.

Each line of a price list is a sample, in its own currency and unit; each end the time of the day on
which it comes. So alerts compare an end with `time()`, and dashboards join prices with usage.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.layout import Layout, Written
from ecosys.domain.endings import Ending
from ecosys.domain.prices import Price
from ecosys.values.instant import SECOND

PRICE, END = "ecosys_price", "ecosys_end_timestamp_seconds"
HELP = {
    PRICE: "What a seller charges for a unit, in the currency of the label.",
    END: "When a model stops answering, in seconds since 1970; bound not_before is no promise.",
}
ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
Sample = tuple[dict[str, Any], str]
"""Labels and a value."""


def write(catalogue: Catalogue) -> Written:
    """The lines in force of what has not ended, and all ends with a date."""
    carried: set[Hashable] = set()
    prices: dict[Hashable, Sample] = {}
    for offer in catalogue.offers:
        for price in () if offer.is_over else offer.lines:
            if price.component.price is not None:
                prices[items.price_key(price)] = _of_price(price)
    ends = [(ending, sample) for ending in catalogue.endings for sample in _of_end(ending)]
    for ending, _ in ends:
        carried |= {items.end_key(ending), items.softness_key(ending)}
    families = {PRICE: prices.values(), END: (sample for _, sample in ends)}
    text = "".join(line for name, samples in families.items() for line in _family(name, samples))
    return Written(text.encode(), carried | prices.keys())


def _of_price(price: Price) -> Sample:
    line = price.component
    subject, channel, region, currency = price.place
    where = {"subject": subject, "channel": channel, "region": region, "currency": currency}
    what = {
        name: getattr(line, name)
        for name in ("direction", "modality", "tier", "unit", "above", "hours")
    }
    bands = {"bands": price.event.bands} if line.above else {}
    return {**where, **what, **bands}, line.amount


def _of_end(ending: Ending) -> Iterator[Sample]:
    subject, channel, deployment, region = ending.place
    if (shutdown := ending.shutdown) is not None and not shutdown.unknown:
        labels = {"subject": subject, "channel": channel, "deployment": deployment}
        how = {"region": region, "precision": shutdown.precision, "bound": shutdown.bound}
        yield {**labels, **how}, str(shutdown.start // SECOND)


def _family(name: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {HELP[name]}\n# TYPE {name} gauge\n"
    yield from (f"{name}{{{_labels(labels)}}} {value}\n" for labels, value in samples)


def _labels(labels: dict[str, Any]) -> str:
    """Labels as they are written; empty ones are none."""
    said = ((name, value) for name, value in labels.items() if value)
    return ",".join(f'{name}="{str(value).translate(ESCAPED)}"' for name, value in said)


prometheus = Layout(
    name="prometheus",
    file_name="ecosys.prom",
    media_type="text/plain; version=0.0.4; charset=utf-8",
    write=write,
    about="a scrape of Prometheus, or its node exporter's textfile collector",
)
