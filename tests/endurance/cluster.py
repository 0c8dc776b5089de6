"""A cluster of PostgreSQL on one machine: nodes that Patroni leads, which agrees by etcd.

Three servers; what is committed is on two of them. All is in a temporary folder, with an ordinary
user where root starts it, and every process ends with it.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from tests.log.postgres import server as postgres_server

NOT_THERE = (
    "No cluster: its test did not run. Install what it needs: apt-get install "
    "--no-install-recommends postgresql patroni etcd-server."
)
NODES = ("one", "two", "three")
TTL = 20
"""After how many seconds a silent node is no longer the primary; Patroni takes no less."""
TO_START = 90
"""How many seconds a cluster has until all of it follows."""
TAKES_OVER_ITS_LOCK = (3, 0, 2)
"""Up to this version Patroni that goes on after it was frozen may write itself as the leader anew
over version 3 of etcd's protocol, whoever leads by then: what that one acknowledged is undone. Over
version 2 it looks first, and later ones look over either."""
TRUSTED = [
    "host all all 127.0.0.1/32 trust",
    "host replication all 127.0.0.1/32 trust",
    "local all all trust",
]


def is_there() -> bool:
    """Whether all of the programs are."""
    programs = shutil.which("patroni") and shutil.which("etcd")
    return bool(programs and postgres_server.binaries())


@dataclass
class Cluster:
    """The nodes of a cluster, with their ports and processes."""

    folder: Path
    user: tuple[int, int] | None
    keepers: int
    """How many processes of etcd there are."""
    ports: dict[str, int] = field(default_factory=dict)
    """Where each node listens: PostgreSQL."""
    reports: dict[str, int] = field(default_factory=dict)
    """Where each node tells of itself: Patroni."""
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    is_kept: bool = False
    """Whether its folder stays, to be looked into."""

    def url(self, *nodes: str) -> str:
        """Where some nodes are; of all of them that one which can be written to."""
        servers = ",".join(f"127.0.0.1:{self.ports[name]}" for name in nodes or NODES)
        several = "" if nodes else "?target_session_attrs=read-write"
        return f"postgresql://postgres@{servers}/postgres{several}"

    def start(self) -> None:
        """Start all of it."""
        names = [f"etcd{number}" for number in range(self.keepers)]
        free = iter(_free_ports(2 * len(names) + 2 * len(NODES)))
        places = {name: (next(free), next(free)) for name in names}
        self.ports = {name: next(free) for name in NODES}
        self.reports = {name: next(free) for name in NODES}
        everyone = ",".join(f"{name}=http://127.0.0.1:{peer}" for name, (_, peer) in places.items())
        for name, (port, peer) in places.items():
            self._run(name, *_etcd(self.folder / name, f"http://127.0.0.1:{port}",
                                   f"http://127.0.0.1:{peer}", everyone))  # fmt: skip
        hosts = [f"127.0.0.1:{port}" for port, _ in places.values()]
        for name in NODES:
            told = json.dumps(self._settings(name, hosts))  # which is YAML too
            (self.folder / f"{name}.yml").write_text(told)
            self.start_node(name)
        self.wait()

    def start_node(self, name: str) -> None:
        """Start Patroni on a node, which starts its server."""
        self._run(name, "patroni", self.folder / f"{name}.yml")

    def primary(self) -> str | None:
        """The node that holds the lead, as itself says; None: none does."""
        for name in NODES:
            with suppress(OSError):
                address = f"http://127.0.0.1:{self.reports[name]}/primary"
                with urllib.request.urlopen(address, timeout=1):
                    return name
        return None

    def wait(self, seconds: float = TO_START) -> None:
        """Wait until one node leads, and both others really follow it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(psycopg.Error):
                if (leads := self.primary()) and self._followers(leads) == len(NODES) - 1:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"the cluster was not whole after {seconds} s: see {self.folder}")

    def kill_server(self, name: str) -> None:
        """Kill the server of a node: Patroni sees it."""
        os.kill(self._server(name), signal.SIGKILL)

    def kill_node(self, name: str) -> None:
        """Kill all of a node, as where a machine loses its power."""
        server = self._server(name)
        for process in (self.processes[name].pid, server, *_children(server)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.processes[name].wait()

    def freeze(self, name: str) -> None:
        """Stop Patroni on a node, and leave its server alone: it goes on as if it were primary."""
        os.kill(self.processes[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let Patroni go on."""
        os.kill(self.processes[name].pid, signal.SIGCONT)

    def stop(self) -> None:
        """End every process, whatever state it is in."""
        for name in NODES:
            if process := self.processes.get(name):
                with suppress(ProcessLookupError):
                    process.send_signal(signal.SIGCONT)
                    process.kill()
            with suppress(OSError, ValueError):
                server = self._server(name)
                for each in (server, *_children(server)):
                    with suppress(ProcessLookupError):
                        os.kill(each, signal.SIGKILL)
        for process in self.processes.values():
            process.kill()
            process.wait()

    def _followers(self, leads: str) -> int:
        """How many servers stream from the one that leads, one of them before each commit ends."""
        with psycopg.connect(self.url(leads), connect_timeout=2, autocommit=True) as asked:
            rows = asked.execute("SELECT state, sync_state FROM pg_stat_replication").fetchall()
        is_strict = any(sync in ("sync", "quorum") for _, sync in rows)
        return sum(state == "streaming" for state, _ in rows) if is_strict else 0

    def _server(self, name: str) -> int:
        """The process of a node's server."""
        return int((self.folder / name / "postmaster.pid").read_text().split("\n")[0])

    def _run(self, name: str, *command: object) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(each) for each in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C"},
                user=self.user and self.user[0],
                group=self.user and self.user[1],
                extra_groups=self.user and [],
            )

    def _settings(self, name: str, hosts: Sequence[str]) -> dict[str, object]:
        """What Patroni is told of a node: what is acknowledged is on two of them."""
        at = f"127.0.0.1:{self.ports[name]}"
        told = f"127.0.0.1:{self.reports[name]}"
        user = {"username": "postgres"}
        parameters = {
            "synchronous_commit": "on",
            "wal_level": "replica",
            "hot_standby": "on",
            "hot_standby_feedback": "on",
            "max_wal_senders": 10,
            "max_replication_slots": 10,
            "max_connections": 60,
            "wal_keep_size": "256MB",
            "shared_buffers": "64MB",
            "wal_receiver_status_interval": "1s",
            "wal_sender_timeout": "6s",
            "unix_socket_directories": str(self.folder),
        }
        agreed = {
            "ttl": TTL,
            "loop_wait": 2,
            "retry_timeout": 5,
            "maximum_lag_on_failover": 1_048_576,
            "primary_start_timeout": 0,
            "master_start_timeout": 0,  # the same, as older versions name it
            "synchronous_mode": True,
            "synchronous_mode_strict": True,
            "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": parameters},
        }
        return {
            "scope": "ecosys",
            "name": name,
            "restapi": {"listen": told, "connect_address": told},
            _protocol(): {"hosts": list(hosts)},
            "bootstrap": {
                "dcs": agreed,
                "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "data-checksums"],
                "pg_hba": TRUSTED,
            },
            "postgresql": {
                "listen": at,
                "connect_address": at,
                "data_dir": str(self.folder / name),
                "bin_dir": str(postgres_server.binaries()),
                "pgpass": str(self.folder / f".{name}.pgpass"),
                "authentication": {"superuser": user, "replication": user, "rewind": user},
                "pg_hba": TRUSTED,
            },
            "watchdog": {"mode": "off"},
        }


@contextmanager
def cluster(keepers: int = 1) -> Iterator[Cluster]:
    """A cluster that runs, and ends with this; its logs are shown where it does not start."""
    folder = Path(mkdtemp(prefix="ecosys-cluster-", dir="/tmp"))
    user = postgres_server.ordinary_user()
    if user is not None:
        os.chown(folder, *user)
    made = Cluster(folder, user, keepers)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        if made.is_kept:
            print(f"What the nodes did is told in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _etcd(folder: Path, at: str, peers: str, everyone: str) -> list[object]:
    told = {
        "--name": folder.name,
        "--data-dir": folder,
        "--listen-client-urls": at,
        "--advertise-client-urls": at,
        "--listen-peer-urls": peers,
        "--initial-advertise-peer-urls": peers,
        "--initial-cluster": everyone,
        "--initial-cluster-state": "new",
        "--logger": "zap",
        **({"--enable-v2": "true"} if _protocol() == "etcd" else {}),  # newer ones have it not
    }
    return ["etcd", *(f"{option}={value}" for option, value in told.items())]


@cache
def _protocol() -> str:
    """How Patroni is to speak with etcd."""
    told = subprocess.run(["patroni", "--version"], capture_output=True, text=True, check=True)
    version = tuple(int(part) for part in told.stdout.split()[-1].split("."))
    return "etcd" if version <= TAKES_OVER_ITS_LOCK else "etcd3"


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _children(process: int) -> list[int]:
    """The processes that one has started."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            if int((each / "stat").read_text().rsplit(")", 1)[1].split()[1]) == process:
                found.append(int(each.name))
    return found
