"""Keys: what a log keeps beside its database so that others can trust it.

A folder: `key` is the secret key by which the log's checkpoints are signed, for its owner's eyes
alone; `keys` lists the public keys, the one in use first; `checkpoint` is the last checkpoint that
was signed or verified; `witnesses` lists whose cosignatures are taken.
"""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ecosys.errors import InvalidInput, Unwritable
from ecosys.log.engines import path_of
from ecosys.log.proof import note
from ecosys.log.proof.note import Note, Signer, Verifier

KEY, KEYS, CHECKPOINT, WITNESSES = "key", "keys", "checkpoint", "witnesses"
OWNER_ONLY, FOR_ALL = 0o600, 0o644


def folder_of(database: str | Path) -> Path:
    """The folder of the keys of a database: beside its file, and named after it.

    >>> folder_of("data/ecosys.db").as_posix()
    'data/ecosys-keys'
    """
    path = path_of(database)
    return path.with_name(f"{path.stem}-keys")


class Keys:
    """The keys of a log, and the last checkpoint that it signed."""

    def __init__(self, folder: Path, secret: Path | None = None) -> None:
        self.folder = folder
        self.secret = secret or folder / KEY
        """The file of the secret key, which may be kept elsewhere."""

    def signer(self, name: str) -> Signer:
        """The secret key; where there is none yet one of that name is made.

        Unwritable where it cannot be made, InvalidInput where the file holds no key.
        """
        content = _read(self.secret)
        if content is None:
            made = Signer.made(name)
            content = self._first(made.secret)
        signer = Signer.read(content)
        self._list(signer.verifier)
        return signer

    def rotate(self, name: str) -> Signer:
        """Make a new key of a name; the old public key stays listed, its secret is gone.

        The last checkpoint stays signed by the old one until the next is asked for.
        """
        self.signer(name)
        new = Signer.made(name)
        replace_file(self.secret, f"{new.secret}\n", OWNER_ONLY)
        self._list(new.verifier)
        return new

    def verifiers(self) -> list[Verifier]:
        """The public keys, the newest first."""
        return [Verifier.read(line) for line in _lines(self.folder / KEYS)]

    def witnesses(self) -> list[tuple[Verifier, str]]:
        """The keys of those whose cosignatures are taken, each with its address or ''."""
        found = []
        for line in _lines(self.folder / WITNESSES):
            key, _, address = line.partition(" ")
            found.append((Verifier.read(key), address.strip()))
        return found

    def add_witness(self, key: Verifier, address: str) -> None:
        """Take the cosignatures of a witness from now on; a witness of the same key is replaced."""
        if key.kind not in note.WITNESSES:
            raise InvalidInput(
                f"{key.name} is the key of a log, not of a witness.",
                hint="The key of a witness begins with B after its id.",
            )
        others = [each for each in self.witnesses() if each[0] != key]
        lines = [f"{each} {at}".strip() for each, at in [*others, (key, address)]]
        self._write(WITNESSES, "".join(f"{line}\n" for line in lines))

    def remembered(self) -> Note | None:
        """The last checkpoint that was signed, as it is kept; None where none was."""
        content = _read(self.folder / CHECKPOINT)
        return None if content is None else note.parse(content)

    def remember(self, checkpoint: Note) -> None:
        """Keep a checkpoint as the last one."""
        self._write(CHECKPOINT, checkpoint.content)

    def _list(self, key: Verifier) -> None:
        """Put a public key at the head of the list, where it is not there already."""
        listed = _lines(self.folder / KEYS)
        if listed[:1] == [str(key)]:
            return
        others = [each for each in listed if each != str(key)]
        self._write(KEYS, "".join(f"{each}\n" for each in [str(key), *others]))

    def _write(self, name: str, content: str) -> None:
        replace_file(self.folder / name, content, FOR_ALL)

    def _first(self, secret: str) -> str:
        """Keep a secret key unless somebody else was first: then theirs."""
        made = _beside(self.secret, f"{secret}\n", OWNER_ONLY)
        with suppress(FileExistsError):
            self.secret.hardlink_to(made)
        made.unlink()
        return _read(self.secret) or secret


def _lines(path: Path) -> Sequence[str]:
    return [line for line in (_read(path) or "").splitlines() if line.strip()]


def _read(path: Path) -> str | None:
    """The content of a file; None where it is not there."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidInput(f"{path} cannot be read: {problem}.") from None


def replace_file(path: Path, content: str, mode: int = FOR_ALL) -> None:
    """Write a file as a whole or not at all."""
    _beside(path, content, mode).replace(path)


def _beside(path: Path, content: str, mode: int) -> Path:
    """A file beside another with its future content, on disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        Path(name).chmod(mode)
        return Path(name)
    except OSError as problem:
        raise Unwritable(
            f"{path} cannot be written: {problem.strerror or problem}.",
            hint="The keys of a log stand in a folder beside its database.",
        ) from None
