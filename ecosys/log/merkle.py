"""The Merkle tree over the log (RFC 6962): one root stands for every byte and its place."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

EMPTY_ROOT = sha256(b"").digest()
_LEAF = b"\x00"
_NODE = b"\x01"
SIZE = 32
"""How many bytes a hash has."""


def leaf_hash(line: bytes) -> bytes:
    """The hash of one entry.

    >>> leaf_hash(b"a") == sha256(bytes(1) + b"a").digest()
    True
    """
    return sha256(_LEAF + line).digest()


def leaf_hasher(prefix: bytes) -> "_Hash":
    """The hasher of all entries that begin alike: copy it, and give the copy the rest.

    >>> entry = leaf_hasher(b"same start, ").copy()
    >>> entry.update(b"other end")
    >>> entry.digest() == leaf_hash(b"same start, other end")
    True
    """
    return sha256(_LEAF + prefix)


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbouring subtrees.

    >>> node_hash(leaf_hash(b"a"), leaf_hash(b"b")) == root_of([leaf_hash(b"a"), leaf_hash(b"b")])
    True
    """
    return sha256(_NODE + left + right).digest()


class Frontier:
    """The roots of the complete subtrees that a tree of some size consists of, largest first.

    It is all that is needed to append leaves and to know the root: at most 64 hashes.

    >>> a, b, c = map(leaf_hash, (b"a", b"b", b"c"))
    >>> frontier = Frontier()
    >>> frontier.extend([a, b, c])
    >>> frontier.hashes == [node_hash(a, b), c]
    True
    >>> frontier.root == node_hash(node_hash(a, b), c)
    True
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, packed: bytes = b"") -> None:
        if len(packed) != size.bit_count() * SIZE:
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees")
        self.size = size
        self.hashes = [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)]

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add the hashes of the next leaves: whole subtrees at once, level by level."""
        start = 0
        while start < len(leaves):
            room = self.size & -self.size or len(leaves)  # the largest subtree that fits here
            size = 1 << (min(room, len(leaves) - start).bit_length() - 1)
            level = list(leaves[start : start + size])
            while len(level) > 1:
                level = [
                    sha256(_NODE + left + right).digest()
                    for left, right in zip(level[::2], level[1::2], strict=True)
                ]
            self._add(level[0], size)
            start += size

    def _add(self, root: bytes, size: int) -> None:
        """Add a complete subtree that is no larger than the last one."""
        carry = self.size // size
        while carry & 1:
            root = node_hash(self.hashes.pop(), root)
            carry >>= 1
        self.hashes.append(root)
        self.size += size

    @property
    def packed(self) -> bytes:
        """The hashes in one string of bytes."""
        return b"".join(self.hashes)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        *rest, root = self.hashes
        for left in reversed(rest):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree over these leaf hashes.

    >>> root_of([]) == EMPTY_ROOT, root_of([leaf_hash(b"a")]) == leaf_hash(b"a")
    (True, True)
    """
    frontier = Frontier()
    frontier.extend(list(leaves))
    return frontier.root
