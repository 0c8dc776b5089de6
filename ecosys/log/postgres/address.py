"""Address: where a PostgreSQL server is, and how it is spoken of without its password."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ecosys.errors import InvalidInput

SCHEMES = ("postgresql", "postgres")
CONNECT_SECONDS = 10
"""How long a server is waited for that does not answer."""
NEXT_SECONDS = 3
"""The same where there is another one to go on to."""
LOST = {
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""When a server is given up whose machine says nothing any more: after 25 seconds at the latest."""
LOST_TO_SERVER = {
    "tcp_user_timeout": 10_000,
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
}
"""The same as the server is told: else a writer that is gone keeps the log locked for hours."""
USUAL_PORT = "5432"
Server = tuple[str, str]
"""A host and its port, as they stand in a URL."""
FORM = "Write postgresql://user:password@host:5432/database, or several hosts with commas between."
_PLAIN = re.compile(r"[^\w.,-]+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is: a URL as libpq reads it, of one host or of several."""

    url: str
    parameters: Mapping[str, Any]
    """What libpq is told."""

    @classmethod
    def read(cls, url: str) -> "Address":
        """The address of a URL; InvalidInput where it is none.

        What libpq says of a URL that it cannot read is not passed on: it may quote the password.
        """
        try:
            given = conninfo_to_dict(url)
        except psycopg.Error:
            raise InvalidInput("This is no address of PostgreSQL.", hint=FORM) from None
        return cls(url, given)

    def __str__(self) -> str:
        """The same as a URL without its password.

        >>> print(Address.read("postgresql://me:secret@one:5433,two/log?sslmode=require"))
        postgresql://me@one:5433,two/log
        """
        user = f"{quote(self._told('user'))}@" if self._told("user") else ""
        return f"postgresql://{user}{self._hosts}/{quote(self._told('dbname'))}"

    def options(self, settings: Mapping[str, object], last: Server | None = None) -> dict[str, Any]:
        """What a connection is opened with: settings of ours, after which those of the URL count.

        Of several hosts that one is meant which can be written to, unless the URL says otherwise.
        One of them may be tried after the others: that which did not answer `last`.
        """
        every = {**LOST_TO_SERVER, **settings}
        ours = " ".join(f"-c {name}={value}" for name, value in every.items())
        several = {"target_session_attrs": "read-write", "connect_timeout": NEXT_SECONDS}
        return {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "ecosys",
            **LOST,
            **(several if len(self.servers) > 1 else {}),
            **self.parameters,
            **self._in_order(last),
            "client_encoding": "UTF8",
            "options": f"{ours} {self._told('options')}".strip(),
        }

    @property
    def servers(self) -> list[Server]:
        """The servers that it names, in order.

        >>> Address.read("postgresql://one:5433,two/log").servers
        [('one', '5433'), ('two', '')]
        """
        hosts = self._told("host").split(",")
        ports = self._told("port").split(",")
        ports = ports * len(hosts) if len(ports) == 1 else ports
        return list(zip(hosts, ports, strict=False))

    def _in_order(self, last: Server | None) -> dict[str, str]:
        """The servers with one at the end, if that is one of several."""
        servers = [(host, port or USUAL_PORT) for host, port in self.servers]
        if last not in servers[:-1]:
            return {}
        hosts, ports = zip(*sorted(servers, key=lambda each: each == last), strict=True)
        return {"host": ",".join(hosts), "port": ",".join(ports)}

    def beside(self, folder: Path) -> Path:
        """A path in a folder after which files are named that belong to this database.

        >>> address = Address.read("postgresql://me@one:5433,two/log")
        >>> address.beside(Path("data")).as_posix()
        'data/postgresql-one-5433-two-log.db'
        """
        name = _PLAIN.sub("-", f"{self._hosts}-{self._told('dbname')}").replace(",", "-")
        return folder / f"postgresql-{name.strip('-')}.db"

    @property
    def _hosts(self) -> str:
        named = self.servers
        return ",".join(f"{quote(host, safe='')}{port and f':{port}'}" for host, port in named)

    def _told(self, name: str) -> str:
        return str(self.parameters.get(name) or os.environ.get(_ENVIRONMENT.get(name, ""), ""))


_ENVIRONMENT = {"host": "PGHOST", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER"}
