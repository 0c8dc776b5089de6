"""Servers of files for tests: the one that comes with Python, and one that honours ranges."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@contextmanager
def plain(folder: Path) -> Iterator[str]:
    """`python -m http.server` over a folder, in a process of its own; its address."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--directory", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    found = re.search(r"port (\d+)", server.stdout.readline())
    assert found
    try:
        yield f"http://127.0.0.1:{found[1]}"
    finally:
        server.terminate()
        server.communicate()


class _Ranges(SimpleHTTPRequestHandler):
    """Sends the part of a file that is asked for, and notes how much it sent of each."""

    sent: dict[str, int]

    def do_GET(self) -> None:
        """Send the part that `Range: bytes=a-b` names, or the whole file."""
        content = Path(self.translate_path(self.path)).read_bytes()
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        part = content
        if wanted:
            first, last = int(wanted[1]), int(wanted[2] or len(content) - 1)
            part = content[first : last + 1]
            self.send_response(206)
            told = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
            self.send_header("Content-Range", told)
        else:
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.sent[self.path] = self.sent.get(self.path, 0) + len(part)
        self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def with_ranges(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """A server that honours ranges over a folder: its address, and how much it sent of what."""
    sent: dict[str, int] = {}
    handler = type("Handler", (_Ranges,), {"sent": sent})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()
