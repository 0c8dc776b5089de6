"""A witness as its specification has it, asked over HTTP."""

import threading
from base64 import b64decode, b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ecosys.errors import Damaged, Unavailable
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note, tree
from ecosys.log.proof.notary import Notary, open_notary
from ecosys.log.proof.note import COSIGNATURE, Signer
from ecosys.log.proof.witness import ask_witness
from ecosys.timeline import Timeline
from tests.given import price

EMPTY = sha256(b"").digest()


class Witness:
    """C2SP tlog-witness, "add-checkpoint", for one log."""

    def __init__(self, log_key):
        self.log_key = log_key
        self.signer = Signer.made("witness.example/w1", COSIGNATURE)
        self.seen = (0, EMPTY)

    def add_checkpoint(self, body):
        old, *proof = body.partition("\n\n")[0].split("\n")
        signed = note.parse(body.partition("\n\n")[2])
        try:
            note.opened(signed, [self.log_key])
        except Damaged:
            return 403, "forbidden\n"
        new = checkpoints.parse(signed.text)
        size = int(old.removeprefix("old "))
        if size > new.size:
            return 400, "bad request\n"
        if size != self.seen[0]:
            return 409, f"{self.seen[0]}\n"
        path = [b64decode(each) for each in proof]
        if size and not tree.is_consistent(size, new.size, self.seen[1], new.root, path):
            return 422, "no proof\n"
        self.seen = (new.size, new.root)
        return 200, f"{self.signer.sign(signed.text, 1_764_000_000).line}\n"


@pytest.fixture
def notary(timeline):
    timeline.append([price("a", "2025-01-01", input="1"), price("b", "2025-01-01", input="1")])
    return open_notary(timeline.log.database, timeline.log.database.path)


@pytest.fixture
def witness(notary):
    return Witness(notary.keys.verifiers()[0])


@pytest.fixture
def address(witness, notary):
    """Where the witness answers; it is trusted."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            assert self.path == "/w1/add-checkpoint"
            length = int(self.headers["content-length"])
            status, answer = witness.add_checkpoint(self.rfile.read(length).decode())
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    notary.keys.add_witness(witness.signer.verifier, "")
    yield f"http://127.0.0.1:{server.server_port}/w1/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_witness_signs_a_log_that_only_grows(timeline, notary, witness, address):
    for number in range(3):
        cosigned = ask_witness(notary, address)
        assert notary.witnesses_of(cosigned) == [witness.signer.verifier]
        assert witness.seen[0] == timeline.head().position
        assert notary.checkpoint() == cosigned
        timeline.append([price(f"more-{number}", "2025-01-01", input="1")])
    again = ask_witness(notary, address)
    assert ask_witness(notary, address) == again


def test_a_witness_does_not_sign_another_history(notary, witness, address, tmp_path):
    ask_witness(notary, address)
    forked = Timeline.open(tmp_path / "forked.db")
    forked.append([price(name, "2025-01-01", input="7") for name in "abc"])
    (notary.keys.folder / "checkpoint").unlink()
    with pytest.raises(Unavailable, match="does not sign: status 422"):
        ask_witness(Notary(forked.log, notary.keys), address)
    forked.log.database.close()


def test_a_witness_does_not_sign_what_another_key_signed(notary, address):
    notary.keys.rotate("other")
    with pytest.raises(Unavailable, match="does not sign: status 403"):
        ask_witness(notary, address)


def test_a_witness_that_is_not_there_is_named(notary):
    with pytest.raises(Unavailable, match=r"http://127.0.0.1:1/add-checkpoint cannot be asked"):
        ask_witness(notary, "http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="file:///x/add-checkpoint is no address"):
        ask_witness(notary, "file:///x")


def test_hashes_are_sent_in_base64():
    assert note.encode(EMPTY) == b64encode(EMPTY).decode()
