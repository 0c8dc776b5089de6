"""A package tells of every file: its columns, checksum, licence, and the log it was made from."""

import csv
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256

import pytest

from ecosys.answers.dataset import formats, package
from ecosys.answers.dataset.package import export
from ecosys.errors import InvalidInput


@pytest.fixture
def told(folder):
    """What the package of the small log says."""
    return json.loads((folder / "datapackage.json").read_text())


def test_every_file_is_told_of_with_its_checksum_and_size(folder, told):
    listed = {each["path"]: each for each in told["resources"]}
    apart = {"datapackage.json", "SHA256SUMS", "LICENSE"}
    there = {path.name for path in folder.iterdir() if path.is_file()} - apart
    assert {name for name in listed if "/" not in name} == there
    for name, each in listed.items():
        content = (folder / name).read_bytes()
        assert (each["bytes"], each["hash"]) == (
            len(content),
            f"sha256:{sha256(content).hexdigest()}",
        )


def test_the_sums_are_those_that_the_usual_program_checks(folder):
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"],
        cwd=folder,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done
    named = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert named == files - {"SHA256SUMS"}


def test_it_says_of_which_log_it_is_and_under_which_licence(told, small):
    assert told["ecosys"]["position"] == "14"
    assert told["ecosys"]["root"] == small.log.root(14)
    assert [each["name"] for each in told["licenses"]] == ["CC-BY-4.0"]
    assert told["sources"] == [{"title": "OpenAI", "path": "https://openai.com"}]


def test_columns_are_told_in_the_order_of_the_file_with_their_types(folder, told):
    [prices] = [each for each in told["resources"] if each["path"] == "price_all.csv"]
    with (folder / "price_all.csv").open(newline="") as file:
        header = next(csv.reader(file))
    types = {each["name"]: each["type"] for each in prices["schema"]["fields"]}
    assert list(types) == header
    assert types["per_million"] == "number"
    assert types["valid_from"] == "datetime"
    assert types["position_from"] == "integer"
    assert types["amount"] == "string"


def test_the_same_log_at_the_same_moment_gives_the_same_bytes(source, folder, tmp_path):
    export(source, formats.names(), tmp_path / "again")
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            again = tmp_path / "again" / path.relative_to(folder)
            assert again.read_bytes() == path.read_bytes(), path


def test_a_format_that_there_is_not_is_refused_before_anything_is_written(source, tmp_path):
    with pytest.raises(InvalidInput, match="--format xml is not known"):
        export(source, ["csv", "xml"], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_failure_leaves_what_was_there(source, folder, tmp_path, monkeypatch):
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(package, "describe", fail)
    with pytest.raises(Exception, match=r"cannot be written: No space left on device"):
        export(source, ["csv"], old)
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_lines_of_json_are_the_log_as_cloud_events(folder):
    lines = [json.loads(line) for line in (folder / "events.ndjson").read_text().splitlines()]
    assert [line["position"] for line in lines] == list(range(1, 15))
    assert {line["specversion"] for line in lines} == {"1.0"}
    assert lines[1]["id"] == "o3-first"
    assert lines[1]["subject"] == "openai/o3"


@pytest.mark.endurance
def test_frictionless_finds_the_package_and_every_row_valid(source, tmp_path):
    export(source, ["csv", "sqlite", "openeox"], tmp_path / "data")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    there = tmp_path / "packages"
    subprocess.run([*pip, "--target", str(there), "frictionless==5.21.0"], check=True)
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path / "data",
        env={**os.environ, "PYTHONPATH": str(there)},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    rows = {task["name"]: task["stats"].get("rows") for task in report["tasks"]}
    assert report["valid"], done.stdout
    assert rows["event.csv"] == 14
    assert rows["price_all.csv"] > 10
