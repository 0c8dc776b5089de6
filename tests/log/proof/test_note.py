from dataclasses import replace
from pathlib import Path

import pytest

from ecosys.errors import Damaged, InvalidInput
from ecosys.log.proof import note, verifier
from ecosys.log.proof.cosignature import by_ed25519
from ecosys.log.proof.keys import Keys
from ecosys.log.proof.note import COSIGNATURE, Note, Signer, Verifier

# The example of C2SP signed-note.
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKu"
    "wHjG1Yu72IneyaQM=\n"
)
# RFC 8032, section 7.1, test 1: a secret key, its public key, and the signature of nothing.
SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
EMPTY = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    "d25bf5f0595bbe24655141438e7a100b"
)


def test_the_note_of_the_specification_is_verified_by_its_key():
    read = note.parse(NOTE)
    assert read.text == "This is an example message.\n"
    assert note.opened(read, [Verifier.read(KEY)]) == list(read.signatures)
    assert read.content == NOTE


@pytest.mark.parametrize("change", [("example message", "exampIe message"), ("aQM=", "aQI=")])
def test_another_text_or_signature_is_not_verified(change):
    with pytest.raises(Damaged, match=r"example.com/foo is not that of this text"):
        note.opened(note.parse(NOTE.replace(*change)), [Verifier.read(KEY)])


def test_the_key_pair_of_the_standard_signs_as_the_standard_says():
    signer = Signer("rfc8032", bytes.fromhex(SECRET))
    assert signer.verifier.public.hex() == PUBLIC
    assert signer.sign("").value.hex() == EMPTY
    assert signer.verifier.verifies("", signer.sign(""))


def test_signatures_of_unknown_keys_are_left_alone_and_one_known_key_is_needed():
    ours, other = Signer.made("ours"), Signer.made("other")
    text = "text\n"
    signed = Note(text, (other.sign(text), ours.sign(text)))
    assert note.opened(signed, [ours.verifier]) == [signed.signatures[1]]
    with pytest.raises(Damaged, match="signed by other, ours, by none of the keys"):
        note.opened(signed, [Signer.made("ours").verifier])


def test_a_wrong_signature_of_a_known_key_spoils_the_note_whoever_else_signed():
    one, two = Signer.made("one"), Signer.made("two")
    text = "text\n"
    signed = Note(text, (one.sign(text), two.sign("other\n")))
    with pytest.raises(Damaged, match="The signature of two"):
        note.opened(signed, [one.verifier, two.verifier])


def test_a_witness_signs_with_its_time_what_the_specification_says():
    """The message of C2SP tlog-cosignature, "Ed25519 signed message"."""
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert by_ed25519(text, 1679315147) == (b"cosignature/v1\ntime 1679315147\n" + text.encode())
    witness = Signer.made("witness.example/w1", COSIGNATURE)
    cosignature = witness.sign(text, 1679315147)
    assert note.time_of(cosignature) == 1679315147
    assert len(cosignature.value) == 8 + 64
    assert witness.verifier.verifies(text, cosignature)
    later = cosignature._replace(value=(1679315148).to_bytes(8, "big") + cosignature.value[8:])
    assert not witness.verifier.verifies(text, later)
    as_if_log = Verifier(witness.name, note.ED25519, witness.verifier.public)
    assert not as_if_log.signed(cosignature)


def test_the_time_of_a_witness_is_read_from_the_line_of_the_specification():
    line = (
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX"
        "3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
    )
    (cosignature,) = note.signatures_of(f"{line}\n")
    assert note.time_of(cosignature) == 1679315147
    assert cosignature.line == line


@pytest.mark.parametrize(
    "content",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name ????\n",
        "text\n\n— name AAAA\n",
        "text\n\n- name AAAAAAAA\n",
        "text\n\n— na+me AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "te\txt\n\n— name AAAAAAAA\n",
        "te\rxt\n\n— name AAAAAAAA\n",
    ],
)
def test_what_is_no_signed_note_is_refused(content):
    with pytest.raises(Damaged):
        note.parse(content)


def test_a_text_may_have_blank_lines_of_its_own():
    signed = Note("one\n\ntwo\n", (Signer.made("name").sign("one\n\ntwo\n"),))
    assert note.parse(signed.content) == signed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AAAA",
        KEY.replace("530d903a", "530d903b"),
        KEY.replace("example.com/foo", "example.com/bar"),
        KEY.replace("AekyeRrm", "BekyeRrm"),
        "na me" + KEY.removeprefix("example.com/foo"),
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(InvalidInput):
        Verifier.read(text)


def test_a_secret_key_is_read_as_it_is_written_and_no_other_way():
    for kind in (note.ED25519, note.COSIGNATURE):
        signer = Signer.made("example.com/log", kind)
        assert Signer.read(signer.secret + "\n") == signer
    for wrong in ("", KEY, signer.secret[:-4], signer.secret.replace("/log", "/lag")):
        with pytest.raises(InvalidInput, match="no secret key"):
            Signer.read(wrong)
    with pytest.raises(InvalidInput, match=r"'a\+b' is no name of a key"):
        Signer.made("a+b")


# A key and a cosignature that dilithium-py 1.5.1 made, of a message put together from the text of
# C2SP tlog-cosignature: other code than ours, and another library than that which verifies here.
PQ_KEY = (Path(__file__).parent / "ml-dsa.key").read_text(encoding="utf-8")
PQ_NOTE = (Path(__file__).parent / "ml-dsa.note").read_text(encoding="utf-8")


def test_the_cosignature_of_a_witness_by_ml_dsa_is_verified():
    read, key = note.parse(PQ_NOTE), Verifier.read(PQ_KEY)
    assert key.kind == note.ML_DSA
    assert str(key) == PQ_KEY.strip()
    assert note.opened(read, [key]) == list(read.signatures)
    assert note.time_of(read.signatures[0]) == 1679315147


def test_by_ml_dsa_a_witness_says_nothing_of_further_lines():
    """So the specification has it."""
    further = note.parse(PQ_NOTE.replace("q2I=\n", "q2I=\nmore\n"))
    assert further.text.endswith("\nmore\n")
    assert note.opened(further, [Verifier.read(PQ_KEY)])


@pytest.mark.parametrize(
    "change",
    [
        ("behind-the-sofa", "before-the-sofa"),
        ("20852163", "20852164"),
        ("20852163", "many"),
        ("CsUY", "DsUY"),
        ("q2I=", "q2"),
        ("q2I=\n", "\n"),
        ("20852163", "+20852163"),
        ("20852163", "9" * 30),
    ],
)
def test_another_checkpoint_is_not_cosigned_by_ml_dsa(change):
    before, after = change
    changed = PQ_NOTE.replace(before, after, 1)
    assert changed != PQ_NOTE
    with pytest.raises(Damaged, match="pq is not that of this text"):
        note.opened(note.parse(changed), [Verifier.read(PQ_KEY)])


def test_at_another_time_or_under_another_name_it_is_not_cosigned_by_ml_dsa():
    read, key = note.parse(PQ_NOTE), Verifier.read(PQ_KEY)
    (signature,) = read.signatures
    later = signature._replace(value=b"\1" + signature.value[1:])
    assert not key.verifies(read.text, later)
    assert not replace(key, name="witness").verifies(read.text, signature)
    assert key.verifies(read.text, signature)


def test_the_key_of_a_witness_by_ml_dsa_is_trusted_and_one_cut_off_is_none(tmp_path):
    keys = Keys(tmp_path / "keys", None)
    keys.add_witness(Verifier.read(PQ_KEY), "")
    assert keys.witnesses() == [(Verifier.read(PQ_KEY), "")]
    with pytest.raises(InvalidInput, match="signs in a way that is not known"):
        Verifier.read(PQ_KEY[:200])


def test_the_verifier_that_needs_nothing_but_python_says_that_it_does_not_check_ml_dsa():
    with pytest.raises(verifier.Wrong, match="pq signs otherwise than by Ed25519"):
        verifier.open_note(PQ_NOTE, [PQ_KEY])
