"""Bodies: answers whose links lead to files, from wherever the files lie.

Links go up to the folder of the site and down again, so that they are right at any address, and
both in `v1` and in the publication itself: it lies beside it.
"""

import json
import re
from collections.abc import Mapping
from posixpath import basename
from urllib.parse import parse_qsl, urlsplit

LATEST = "v1"
_LINKS = b',"links":{'
_FEED = re.compile(rb"/feeds/([a-z]+\.[a-z]+)(\?[^\"<]*)?")


def key(position: int, as_of: str) -> str:
    """The key of a publication: how far the log goes, and the day, or instant, that is asked about.

    >>> key(12247, "2026-11-30T00:00:00.000000Z"), key(7, "2026-11-30T16:30:00.000000Z")
    ('12247-2026-11-30', '7-2026-11-30T1630')
    """
    day, _, time = as_of.partition("T")
    digits = re.sub(r"[:.Z]", "", time).rstrip("0")
    return f"{position}-{day}" + (f"T{digits.ljust(4, '0')}" if digits else "")


def folder_of(key: str) -> str:
    """The folder of a publication, beside `v1`."""
    return f"{LATEST}@{key}"


def page_file(file: str, number: int) -> str:
    """Where a page of a list stands.

    >>> page_file("prices", 1), page_file("prices", 2)
    ('prices.json', 'prices.2.json')
    """
    return f"{file}.json" if number == 1 else f"{file}.{number}.json"


def next_query(body: bytes) -> dict[str, str] | None:
    """What is asked for the page after one of the API's; None: it is the last."""
    links = _links(body)
    following = links.get("next") if links else None
    return dict(parse_qsl(urlsplit(following).query)) if following else None


def with_links(body: bytes, key: str, file: str, number: int, more: Mapping[str, str]) -> bytes:
    """A page of an answer whose links lead to files; all before them is as it was.

    `file` is where the list stands in the publication, `more` are further links: names and files.
    """
    links = _links(body)
    if links is None:
        return body
    up = "../" * (file.count("/") + 1)
    own: dict[str, str | None] = {"self": f"{up}{folder_of(key)}/{page_file(file, number)}"}
    if "next" in links:
        following = basename(page_file(file, number + 1))
        own["next"] = following if links["next"] else None
    own["latest"] = f"{up}{LATEST}/{page_file(file, 1)}"
    own |= {name: f"{up}{LATEST}/{each}" for name, each in more.items()}
    written = json.dumps(own, separators=(",", ":"), ensure_ascii=False).encode()
    return body[: body.rindex(_LINKS)] + b',"links":' + written + b"}"


def feed(body: bytes) -> bytes:
    """A feed whose links to feeds lead to the files beside it.

    >>> feed(b'<link href="/feeds/changes.atom?position=7"/>')
    b'<link href="changes.atom"/>'
    """
    return _FEED.sub(rb"\1", body)


def _links(body: bytes) -> dict[str, str | None] | None:
    """The links of an answer, which are its last member; None: it has none."""
    at = body.rfind(_LINKS)
    if at < 0:
        return None
    found: dict[str, str | None] = json.loads(body[at + len(_LINKS) - 1 : -1])
    return found
