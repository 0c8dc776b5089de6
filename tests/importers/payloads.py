"""Payloads: files as sources send them."""

import io
import json
import tarfile
from collections.abc import Mapping


def as_json(data: object) -> bytes:
    """Plain data as a file of JSON."""
    return json.dumps(data).encode()


def tar(files: Mapping[str, bytes | str]) -> bytes:
    """An archive of files by their paths."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as opened:
        for path, given in files.items():
            content = given.encode() if isinstance(given, str) else given
            member = tarfile.TarInfo(path)
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content))
    return packed.getvalue()
