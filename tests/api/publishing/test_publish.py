"""A published site: whole, linked, immutable beside the newest; only what changed is written."""

import json
import os
import subprocess
import sys
import time
from functools import partial
from posixpath import dirname, join, normpath

import pytest

from ecosys import Timeline
from ecosys.errors import InvalidInput
from ecosys.log.withholding import withhold
from ecosys_api import publishing
from ecosys_api.app import create
from ecosys_api.publishing.plan import FEEDS
from ecosys_api.publishing.site import Site
from tests import given as made
from tests.answers.dataset.conftest import O3, SONNET
from tests.api.conftest import ready

publish = partial(publishing.publish, clock=lambda: made.NOW)
LISTS = (
    *("prices", "models", "providers", "deprecations", "changes"),
    *("claims", "conflicts", "sources", "metrics"),
)


def read(site, file):
    """A file of JSON."""
    return json.loads((site / file).read_bytes())


def files(folder):
    """All files of a folder with what they hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def linked(value):
    """All addresses that stand under `links`, wherever."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "links" and isinstance(each, dict):
                yield from (link for link in each.values() if link)
            else:
                yield from linked(each)
    elif isinstance(value, list):
        for each in value:
            yield from linked(each)


def test_lists_are_there_as_json_and_as_tables(site):
    for name in LISTS:
        assert read(site, f"v1/{name}.json")["meta"]["position"] == 14, name
        for form in ("csv", "md"):
            assert (site / f"v1/{name}.{form}").stat().st_size, name


def test_a_model_has_its_prices_with_their_history(site):
    prices = read(site, f"v1/prices/{O3}.json")
    assert {row["direction"]: row["per_million"] for row in prices["data"]} == {
        "input": "2",
        "output": "8",
    }
    history = read(site, f"v1/prices/{O3}/history.json")["data"]
    told = [(row["at"], row["labels"]["line"], row["value"]) for row in history]
    assert told == [
        ("2025-04-16", "input", "10"),
        ("2025-04-16", "output", "40"),
        ("2025-06-10", "input", "2"),
        ("2025-06-10", "output", "8"),
    ]


def test_answers_are_those_of_the_api_up_to_their_links(site, database):
    client = ready(create(database, fill=False))
    meta = read(site, "v1/prices.json")["meta"]
    moment = {name: meta[name] for name in ("as_of", "known_at", "position")}
    for path, file in [
        (f"/v1/prices/{O3}", f"prices/{O3}"),
        ("/v1/deprecations", "deprecations"),
        ("/v1/metrics/deprecation_notice", "metrics/deprecation_notice"),
    ]:
        served = client.get(path, params=moment).json()
        published = read(site, f"v1/{file}.json")
        assert (published["data"], published["meta"]) == (served["data"], served["meta"])
        table = client.get(f"{path}.csv", params=moment).content
        assert (site / f"v1/{file}.csv").read_bytes() == table
    client.__exit__(None, None, None)


def test_every_link_leads_to_a_file_from_wherever_it_is_read(site):
    publication = os.readlink(site / "v1")
    links = 0
    for folder in ("v1", publication):
        for path in (site / folder).rglob("*.json"):
            place = path.relative_to(site).as_posix()
            _, part, *_ = place.split("/")
            if part == "data" or (part == "compat" and path.name != "lost.json"):
                continue  # what others laid out is theirs
            for link in linked(json.loads(path.read_bytes())):
                assert (site / normpath(join(dirname(place), link))).is_file(), (place, link)
                links += 1
    assert links > 200


def test_an_answer_leads_to_itself_in_the_publication_that_never_changes(site):
    links = read(site, f"v1/prices/{O3}.json")["links"]
    publication = os.readlink(site / "v1")
    assert links["self"] == f"../../../{publication}/prices/{O3}.json"
    assert read(site, f"{publication}/prices/{O3}.json") == read(site, f"v1/prices/{O3}.json")
    assert publication == "v1@14-2026-11-22"


def test_feeds_are_there_and_lead_to_themselves(site):
    for name in FEEDS:
        assert (site / "feeds" / name).stat().st_size, name
    assert (
        'rel="self" type="application/atom+xml" href="changes.atom"'
        in (site / "feeds" / "changes.atom").read_text()
    )
    assert not any(b'"/feeds/' in (site / "feeds" / name).read_bytes() for name in FEEDS)


def test_the_manifest_has_the_checksum_of_every_file(site):
    manifest = read(site, "v1/manifest.json")
    there = set(files(site / os.readlink(site / "v1"))) - {"manifest.json"}
    assert set(manifest["files"]) == there
    assert manifest["ecosys"]["position"] == "14"


def test_the_page_leads_to_files_that_there_are(site):
    page = (site / "index.html").read_text()
    addresses = {part.partition('"')[0] for part in page.split('href="')[1:]}
    ours = {each for each in addresses if not each.startswith(("http", "data:"))}
    assert len(ours) > 15
    for address in ours:
        assert (site / address).is_file(), address


def test_again_nothing_is_written(own_site):
    folder, database = own_site
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = publish(database, folder)
    assert again.written == 0
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert {path: at for path, at in after.items() if path != folder} == before


def grown(database):
    """The database with one more price."""
    timeline = Timeline.open(database, clock=lambda: made.NOW)
    timeline.append([made.price("o4", "2025-07-01", subject="openai/o4", input="1", output="4")])
    timeline.log.database.close()


def test_a_longer_log_is_published_beside_the_old_one_which_stays_as_it_was(own_site):
    folder, database = own_site
    old = os.readlink(folder / "v1")
    before = files(folder / old)
    grown(database)
    publish(database, folder)
    new = os.readlink(folder / "v1")
    assert new == "v1@15-2026-11-22"
    assert files(folder / old) == before
    assert read(folder, "v1/prices/openai/o4.json")["meta"]["position"] == 15
    same = [name for name in before if (folder / new / name).is_file()]
    shared = [name for name in same if (folder / old / name).samefile(folder / new / name)]
    assert "data/LICENSE" in shared  # what did not change is the same file
    assert "log/tile/entries/000.p/14" in before


def test_who_is_killed_leaves_the_old_site_whole(own_site, monkeypatch):
    folder, database = own_site
    before = files(folder)
    grown(database)

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Site, "finish", die)
    with pytest.raises(KeyboardInterrupt):
        publish(database, folder)
    monkeypatch.undo()
    seen = {name: each for name, each in files(folder).items() if not name.startswith(".v1.new/")}
    assert seen == before
    publish(database, folder)
    assert not (folder / ".v1.new").exists()
    assert read(folder, "v1/manifest.json")["ecosys"]["position"] == "15"


def test_who_is_killed_while_it_writes_leaves_the_old_site_whole(own_site):
    folder, database = own_site
    before = files(folder)
    grown(database)
    command = [sys.executable, "-m", "ecosys", "publish", str(folder), "--database", str(database)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    unfinished = folder / ".v1.new" / "prices"
    while not unfinished.is_dir():
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    seen = {name: each for name, each in files(folder).items() if not name.startswith(".v1.new/")}
    assert seen == before


def test_only_the_newest_publications_are_kept_where_that_is_asked(own_site):
    folder, database = own_site
    grown(database)
    publish(database, folder, keep=1)
    assert [path.name for path in folder.glob("v1@*")] == [os.readlink(folder / "v1")]


def test_the_same_moment_published_otherwise_is_renewed_in_its_place(own_site):
    folder, database = own_site
    name = os.readlink(folder / "v1")
    prices = (folder / name / "prices.json").stat()
    made = publish(database, folder, formats=["csv"])
    assert os.readlink(folder / "v1") == name
    data = {path.name for path in (folder / "v1" / "data").iterdir() if path.is_file()}
    assert "price_all.csv" in data
    assert "price_all.parquet" not in data
    assert set(read(folder, "v1/manifest.json")["files"]) == set(files(folder / name)) - {
        "manifest.json"
    }
    assert (folder / name / "prices.json").stat().st_ino == prices.st_ino
    assert 0 < made.written < 20


def test_a_folder_with_other_things_is_refused(database, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InvalidInput, match="holds other things"):
        publish(database, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_day_that_is_none_is_refused(database, tmp_path):
    with pytest.raises(InvalidInput, match=r"--days 2025-13: 2025-13 is no day"):
        publish(database, tmp_path / "site", days=["2025-13"])
    assert not (tmp_path / "site").exists()


def test_what_was_known_when_is_told_by_vintages(site):
    rows = read(site, f"v1/prices/{SONNET}/vintages.json")["data"]
    assert "2026-08-10" in {row["known_at"][:10] for row in rows}


def test_what_is_withheld_is_in_no_file_that_is_published_then(own_site, tmp_path):
    folder, database = own_site
    published = b"anthropic/claude-sonnet-5"
    assert any(published in content for content in files(folder).values())
    timeline = Timeline.open(database, clock=lambda: made.NOW)
    for record in timeline.records():
        if SONNET in record.event.subjects or record.id in ("off", "later"):
            withhold(timeline.log, record.id, "personal data")
    timeline.rebuild()
    timeline.log.database.close()
    publish(database, tmp_path / "new")
    held = [name for name, content in files(tmp_path / "new").items() if published in content]
    assert held == []
