"""The independent verifier: alone, over tiles that are served or lie in a folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecosys.log.proof import note, verifier
from ecosys.log.proof.export import export_tiles
from ecosys.log.proof.notary import open_notary
from ecosys.log.proof.note import COSIGNATURE, Signer
from ecosys.log.proof.verifier import Wrong, verify
from tests.given import price

FILE = Path(verifier.__file__)
# RFC 8032, section 7.1: public key, message and signature of the tests 1 to 3.
SIGNED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        "b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
        "1d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
        "c6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize("vector", SIGNED, ids=["nothing", "one byte", "two bytes"])
def test_signatures_of_the_standard_are_right_and_none_with_a_bit_flipped(vector):
    public, message, signature = map(bytes.fromhex, vector)
    assert verifier.is_signature(public, message, signature)
    assert not verifier.is_signature(public, message + b"\0", signature)
    for at in (0, 31, 32, 63):
        wrong = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        assert not verifier.is_signature(public, message, wrong)
    too_large = int.from_bytes(signature[32:], "little") + verifier.L
    again = signature[:32] + too_large.to_bytes(32, "little")
    assert not verifier.is_signature(public, message, again)


def test_it_finds_the_same_signatures_right_as_the_library_that_signs():
    for number in range(5):
        signer = Signer.made(f"key-{number}")
        value = signer.sign("text\n").value
        assert verifier.is_signature(signer.verifier.public, b"text\n", value)


@pytest.fixture
def folder(timeline, tmp_path):
    """A log of 600 events as tiles."""
    timeline.log.append(
        price(f"p{number}", "2025-01-01", input=str(number + 1)) for number in range(600)
    )
    return published(timeline, tmp_path / "tiles")


def published(timeline, path):
    export_tiles(open_notary(timeline.log.database, timeline.log.database.path), path)
    return path


@pytest.fixture
def key(folder):
    return (folder.parent / "ecosys-keys" / "keys").read_text().strip()


def test_it_is_short_and_imports_nothing_but_the_library_of_python():
    text = FILE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    imported = [
        line.split()[1].split(".")[0] for line in text.splitlines() if "import " in line[:40]
    ]
    assert set(imported) - {"python"} <= sys.stdlib_module_names


def test_it_runs_alone_and_remembers(folder, key, timeline, tmp_path):
    kept = tmp_path / "kept"
    alone = tmp_path / "alone.py"
    alone.write_bytes(FILE.read_bytes())

    def run():
        words = [
            sys.executable,
            "-I",
            str(alone),
            str(folder),
            "--key",
            key,
            "--remember",
            str(kept),
        ]
        return subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)

    done = run()
    name = timeline.log.own_origin()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"600 entries in order, 0 withheld, signed by ('{name}',)\n"
    assert kept.read_text() == (folder / "checkpoint").read_text()
    timeline.append([price("more", "2025-01-02", input="7")])
    published(timeline, folder)
    assert run().stdout.startswith("601 entries in order")
    (folder / "tile/0/001").write_bytes(bytes(8192))
    assert "Wrong: entry 257 is not that of its hash and place" in run().stderr


def test_where_a_partial_tile_is_gone_the_full_one_is_read(folder, key, timeline):
    checkpoint = (folder / "checkpoint").read_text()
    timeline.log.append(
        price(f"q{number}", "2025-01-01", input=str(number + 1)) for number in range(300)
    )
    published(timeline, folder)
    for part in folder.rglob("*.p/88"):
        os.unlink(part)
    (folder / "checkpoint").write_text(checkpoint)
    assert verify(str(folder), [key])[1] == 600


def test_one_key_of_the_log_must_have_signed_and_every_witness(folder, key, timeline):
    other = str(Signer.made("other").verifier)
    witness = Signer.made("witness", COSIGNATURE)
    named = str(witness.verifier)
    assert verify(str(folder), [other, key])[2] == (timeline.log.own_origin(),)
    assert verify(str(folder), [])[2] == ()
    with pytest.raises(Wrong, match="not signed by other"):
        verify(str(folder), [other])
    with pytest.raises(Wrong, match="not signed by witness"):
        verify(str(folder), [key, named])
    notary = open_notary(timeline.log.database, timeline.log.database.path)
    notary.keys.add_witness(witness.verifier, "")
    notary.cosign([witness.sign(notary.checkpoint().text, 1_700_000_000)])
    export_tiles(notary, folder)
    assert verify(str(folder), [key, named])[2] == (timeline.log.own_origin(), "witness")
    text, below = (folder / "checkpoint").read_text().split("\n\n")
    late = note.Signature(*note.signatures_of(below)[1])
    moved = late._replace(value=bytes(8) + late.value[8:])
    (folder / "checkpoint").write_text(f"{text}\n\n{below.splitlines()[0]}\n{moved.line}\n")
    with pytest.raises(Wrong, match="the signature of witness is not that of this checkpoint"):
        verify(str(folder), [key, named])
