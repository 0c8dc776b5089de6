"""Whatever is asked, or posted under a key, the answer is one that the document describes.

Over both engines, and by tens of thousands: python -m tests.endurance requests.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode

from tests import properties
from tests.api import random_requests
from tests.api.document import QUICK
from tests.api.random_requests import ask, post, questions, writes

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

LONG = f"/v1/metrics/(?!({'|'.join(QUICK)})(/|$))"
"""Operations of metrics are alike: every run asks those of some."""


def examples(count, many):
    return settings(
        max_examples=many if properties.endurance else count,
        deadline=None,
        derandomize=not properties.endurance,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


some = examples(5, 20)
"""Of each question: there are many."""
often = examples(25, 2_000)
"""Of each way to write."""


def asked(mode):
    found = questions(mode, coverage=properties.endurance)  # hundreds of values for each
    return found if properties.endurance else found.exclude(path_regex=LONG)


def posted(mode):
    return writes(mode, coverage=properties.endurance)


@pytest.fixture(scope="module", autouse=True)
def application(tmp_path_factory) -> Iterator[None]:
    with random_requests.serving(str(tmp_path_factory.mktemp("some") / "ecosys.db")):
        yield


sensible, senseless = asked(GenerationMode.POSITIVE), asked(GenerationMode.NEGATIVE)
well_formed, ill_formed = posted(GenerationMode.POSITIVE), posted(GenerationMode.NEGATIVE)


@sensible.parametrize()
@some
def test_a_sensible_question_is_answered_as_the_document_says(case):
    ask(case)


@senseless.parametrize()
@some
def test_a_senseless_question_is_refused_as_the_document_says(case):
    ask(case)


@well_formed.parametrize()
@often
def test_whatever_may_be_posted_is_answered_as_the_document_says(case):
    post(case)


@ill_formed.parametrize()
@often
def test_whatever_may_not_be_posted_is_refused_as_the_document_says(case):
    post(case)
