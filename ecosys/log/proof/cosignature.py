"""Cosignature: what a witness signs of a checkpoint (C2SP tlog-cosignature), and at which second.

By Ed25519 it is the whole text, by ML-DSA-44 its first three lines with the name of the witness.
"""

from base64 import b64decode

TIME = 8
"""How many bytes of a signature tell the time; they stand first."""
LONGEST = 19
"""How many digits a size has at most: eight bytes hold it."""
LABEL = b"subtree/v1\n\0"


def by_ed25519(text: str, seconds: int) -> bytes:
    r"""What is signed by Ed25519.

    >>> by_ed25519("log\n", 7)
    b'cosignature/v1\ntime 7\nlog\n'
    """
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def by_ml_dsa(text: str, seconds: int, witness: str) -> bytes:
    r"""What is signed by ML-DSA-44; ValueError where the text is no checkpoint.

    >>> by_ml_dsa(f"log\n258\n{'A' * 43}=\n", 7, "w").partition(bytes(32))[0][12:]
    b'\x01w\x00\x00\x00\x00\x00\x00\x00\x07\x03log\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02'
    """
    origin, size, root, *_ = text.split("\n")
    whole = b64decode(root, validate=True)
    if len(whole) != 32 or str(int(size)) != size or len(size) > LONGEST:
        raise ValueError("no checkpoint: a size and a root of 32 bytes stand in one")
    names = (name.encode() for name in (witness, origin))
    by, log = (bytes([len(name)]) + name for name in names)
    return LABEL + by + _whole(seconds) + log + _whole(0) + _whole(int(size)) + whole


def _whole(number: int) -> bytes:
    return number.to_bytes(8, "big")
