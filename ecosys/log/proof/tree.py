"""Tree: roots and proofs of a Merkle tree (RFC 6962), from the hashes of its complete subtrees."""

from collections.abc import Sequence
from typing import Protocol

from ecosys.log.merkle import EMPTY_ROOT, node_hash, root_of

HEIGHT = 8
"""How many levels of the tree lie between two levels of tiles."""
WIDTH = 1 << HEIGHT
"""How many hashes a tile has at most."""


class Tree(Protocol):
    """What gives the hashes of complete subtrees."""

    def hashes(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The roots of the subtrees of 256**level leaves each, from the start-th to before the end.

        Level 0 is the leaves. All of them must be complete.
        """


class Leaves:
    """A tree of leaves that are at hand.

    >>> root(Leaves([b"a" * 32]), 0, 1) == b"a" * 32
    True
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves

    def hashes(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The roots of the subtrees of 256**level leaves each, from the start-th to before the end.

        Each is made from the leaves again.
        """
        size = WIDTH**level
        every = range(start * size, end * size, size)
        return [root_of(self.leaves[first : first + size]) for first in every]


def root(tree: Tree, start: int, end: int) -> bytes:
    """The root of the leaves from one to before another, which are a subtree of the whole.

    >>> leaves = Leaves([bytes([each]) * 32 for each in range(3)])
    >>> root(leaves, 0, 3) == node_hash(root(leaves, 0, 2), root(leaves, 2, 3))
    True
    >>> root(leaves, 0, 0) == EMPTY_ROOT
    True
    """
    size = end - start
    if size == 0:
        return EMPTY_ROOT
    if size & (size - 1) == 0:
        level = (size.bit_length() - 1) // HEIGHT
        unit = WIDTH**level
        return root_of(tree.hashes(level, start // unit, end // unit))
    middle = start + _split(size)
    return node_hash(root(tree, start, middle), root(tree, middle, end))


def inclusion(tree: Tree, index: int, size: int) -> list[bytes]:
    """The hashes that prove which leaf stands at an index, from 0, of a tree of some size.

    >>> leaves = [bytes([each]) * 32 for each in range(3)]
    >>> inclusion(Leaves(leaves), 0, 3) == [leaves[1], leaves[2]]
    True
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has none at {index}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(tree, middle, end))
            end = middle
        else:
            path.append(root(tree, start, middle))
            start = middle
    return path[::-1]


def consistency(tree: Tree, first: int, second: int) -> list[bytes]:
    """The hashes that prove that a tree of one size begins with the tree of another.

    >>> leaves = [bytes([each]) * 32 for each in range(3)]
    >>> consistency(Leaves(leaves), 2, 3) == [leaves[2]]
    True
    """
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {second} leaves does not begin with one of {first}")
    if first == 0:
        return []
    path = []
    start, end = 0, second
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(root(tree, middle, end))
            end = middle
        else:
            path.append(root(tree, start, middle))
            start = middle
    if start:
        path.append(root(tree, start, end))
    return path[::-1]


def is_included(
    leaf: bytes, index: int, size: int, tree_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether hashes prove that a leaf stands at an index of the tree of a root (RFC 9162, 2.1.3).

    >>> leaves = [bytes([each]) * 32 for each in range(3)]
    >>> whole = root(Leaves(leaves), 0, 3)
    >>> is_included(leaves[0], 0, 3, whole, leaves[1:]), is_included(leaves[0], 1, 3, whole, [])
    (True, False)
    """
    if not 0 <= index < size:
        return False
    at, last, above = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            above = node_hash(sibling, above)
            at, last = _to_right_child(at, last)
        else:
            above = node_hash(above, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and above == tree_root and len(leaf) == len(EMPTY_ROOT)


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether hashes prove that a tree of a root begins with that of another (RFC 9162, 2.1.4).

    Of a tree of nothing there is nothing to prove.

    >>> leaves = [bytes([each]) * 32 for each in range(3)]
    >>> less, more = (root(Leaves(leaves), 0, size) for size in (2, 3))
    >>> is_consistent(2, 3, less, more, leaves[2:]), is_consistent(2, 3, more, less, leaves[2:])
    (True, False)
    """
    if first == second and first:
        return first_root == second_root and not path
    if not 0 < first < second or not path:
        return False
    steps = list(path) if first & (first - 1) else [first_root, *path]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            at, last = _to_right_child(at, last)
        else:
            after = node_hash(after, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and before == first_root and after == second_root


def _to_right_child(at: int, last: int) -> tuple[int, int]:
    """The nearest node above that is a right child; it has no sibling on the levels between."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(size: int) -> int:
    """The largest power of two below a size above one."""
    return 1 << ((size - 1).bit_length() - 1)
