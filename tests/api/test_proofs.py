"""The face of the log for those who check it: by the tree alone, or by tiles."""

import pytest

from ecosys.log import merkle
from ecosys.log.line import parse
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note, tree
from ecosys.log.proof.note import Verifier
from ecosys.log.proof.tiles import ENTRIES, split, tile_at, tiles_of, unpack


@pytest.fixture
def opened(client):
    """The checkpoint of the server, verified by the key that it shows."""
    keys = [Verifier.read(line) for line in client.get("/v1/log/keys").text.splitlines()]
    reply = client.get("/v1/log/checkpoint")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    signed = note.parse(reply.text)
    assert note.opened(signed, keys)
    return checkpoints.parse(signed.text)


def hexed(proof):
    return [bytes.fromhex(each) for each in proof["hashes"]]


def test_the_checkpoint_is_that_of_the_log_that_answers(client, opened):
    log = client.get("/v1/providers").json()["meta"]["log"]
    assert (opened.size, opened.root.hex()) == (log["position"], log["root"])


@pytest.mark.parametrize("position", [1, 256, 257, 5000])
def test_an_event_is_proved_under_the_root_of_the_checkpoint(client, opened, position):
    address = f"/v1/log/inclusion?position={position}&size={opened.size}"
    reply = client.get(address)
    assert "immutable" in reply.headers["cache-control"]
    proof = reply.json()
    line = client.get(f"/v1/log.jsonl?position={position}").text.splitlines()[-1]
    leaf = merkle.leaf_hash(line.encode())
    assert (proof["leaf"], proof["root"]) == (leaf.hex(), opened.root.hex())
    assert tree.is_included(leaf, position - 1, opened.size, opened.root, hexed(proof))


def test_without_a_size_the_proof_is_of_the_whole_log_and_may_change(client, opened):
    reply = client.get("/v1/log/inclusion?position=7")
    assert "immutable" not in reply.headers["cache-control"]
    assert reply.json()["size"] == opened.size


@pytest.mark.parametrize("first", [1, 5129])
def test_an_older_state_is_proved_to_be_the_beginning_of_the_log(client, opened, first):
    proof = client.get(f"/v1/log/consistency?first={first}&second={opened.size}").json()
    before = bytes.fromhex(proof["first_root"])
    assert client.get(f"/v1/events?position={first}").json()["meta"]["log"]["root"] == before.hex()
    assert tree.is_consistent(first, opened.size, before, opened.root, hexed(proof))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("inclusion", "position"),
        ("inclusion?position=0", "greater than or equal to 1"),
        ("inclusion?position=5&size=4", "position 5 is not among the first 4. Allowed: 1 to 4"),
        ("inclusion?position=1&size=999999999", "position 999999999 is not in this log"),
        ("consistency?first=5&second=4", "A log of 4 events begins with none of 5"),
        ("consistency?first=1&second=999999999", "position 999999999 is not in this log"),
        ("checkpoint?size=1", "size is not a parameter"),
    ],
)
def test_what_cannot_be_proved_is_refused_with_what_can(client, address, told):
    reply = client.get(f"/v1/log/{address}")
    assert reply.status_code == 422
    body = reply.json()
    assert told in f"{body['detail']} {body.get('hint', '')}"


def test_the_tiles_give_the_log_and_its_root_and_nothing_else_is_needed(client, opened):
    leaves = []
    for tile in tiles_of(opened.size):
        reply = client.get(f"/v1/log/{tile.path}")
        assert reply.headers["content-type"] == "application/octet-stream"
        assert ("immutable" in reply.headers["cache-control"]) == (tile.width == 256)
        if tile.level == ENTRIES:
            entries = unpack(reply.content)
            lines = [parse(each.decode(), tile.path) for each in entries]
            positions = [line.position for line in lines]
            assert positions == list(range(tile.start + 1, tile.end + 1))
            leaves += [merkle.leaf_hash(each) for each in entries]
        elif tile.level == 0:
            assert split(reply.content) == leaves[tile.start : tile.end]
        else:
            every = range(tile.start * 256, tile.end * 256, 256)
            roots = [merkle.root_of(leaves[at : at + 256]) for at in every]
            assert split(reply.content) == roots
    assert merkle.root_of(leaves) == opened.root


@pytest.mark.parametrize("path", ["tile/0/999", "tile/0/000.p/256", "tile/7/000", "tile/x", "tile"])
def test_what_is_no_tile_of_the_log_is_not_found(client, path):
    assert client.get(f"/v1/log/{path}").status_code == 404


def test_a_partial_tile_of_an_older_checkpoint_is_still_served(client):
    assert tile_at("tile/0/000.p/7") is not None
    whole = client.get("/v1/log/tile/0/000").content
    assert client.get("/v1/log/tile/0/000.p/7").content == whole[: 7 * 32]
