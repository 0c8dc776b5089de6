import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.log import merkle
from ecosys.log.proof import tree
from ecosys.log.proof.tree import Leaves

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(600)]
FILE = Path(__file__).parent / "vectors.jsonl"
VECTORS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
"""Right proofs and wrong ones: the testdata of github.com/transparency-dev/merkle (Apache-2.0)."""


def naive_root(leaves):
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if len(leaves) == 1:
        return leaves[0]
    split = naive_split(len(leaves))
    return merkle.node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def naive_split(size):
    split = 1
    while split * 2 < size:
        split *= 2
    return split


def naive_path(index, leaves):
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = naive_split(len(leaves))
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_subproof(first, leaves, whole):
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if first == len(leaves):
        return [] if whole else [naive_root(leaves)]
    split = naive_split(len(leaves))
    if first <= split:
        return [*naive_subproof(first, leaves[:split], whole), naive_root(leaves[split:])]
    rest = naive_subproof(first - split, leaves[split:], False)
    return [*rest, naive_root(leaves[:split])]


sizes = st.integers(1, len(LEAVES)) | st.sampled_from([255, 256, 257, 511, 512, 513])


@given(sizes)
def test_the_root_of_any_size_is_that_of_the_definition(size):
    assert tree.root(Leaves(LEAVES), 0, size) == naive_root(LEAVES[:size])


@given(st.data(), sizes)
def test_every_leaf_is_proved_by_the_path_of_the_definition_and_no_other(data, size):
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(Leaves(LEAVES), index, size)
    root = naive_root(LEAVES[:size])
    assert path == naive_path(index, LEAVES[:size])
    assert tree.is_included(LEAVES[index], index, size, root, path)
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index) | st.just(-1))
    assert not tree.is_included(LEAVES[index], other, size, root, path)
    assert not tree.is_included(LEAVES[index - 1] + b"", index, size + 1, root, path)
    for wrong in damaged(data, path):
        assert not tree.is_included(LEAVES[index], index, size, root, wrong)


@given(st.data(), sizes)
def test_every_smaller_tree_is_proved_by_the_path_of_the_definition_and_no_other(data, second):
    first = data.draw(st.integers(1, second))
    path = tree.consistency(Leaves(LEAVES), first, second)
    before, after = naive_root(LEAVES[:first]), naive_root(LEAVES[:second])
    assert path == naive_subproof(first, LEAVES[:second], True)
    assert tree.is_consistent(first, second, before, after, path)
    for wrong in damaged(data, path):
        assert not tree.is_consistent(first, second, before, after, wrong)
    if first != second:
        assert not tree.is_consistent(first, second, after, before, path)
        assert not tree.is_consistent(first - 1, second, before, after, path) or first == 1
        assert not tree.is_consistent(second, first, after, before, path)


def damaged(data, path):
    """A path that is one hash too long, and where it has one, too short and with a bit flipped."""
    yield [*path, bytes(32)]
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        yield path[:at] + path[at + 1 :]
        yield [*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1 :]]


def test_a_tree_of_nothing_has_no_leaf_and_proves_nothing():
    assert tree.consistency(Leaves(LEAVES), 0, 5) == []
    assert not tree.is_consistent(0, 5, merkle.EMPTY_ROOT, naive_root(LEAVES[:5]), [])
    assert not tree.is_included(LEAVES[0], 0, 0, merkle.EMPTY_ROOT, [])
    with pytest.raises(ValueError, match="a tree of 0 leaves has none at 0"):
        tree.inclusion(Leaves(LEAVES), 0, 0)
    with pytest.raises(ValueError, match="a tree of 5 leaves does not begin with one of 6"):
        tree.consistency(Leaves(LEAVES), 6, 5)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: f"{each['of']}: {each['desc']}")
def test_proofs_of_others_are_judged_as_they_judge_them(vector):
    path = [b64decode(each) for each in vector["proof"] or []]
    if vector["of"] == "inclusion":
        leaf, root = b64decode(vector["leafHash"]), b64decode(vector["root"])
        right = tree.is_included(leaf, vector["leafIdx"], vector["treeSize"], root, path)
    else:
        roots = b64decode(vector["root1"]), b64decode(vector["root2"])
        right = tree.is_consistent(vector["size1"], vector["size2"], *roots, path)
    assert right != vector["wantErr"]
