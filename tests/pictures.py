"""Pictures of the explorer, as the README shows them: `python -m tests.pictures` takes them anew.

They are taken in Chromium over the released log. They stand in `.github/pictures`: in no wheel.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.png import smaller

FOLDER = Path(__file__).parents[1] / ".github" / "pictures"
PICTURES: Mapping[str, str] = {
    "home": "/",
    "then-and-now": "/prices?provider=anthropic&q=sonnet&as_of=2026-09-15&known_at=2026-08-09",
    "contribute": (
        "/contribute?type=price_changed&event.subject=openai/o3&event.occurred=2025-06-09"
        "&event.components.0.direction=input&event.components.0.amount=2"
        "&event.sources.0.source=openai&event.sources.0.url=https://openai.com/api/pricing"
    ),
}
"""The address of each picture, by its name."""
WIDTH, HEIGHT = 1200, 800
CUT = 120
"""By how much a window is higher: at its foot a browser without a screen draws nothing."""
MIN_BYTES, MAX_BYTES = 10_000, 150_000
"""How large a picture is: less is an empty page."""
SECONDS = 120
"""How long a server may take until its log is filled, and a browser for a picture."""


def main() -> None:
    """Take every picture, and tell how large it became."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ecosys-pictures-") as scratch, served(scratch) as at:
        for name, path in PICTURES.items():
            taken = smaller(picture(f"{at}{path}", Path(scratch)), HEIGHT)
            (FOLDER / f"{name}.png").write_bytes(taken)
            print(f"{name}.png {len(taken):,} bytes")  # noqa: T201  a command tells


def picture(address: str, scratch: Path) -> bytes:
    """A page as a browser shows it, as PNG."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("No Chromium: apt-get install chromium")
    file = scratch / "taken.png"
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    options += [f"--user-data-dir={scratch / 'profile'}", f"--screenshot={file}"]
    options += [f"--window-size={WIDTH},{HEIGHT + CUT}", address]
    subprocess.run([program, *options], check=True, capture_output=True, timeout=SECONDS)
    return file.read_bytes()


@contextmanager
def served(scratch: str) -> Iterator[str]:
    """A server over the released log, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ecosys", "serve", "--port", str(port)]
    command += ["--database", f"sqlite:///{scratch}/ecosys.db"]
    with subprocess.Popen(
        command,
        env={**os.environ, "HOME": scratch},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    """Wait until a server is ready."""
    for _ in range(SECONDS * 5):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer.")


if __name__ == "__main__":
    main()
