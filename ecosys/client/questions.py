"""Questions: what both clients can be asked, each described once."""

from ecosys.client.calls import directory, log, market, releases
from ecosys.client.calls import metrics as numbers
from ecosys.client.method import Method


class Questions:
    """The questions of both clients. All take the moment: `as_of`, `known_at`, `position`."""

    prices = Method(market.prices)
    price = Method(market.price)
    cost = Method(market.cost)
    deprecations = Method(market.deprecations)
    price_vintages = Method(market.price_vintages)

    models = Method(directory.models)
    providers = Method(directory.providers)
    subject = Method(directory.subject)
    resolve = Method(directory.resolve)
    sources = Method(directory.sources)
    source = Method(directory.source)
    conflicts = Method(directory.conflicts)

    metrics = Method(numbers.metrics)
    metric = Method(numbers.metric)
    explain = Method(numbers.explain)
    vintages = Method(numbers.vintages)
    claims = Method(numbers.claims)
    all_releases = Method(releases.all_releases)
    first_release = Method(releases.first_release)
    as_known_on = Method(releases.as_known_on)

    changes = Method(log.changes)
    event = Method(log.event)
    dependents = Method(log.dependents)
    page_of_events = Method(log.page_of_events)
