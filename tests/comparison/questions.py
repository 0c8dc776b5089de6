"""The questions: every route of an API at every moment of interest, as it tells of itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any

from tests.comparison.interest import (
    ABOUT,
    CORRECTING,
    EARLY,
    HEAD,
    LATE,
    MOMENTS,
    MORE_OF_METRICS,
    PAST,
    PROVIDERS,
    QUICK_VINTAGES,
    SOURCES,
    Parameters,
)
from tests.comparison.mistake import (
    ACCEPTED,
    ELSEWHERE,
    METHODS,
    OF_COORDINATES,
    OF_EVERY_ROUTE,
    OF_METRICS,
    OF_ROUTES,
)
from tests.comparison.question import Question, address

FORMS = ("csv", "md", "metadata")
SUFFIXES = {"csv": ".csv", "md": ".md", "metadata": ".metadata.json"}
PAGES: Sequence[Parameters] = ({"limit": 7}, {"limit": 7, "cursor": 7})
TELLS = ("/openapi.json", "/v1", "/v1/metrics?limit=500", "/v1/schemas", "/v1/providers?limit=1")
"""What an API is asked first: its answers say what else can be asked."""
METRIC = "/v1/metrics/{name}"
DEFINES = "/v1/metrics"
"""Its tables hold definitions, which are texts: it is compared as JSON only."""


@dataclass(frozen=True, slots=True)
class Api:
    """What an API tells of itself."""

    routes: Mapping[str, Mapping[str, Any]]
    """The parameters of every route that is read, with the schema of each."""
    metrics: Sequence[str]
    types: Sequence[str]
    """The types of events, `seeds` among them."""
    head: int
    """The last position of its log."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Api":
        """Read the bodies of TELLS by address."""
        document, index, metrics, types, providers = (told[each] for each in TELLS)
        routes = {
            path: {each["name"]: each["schema"] for each in operations["get"].get("parameters", ())}
            for path, operations in document["paths"].items()
            if "get" in operations
        }
        named = {*index["metrics"], *(row["name"] for row in metrics["data"])}
        return cls(routes, sorted(named), sorted(types), providers["meta"]["position"])

    def ask(
        self,
        path: str,
        given: Parameters,
        at: Parameters,
        suffix: str = "",
        method: str = "GET",
        **headers: str,
    ) -> Question:
        """A question to a route; of the coordinates it is given those that it takes."""
        taken = {
            name: self.head if value == HEAD else value
            for name, value in at.items()
            if name in self.routes.get(path, ()) and value is not None
        }
        sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return Question(group(path), address(path, {**taken, **given}, suffix), method, sent)


def questions(api: Api) -> list[Question]:
    """All questions over HTTP, each once."""
    kinds = (
        *(_answers, _metrics, _vintages, _pages, _forms, _heads, _accepted),
        *(_mistakes, _methods, _unpinned, _elsewhere),
    )
    return list(dict.fromkeys(question for kind in kinds for question in kind(api)))


def group(path: str) -> str:
    """The group that a route is counted with: all metrics are one."""
    return re.sub(r"^/v1/metrics/\w+", METRIC, path)


def _answers(api: Api) -> Iterator[Question]:
    """Every route that is no metric, about each subject, at every moment."""
    for path in _without_metrics(api):
        for given in _about(api, path):
            for at in _settings(slow=_is_slow(path)):
                yield api.ask(path, given, at)


def _metrics(api: Api) -> Iterator[Question]:
    """Every metric and what its points rest on, by its defaults at every moment, and by choices."""
    rotating = cycle(_settings())
    for name, more in product(api.metrics, ("", "/explain")):
        path = f"/v1/metrics/{name}{more}"
        for at in _settings():
            yield api.ask(path, {}, at)
        for given in _choices(api, name):
            yield api.ask(path, given, LATE)
            if not more:
                yield api.ask(path, given, next(rotating))
        yield api.ask(path, {"at": "2023-11-06"} if more else {"limit": 500}, LATE)


def _vintages(api: Api) -> Iterator[Question]:
    """How answers changed: of all with little knowledge, of some with much."""
    for name in api.metrics:
        path = f"/v1/metrics/{name}/vintages"
        yield api.ask(path, {}, EARLY)
        if name in QUICK_VINTAGES:
            for at in _settings():
                yield api.ask(path, QUICK_VINTAGES[name], at)


def _pages(api: Api) -> Iterator[Question]:
    """Pages of every list."""
    for path, taken in api.routes.items():
        for page in PAGES:
            if set(page) <= set(taken):
                at = EARLY if _is_slow(path) else LATE
                yield api.ask(path, {**_about(api, path)[0], **page}, at)


def _forms(api: Api) -> Iterator[Question]:
    """The table forms and their metadata, by suffix and, but for metrics, by parameter."""
    rotating = cycle(_settings())
    for path in api.routes:
        if "format" not in api.routes[path] or _is_slow(path):
            continue
        given = _about(api, path)[-1]
        for form in FORMS:
            if path != DEFINES or form == "metadata":
                yield api.ask(path, given, next(rotating), SUFFIXES[form])
                if group(path) == path:
                    yield api.ask(path, {**given, "format": form}, LATE)


def _heads(api: Api) -> Iterator[Question]:
    """Every route without its body."""
    for path in api.routes:
        yield api.ask(path, _about(api, path)[0], EARLY, method="HEAD")


def _accepted(api: Api) -> Iterator[Question]:
    """Forms asked by header, what the asker has already, and other origins."""
    for path in _without_metrics(api):
        if path != DEFINES and not _is_slow(path):
            for accept in ACCEPTED:
                yield api.ask(path, _about(api, path)[0], LATE, Accept=accept)
            yield api.ask(path, _about(api, path)[0], LATE, If_None_Match="*")
            yield api.ask(path, _about(api, path)[0], LATE, Origin="https://example.org")


def _mistakes(api: Api) -> Iterator[Question]:
    """Unknown parameters to every route; bad coordinates to all but most metrics; and others."""
    for path, taken in api.routes.items():
        about = _about(api, path)[0]
        for given in OF_EVERY_ROUTE:
            yield api.ask(path, {**about, **given}, EARLY)
        name = path.removeprefix("/v1/metrics/")
        for given in (*OF_ROUTES.get(path, ()), *OF_METRICS.get(name, ())):
            yield api.ask(path, given, LATE)
        if path in _without_metrics(api) or name in api.metrics[::10]:
            for given in OF_COORDINATES:
                if set(given) <= set(taken):
                    yield api.ask(path, {**about, **given}, EARLY)


def _methods(api: Api) -> Iterator[Question]:
    """What is no reading, what is too large, and what a browser asks first."""
    for path in _without_metrics(api):
        for method in METHODS:
            yield api.ask(path, _about(api, path)[0], {}, method=method)
    yield api.ask("/v1/prices", {}, {}, method="PUT", Content_Length="70000")
    yield api.ask(
        "/v1/prices",
        {},
        {},
        method="OPTIONS",
        Origin="https://example.org",
        Access_Control_Request_Method="GET",
    )


def _unpinned(api: Api) -> Iterator[Question]:
    """Questions of today: caches may not keep what they answer."""
    for path in _without_metrics(api):
        if not _is_slow(path):
            yield api.ask(path, _about(api, path)[0], {})
    for name in api.metrics:
        yield api.ask(f"/v1/metrics/{name}", {}, {})


def _elsewhere(_: Api) -> Iterator[Question]:
    """The document, the pages, and addresses that lead nowhere."""
    for each in ("/openapi.json", *ELSEWHERE):
        at = each if each in ("/", "/docs", "/openapi.json") else "elsewhere"
        yield Question(at, each)


def _settings(*, slow: bool = False) -> list[Parameters]:
    """Every moment over all sources, some of one source alone; of slow routes few."""
    if slow:
        return [EARLY, PAST, {**PAST, "source": "openai"}, LATE]
    alone = product((CORRECTING, LATE), SOURCES)
    return [*MOMENTS, *({**moment, "source": source} for moment, source in alone)]


def _about(api: Api, path: str) -> Sequence[Parameters]:
    if path == "/v1/schemas/{type}":
        return [{"type": type} for type in api.types]
    return ABOUT.get(path, ({},))


def _choices(api: Api, name: str) -> Iterator[Parameters]:
    """Each provider, each value of each choice, and what is written down for the metric."""
    schemas = api.routes[f"/v1/metrics/{name}"]
    yield from ({"subject": provider} for provider in PROVIDERS)
    for parameter, schema in schemas.items():
        is_switch = schema.get("type") == "boolean"
        values = ("true", "false") if is_switch else schema.get("enum", ())
        if parameter != "format":
            yield from ({parameter: value} for value in values)
    yield from MORE_OF_METRICS.get(name, ())


def _without_metrics(api: Api) -> list[str]:
    return [path for path in api.routes if group(path) == path]


def _is_slow(path: str) -> bool:
    return path.endswith(("/vintages", "/dependents"))
