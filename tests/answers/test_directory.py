"""Providers and sources: what is told of each, and in which order."""

import pytest

from ecosys.answers.providers import providers
from ecosys.answers.sources import sources
from tests.given import event, price

ACME = {"source": "acme", "read": "2025-03-01"}
BLOG = {"source": "blog", "read": "2025-05-01"}


def launch(subject, day, **fields):
    about = {"what": "model", "occurred": day, "stated": day, **fields}
    return event("launched", subject, subject=subject, **about)


@pytest.fixture
def known(timeline):
    timeline.append(
        [
            event("registered", "s1", source="acme", name="Acme", kind="provider",
                  url="https://acme.example"),
            event("registered", "s2", source="blog", name="A blog", kind="secondary"),
            event("registered", "s3", source="unread", name="Never cited", kind="mirror"),
            launch("acme/one", "2023-05-01", sources=[ACME]),
            launch("acme/two", "2025-02-01", channel="azure", sources=[ACME]),
            launch("acme/later", "2026-12-24", stated="2025-02-01", sources=[ACME]),
            launch("beta/api", "2025-04-01", what="api", sources=[BLOG]),
            price("e", "2024-01-01", subject="gamma/m", input="1", sources=[BLOG]),
        ]
    )  # fmt: skip
    return timeline


def test_who_launched_something_last_comes_first_then_who_was_spoken_of(known):
    rows = providers(known, known.moment()).rows
    assert [(row.provider, row.first_launch, row.latest_launch, row.latest) for row in rows] == [
        ("beta", "2025-04-01", "2025-04-01", "beta/api"),
        ("acme", "2023-05-01", "2025-02-01", "acme/two"),
        ("gamma", None, None, None),
    ]


def test_a_provider_has_models_where_they_are_sold_and_its_address(known):
    rows = {row.provider: row for row in providers(known, known.moment()).rows}
    acme, beta = rows["acme"], rows["beta"]
    assert (acme.models, acme.subjects, acme.channels) == (3, 3, ("azure", "first_party"))
    assert (acme.name, acme.url) == ("Acme", "https://acme.example")
    assert (beta.models, beta.subjects, beta.name, beta.url) == (0, 1, "beta", None)


def test_since_leaves_out_providers_that_launched_nothing_since(known):
    found = providers(known, known.moment(), since="2025-02-01").rows
    assert [row.provider for row in found] == ["beta", "acme"]


def test_the_source_that_was_read_last_comes_first_what_was_never_read_last(known):
    told = [(row.source, row.events, row.last_read) for row in sources(known, known.moment()).rows]
    assert told == [("blog", 2, "2025-05-01"), ("acme", 3, "2025-03-01"), ("unread", 0, None)]


def test_since_leaves_out_sources_of_which_nothing_was_heard_since(known):
    found = sources(known, known.moment(as_of="2025-06-01"), since="60d").rows
    assert [row.source for row in found] == ["blog"]


def test_the_models_of_all_providers_are_all_models(seeded):
    from ecosys.answers.models import models

    moment = seeded.moment()
    rows = providers(seeded, moment).rows
    assert sum(row.models for row in rows) == len(models(seeded, moment).rows)
