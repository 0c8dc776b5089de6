"""How many durable events are taken over HTTP, beside processes that append to the file themselves.

Eight clients post one event each, again and again, to a server with one worker; each is answered
when its event is on disk. Then as many processes open the same kind of log and call
`Timeline.append` with one event each, again and again. Both write read models too. wrk makes the
requests: what it takes of the processor, on the same machine, is told. Before all, four clients ask
what takes longest of the released log beside one that asks for prices; at last, when all that was
written stands there too, the same while eight write.
"""

import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import PIPE, Popen
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from ecosys.log.api_keys import ApiKeys
from ecosys.log.engines import open_database
from ecosys.timeline import Timeline
from tests.benchmarks import databases, server
from tests.benchmarks.result import Result
from tests.benchmarks.serving import ecosys

CLIENTS = 8
SECONDS = 10
ROUNDS = 3
TARGET = 2
PRICE_MS = 100
"""What is promised of a price beside long questions."""
SCRIPT = """
local at = 0
local headers = {["Content-Type"] = "application/json", ["Authorization"] = "Bearer %s"}
request = function()
  at = at + 1
  return wrk.format("POST", "/v1/events", headers, string.format([[
    {"type": "price_changed", "id": "%s-%%d", "subject": "acme/m%%d", "occurred": "2026-01-01",
     "components": [{"direction": "input", "amount": "2"}], "sources": [{"source": "acme"}]}
  ]], at, at %% 50))
end
done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.read + summary.errors.timeout
  print(string.format("RESULT %%f %%d %%f", summary.requests / summary.duration * 1e6, failed,
    latency:percentile(99) / 1000))
end
"""
"""What wrk runs: each request is a new event. It is given the key, and how the ids begin."""
APPENDING = """
import sys
from time import monotonic
from ecosys.event.codec import parse
from ecosys.timeline import Timeline
_, database, name, seconds = sys.argv
timeline = Timeline.open(database)
timeline.append([])
print("ready", flush=True)
sys.stdin.readline()
end, done = monotonic() + float(seconds), 0
while monotonic() < end:
    event = parse({
        "type": "price_changed", "id": f"{name}-{done}", "subject": f"acme/m{done % 50}",
        "occurred": "2026-01-01", "components": [{"direction": "input", "amount": "2"}],
        "sources": [{"source": "acme"}]})
    timeline.append([event])
    done += 1
print(done, flush=True)
"""
"""What a process does that appends to the file itself."""


def run() -> Iterator[Result]:
    """Compare in turns, of each side the best of several rounds; then beside long questions."""
    if not shutil.which("wrk"):
        sys.exit("This benchmark needs wrk (Debian package wrk).")
    with TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = databases.new(folder, "ours"), databases.new(folder, "theirs")
        key = _key(ours)
        for each in (ours, theirs):
            opened = Timeline.open(each)
            opened.read_models.catch_up(opened.head().position)
            opened.log.database.close()
        with ecosys(ours, "--writes-a-minute", "0") as (address, process):
            _wait_until_idle(process.pid)
            alone = server.prices_beside_long_ones(address)
            yield server.late_price(alone, "nobody who writes", "", PRICE_MS)
            rounds = [
                (_post(folder, address, key, f"round-{number}"), _append(theirs, f"a{number}"))
                for number in range(ROUNDS)
            ]
            posted, spent, late = max(speed for speed, _ in rounds)
            appended = max(speed for _, speed in rounds)
            yield Result(
                f"{CLIENTS} clients, an event each, on disk",
                f"{CLIENTS} processes that append {appended:,.0f}/s",
                f"over HTTP {posted:,.0f}/s, p99 {late:.0f} ms; wrk {100 * spent:.0f} % of a core",
                posted / appended,
                TARGET,
            )
            with ThreadPoolExecutor(1) as pool:
                writing = pool.submit(_post, folder, address, key, "beside", server.SECONDS)
                beside = server.prices_beside_long_ones(address)
                told = f"; {writing.result()[0]:,.0f} events/s meanwhile"
            yield server.late_price(beside, f"{CLIENTS} who write", told, None)


def _wait_until_idle(pid: int) -> None:
    """Wait until a server has made the pages that it makes as it starts."""
    while True:
        before = _ticks(pid)
        sleep(1)
        if _ticks(pid) - before < 10:  # a tenth of a second of the processor
            return


def _ticks(pid: int) -> int:
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return int(user) + int(system)


def _key(database: str) -> str:
    opened = open_database(database)
    _, key = ApiKeys(opened).create("benchmark", ["events:write"])
    opened.close()
    return key


def _post(
    folder: Path, address: str, key: str, name: str, seconds: float = SECONDS
) -> tuple[float, float, float]:
    """Events a second, the share of a core that wrk took, and the 99th of 100 waits in ms."""
    script = folder / "post.lua"
    script.write_text(SCRIPT % (key, name), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(script), address]
    before, began = getrusage(RUSAGE_CHILDREN), monotonic()
    told = call(command, capture_output=True, text=True, check=True).stdout
    after, took = getrusage(RUSAGE_CHILDREN), monotonic() - began
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    speed, failed, late = told.partition("RESULT ")[2].split()
    if int(failed):
        sys.exit(f"{address}: {failed} requests failed")
    return float(speed), spent / took, float(late)


def _append(database: str, name: str) -> float:
    """Events a second of processes that append to one file."""
    processes = [
        Popen(
            [sys.executable, "-c", APPENDING, database, f"{name}-{number}", str(SECONDS)],
            stdin=PIPE,
            stdout=PIPE,
            text=True,
        )
        for number in range(CLIENTS)
    ]
    for each in processes:
        assert each.stdout
        each.stdout.readline()
    for each in processes:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    return sum(int(each.communicate()[0]) for each in processes) / SECONDS
