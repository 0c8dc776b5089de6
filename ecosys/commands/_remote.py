"""What `ecosys add` sends to a server instead."""

import os
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from ecosys.commands._out import tell
from ecosys.errors import InvalidInput
from ecosys.event import Event

CLIENT = "ecosys.client:Client"
"""What sends; named here, as neither of commands and client stands on the other."""
API_KEY = "ECOSYS_API_KEY"
AT_ONCE = 500
"""How many events are sent at once; each such part is all or none."""


def refuse_other_options(
    what: str | None,
    subject: str | None,
    file: Path | None,
    remote: str | None,
    key_file: Path | None,
    *,
    to_log: bool,
) -> None:
    """Refuse options that say nothing together."""
    if remote is None and key_file is not None:
        raise InvalidInput("--key-file goes with --remote.")
    if remote is not None and to_log:
        raise InvalidInput("--remote sends it to a server, --to-log records it here: give one.")
    is_sent_whole = remote is not None and file is not None
    if is_sent_whole and what is not None:
        raise InvalidInput(
            f"--remote sends either {file} or one event.", hint="Leave out --file, or the event."
        )
    if not is_sent_whole and (what is None or subject is None):
        raise InvalidInput(
            "Say what is added, and what it is about.",
            hint="ecosys add price openai/o3 --input 2 --output 8 --from 2025-06-10 --source URL",
        )


def send_file(url: str, key_file: Path | None, path: Path) -> None:
    """Send all events of a seed file, in an order in which a log can take them."""
    from ecosys.seeding.seed import in_order, read_file

    send(url, key_file, [seed.event for seed in in_order(read_file(path))])


def send(url: str, key_file: Path | None, events: Sequence[Event]) -> None:
    """Send events to a server, and tell where they stand; what stood there already, too."""
    from pkgutil import resolve_name

    rest, added = iter(events), 0
    with resolve_name(CLIENT)(url, key=_key(key_file)) as client:
        while part := list(islice(rest, AT_ONCE)):
            done = client.append(part)
            added += done.added
            for event, position in zip(part, done.positions, strict=True):
                tell(f"{event.id} stands at position {position} of {url}")
    if not added:
        tell("All of it was recorded before: nothing was added.")


def _key(path: Path | None) -> str:
    """The API key: it is given in no word of the command line, which others can read."""
    if path is None:
        key = os.environ.get(API_KEY, "")
    elif str(path) == "-":
        key = sys.stdin.readline()
    else:
        try:
            key = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise InvalidInput(f"{path} cannot be read: {problem}.") from None
    if not key.strip():
        raise InvalidInput(
            "There is no API key to send it by.",
            hint=f"Put it into {API_KEY}, or name a file with --key-file, - for standard input.",
        )
    return key.strip()
