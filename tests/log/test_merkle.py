import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ecosys.log.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_of

# The test vectors of RFC 6962 as published with its reference implementation.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def recursive(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive(leaves[:split]), recursive(leaves[split:]))


def test_the_roots_are_those_of_the_standard():
    leaves = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]
    assert [root_of(leaves[:size]).hex() for size in range(1, 9)] == ROOTS
    assert root_of([]) == EMPTY_ROOT


@given(st.lists(st.integers(1, 40), max_size=8))
def test_appending_in_any_batches_gives_the_root_of_the_whole(batches):
    leaves = [leaf_hash(str(number).encode()) for number in range(sum(batches))]
    frontier = Frontier()
    for size in batches:
        start = frontier.size
        frontier.extend(leaves[start : start + size])
        frontier = Frontier(frontier.size, frontier.packed)
        assert frontier.root == recursive(leaves[: frontier.size])
