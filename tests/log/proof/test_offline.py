from dataclasses import replace

import pytest

from ecosys.errors import Damaged
from ecosys.log.proof import note, offline
from ecosys.log.proof.notary import open_notary
from ecosys.log.proof.note import COSIGNATURE, Signer
from tests.given import price


@pytest.fixture
def notary(timeline):
    timeline.append([price(f"p{at}", "2025-01-01", input=str(at + 1)) for at in range(300)])
    return open_notary(timeline.log.database, timeline.log.database.path)


@pytest.mark.parametrize("position", [1, 256, 257, 300])
def test_a_proof_gives_the_line_of_its_event_to_whoever_has_the_key(timeline, notary, position):
    content = offline.prove(notary, position).content
    (key,) = notary.keys.verifiers()
    line, signed_by = offline.verify(offline.parse(content), [key])
    assert line == list(timeline.log.lines())[position - 1]
    assert signed_by == [key.name]


def test_the_file_is_as_the_specification_has_it(timeline, notary):
    """C2SP tlog-proof, "Format"."""
    proof = offline.prove(notary, 2)
    lines = proof.content.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    kind, extra = lines[1].split(" ")
    assert kind == "extra"
    assert note.decode(extra) == list(timeline.log.lines())[1].text.encode()
    assert lines[2] == "index 1"
    blank = lines.index("")
    assert [len(note.decode(each) or b"") for each in lines[3:blank]] == [32] * 9
    assert "\n".join(lines[blank + 1 :]) == notary.checkpoint().content


def test_another_line_another_place_or_another_path_is_not_proved(notary):
    proof = offline.prove(notary, 2)
    (key,) = notary.keys.verifiers()
    other = offline.prove(notary, 3)
    for wrong in (
        proof._replace(entry=other.entry),
        proof._replace(number=2),
        proof._replace(path=proof.path[1:]),
        proof._replace(path=other.path),
    ):
        with pytest.raises(Damaged, match="The line is not the one at position"):
            offline.verify(offline.parse(wrong.content), [key])


def test_one_key_of_the_log_must_have_signed_and_every_witness(notary):
    (key,) = notary.keys.verifiers()
    witness, other = Signer.made("witness", COSIGNATURE), Signer.made("other")
    proof = offline.prove(notary, 2)
    assert offline.verify(proof, [key, other.verifier])[1] == [key.name]
    with pytest.raises(Damaged, match="not signed by other"):
        offline.verify(proof, [other.verifier])
    with pytest.raises(Damaged, match="not signed by witness"):
        offline.verify(proof, [key, witness.verifier])
    notary.keys.add_witness(witness.verifier, "")
    notary.cosign([witness.sign(proof.checkpoint.text, 7)])
    cosigned = offline.prove(notary, 2)
    assert offline.verify(cosigned, [key, witness.verifier])[1] == [key.name, "witness"]
    forged = replace(key, public=bytes(32))
    assert offline.verify(proof, [key, forged])[1] == [key.name]


@pytest.mark.parametrize(
    "change",
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("extra ", "extra ?"),
        ("extra ", "more "),
        ("index 1", "index 01"),
        ("index 1", "index -1"),
        ("index 1\n", ""),
        ("\n\n", "\n?\n\n"),
        ("— ", "- "),
    ],
)
def test_what_is_no_proof_is_refused(notary, change):
    content = offline.prove(notary, 2).content
    assert change[0] in content
    with pytest.raises(Damaged):
        offline.parse(content.replace(change[0], change[1], 1))
