"""Charts that leave their pages: as SVG and as specifications, with their receipt below."""

import hashlib
import re
from base64 import b64encode
from xml.etree import ElementTree as ET

import altair
import pytest
from jsonschema import Draft7Validator

from ecosys_api import web
from tests.api.pages.reading import links, text_of, tree

pytestmark = pytest.mark.no_cover  # they ask the whole released log
SVG = "{http://www.w3.org/2000/svg}"
MOMENT = "as_of=2026-09-15&known_at=2026-08-09"
CHARTS = {  # where they are, with the path of the page that they are on
    "/metrics/price_index": "/metrics/price_index",
    "/metrics/provider_share": "/metrics/provider_share",
    "/models/openai/o3/prices": "/models/openai/o3",
    "/cost": "/cost",
    "/ecosystem": "/",
}
ASKED = {"/cost": "model=openai/o3,anthropic/claude-sonnet-5&"}
every_chart = pytest.mark.parametrize("path", CHARTS)
LIBRARY = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"]


def asked(path):
    return f"{ASKED.get(path, '')}{MOMENT}"


def spec_of(client, path):
    return client.get(f"/charts{path}.vl.json?{asked(path)}").json()


def texts_of(client, path):
    picture = ET.fromstring(client.get(f"/charts{path}.svg?{asked(path)}").text)
    return [each.text for each in picture.iter(f"{SVG}text")]


@every_chart
def test_a_page_leads_to_its_chart_at_its_moment(client, path):
    page = client.get(f"{CHARTS[path]}?{asked(path)}").text
    for form in ("svg", "vl.json"):
        [address] = {link for link in links(page) if link.startswith(f"/charts{path}.{form}")}
        assert MOMENT in address
        assert client.get(address).status_code == 200


@every_chart
def test_a_picture_tells_its_title_its_sources_its_moment_and_where_its_page_is(client, path):
    *_, sources, moment, address = texts_of(client, path)
    assert sources.startswith("Sources: ")
    assert "As of 2026-09-15, as known on 2026-08-09" in moment
    root = client.get(f"/v1/models?{MOMENT}").json()["meta"]["log"]["root"]
    assert root[:16] in moment
    assert address.startswith(f"http://testserver{CHARTS[path]}?")
    page = client.get(address.removeprefix("http://testserver"))
    assert page.status_code == 200
    assert "position=" in address


@every_chart
def test_the_specification_and_the_picture_say_the_same(client, path):
    spec = spec_of(client, path)
    rows = [row for each in spec["layer"] for row in each["data"]["values"] if row.get("href")]
    marks = {(row["text"], row["href"]) for row in rows}
    picture = ET.fromstring(client.get(f"/charts{path}.svg?{asked(path)}").text)
    drawn = {(a.findtext(f"{SVG}title"), a.get("href")) for a in picture.iter(f"{SVG}a")}
    assert marks == drawn
    assert len(marks) > 2
    assert all(href.startswith("http://testserver/events/") for _, href in marks)


@every_chart
def test_a_specification_is_of_the_language_whole(client, path):
    language = Draft7Validator(altair.load_schema())
    assert [fault.message for fault in language.iter_errors(spec_of(client, path))] == []


def test_a_chart_has_the_points_of_the_answer(client):
    path = "/metrics/provider_share"
    [bars] = [each for each in spec_of(client, path)["layer"] if each["name"] == "bars"]
    answer = client.get(f"/v1{path}?{MOMENT}").json()["data"]
    assert {row["name"]: row["value"] for row in bars["data"]["values"]} == {
        row["subject"]: float(row["value"]) for row in answer
    }


def test_the_policy_of_a_picture_lets_nothing_run_and_its_own_style_alone(client):
    reply = client.get("/charts/metrics/price_index.svg")
    assert reply.headers["content-type"] == "image/svg+xml"
    style = ET.fromstring(reply.text).findtext(f"{SVG}style")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = reply.headers["content-security-policy"]
    assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "<script" not in reply.text


def test_a_picture_is_as_dark_as_its_reader_likes_or_as_is_asked(client):
    both = client.get("/charts/metrics/price_index.svg").text
    assert "prefers-color-scheme: dark" in both
    dark = client.get("/charts/metrics/price_index.svg?theme=dark").text
    assert "prefers-color-scheme" not in dark
    assert ".paper{fill:#141513}" in dark
    spec = client.get("/charts/metrics/price_index.vl.json?theme=dark").json()
    assert spec["config"]["background"] == "#141513"
    assert client.get("/charts/metrics/price_index.svg?theme=grey").status_code == 422


def test_what_has_nothing_to_draw_says_so(client):
    reply = client.get("/charts/metrics/price_index.svg?as_of=2016-01-01&known_at=2016-01-01")
    assert reply.status_code == 404
    assert "nothing to draw" in reply.json()["detail"]
    assert client.get("/charts/metrics/nothing.svg").status_code == 404


def test_what_charts_need_in_browsers_is_loaded_where_a_chart_is_and_not_before(client):
    page = tree(client.get("/metrics/price_index").text)
    [figure] = [each for each in page.iter("figure") if each.get("data-spec")]
    scripts = figure.get("data-scripts").split()
    assert [each.partition("?")[0] for each in scripts] == [f"/static/{name}" for name in LIBRARY]
    assert all(client.get(each).status_code == 200 for each in scripts)
    loaded = [each.get("src", "") for each in page.iter("script")]
    assert [each for each in loaded if "vega" in each] == []
    assert [each for each in loaded if "charts.js" in each]
    assert "charts.js" not in client.get("/claims").text


def test_a_page_with_its_chart_drawn_in_the_browser_is_under_four_hundred_kilobytes(client):
    page = client.get("/metrics/price_index", headers={"Accept-Encoding": "gzip"})
    own = [each for each in links(page.text) if each.startswith("/static/")]
    files = {*(each.partition("?")[0] for each in own), *(f"/static/{name}" for name in LIBRARY)}
    parts = [client.get(each, headers={"Accept-Encoding": "gzip"}) for each in files]
    assert sum(int(each.headers["content-length"]) for each in (page, *parts)) < 400_000


def test_expressions_of_charts_are_interpreted_and_nothing_is_styled_from_within():
    script = web.content("charts.js").decode()
    assert "ast: true" in script
    assert "defaultStyle: false" in script
    assert "disableDefaultStyle: true" in script


def series_of(client, address):
    spec = client.get(address).json()
    rows = next(each for each in spec["layer"] if each["name"] == "lines")["data"]["values"]
    return {row["series"] for row in rows}, {row["state"] for row in rows}


def test_those_are_drawn_that_are_to_be_compared(client):
    path = f"/charts/metrics/price_index.vl.json?{MOMENT}"
    assert series_of(client, f"{path}&compare=xai,mistral")[0] == {"xai", "mistral"}
    assert len(series_of(client, path)[0]) == 8
    page = client.get(f"/metrics/price_index?compare=xai,mistral&{MOMENT}").text
    [figure] = tree(page).iter("figure")
    named = [each for each in figure.iter(f"{SVG}text") if "strong" in each.get("class", "")]
    assert {text_of(each).split()[0] for each in named} == {"xai", "mistral"}
    assert "compare=xai%2Cmistral" in page  # and so the picture that is to be had alone


def test_what_is_known_otherwise_now_is_drawn_beside_what_was_known_then(client):
    # in May 2025 nobody knew that o3 would cost a fifth from 10 June on
    then = "as_of=2025-06-15&known_at=2025-05-31&compare=openai"
    assert "known now" in series_of(client, f"/charts/metrics/price_index.vl.json?{then}")[1]
    now = "as_of=2025-06-15&compare=openai"
    assert series_of(client, f"/charts/metrics/price_index.vl.json?{now}")[1] == {"so", "to come"}


def test_the_files_of_others_are_of_the_versions_that_are_named_with_their_licences():
    folder = web.FOLDER / "vendor"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    licences = (folder / "LICENSE-vega").read_text(encoding="utf-8")
    for name, end in (("vega", "="), ("vega-lite", '"use strict";var n='), ("vega-embed", "")):
        [version] = re.findall(rf"\| {name} ([0-9.]+)", readme)
        assert f'{end}"{version}"' in web.content(f"{name}.min.js").decode()
        assert f"{name} {version}" in licences
    assert "vega-interpreter 2.3.2" in readme
    assert "vega-interpreter 2.3.2" in licences
