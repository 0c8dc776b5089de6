"""Two machines in two folders, one of them upgraded from an older release."""

import shutil

import pytest

from ecosys.log.release import follow, read_lines, released_log
from ecosys.timeline import Timeline
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.given import price

pytestmark = pytest.mark.no_cover  # measuring would take most of its time

QUESTIONS = [
    "/v1/cost/openai/o3?input=1000&output=1000",
    "/v1/prices?provider=openai&limit=500",
    "/v1/deprecations?limit=500&channel=all",
    "/v1/models?limit=500",
    "/v1/providers",
    "/v1/sources?limit=500",
    "/v1/changes?since=2026-01-01&limit=500",
    "/v1/subjects/openai",
    "/v1/metrics/provider_share",
    "/v1/metrics/deprecation_notice",
    "/v1/metrics/timeline?subject=openai&limit=500",
    "/v1/metrics/price_history/vintages?subject=openai/o3",
    "/v1/metrics/cumulative_developers/explain",
]


@pytest.fixture(scope="module")
def machines(tmp_path_factory, released_database):
    """A new machine, and one that was filled from an older release and upgraded twice."""
    release = list(read_lines(released_log()))
    new = tmp_path_factory.mktemp("new") / "ecosys.db"
    shutil.copy(released_database, new)
    old = Timeline.open(tmp_path_factory.mktemp("old") / "ecosys.db")
    for part in (len(release) // 3, 2 * len(release) // 3, len(release)):
        follow(old.log, release[:part])
    old.log.database.close()
    return new, old.log.database.path


def pinned(address: str, position: int) -> str:
    join = "&" if "?" in address else "?"
    return f"{address}{join}as_of=2026-11-22&known_at=2026-11-22&position={position}"


def test_a_pinned_question_has_the_same_bytes_on_every_machine_for_ever(machines):
    position = len(list(read_lines(released_log())))
    first, second = [ready(create(path, fill=False)) for path in machines]
    before = {address: first.get(pinned(address, position)) for address in QUESTIONS}
    for address, reply in before.items():
        assert reply.status_code == 200, reply.text
        again = second.get(pinned(address, position))
        assert again.content == reply.content, address
        assert again.headers["etag"] == reply.headers["etag"]
    mine = Timeline.open(machines[1])
    mine.append([price("mine", "2025-07-01", input="1", output="1")])
    mine.log.database.close()
    third = ready(create(machines[1], fill=False))
    for address, reply in before.items():
        assert third.get(pinned(address, position)).content == reply.content, address
    changed = third.get("/v1/cost/openai/o3?input=1000000").json()
    assert changed["data"]["input"] == "1"
    assert changed["meta"]["log"]["origin"] != "ecosys"
    for client in (first, second, third):
        client.__exit__(None, None, None)
