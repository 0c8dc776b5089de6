"""A published site behind servers of files: the questions of the README, the log, and ranges."""

import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from urllib.request import Request, urlopen

import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from ecosys.__main__ import build
from ecosys.answers.dataset.formats.parquet import write
from ecosys.answers.dataset.source import Source
from ecosys_api.publishing import publish
from tests.answers.dataset.conftest import O3
from tests.api.publishing.serving import plain, with_ranges


@pytest.fixture(scope="module")
def released(released_database, tmp_path_factory):
    """The site of the released log."""
    folder = tmp_path_factory.mktemp("released") / "site"
    publish(released_database, folder)
    return folder


@pytest.fixture(scope="module")
def server(released):
    """The address of `python -m http.server` over the site of the released log."""
    with plain(released) as address:
        yield address


@pytest.fixture(scope="module")
def ask(server):
    """What gives a file of JSON by its path."""
    return lambda path: json.loads(_read(f"{server}/{path}"))


def _read(address, **headers):
    with urlopen(Request(address, headers=headers)) as reply:
        return reply.read()


@pytest.mark.parametrize("path", ["/v1/log", "/", ""])
def test_the_log_is_verified_over_http_also_by_the_address_of_the_server_alone(site, path):
    with plain(site) as address:
        done = CliRunner().invoke(build(), ["verify", "--remote", f"{address}{path}"])
    assert done.exit_code == 0, done.output
    assert "14" in done.output


class Ranges(io.RawIOBase):
    """A file at an address, of which only the parts are read that are asked for."""

    def __init__(self, address):
        self.address, self.at = address, 0
        with urlopen(Request(address, method="HEAD")) as reply:
            self.size = int(reply.headers["Content-Length"])

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.at

    def seek(self, offset, whence=io.SEEK_SET):
        self.at = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence] + offset
        return self.at

    def readinto(self, buffer):
        last = min(self.at + len(buffer), self.size) - 1
        if last < self.at:
            return 0
        part = _read(self.address, Range=f"bytes={self.at}-{last}")
        buffer[: len(part)] = part
        self.at += len(part)
        return len(part)


@pytest.fixture(scope="module")
def daily(seeded, tmp_path_factory):
    """A folder with the prices of the released log, day by day."""
    folder = tmp_path_factory.mktemp("daily")
    list(write(Source(seeded, seeded.moment()), folder))
    return folder


def test_of_a_file_only_the_parts_are_read_that_a_question_needs(daily):
    name = "price_daily.parquet"
    with with_ranges(daily) as (address, sent):
        read = parquet.read_table(
            Ranges(f"{address}/{name}"),
            columns=["day", "subject", "tier", "channel", "input"],
            filters=[("subject", "==", O3), ("day", ">", date(2025, 6, 8))],
        ).to_pylist()
    prices = {
        row["day"]: row["input"]
        for row in read
        if (row["tier"], row["channel"]) == ("standard", "first_party")
    }
    assert prices[date(2025, 6, 9)] == Decimal(10)
    assert prices[date(2025, 6, 10)] == Decimal(2)
    assert sent[f"/{name}"] < (daily / name).stat().st_size / 2


PACKAGES = ("duckdb==1.5.5", "duckdb-extensions==1.5.5", "duckdb-extension-httpfs==1.5.5")
"""A DuckDB whose extension for HTTP is a package too: what it installs itself is its server's."""
ASKS = """
import sys, duckdb
from duckdb_extensions import import_extension
import_extension("httpfs")
connection = duckdb.connect()
connection.execute("LOAD httpfs")
print(*connection.execute(sys.argv[1]).fetchall(), sep="\\n")
"""


@pytest.mark.endurance
def test_duckdb_asks_the_published_file_as_the_page_shows_it(daily, site, tmp_path):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--target", str(tmp_path / "duckdb"), *PACKAGES], check=True)
    page = (site / "index.html").read_text()
    query = unescape(page.partition("LOAD httpfs;")[2].partition("</code>")[0])
    with with_ranges(daily) as (address, sent):
        done = subprocess.run(
            [sys.executable, "-c", ASKS, query.replace("https://HOST/data", address)],
            env={**os.environ, "PYTHONPATH": str(tmp_path / "duckdb"), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    cut, before = sorted(done.stdout.splitlines()), ("10.0", "40.0")
    assert "2025, 6, 10" in cut[0]
    assert "Decimal('2.0" in cut[0]
    assert "Decimal('8.0" in cut[0]
    assert "2025, 6, 9" in cut[1]
    assert all(f"Decimal('{each}" in cut[1] for each in before)
    assert 0 < sum(sent.values()) < (daily / "price_daily.parquet").stat().st_size


@pytest.mark.endurance
class TestTheFiveQuestionsOfTheReadme:
    """Answered from files alone."""

    def test_what_did_o3_cost_before_the_cut_and_what_came_after(self, ask):
        history = ask("v1/prices/openai/o3/history.json")["data"]
        plain = {
            (row["at"], row["labels"]["line"]): row["value"]
            for row in history
            if row["labels"]["line"] in ("input", "output")
        }
        assert plain == {
            ("2025-04-16", "input"): "10",
            ("2025-04-16", "output"): "40",
            ("2025-06-10", "input"): "2",
            ("2025-06-10", "output"): "8",
        }

    def test_what_was_believed_early_in_august_that_september_would_cost(self, ask):
        rows = ask("v1/prices/anthropic/claude-sonnet-5/vintages.json")["data"]
        scheduled = [row for row in rows if row.get("at") == "2026-09-01"]
        assert scheduled, rows

    def test_when_does_a_model_die_and_when_was_that_said(self, server):
        content = _read(f"{server}/data/deprecation_all.parquet")
        rows = parquet.read_table(io.BytesIO(content)).to_pylist()
        then = datetime(2023, 7, 1, tzinfo=UTC)
        known = {
            (row["announced"], row["shutdown"])
            for row in rows
            if (row["subject"], row["voice"]) == ("openai/gpt-4-0314", "openai")
            and row["channel"] == "first_party"
            and row["known_from"] <= then
            and (row["known_to"] is None or row["known_to"] > then)
            and row["position_to"] is None
        }
        assert known == {("2023-06-13", "2023-09-13")}

    def test_is_what_they_write_true(self, ask):
        claims = {row["id"]: row for row in ask("v1/claims.json")["data"]}
        assert claims["MC-004"]["verdict"] == "holds_roughly"

    def test_who_says_so(self, ask):
        rows = ask("v1/metrics/cumulative_developers/explain.json")["data"]
        assert any("openai-api-developers-2023-11-06" in json.dumps(row) for row in rows)
