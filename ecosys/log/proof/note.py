"""Note: a text with signatures beneath it (C2SP signed-note), and cosignatures of checkpoints.

Of the kinds of signatures Ed25519 is read and made, and the timestamped Ed25519 of witnesses (C2SP
tlog-cosignature) too; their ML-DSA-44 is read. Signatures of other kinds, and by other keys, are
kept and not looked at.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from ecosys.errors import Damaged, InvalidInput
from ecosys.log.proof.cosignature import TIME, by_ed25519, by_ml_dsa

ED25519 = 0x01
COSIGNATURE = 0x04
ML_DSA = 0x06
WITNESSES = (COSIGNATURE, ML_DSA)
"""The kinds of keys by which witnesses sign."""
LENGTHS = {ED25519: 32, COSIGNATURE: 32, ML_DSA: 1312}
"""How many bytes a public key of each kind has."""
_DASH = "—"
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SECRET = "PRIVATE+KEY"  # noqa: S105  how a line with a secret key begins
_ID, _SEED = 4, 32
MAX_NOTE = 1_000_000
"""How many characters a note has at most."""


class Signature(NamedTuple):
    """A line beneath a note."""

    name: str
    """The name of the key."""
    id: bytes
    """Four bytes by which the key is recognised, together with its name."""
    value: bytes

    @property
    def line(self) -> str:
        """The line as it is written."""
        return f"{_DASH} {self.name} {encode(self.id + self.value)}"


class Note(NamedTuple):
    """A text that ends with its line, and the signatures beneath it."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def content(self) -> str:
        """The whole note as it is written."""
        return self.text + "\n" + "".join(f"{each.line}\n" for each in self.signatures)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key: who signs by it, and how.

    >>> key = Verifier.read("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    >>> key.name, key.kind, key.id.hex(), str(Verifier.read(str(key))) == str(key)
    ('example.com/foo', 1, '530d903a', True)
    """

    name: str
    kind: int
    public: bytes

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """A key as it is written; InvalidInput where it is none that can be used."""
        name, _, rest = text.strip().partition("+")
        id, _, encoded = rest.partition("+")
        raw = decode(encoded)
        if not _NAME.fullmatch(name) or not raw:
            raise InvalidInput(
                f"{text:.200} is no verifier key.", hint="Write NAME+ID+KEY, as who signs gives it."
            )
        key = cls(name, raw[0], raw[1:])
        if len(key.public) != LENGTHS.get(key.kind):
            raise InvalidInput(f"{name} signs in a way that is not known here ({key.kind:#04x}).")
        if key.id.hex() != id:
            raise InvalidInput(f"{text:.200}: its id {id:.20} is not that of the key.")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes by which the key is recognised, together with its name."""
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[:_ID]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode(bytes([self.kind]) + self.public)}"

    def signed(self, signature: Signature) -> bool:
        """Whether a signature says that it was made by this key."""
        return (signature.name, signature.id) == (self.name, self.id)

    def verifies(self, text: str, signature: Signature) -> bool:
        """Whether a signature is that of this key under a text."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

        value, seconds = signature.value[TIME:], time_of(signature)
        try:
            if self.kind == ML_DSA:
                message = by_ml_dsa(text, seconds, self.name)
                MLDSA44PublicKey.from_public_bytes(self.public).verify(value, message)
            elif self.kind == COSIGNATURE:
                message = by_ed25519(text, seconds)
                Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
            else:
                key = Ed25519PublicKey.from_public_bytes(self.public)
                key.verify(signature.value, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    r"""A secret key.

    >>> signer = Signer("example.com/log", bytes(32))
    >>> note = Note("text\n", (signer.sign("text\n"),))
    >>> opened(parse(note.content), [signer.verifier]) == list(note.signatures)
    True
    >>> Signer.read(signer.secret) == signer
    True
    """

    name: str
    seed: bytes
    kind: int = ED25519

    @classmethod
    def made(cls, name: str, kind: int = ED25519) -> "Signer":
        """A new key."""
        from secrets import token_bytes

        if not _NAME.fullmatch(name):
            raise InvalidInput(f"{name!r} is no name of a key: it has no spaces and no +.")
        return cls(name, token_bytes(_SEED), kind)

    @classmethod
    def read(cls, text: str) -> "Signer":
        """A secret key as it is written; InvalidInput where it is none."""
        parts = text.strip().removeprefix(f"{_SECRET}+").split("+", 2)
        raw = decode(parts[-1])
        if text.startswith(_SECRET) and len(parts) == 3 and raw and len(raw) == 1 + _SEED:
            key = cls(parts[0], raw[1:], raw[0])
            if key.kind in (ED25519, COSIGNATURE) and key.verifier.id.hex() == parts[1]:
                return key
        raise InvalidInput("This is no secret key.", hint="ecosys key makes one.")

    @property
    def secret(self) -> str:
        """The key as it is written."""
        raw = encode(bytes([self.kind]) + self.seed)
        return f"{_SECRET}+{self.name}+{self.verifier.id.hex()}+{raw}"

    @property
    def verifier(self) -> Verifier:
        """The public key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, self.kind, public.public_bytes_raw())

    def sign(self, text: str, seconds: int = 0) -> Signature:
        """A signature under a text; a witness's key says at which second since 1970."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        if self.kind == ED25519:
            value = key.sign(text.encode())
        else:
            value = seconds.to_bytes(TIME, "big") + key.sign(by_ed25519(text, seconds))
        return Signature(self.name, self.verifier.id, value)


def parse(content: str) -> Note:
    r"""A note as it is written, with nothing verified; Damaged where it is none.

    >>> parse("text\n")
    Traceback (most recent call last):
    ecosys.errors.Damaged: This is no signed note: it has no signature.
    """
    text, blank, below = content.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or not text or lines.pop() != "" or not lines:
        raise Damaged("This is no signed note: it has no signature.")
    if len(content) > MAX_NOTE or _CONTROL.search(content):
        raise Damaged("This is no signed note: it is too long, or holds control characters.")
    return Note(f"{text}\n", tuple(map(_signature, lines)))


def signatures_of(lines: str) -> tuple[Signature, ...]:
    """Signatures that stand without their note; Damaged where they are none."""
    return tuple(map(_signature, lines.splitlines()))


def opened(note: Note, keys: Sequence[Verifier]) -> list[Signature]:
    """The signatures of a note by some keys; Damaged where one is wrong, or there is none."""
    found = verified(note.text, note.signatures, keys)
    if not found:
        who = ", ".join(dict.fromkeys(each.name for each in note.signatures))
        raise Damaged(f"The note is signed by {who}, by none of the keys that are trusted.")
    return found


def verified(
    text: str, signatures: Iterable[Signature], keys: Sequence[Verifier]
) -> list[Signature]:
    """The signatures under a text by some keys; Damaged where one of them is wrong."""
    found = []
    for signature in signatures:
        for key in keys:
            if key.signed(signature):
                if not key.verifies(text, signature):
                    raise Damaged(f"The signature of {key.name} is not that of this text.")
                found.append(signature)
    return found


def time_of(cosignature: Signature) -> int:
    """When a witness signed, in seconds since 1970."""
    return int.from_bytes(cosignature.value[:TIME], "big")


def encode(raw: bytes) -> str:
    """Bytes in base64.

    >>> encode(b"a"), decode("YQ=="), decode("?")
    ('YQ==', b'a', None)
    """
    return b64encode(raw).decode()


def decode(text: str) -> bytes | None:
    """The bytes of base64; None where it is none."""
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    raw = decode(encoded)
    if dash != _DASH or not _NAME.fullmatch(name) or raw is None or len(raw) <= _ID:
        raise Damaged(f"{line:.200} is no line of a signature.")
    return Signature(name, raw[:_ID], raw[_ID:])
