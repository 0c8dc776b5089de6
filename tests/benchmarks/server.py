"""What a running server needs, and how long who asks little waits while others ask much.

One worker answers as many different questions as `QUESTIONS`, of many kinds, each at a moment of
its own: what it then needs of memory. Then four clients ask what takes longest, beside one that
asks whether it is alive and one that asks for prices at moments that nobody asked about before.
At last many ask what takes long and leave at once, and the server is told to end.

`ECOSYS_BENCHMARK_LOG` names another log than the released one, a database; a copy of it is asked.
`ECOSYS_BENCHMARK_QUESTIONS` names how many questions are asked first.
"""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from tests.benchmarks import databases
from tests.benchmarks.result import Result
from tests.benchmarks.serving import Server, ecosys

QUESTIONS = 20_000
SECONDS = 30
CLIENTS = 4
ABANDONED = 60
PAUSE = 0.01
"""Between two questions of those who ask little, in seconds."""
MEGABYTES, LIVE_MS, PRICE_MS, END_SECONDS = 250, 50, 200, 5
"""What is promised."""
METRICS = ("timeline", "price_history", "figures", "price_direction", "provider_share", "ranking")
LONG = ("concentration", "risk_register", "share_erosion", "alias_exposure", "flywheel")
DAYS = [f"{year}-{month:02}-{day:02}" for year in (2024, 2025) for month in range(1, 13)
        for day in range(1, 29)]  # fmt: skip


def run() -> Iterator[Result]:
    """Measure one server, started anew."""
    with TemporaryDirectory() as name:
        database = databases.new(Path(name))
        if given := os.environ.get("ECOSYS_BENCHMARK_LOG"):
            databases.copy(given, database)
        with ecosys(database) as server:
            yield from _measured(server)


def _measured(server: Server) -> Iterator[Result]:
    address, process = server
    models = _models(address)
    before = _resident(process.pid)
    asked = int(os.environ.get("ECOSYS_BENCHMARK_QUESTIONS", QUESTIONS))
    began = monotonic()
    _ask_all(address, models, asked)
    took = monotonic() - began
    told = f"after {asked:,} questions"
    speed = f"{asked / took:,.0f}/s; before {before:.0f} MB"
    yield _result(f"resident, {told}", speed, _resident(process.pid), "MB", MEGABYTES)
    live, price = _beside_long_ones(address, models)
    beside = f"beside {CLIENTS} with long questions"
    yield _result(f"p99 of /livez, {beside}", _median(live), _p99(live), "ms", LIVE_MS)
    yield _result(f"p99 of a new price, {beside}", _median(price), _p99(price), "ms", PRICE_MS)
    yield _result(f"resident, {beside}", told, _resident(process.pid), "MB", MEGABYTES)
    silent = 1000 * max(_after_abandoned(address))
    yield _result("/livez at worst", f"{ABANDONED} left at once", silent, "ms", None)
    ended = _seconds_to_end(address, process.pid, process.wait)
    yield _result("end by SIGTERM", f"of {CLIENTS} with long questions", ended, "s", END_SECONDS)


def _result(what: str, beside: str, reached: float, unit: str, target: float | None) -> Result:
    return Result(what, beside, f"{reached:.1f} {unit}", reached, target, at_most=True)


def _models(address: str) -> list[str]:
    with urlopen(f"{address}/v1/prices?limit=1000") as reply:
        return sorted({row["subject"] for row in json.load(reply)["data"]})


def _ask_all(address: str, models: Sequence[str], count: int) -> None:
    """Ask questions of all kinds, no moment twice; each must be answered."""
    chosen, connection = Random(1), _connected(address)
    for _ in range(count):
        status = _get(connection, _question(chosen, models))
        if status not in (200, 404):  # not every model was known at every moment
            raise SystemExit(f"{address} answers {status}")
    connection.close()


def _question(chosen: Random, models: Sequence[str]) -> str:
    model, at = quote(chosen.choice(models)), f"as_of={_moment(chosen)}"
    known = f"{at}&known_at={chosen.choice(DAYS)}"
    kind = chosen.random()
    if kind < 0.55:
        return f"/v1/prices/{model}?{chosen.choice((at, known))}"
    if kind < 0.80:
        return f"/v1/resolve?name={model}&{known}"
    if kind < 0.90:
        metric = chosen.choice(METRICS)
        return f"/v1/metrics/{metric}?limit=100&{chosen.choice((at, known))}"
    if kind < 0.95:
        return f"/v1/models?{chosen.choice((at, known))}"
    return f"/v1/changes?since=30d&{chosen.choice((at, known))}"


def _long_question(chosen: Random) -> str:
    metric, day = chosen.choice(LONG), chosen.choice(DAYS)
    if chosen.random() < 0.5:
        return f"/v1/metrics/{metric}/vintages?limit=500&as_of={_moment(chosen)}&known_at={day}"
    return f"/v1/metrics/{metric}/moments?since=2010&as_of={_moment(chosen)}"


def _moment(chosen: Random) -> str:
    hour, minute, second = chosen.randrange(24), chosen.randrange(60), chosen.randrange(60)
    return f"{chosen.choice(DAYS)}T{hour:02}:{minute:02}:{second:02}Z"


def _beside_long_ones(address: str, models: Sequence[str]) -> tuple[list[float], list[float]]:
    """How long those wait who ask little, in seconds."""
    over = Event()
    for number in range(CLIENTS):
        Thread(target=_ask_long, args=(address, Random(number), over), daemon=True).start()
    chosen = Random(2)
    live: list[float] = []
    price: list[float] = []
    askers = [
        Thread(target=_time, args=(address, lambda: "/livez", live, over)),
        Thread(target=_time, args=(address, lambda: _price(chosen, models), price, over)),
    ]
    for each in askers:
        each.start()
    sleep(SECONDS)
    over.set()
    for each in askers:
        each.join()
    return live, price


def prices_beside_long_ones(address: str) -> list[float]:
    """How long those wait who ask for a price while others ask what takes long, in seconds."""
    return _beside_long_ones(address, _models(address))[1]


def late_price(taken: Sequence[float], beside: str, told: str, target: float | None) -> Result:
    """How long a price takes at worst, but for one of a hundred."""
    what = f"p99 of a new price, beside {CLIENTS} with long questions and {beside}"
    return _result(what, f"{_median(taken)}{told}", _p99(taken), "ms", target)


def _price(chosen: Random, models: Sequence[str]) -> str:
    return f"/v1/prices/{quote(chosen.choice(models))}?as_of={_moment(chosen)}"


def _ask_long(address: str, chosen: Random, over: Event) -> None:
    """Ask what takes long, again and again; at the end leave without the answer."""
    while not over.is_set():
        connection = _connected(address, SECONDS)
        with suppress(OSError, HTTPException):
            if _get(connection, _long_question(chosen)) == 503:
                sleep(1)  # as Retry-After says
        connection.close()


def _time(address: str, question: Callable[[], str], taken: list[float], over: Event) -> None:
    connection = _connected(address)
    while not over.is_set():
        began = monotonic()
        status = _get(connection, question())
        taken.append(monotonic() - began)
        if status not in (200, 404):
            raise SystemExit(f"{address} answers {status}")
        sleep(PAUSE)
    connection.close()


def _after_abandoned(address: str) -> list[float]:
    """How long /livez takes, in seconds, once many left who asked what takes long."""
    chosen = Random(3)
    for _ in range(ABANDONED):
        _left_open(address, chosen).close()
    taken: list[float] = []
    over = Event()
    asker = Thread(target=_time, args=(address, lambda: "/livez", taken, over))
    asker.start()
    sleep(5)
    over.set()
    asker.join()
    return taken


def _left_open(address: str, chosen: Random) -> socket.socket:
    """A connection that asked what takes long, and has no answer yet."""
    at = urlsplit(address)
    opened = socket.create_connection((at.hostname or "", at.port or 80))
    opened.sendall(f"GET {_long_question(chosen)} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
    return opened


def _seconds_to_end(address: str, pid: int, wait: Callable[[], int]) -> float:
    """How long a server takes to end that has long questions to answer."""
    chosen = Random(4)
    asked = [_left_open(address, chosen) for _ in range(CLIENTS)]
    sleep(1)
    began = monotonic()
    os.kill(pid, signal.SIGTERM)
    wait()
    for each in asked:
        each.close()
    return monotonic() - began


def _connected(address: str, timeout: float = 120) -> HTTPConnection:
    return HTTPConnection(urlsplit(address).netloc, timeout=timeout)


def _get(connection: HTTPConnection, path: str) -> int:
    """The status of an answer, which is read to its end."""
    connection.request("GET", path)
    reply = connection.getresponse()
    reply.read()
    return reply.status


def _resident(pid: int) -> float:
    """How many megabytes of memory a process has."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (each for each in status.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _p99(taken: Sequence[float]) -> float:
    """In milliseconds."""
    return 1000 * sorted(taken)[int(len(taken) * 0.99)]


def _median(taken: Sequence[float]) -> str:
    return f"median of {len(taken):,}: {1000 * sorted(taken)[len(taken) // 2]:.1f} ms"
