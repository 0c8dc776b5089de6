"""endoflife.date: its API, version 1 and the one before, which Renovate and others read.

A product is a seller, its releases are the models that it sells: when they came, and when they stop
answering. An earliest possible date is no end: it stands among the custom fields. A model whose
first day is not known cannot be a release.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue, Seller
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.loss import gathered
from ecosys.domain.endings import Ending
from ecosys.event.subject import own_id, seller
from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.values.instant import BEFORE_ALL, day_of, to_text
from ecosys.values.when import When

SCHEMA_VERSION = "1.2.1"
"""The version of its API that this is."""
V1, V0 = "api/v1/products", "api"
"""Where its two versions answer."""
CATEGORY = "service"
TAGS = [CATEGORY, "llm"]
LABELS = {"eoas": "Not deprecated", "discontinued": None, "eol": "Answers", "eoes": None}


@dataclass(frozen=True, slots=True)
class Release:
    """A model that a seller sells."""

    subject: str
    launch: Held
    day: str
    """The first day on which it was available."""
    end: Ending | None

    @property
    def name(self) -> str:
        """What it is called there."""
        return own_id(self.subject)

    @property
    def shutdown(self) -> When | None:
        """When it stops answering, be it not before that."""
        return self.end.shutdown if self.end else None

    @property
    def last_day(self) -> str | None:
        """The day on which it stops answering, if that is a day and a promise."""
        return day_of(self.shutdown.start) if self.shutdown and self.shutdown.plain else None


def write(catalogue: Catalogue) -> Written:
    """All products with all that is known of them, and each alone, in both versions."""
    as_of, at = catalogue.moment.as_of, to_text(catalogue.moment.known_at)
    products = _products(catalogue)
    details = {name: _details(name, each, as_of) for name, each in products.items()}
    every = [release for releases in products.values() for release in releases]
    about = {"schema_version": SCHEMA_VERSION, "generated_at": at}
    listed = {**about, "total": len(details)}
    parts: dict[str, Any] = {
        f"{V1}/index.json": {**listed, "result": [_summary(name) for name in details]},
        **{
            f"{V1}/{name}/index.json": {**about, "last_modified": at, "result": each}
            for name, each in details.items()
        },
        f"{V0}/all.json": list(products),
        **{
            f"{V0}/{name}.json": [_cycle(each, as_of) for each in releases]
            for name, releases in products.items()
        },
    }
    return Written(
        to_json({**listed, "result": list(details.values())}),
        {key for release in every for key in _carried(release)},
        gathered(told for release in every for told in _coarse(release)),
        {path: to_json(content) for path, content in parts.items()},
    )


def _products(catalogue: Catalogue) -> Mapping[str, list[Release]]:
    """The releases of each seller, the newest first."""
    ends = catalogue.ends
    sellers = {(subject, "first_party") for subject in catalogue.launches}
    products: dict[str, dict[str, Release]] = defaultdict(dict)
    for place in sorted(sellers | {*ends} | {*catalogue.listed}):
        release = _release(catalogue, place)
        if release is not None:
            products[seller(*place)].setdefault(release.name, release)
    return {
        name: sorted(each.values(), key=lambda one: (one.day, one.name), reverse=True)
        for name, each in sorted(products.items())
    }


def _release(catalogue: Catalogue, place: Seller) -> Release | None:
    """A model where it is sold; None: it is no model, or nobody knows since when."""
    subject, _ = place
    launch = catalogue.launches.get(subject)
    event = launch.of(Launched) if launch else None
    if launch is None or event is None or not event.is_model or "/" not in subject:
        return None
    if launch.start in (None, BEFORE_ALL):
        return None
    assert launch.start is not None
    return Release(subject, launch, day_of(launch.start), catalogue.ends.get(place))


# Version 1


def _summary(name: str) -> dict[str, Any]:
    about = {"name": name, "label": name, "aliases": [], "category": CATEGORY, "tags": TAGS}
    return {**about, "uri": f"/{V1}/{name}"}


def _details(name: str, releases: list[Release], as_of: int) -> dict[str, Any]:
    return {
        "name": name,
        "label": name,
        "aliases": [],
        "category": CATEGORY,
        "tags": TAGS,
        "versionCommand": None,
        "identifiers": [],
        "labels": LABELS,
        "links": {"icon": None, "html": f"/{V1}/{name}", "releasePolicy": None},
        "releases": [_release_of(each, as_of) for each in releases],
    }


def _release_of(release: Release, as_of: int) -> dict[str, Any]:
    event = release.launch.of(Launched)
    ended = release.end is not None and release.end.has_ended(as_of)
    return {
        "name": release.name,
        "codename": None,
        "label": (event.name if event else None) or release.name,
        "releaseDate": release.day,
        "isLts": False,
        "ltsFrom": None,
        **_deprecated(release, as_of),
        "isEol": ended,
        "eolFrom": release.last_day,
        "isMaintained": not ended,
        "latest": None,
        "custom": _custom(release) or None,
    }


def _deprecated(release: Release, as_of: int) -> dict[str, Any]:
    """From when on it is closed to new uses, or marked as going."""
    date = release.end.held.date("deprecated") if release.end else None
    if date is None or not date.plain:
        return {"isEoas": False, "eoasFrom": None}
    return {"isEoas": date.start <= as_of, "eoasFrom": day_of(date.start)}


def _custom(release: Release) -> dict[str, str]:
    """What it has no field for."""
    end, shutdown = release.end, release.shutdown
    soft = {"shutdown": str(shutdown)} if shutdown and not shutdown.plain else {}
    named = {"recommendedReplacement": ", ".join(end.replacements)} if end else {}
    return {name: value for name, value in {**soft, **named}.items() if value}


# The version before


def _cycle(release: Release, as_of: int) -> dict[str, Any]:
    """A release as the version before has it: its end is a day, or whether it has come."""
    ended = release.end is not None and release.end.has_ended(as_of)
    support = _deprecated(release, as_of)["eoasFrom"]
    return {
        "cycle": release.name,
        "releaseDate": release.day,
        "support": support or not ended,
        "eol": release.last_day or ended,
        "lts": False,
    }


# What it carries


def _carried(release: Release) -> Iterator[Hashable]:
    yield items.launch_key(release.subject)
    if release.end is not None:
        yield items.end_key(release.end)
        yield items.softness_key(release.end)
        yield items.replacement_key(release.end)


def _coarse(release: Release) -> Iterator[tuple[str, str, str]]:
    """A launch of which the day is not known: its interval's first is given."""
    when = release.launch.event.when
    if when is not None and when.precision not in ("day", "instant"):
        yield "day of a launch", when.precision, release.subject


endoflife = Layout(
    name="endoflife",
    file_name=f"{V1}/full/index.json",
    media_type="application/json",
    write=write,
    about="registryUrls of Renovate's endoflife-date, and clients of its API",
)
