"""Look at the explorer: python -m tests.browser screenshots FOLDER [--only NAME] [--server URL].

Pictures of every type of page, at three moments, light and dark, on a wide and a narrow screen, of
a server over the released log, or of the one that runs at URL.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import explorer
from tests.browser import chromium
from tests.browser.opened import SIZES
from tests.browser.screenshots import take_all


def main() -> int:
    """Take the pictures; the answer is the exit status."""
    parser = ArgumentParser(
        "python -m tests.browser", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["screenshots"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", metavar="NAME", help="pages whose names begin so")
    parser.add_argument("--server", metavar="URL", help="a server that runs")
    given = parser.parse_args()
    if not chromium.program():
        sys.stderr.write(f"{chromium.NOT_THERE}\n")
        return 2
    with _served(given.server) as server, chromium.started() as browser:
        context = browser.new_context(viewport=SIZES["desktop"], reduced_motion="reduce")
        count = take_all(context.new_page(), server, given.folder, given.only)
    sys.stdout.write(f"{count} pictures in {given.folder}\n")
    return 0


@contextmanager
def _served(server: str | None) -> Iterator[str]:
    """The server that was named, else one over the released log for as long as it is wanted."""
    if server:
        yield server.rstrip("/")
        return
    with TemporaryDirectory(prefix="ecosys-browser-") as name:
        folder = Path(name)
        try:
            explorer.start(None, folder)
            yield (folder / explorer.ADDRESS).read_text()
        finally:
            explorer.stop(folder)


if __name__ == "__main__":
    sys.exit(main())
