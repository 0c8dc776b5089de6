"""Publish: a static site from what the API answers, all at one moment."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecosys import paths
from ecosys.answers.dataset.package import export
from ecosys.answers.dataset.source import LICENCES, Source
from ecosys.answers.links import coordinates
from ecosys.errors import Damaged
from ecosys.log.proof.export import export_tiles
from ecosys.log.proof.notary import Notary
from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock
from ecosys_api import web
from ecosys_api.app import DATABASE, create
from ecosys_api.publishing import compat
from ecosys_api.publishing.asked import Asked, Reply
from ecosys_api.publishing.bodies import (
    LATEST,
    feed,
    folder_of,
    key,
    next_query,
    page_file,
    with_links,
)
from ecosys_api.publishing.plan import FEEDS, PAGE, Wanted, wanted
from ecosys_api.publishing.site import Site

FORMATS = ("parquet", "cle", "openeox")
_MISSING = (404, 409)


@dataclass(frozen=True, slots=True)
class Published:
    """What was published."""

    key: str
    files: int
    written: int
    """How many files the publication before has not, or has otherwise."""


def publish(
    database: str | Path | None,
    folder: Path,
    *,
    days: Sequence[str] = (),
    formats: Sequence[str] = FORMATS,
    keep: int | None = None,
    clock: Clock = clocks.system,
) -> Published:
    """Publish the log of a database, which is filled from the release if it is empty.

    `days` are those for which the layouts of other tools are written too, besides today; `formats`
    those of the dataset; `keep` is how many publications stay, None: all.
    """
    chosen = database or os.environ.get(DATABASE) or paths.default_database()
    made = _publish(chosen, Site(folder), compat.days(days), formats, keep, clock)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(made)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes the loop: where it is installed the one of servers, in a third less time."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


async def _publish(
    database: str | Path,
    site: Site,
    days: Sequence[str],
    formats: Sequence[str],
    keep: int | None,
    clock: Clock,
) -> Published:
    open_timeline(database, clock, asked=False).log.database.close()  # an empty log is filled
    app = create(database, clock, fill=False)
    async with Asked(app) as asked:
        timeline: Timeline = app.state.timeline
        source = Source(timeline, timeline.moment())
        log, at = source.log, coordinates(source.moment)
        name = key(log.position, str(at["as_of"]))
        site.begin()
        for each in wanted(source):
            await _add(asked, site, each, at, name)
        for feed_name in FEEDS:
            await _add_feed(asked, site, feed_name, at)
        _add_log(site, timeline, app.state.notary)
        export(source, formats, site.made / "data")
        site.take("data")
        await _add_compat(asked, site, source, days, name)
        page = _index(source, name, formats)
        about = {"key": name, "ecosys": {**source.coordinates}}
        files, written = len(site.files) + 1, site.written
        is_new = site.finish(name, about)
    site.put(".nojekyll", b"")
    site.put("index.html", page.encode())
    if keep is not None:
        site.keep(keep)
    return Published(name, files, written if is_new else 0)


async def _add(asked: Asked, site: Site, each: Wanted, at: Mapping[str, object], name: str) -> None:
    """Add an answer in all its forms, as JSON page by page."""
    moment = {"position": at["position"]} if each.of_position else at
    query: Mapping[str, object] = {**each.query, **moment}
    for form in each.forms:
        if form == "json":
            if (found := await _add_pages(asked, site, each, query, name)) is None:
                return
            query = found
            continue
        reply = await asked.get(f"{each.path}.{form}", query)
        site.add(f"{each.file}.{form}", _of(reply, each.path))


async def _add_pages(
    asked: Asked, site: Site, each: Wanted, query: Mapping[str, object], name: str
) -> Mapping[str, object] | None:
    """Add the pages of an answer; what was asked, None where it has no answer."""
    reply = await asked.get(each.path, {**query, **PAGE})
    if reply.status in _MISSING and each.otherwise:
        query = {**query, **each.otherwise}
        reply = await asked.get(each.path, {**query, **PAGE})
    if reply.status in _MISSING and each.optional:
        return None
    if each.max_bytes is not None and len(reply.body) > each.max_bytes:
        return None
    links = {name: file for name, file in each.links.items() if file in site.files}
    number = 1
    while True:
        content = _of(reply, each.path)
        body = with_links(content, name, each.file, number, links)
        site.add(page_file(each.file, number), body)
        if (following := next_query(content)) is None:
            return query
        number, reply = number + 1, await asked.get(each.path, following)


async def _add_feed(asked: Asked, site: Site, name: str, at: Mapping[str, object]) -> None:
    moment = {"position": at["position"]} if name.startswith("events") else at
    reply = await asked.get(f"/feeds/{name}", moment)
    site.add(f"feeds/{name}", feed(_of(reply, name)))


def _of(reply: Reply, address: str) -> bytes:
    """What an answer holds; Damaged where there should be one and is none."""
    if reply.status != 200:
        raise Damaged(f"{address} answers {reply.status}: {reply.body.decode()}")
    return reply.body


async def _add_compat(
    asked: Asked, site: Site, source: Source, days: Sequence[str], key: str
) -> None:
    """Add the files of other tools, of the moment and of days, with what each cannot say."""
    moment, firsts = source.moment, compat.first_files(source.timeline, source.moment)
    then = [(day, source.timeline.moment(as_of=day, position=moment.position)) for day in days]
    for folder, at in [("", moment), *((f"{day}/", each) for day, each in then)]:
        for path, content in compat.files(source.timeline, at):
            site.add(f"{compat.FOLDER}/{folder}{path}", content)
        for name, _ in firsts:
            query = {**coordinates(at), **PAGE}
            reply = await asked.get(f"/{compat.FOLDER}/{name}/lost.json", query)
            file = f"{compat.FOLDER}/{folder}{name}/lost"
            site.add(page_file(file, 1), with_links(_of(reply, name), key, file, 1, {}))
    if firsts:
        site.add(f"{compat.FOLDER}/index.json", compat.index(firsts, days))


def _add_log(site: Site, timeline: Timeline, notary: Notary) -> None:
    """Add the log: as tiles with the signed checkpoint and its keys, and as lines."""
    export_tiles(notary, site.made / "log")
    site.take("log")
    site.add("log/keys", "".join(f"{each}\n" for each in notary.keys.verifiers()).encode())
    lines = "".join(f"{line.text}\n" for line in timeline.log.lines())
    site.add("log.jsonl", lines.encode())


def _index(source: Source, name: str, formats: Sequence[str]) -> str:
    """The page that says what is there."""
    return web.render(
        "site.html",
        folder=folder_of(name),
        latest=LATEST,
        log=source.log,
        as_of=source.coordinates["as_of"],
        licences=LICENCES,
        has_parquet="parquet" in formats,
        layouts=compat.first_files(source.timeline, source.moment),
    )
