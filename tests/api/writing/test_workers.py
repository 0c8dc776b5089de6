"""Several processes on one socket and one database answer as one would."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ecosys.log.api_keys import ApiKeys
from ecosys.timeline import Timeline
from tests.api.writing.conftest import price

pytestmark = pytest.mark.no_cover
PATIENCE_SECONDS = 120
ROUTE = "/v1/events"


class Several:
    """A server of two processes as it is seen from outside."""

    def __init__(self, database, folder):
        self.log, self.said = folder / "log", folder / "said"
        timeline = Timeline.open(database)
        self.key = ApiKeys(timeline.log.database).create("anna", ["events:write"])[1]
        timeline.log.database.close()
        options = ["--port", "0", "--workers", "2", "--log-format", "json", "--access-log"]
        line = [sys.executable, "-m", "ecosys", "serve", *options, "--database", database]
        with self.log.open("wb") as output, self.said.open("wb") as error:
            self.process = subprocess.Popen(line, stdout=output, stderr=error)
        said = wait_for(lambda: self.said.read_text().split("ecosys at ")[1])
        self.address = said.split()[0]
        wait_for(lambda: self.get("/readyz"))

    def get(self, path):
        """What is answered, each time by whichever process takes the connection."""
        with urlopen(f"{self.address}{path}", timeout=PATIENCE_SECONDS) as reply:
            return reply.read().decode()

    def post(self, id):
        """Record a price; where it stands."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        body = json.dumps(price(id)).encode()
        with urlopen(Request(f"{self.address}{ROUTE}", body, headers)) as reply:
            return json.load(reply)["data"][0]["position"]

    def asked(self, ids):
        """Record each and ask for it at once, over four connections at a time; what was told."""

        def ask(id):
            position = self.post(id)
            return [json.loads(self.get(f"{ROUTE}/{id}"))["data"]["position"] == position] * 3

        with ThreadPoolExecutor(4) as threads:
            return [right for each in threads.map(ask, ids) for right in each]

    def processes(self):
        """Who has answered so far."""
        lines = map(json.loads, self.log.read_text().splitlines())
        return {line["process"] for line in lines if line["logger"] == "ecosys.requests"}

    def metrics(self):
        """What a scrape shows: the samples by name, with their labels."""
        families = text_string_to_metric_families(self.get("/metricsz"))
        return [sample for family in families for sample in family.samples]

    def posted(self):
        """How many events were recorded, as a scrape shows it."""
        return sum(
            sample.value
            for sample in self.metrics()
            if sample.name == "ecosys_http_requests_total"
            and sample.labels == {"route": ROUTE, "method": "POST", "status": "2xx"}
        )

    def living(self):
        """The processes that a scrape shows."""
        return {
            int(sample.labels["pid"])
            for sample in self.metrics()
            if sample.name == "process_cpu_seconds_total"
        }


def wait_for(what):
    """What something gives as soon as it does not fail and is not empty."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        with suppress(Exception):
            if found := what():
                return found
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def several(engine, tmp_path, released_database, request):
    """A server of two processes over the released log."""
    if engine == "sqlite":
        database = str(shutil.copy(released_database, tmp_path / "ecosys.db"))
    else:
        database = request.getfixturevalue("new_database")()
    started = Several(database, tmp_path)
    yield started
    started.process.terminate()
    started.process.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.endurance)], indirect=True
)
def test_several_processes_answer_as_one_would(several):
    names = (f"price-{number}" for number in count())
    wait_for(
        lambda: several.asked([next(names) for _ in range(8)]) and len(several.processes()) == 2
    )
    right = several.asked([next(names) for _ in range(24)])
    assert len(right) == 72
    assert all(right)  # whoever is asked, whoever wrote it
    recorded = several.posted()
    assert recorded == next_number(names)
    assert several.posted() == recorded  # whoever is scraped
    first = several.living()
    assert len(first) == 2

    os.kill(min(first), signal.SIGKILL)
    wait_for(lambda: len(several.living() - first) == 1)
    assert several.posted() == recorded  # what it had counted stays
    assert all(several.asked([next(names) for _ in range(8)]))
    wait_for(lambda: several.get("/v1/models?limit=1") and several.processes() - first)

    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(several.get, "/v1/prices?channel=all&as_of=2025-03-04&limit=1000")
        time.sleep(0.1)
        several.process.terminate()
        assert json.loads(asked.result())["data"]  # what was begun is answered
    assert several.process.wait(PATIENCE_SECONDS) == 0
    with pytest.raises(URLError):
        several.get("/livez")
    assert "Traceback" not in several.said.read_text()


def next_number(names):
    """How many names were given."""
    return int(next(names).removeprefix("price-"))
