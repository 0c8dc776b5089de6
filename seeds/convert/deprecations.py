"""Deprecations: rows of lifecycles become `deprecated`, what moved or was read again follows.

A row states the end of one thing at one channel. The seller is the voice; where the row was read
in a mirror, `via` names it. The first schedule of an announcement is its `deprecated`, later ones
are `rescheduled`, stated on the day on which they were first seen; an announcement of its own is a
`deprecated` of its own. What only a mirror says otherwise, or got wrong, is the mirror's statement.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ecosys import when
from ecosys.event import FIRST_PARTY, seller
from seeds.convert.common import (
    CHANNELS,
    READ,
    Converted,
    Facts,
    Fields,
    Row,
    compact,
    confidence,
    maker,
    provider,
    references,
    slug,
)
from seeds.convert.sources import KNOWN

TABLES = ("deprecations", "deprecations_more")
FEED, LITELLM = "deprecations-info", "litellm"
MOVED = ("postponed", "brought_forward", "withdrawn", "cancelled")
READ_AGAIN = ("confirmed", "executed")
SAME = "same statement as another row"
ALIAS = "same fact as a row of aliases"
SCHEDULES = ("deprecated", "rescheduled", "alias_moved")
"""Types that set, or move, a day on which something is to happen."""
OWN_PAGES = {
    "amazon": ("amazon", "bedrock"),
    "google": ("google", "vertex"),
    "microsoft": ("microsoft", "azure"),
}
"""Sellers whose own statements stand under more than one source."""

# How channels spell their ids.
VENDORS = {
    "deepseek-ai": "deepseek",
    "moonshotai": "moonshot",
    "qwen": "alibaba",
    "zai": "zhipu",
    "zai-org": "zhipu",
}
"""Makers that channels spell otherwise."""
SPELLED = (
    (r" \((\S+)\)$", r"-\1"),  # the version stands in brackets
    (r"^Cohere-(?=command|rerank-v3\.5)", ""),  # Azure writes the maker before the maker's id
    (r"^AI21-Jamba", "jamba"),
    (r"^Llama-2-", "llama-2-"),
    (r"^gpt-35-", "gpt-3.5-"),  # Azure writes no point
    (r"(?:(?<=\d)-v\d|-v\d:0)$", ""),  # versions that Bedrock adds
    (r"^jamba-1-5-", "jamba-1.5-"),  # Bedrock writes no point
    (r"^(?=[rv]\d)", "deepseek-"),  # Bedrock drops the maker's word
    (r"^minimax-m", "MiniMax-M"),  # Bedrock knows no capitals
    (r"-maas$", ""),  # models as a service at Vertex
)
NAMED = {
    # Azure's names of what the maker calls otherwise; LiteLLM has the maker's id and the same date
    "tts": "openai/tts-1",
    "tts-hd": "openai/tts-1-hd",
    "whisper": "openai/whisper-1",
    "Command R": "cohere/command-r",
    "Command R+": "cohere/command-r-plus",
    "Jamba Instruct": "ai21/jamba-instruct",
    # the generation is part of the id, the part after the colon is Bedrock's
    "amazon.titan-image-generator-v2:0": "amazon/titan-image-generator-v2",
    # makers that the name does not tell
    "chat-latest": "openai/chat-latest",
    "virtual-try-on-001": "google/virtual-try-on-001",
    "Bria-2.3-Fast": "bria/Bria-2.3-Fast",
    "Cohere-rerank-v3-english": "cohere/Cohere-rerank-v3-english",
    "Cohere-rerank-v3-multilingual": "cohere/Cohere-rerank-v3-multilingual",
    "Gretel-Navigator-Tabular": "gretel/Gretel-Navigator-Tabular",
    "Stable-Diffusion-3.5-Large": "stability/Stable-Diffusion-3.5-Large",
    "Stable-Image-Core": "stability/Stable-Image-Core",
    "Stable-Image-Ultra": "stability/Stable-Image-Ultra",
    "TimeGEN-1": "nixtla/TimeGEN-1",
    "jais-30b-chat": "core42/jais-30b-chat",
    "tsuzumi-7b": "ntt/tsuzumi-7b",
    # not models
    "deepseek-v3.2-speciale endpoint": "deepseek/deepseek-v3.2-speciale",
    "fast mode on claude-opus-4-8": "anthropic/claude-opus-4-8-fast-mode",
    "Evals platform: existing evals read-only": "openai/evals-platform",
    "Model lifecycle policy": "amazon/bedrock",
}
SMALL = ("ai21", "deepseek")
"""Makers whose ids have no capitals, whatever a channel writes."""
FIREWORKS = "FW-"
"""How Azure marks what Fireworks hosts there: beside the model's own listing, so it stays."""

# Days and dates that the columns do not tell.
OPENAI_PAGE = "2025-09-26..2025-11-13"
"""When OpenAI's page was stored: it has the section of the first day, and lacks one that was seen
on the second."""
PAGES = {
    "stored HTML of the OpenAI page, autumn 2025": ("openai", OPENAI_PAGE),
    "Gemini API changelog (stored HTML, 2025-11-12)": ("google", "2025-11-12"),
}
"""Pages of providers that were read a second time, by the beginning of their titles."""
STATED = {
    # added to a section of the page that is older
    "DEP-0089": "2026-01-16",
    "DEP-0090": "2026-01-16",
    "DEP-0091": "2026-01-16",
    # the same announcement as a later reading of the page has it
    "DEP-0138": OPENAI_PAGE,
    # announced with the cancellation that another row tells
    "DEP-0454": "2026-09-09",
}
ENDS = {
    # the hour is in the note
    "DEP-0451": "2026-07-24T15:59Z",
    "DEP-0452": "2026-07-24T15:59Z",
    "DEP-0453": "2025-12-15T15:59Z",
    "DEP-0454": "2026-09-14T04:00Z",
    "DEM-0059": "2026-09-10T04:00Z",
    "DEM-0060": "2026-09-10T04:00Z",
    # the date is in the note
    "DEM-0040": "not before 2027-09-01",
}
PUT_OFF = {"DEM-0058": "2026-09-10"}
"""Cancellations of what had been put off before, to no day that is known."""
ANNOUNCED_BEFORE = {
    # what the page of autumn 2025 said; spared on the day and announced anew
    "DEP-0049": {
        "announced_date": "2025-09-26",
        "deprecated_date": "",
        "shutdown_date": "2026-03-26",
        "replacement": "gpt-5|gpt-4.1",
        "previous_shutdown_dates": "",
        "source_url": "https://platform.openai.com/docs/deprecations"
        "#2025-09-26-legacy-gpt-model-snapshots",
        "second_source_agrees": "yes",
    }
}
"""The earlier announcement that a row of a later one tells of."""
ANEW = ("DEP-0049", "DEP-0119")
"""Announcements of what had been announced and then spared: the first was withdrawn."""
REREAD = ("DEP-0138",)
"""Rows that give a later date for an announcement that another row states."""
STAGES = {"DEM-0034": ("access", "existing evals are read-only")}
"""Stages on the way to an end that another row states."""
SEEN = {
    r"seen ([\d-]+)": ("observed", r"\1"),
    r"table of ([\d-]+)": ("snapshot", r"\1"),
    r"notice of ([\d-]+)": ("", r"\1"),
    r"docs before ([\d-]+);.*": ("observed", r"not after \1"),
    # before the notice that moved it
    r"docs page of summer 2026": ("observed", "2026-06..2026-07-29"),
}
"""How and when an earlier date was seen, by what stands beside it in brackets."""
TITLED = (
    (r"since \S+, (\d{4}-\d\d-\d\d)", "observed"),
    (r"package of (\d{4}-\d\d-\d\d)", "snapshot"),
    (r"(\d{4}-\d\d-\d\d)\)$", "observed"),
    (r"card at (\d{4}-\d\d-\d\d)", "snapshot"),
)
"""The day of a source, as its title or the note tells it."""
AUTUMN = "2025-09..2025-11"
"""When pages were stored of which nothing tells more."""

# What mirrors got wrong.
CONFUSED, DROPPED = "2025-11-11", "2025-11-13"
"""On the first day the feed took the recommended replacement, or the model released in the same
notice, for the one that ends; at its next reading it had dropped these."""
RIGHT_AGAIN = "2026-03-26"
"""When the feed last gave the dates of OpenAI's page right again: the page had not changed."""
QUOTED = {"DEM-0047": "genai-prices"}
"""Statements of a mirror beside which another mirror quotes the seller's own page."""
PUT_RIGHT = {"DEM-0264": "openai/gpt-4.1-nano"}
"""Pages that their owner put right: the date was not moved. The page's row is also known by this
name, for which the date had been seen before."""

# Words.
UNTOLD = re.compile(
    "|".join(
        (
            r"source page lists no|see first_observed|retirement on Azure|three dates in",
            r"announcement date from|legacy date and end-of-life|third-party model on",
            r"differs from the maker|feed parsed the|other source gives|section heading",
            r"notice posted|litellm [\d-]+ says|page of autumn|notice date|feed first saw",
            r"shutdown \(retirement\) date|the table gives|shutdown date from the SDK",
            r"confirms the earlier fact|adds the announcement day|announcement day (not|still)",
            r"recommended replacement was|not sooner than|no shutdown date|dates of the same",
            r"card has the dates in words|model names retired at|15:59 UTC|first schedule",
            r"support extended|date unchanged|retracted: later|conflict: a reseller",
        )
    )
)
"""Beginnings of parts of notes that events tell, or that only a reader of the tables needs."""
WORDED = (
    (r"the sunset day comes from the ([\d-]+) update text", r"the day is that of the update of \1"),
    (r"announcement day from the dated .*", "the announcement's day is that of the notice with the "
     "same shutdown"),
    (r"announced with V4.*", "announced with V4; the day of the notice is not known"),
    (r"snapshots of the family", "stands for the snapshots of the family"),
    (r"notice 92 days although.*", "the policy promises six months for general models"),
    (r"heading says ([\d-]+), the sentence below it says ([\d-]+)",
     r"the heading of the notice says \1, the sentence below it \2"),
    (r"status on the card at ([\d-]+): (\w+)", r"status on the card of \1: \2"),
    (r"for Claude models on this.*", "an earliest date, though the table does not say so"),
    (r"also names (\S+), for which ([\d-]+) was announced on ([\d-]+).*",
     r"the same page names \1, for which \2 had been announced on \3"),
    (r"first stage", "the first stage of the shutdown"),
    (r"quotes the Cohere model page", "as quoted from the page of the model"),
)  # fmt: skip
"""Parts of notes told to a reader who does not know the tables."""
NOTES = {
    "DEP-0454": "All requests were to be answered and billed as by the other model.",
    "DEM-0058": "Postponed on 2026-09-10, called off the day after; billing did not change.",
    "DEM-0080": "The table's short name; its date is that of text-embedding-ada-002.",
}
"""What a reader should know of single rows."""
FLAPPED = "The page went back to a date that it had given before."
RENEWED = "The replacement is younger than the announcement: the advice was renewed since."
SPARED = "It went on, and its end was announced anew."

Key = tuple[str, str]
"""Subject and channel."""


@dataclass(frozen=True)
class Value:
    """One date on which something was to end, and when it was said."""

    shutdown: str
    stated: str
    basis: str = "observed"
    """What `stated` rests on; empty: an announcement."""
    announced: str = ""
    """The day of the announcement, as it was given then."""


@dataclass(frozen=True)
class Life:
    """What a row says of the end of one thing at one channel."""

    row: Row
    subject: str
    channel: str
    values: Sequence[Value] = ()
    """The dates given, the first said first."""
    added: Row | None = None
    """A later row that adds the day of the announcement, or a source of the seller's own."""

    @property
    def key(self) -> Key:
        return self.subject, self.channel

    @property
    def fact(self) -> str:
        return self.row["fact_id"]

    @property
    def kind(self) -> str:
        return self.row["kind"].partition(".")[2]

    @property
    def seller(self) -> str:
        return seller(self.subject, self.channel)

    @property
    def place(self) -> Fields:
        """Subject and channel as events have them."""
        channel = "" if self.channel == FIRST_PARTY else self.channel
        return compact(subject=self.subject, channel=channel)

    @property
    def sources(self) -> list[Fields]:
        """Where the row was read; sources that are consistent agree."""
        agrees = self.row["second_source_agrees"].replace("consistent", "yes")
        added = references(self.added)[:1] if self.added else []
        if self.misread:
            added = [{"source": "dev-to", "title": self.row["second_source"], "read": READ}]
        return references(self.row | {"second_source_agrees": agrees}) + added

    @property
    def source(self) -> str:
        """The source in which the row was read first."""
        return str(self.sources[0]["source"])

    @property
    def in_feed(self) -> bool:
        """Whether the row was read in a feed that reads the sellers' pages."""
        return bool(self.row["first_observed"]) and "channel" not in self.row

    @property
    def misread(self) -> bool:
        """Whether the feed misread the page, so that another source has the seller's words."""
        return "feed parsed the" in self.row["note"]

    @property
    def mirrored(self) -> bool:
        """Whether only a mirror says that something was moved."""
        return self.kind in MOVED and self.source == LITELLM

    @property
    def via(self) -> str:
        """The source in which the seller's words were read, if not in its own."""
        own = OWN_PAGES.get(self.seller, (self.seller,))
        first, *others = (reference["source"] for reference in self.sources)
        if self.misread:
            return str(others[-1])
        if any(source in own for source in (others if self.in_feed else (first, *others))):
            return ""
        return FEED if self.in_feed else str(first)

    @property
    def read(self) -> Fields:
        """Sources, confidence and `via`, as every event of the row has them."""
        return compact(via=self.via, sources=self.sources) | confidence(self.row)

    @property
    def said(self) -> Fields:
        """The same for types that have no voice by rule."""
        return compact(voice=self.seller if self.source != self.seller else "") | self.read

    def id(self, what: str, day: str) -> str:
        """A readable id: channel, thing, what happened, and its day."""
        channel = "" if self.channel == FIRST_PARTY else f"{self.channel}-"
        thing = re.sub(r"[^a-z0-9.]+", "-", self.subject.lower()).strip("-")
        return f"{channel}{thing}-{what.replace('_', '-')}-{_day(day)}"


@dataclass
class Book:
    """What must be known of other rows to read one."""

    history: dict[Key, list[Value]]
    """By provider and id: what a feed gave from which day on."""
    ids: dict[Key, str]
    """By maker and lower-case id: the maker's own spelling."""
    targets: dict[str, str]
    """The dated ids that undated names stand for at Vertex, as at their maker."""
    launches: dict[str, str]
    """The first day of each id."""
    added: dict[Key, Row] = field(default_factory=dict)
    """Rows that add the day of an announcement, or a first source, to an earlier row."""
    said: dict[Key, list[Fields]] = field(default_factory=lambda: defaultdict(list))
    """What sellers said of an end before, and how they moved it."""

    def before(self, key: Key) -> Fields | None:
        """What the seller said last, not counting moves."""
        kept = (event for event in reversed(self.said[key]) if event["type"] != "rescheduled")
        return next(kept, None)

    def standing(self, key: Key) -> str:
        """The shutdown as it stands."""
        return next((str(e["shutdown"]) for e in reversed(self.said[key]) if "shutdown" in e), "")


def convert(facts: Facts) -> Iterator[Converted]:
    """What became of each row, then what pages read again and what the feed got wrong."""
    book = _book(facts)
    converted: dict[str, Converted] = {}
    lives: list[Life] = []
    for row in (row for table in TABLES for row in facts.rows(table)):
        converted[row["fact_id"]] = Converted(row["fact_id"])
        if row["confidence"] == "low":
            converted[row["fact_id"]].left_out = "unverified: low confidence"
        else:
            lives.append(Life(row, *_named(row, book)))
    book.added |= {life.key: life.row for life in lives if life.kind in READ_AGAIN}
    lives = [each for life in lives for each in _with_dates(life, book)]
    for life in sorted(lives, key=_known_from):
        into = converted[life.fact]
        into.file = "mirrors" if life.mirrored else _file(life)
        for event in _handler(life)(life, book):
            into.events.append(event)
            if event["type"] in SCHEDULES and not life.mirrored:
                book.said[life.key].append(event)
        if not into.events:
            into.left_out = ALIAS if life.kind == "repointed" else SAME
    everything = [*converted.values(), *_pages_again(lives, book), _feed_errors(lives, book)]
    _name_announcements(event for each in everything for event in each.events)
    yield from everything


def _file(life: Life) -> str:
    """The seed file of the seller's statements."""
    return life.seller if life.channel == FIRST_PARTY else life.channel


# Reading rows.


def _book(facts: Facts) -> Book:
    found = json.loads((facts.folder / "deprecation_history.json").read_text(encoding="utf-8"))
    history: dict[Key, list[Value]] = defaultdict(list)
    for (name, model), given in found:
        who = provider({"Azure": "Microsoft Azure"}.get(name, name))
        history[who, re.sub(r" model snapshot$", "", model)] += (
            Value(end or "", day, announced=announced or "") for day, (announced, end), _ in given
        )
    for values in history.values():
        values.sort(key=lambda value: value.stated)
    rows = [row for table in (*TABLES, "pricing", "pricing_more") for row in facts.rows(table)]
    ids = {
        (provider(row["provider"]), row["subject"].lower()): row["subject"]
        for row in rows
        if _channel(row) == FIRST_PARTY and " " not in row["subject"]
    }
    targets = {
        row["alias"].partition("@")[0]: row["target"]
        for row in facts.rows("aliases")
        if row["provider"] == "Google Vertex AI"
    }
    launches: dict[str, str] = {}
    for row in (row for table in ("launches", "launches_more") for row in facts.rows(table)):
        launches[row["subject"]] = min(launches.get(row["subject"], READ), row["date"])
    return Book(history, ids, targets, launches)


def _channel(row: Row) -> str:
    return CHANNELS.get(row.get("channel") or row["provider"], FIRST_PARTY)


def _named(row: Row, book: Book) -> Key:
    """The subject and the channel; what a channel's owner makes itself is first party."""
    channel, name = _channel(row), row["subject"]
    if channel == FIRST_PARTY:
        plain = slug(name) if re.search(r"[ =]|^/", name) else name
        return NAMED.get(name) or f"{provider(row['provider'])}/{plain}", channel
    subject = NAMED.get(name) or _sold(name, book)
    owner = {"bedrock": "amazon", "azure": "microsoft"}.get(channel)
    return subject, FIRST_PARTY if subject.startswith(f"{owner}/") else channel


def _sold(name: str, book: Book) -> str:
    """What a channel sells, as the subject of its maker."""
    vendor = ""
    if found := re.fullmatch(r"([a-z][a-z0-9-]+)[./](?=[a-z])(.+)", name):
        vendor, name = VENDORS.get(found[1], found[1]), found[2]
    for pattern, meant in SPELLED:
        name = re.sub(pattern, meant, name)
    vendor = vendor or maker(name.removeprefix(FIREWORKS).replace(".", "-")) or ""
    name = book.targets.get(name, name)
    if vendor in SMALL and not name.startswith(FIREWORKS):
        name = name.lower()
    return f"{vendor}/{book.ids.get((vendor, name.lower()), name)}"


def _with_dates(life: Life, book: Book) -> Iterator[Life]:
    """What the row says, with its dates, after what it tells of an earlier announcement."""
    row, added = life.row, book.added.get(life.key)
    before: Row = row | dict.fromkeys(("announced_date", "deprecated_date", "replacement"), "")
    if told := ANNOUNCED_BEFORE.get(life.fact):
        end = Value(told["shutdown_date"], told["announced_date"], "")
        yield replace(life, row=row | told, values=[end])
    values = _values(life, book)
    if values[0].shutdown.startswith("not before") and len(values) > 1:
        before |= {"second_source": "", "second_source_agrees": "", "confidence": "medium"}
        yield replace(life, row=before, values=values[:1])
        values = [Value(values[-1].shutdown, row["announced_date"], "")]
    elif added and life.kind == "announced" and life.via and not row["announced_date"]:
        life = replace(life, added=added)
        if day := added["announced_date"]:
            if len(values) > 1:
                yield replace(life, row=before, values=values[:-1], added=None)
            life = replace(life, row=row | {"announced_date": day})
            values = [Value(values[-1].shutdown, day, "")]
    yield replace(life, values=values)


def _values(life: Life, book: Book) -> list[Value]:
    """The dates that the row gives, the first said first."""
    row, end = life.row, _end(life)
    stated, basis = _stated(life, book)
    now = Value(end, stated, basis, _announced(life, book))
    earlier = _earlier(row["previous_shutdown_dates"])
    if life.in_feed and row["previous_shutdown_dates"]:
        return _in_feed(life, now, book)
    if life.mirrored:
        tables = [value for value in earlier if value.basis == "snapshot"]
        day = row["last_changed_observed"] if tables else stated
        return [*tables, Value(end, day, "snapshot")]
    if life.fact in PUT_RIGHT or (life.kind in MOVED and life.channel == "vertex"):
        return [*earlier, now]
    return [now]


def _in_feed(life: Life, now: Value, book: Book) -> list[Value]:
    """The dates that the seller's page had, as a feed read it: only those that the row names."""
    named = re.sub(r" \([^)]*\)", "", life.row["previous_shutdown_dates"]).split("; ")
    values: list[Value] = []
    for value in _history(life, book):
        if value.shutdown in (*named, now.shutdown) and not _is_wrong(value, life):
            dated = replace(value, shutdown=_dated(value.shutdown))
            if not values or values[-1].shutdown != dated.shutdown:
                values.append(dated)
    first = values[0] if values else now
    if now.announced and not first.shutdown.startswith("not before"):
        announced = first.announced if life.channel == "bedrock" else now.announced
        late = life.fact in STATED
        stated, basis = (now.stated, now.basis) if late else (announced, "")
        first = replace(first, announced=announced, stated=stated, basis=basis)
    return [first, *values[1:]]


def _is_wrong(value: Value, life: Life) -> bool:
    """Whether the feed got it wrong, or it belongs to another announcement."""
    if life.seller == "openai" and value.announced != life.row["announced_date"]:
        return True
    return value.stated == CONFUSED or _is_twice(value, life)


def _is_twice(value: Value, life: Life) -> bool:
    """Whether the feed took the day of the announcement for that of the end as well. Other pages
    name no day of the announcement: there the feed gives the end twice.
    """
    return life.seller == "openai" and value.announced == value.shutdown


def _history(life: Life, book: Book) -> list[Value]:
    """What the feed gave; the rows of the second table are younger."""
    if "channel" in life.row:
        return []
    return book.history.get((provider(life.row["provider"]), life.row["subject"]), [])


def _earlier(text: str) -> list[Value]:
    """The earlier dates that a row names, with the day on which each was seen."""
    found = []
    for date, beside in re.findall(r"([^;(]+?) \(([^)]*)\)", text):
        for pattern, (basis, meant) in SEEN.items():
            if seen := re.fullmatch(pattern, beside):
                found.append(Value(date.strip("; "), seen.expand(meant), basis))
    return found


def _dated(text: str) -> str:
    """A date as events write it."""
    soft = text.startswith("Not sooner than ")
    words = text.removeprefix("Not sooner than ").partition(" (")[0]
    if re.fullmatch(r"[A-Z]\w+ \d+, \d{4}", words):
        words = str(datetime.strptime(words, "%B %d, %Y").date())  # noqa: DTZ007
    return f"not before {words}" if soft else words


def _end(life: Life) -> str:
    soft = life.kind == "not_before" or "not before this date" in life.row["note"]
    end = life.row["shutdown_date"]
    return ENDS.get(life.fact) or (f"not before {end}" if soft and end else end)


def _announced(life: Life, book: Book) -> str:
    """The day of the announcement. Azure's table has the legacy date in its place; a day on which
    the thing ended, and before which it was seen, is none.
    """
    day = life.row["announced_date"]
    seen = min((value.stated for value in _history(life, book)), default=day)
    unknown = day == life.row["shutdown_date"] and seen < day
    return "" if unknown or _is_legacy(life) else day


def _is_legacy(life: Life) -> bool:
    """Whether the column of the announcement holds the legacy date."""
    return "legacy (in announced_date)" in life.row["note"]


def _stated(life: Life, book: Book) -> tuple[str, str]:
    """When it was publicly said, and on what that rests."""
    row = life.row
    if life.fact in STATED:
        return STATED[life.fact], "observed"
    if life.kind in MOVED and not row["first_observed"] and row["last_changed_observed"]:
        return row["last_changed_observed"], "observed"
    if announced := _announced(life, book):
        return announced, ""
    days = [value.stated for value in _history(life, book) if value.shutdown == _end(life)]
    days += [row["first_observed"]] if row["first_observed"] else []
    if days:
        return min(days), "snapshot" if life.source == LITELLM else "observed"
    texts = (book.added.get(life.key, {}).get("source_title", ""), row["source_title"], row["note"])
    for pattern, basis in TITLED:
        for text in texts:
            if found := re.search(pattern, text):
                return found[1], basis
    return (AUTUMN if "autumn 2025" in row["source_title"] else READ), "read"


def _known_from(life: Life) -> int:
    """The order in which things were said; what was read again comes after."""
    last = life.kind in (*READ_AGAIN, "replacement_changed")
    said = when.parse(READ if last else life.values[0].stated)
    return said.start if said.precision in ("day", "instant") else said.end - 1


# Making events.


def _announced_end(life: Life, book: Book) -> Iterator[Fields]:
    """An end that was announced, unless another row says the same."""
    before, first = book.before(life.key), life.values[0]
    if before is None:
        yield from _ended(life, book)
    elif life.fact in REREAD:
        yield from _moved_later(life, book)
    elif first.stated == before["stated"]:
        return
    elif first.basis and first.shutdown == book.standing(life.key):
        yield _confirmed(life, before)
    else:
        if life.fact in ANEW:
            told = {"stated": first.stated, "stated_basis": "observed", "note": SPARED}
            yield _moved(life, before, cancelled=True, **told)
        yield from _ended(life, book)


def _ended(life: Life, book: Book) -> Iterator[Fields]:
    """A `deprecated` with its first schedule, then its moves."""
    row, (first, *later) = life.row, life.values
    announced = row["announced_date"] and (first.announced or _announced(life, book))
    legacy = row["announced_date"] if _is_legacy(life) else ""
    legacy = announced if life.source == "bedrock" else legacy
    closed, note = row["deprecated_date"], NOTES.get(life.fact) or _note(row["note"])
    renewed = any(book.launches.get(name, "") > first.stated for name in _advice(row))
    event = compact(
        id=life.id("deprecated", announced or first.stated),
        type="deprecated",
        **life.place,
        announced=announced,
        legacy=legacy,
        deprecated="" if later or closed in (announced, row["shutdown_date"]) else closed,
        shutdown=first.shutdown,
        replacements=_advice(row),
        stated=first.stated,
        stated_basis=first.basis,
        announcement=f"{life.seller}-{announced}" if announced and not first.basis else "",
        note=" ".join([*([] if later or not note else [note]), *([RENEWED] if renewed else [])]),
    )
    yield event | life.read
    given = [first.shutdown]
    for value in later:
        last = value is later[-1] and life.kind in MOVED
        yield _moved(
            life,
            event,
            shutdown=value.shutdown,
            legacy=value.announced if legacy and value.announced != legacy else "",
            deprecated=closed if last else "",
            stated=value.stated,
            stated_basis=value.basis,
            note=FLAPPED if value.shutdown in given else note if value is later[-1] else "",
        )
        legacy = value.announced if legacy else legacy
        given.append(value.shutdown)


def _moved(life: Life, before: Fields, *, stated: str, **moved: Any) -> Fields:
    """An end that was moved or called off."""
    what = "withdrawn" if moved.get("cancelled") else "moved"
    event = {
        "id": f"{before['id']}-{what}-{_day(stated)}",
        "type": "rescheduled",
        "event": before["id"],
        "stated": stated,
    }
    return event | compact(**moved) | life.said


def _moved_later(life: Life, book: Book) -> Iterator[Fields]:
    """A move that a row of its own tells, and the replacement if that is another one."""
    before, value = book.before(life.key), life.values[-1]
    if before is None:
        yield from _ended(life, book)
        return
    off = life.kind in ("withdrawn", "cancelled")
    if day := PUT_OFF.get(life.fact):
        yield _moved(life, before, occurred=f"not before {before['occurred']}", stated=day)
    yield _moved(
        life,
        before,
        cancelled=off or None,
        shutdown="" if off else value.shutdown,
        stated=value.stated,
        stated_basis=value.basis,
        announcement="" if value.basis else f"{life.seller}-{value.stated}",
        note=NOTES.get(life.fact) or _note(life.row["note"]),
    )
    advice = _advice(life.row)
    if advice and advice != before.get("replacements"):
        seen = value.stated if ".." in value.stated else f"not after {value.stated}"
        yield _described(life, "replacement", ", ".join(advice), seen)


def _read_again(life: Life, book: Book) -> Iterator[Fields]:
    """A source that was read again; of an end that no other row states, the end."""
    before = book.before(life.key)
    if before is None:
        yield from _ended(life, book)
    else:
        yield _confirmed(life, before)


def _confirmed(life: Life, before: Fields, day: str = "") -> Fields:
    """The seller's word, read again."""
    dated = re.search(r"and \S+ \((\d{4}-\d\d-\d\d)\)$", life.row["source_title"])
    read = READ if life.source == life.seller else life.values[-1].stated
    day = day or (dated[1] if dated else read)
    return {
        "id": f"{before['id']}-confirmed-{day}",
        "type": "confirmed",
        "events": [before["id"]],
        "source": life.seller,
        "stated": day,
        "stated_basis": "snapshot" if life.via == LITELLM else "read",
        **compact(note=_note(life.row["note"])),
    } | life.read


def _replaced(life: Life, book: Book) -> Iterator[Fields]:
    """Another replacement, and the one between, where a copy of the page showed it."""
    row, before = life.row, book.before(life.key)
    old = re.search(r"replacement was (\S+)", row["second_source_agrees"])
    copied = re.search(r"\(([\d-]+)\)$", row["second_source"])
    assert before is not None
    assert old is not None
    assert copied is not None
    if [old[1]] != before.get("replacements"):
        copy = {"source": "dev-to", "title": row["second_source"], "read": READ}
        seen = {"via": "dev-to", "sources": [copy], "voice": life.seller, "confidence": "medium"}
        yield _described(life, "replacement", old[1], f"not after {copied[1]}") | seen
    yield _described(life, "replacement", ", ".join(_advice(row)), f"{copied[1]}..{READ}")


def _described(life: Life, attribute: str, value: str, occurred: str, **other: Any) -> Fields:
    """A property beside the end itself."""
    seen = _day(occurred)
    event = {"id": life.id(attribute, seen), "type": "described", **life.place}
    event |= {"attribute": attribute, "value": value, "occurred": occurred, "stated": seen}
    return event | {"stated_basis": "observed"} | life.said | other


def _stage(life: Life, _: Book) -> Iterator[Fields]:
    """A stage on the way to an end, announced with it."""
    day = life.row["announced_date"]
    event = _described(life, *STAGES[life.fact], life.values[0].shutdown, stated=day)
    del event["stated_basis"]
    yield event | {"announcement": f"{life.seller}-{day}", "note": _note(life.row["note"])}


def _policy(life: Life, _: Book) -> Iterator[Fields]:
    """A policy, in force from a day."""
    policy, day = life.row["note"], life.row["shutdown_date"]
    policy = f"{policy[:1].upper()}{policy[1:]}."
    yield _described(life, "lifecycle_policy", policy, day, stated=READ, stated_basis="read")


def _rerouted(life: Life, book: Book) -> Iterator[Fields]:
    """A name that leads to another model: where, the table of aliases says, but for what was called
    off; that the model behind it ended is said here.
    """
    if life.row["announced_date"]:
        yield from _ended(life, book)
    elif life.fact in STATED:
        target, day = re.sub(r" \(.*", "", life.row["replacement"]), life.values[0].shutdown
        event = {"id": life.id("rerouted", day), "type": "alias_moved", "alias": life.subject}
        event |= {"to": f"{life.seller}/{target}", "occurred": day, "stated": STATED[life.fact]}
        yield event | {"note": NOTES[life.fact]} | life.said


# What mirrors say, what was put right, and pages read again.


def _mirrored(life: Life, book: Book) -> Iterator[Fields]:
    """What a mirror alone says: its first value, and later ones as corrections of its own.

    Where the seller had spoken of the same end, it counts from the same day: the seller's word
    stands, and the mirror's is shown beside it.
    """
    (first, *later), seller_said = life.values, book.before(life.key)
    event = compact(
        id=f"{LITELLM}-{life.id('deprecated', first.stated)}",
        type="deprecated",
        **life.place,
        occurred=seller_said["stated"] if seller_said else first.stated,
        shutdown=first.shutdown,
        replacements=_advice(life.row),
        stated=first.stated,
        stated_basis="snapshot",
        voice=LITELLM,
    )
    yield event | {"sources": _table(life, first)}
    for old, value in zip(life.values, later, strict=False):
        right = {"shutdown": value.shutdown, "stated": value.stated}
        why = f"The table of {old.stated} gave {old.shutdown}."
        yield _corrected(event, event | right | {"sources": _table(life, value)}, why)


def _table(life: Life, value: Value) -> list[Fields]:
    """The mirror's table of a day."""
    if value is life.values[-1]:
        return life.sources
    return [life.sources[0] | {"title": f"Model price table of {value.stated}"}]


def _corrected(wrong: Fields, right: Fields, why: str) -> Fields:
    """A source put its statement right; the right one is given whole."""
    event = {
        "id": f"{wrong['id']}-corrected-{right['stated']}",
        "type": "corrected",
        "event": wrong["id"],
        "statement": {name: value for name, value in right.items() if name != "id"},
        "fault": "source",
        "why": why,
    }
    shared = ("stated", "stated_basis", "voice", "sources")
    return event | {name: right[name] for name in shared if name in right}


def _put_right(life: Life, book: Book) -> Iterator[Fields]:
    """A page whose owner said that a date was wrong; the date seen before is confirmed."""
    first, last = life.values
    wrong = {"id": life.id("deprecated", first.stated), "type": "deprecated", **life.place}
    wrong |= {"occurred": first.stated, "shutdown": first.shutdown, "stated": first.stated}
    wrong |= {"stated_basis": first.basis} | life.read
    yield wrong
    right = {"shutdown": last.shutdown, "stated": last.stated}
    yield _corrected(
        wrong, wrong | right, f"The page gave {first.shutdown}; its owner put it right."
    )
    before = book.before((PUT_RIGHT[life.fact], life.channel))
    assert before is not None
    yield _confirmed(life, before, last.stated)


def _pages_again(lives: Sequence[Life], book: Book) -> Iterator[Converted]:
    """Pages of providers that were read a second time and still said so."""
    for title, (source, day) in PAGES.items():
        read = [life for life in lives if life.row["second_source"].startswith(title)]
        page = {"source": source, "url": read[0].row["source_url"].partition("#")[0]}
        page |= {"title": read[0].row["second_source"], "read": READ}
        event = _page(source, day, read, book) | {"confidence": "high", "sources": [page]}
        yield Converted(title, [event], source)
    right = [
        life
        for life in lives
        if life.in_feed
        and any(_is_twice(value, life) for value in _history(life, book))
        and any(value.stated == RIGHT_AGAIN for value in _history(life, book))
    ]
    event = _page("openai", RIGHT_AGAIN, right, book) | {"via": FEED, **_feed(RIGHT_AGAIN)}
    yield Converted(FEED, [event], "openai")
    for life in (life for life in lives if life.fact in QUOTED):
        mirror, before = QUOTED[life.fact], book.before(life.key)
        assert before is not None
        page = {"source": mirror, "title": life.row["second_source"], "read": READ}
        event = _confirmed(life, before) | {"via": mirror, "sources": [page]}
        yield Converted(mirror, [event], _file(life))


def _page(source: str, day: str, read: Iterable[Life], book: Book) -> Fields:
    """One reading of a provider's page: all that it still states."""
    ids = {
        str(event["id"])
        for life in read
        for event in book.said[life.key]
        if event.get("announced", "") == life.row["announced_date"] != ""
        and when.parse(event["stated"]).start <= when.parse(day).start
    }
    event: Fields = {"id": f"{source}-deprecations-confirmed-{_day(day)}", "type": "confirmed"}
    event |= {"events": sorted(ids), "source": source, "stated": day, "stated_basis": "read"}
    return event


def _feed_errors(lives: Iterable[Life], book: Book) -> Converted:
    """What a feed got wrong: the day of the announcement taken for the end, or the replacement for
    what it replaces. Right again, it corrected itself; what it dropped, it withdrew.
    """
    events: dict[str, Fields] = {}
    for life in lives:
        named = re.findall(r"(\d{4}-\d\d-\d\d) \(seen", life.row["previous_shutdown_dates"])
        history = [value for value in _history(life, book) if value.shutdown]
        for at, value in enumerate(history):
            if value.shutdown in named and (_is_twice(value, life) or value.stated == CONFUSED):
                found = _feed_error(life, value, history[at + 1 : at + 3])
                events |= {event["id"]: event for event in found}
    return Converted("deprecation_history", list(events.values()), "mirrors")


def _feed_error(life: Life, wrong: Value, later: Sequence[Value]) -> Iterator[Fields]:
    """One wrong statement of the feed, and how it was put right or followed the page."""
    name = f"{FEED}-{life.id('deprecated', wrong.stated)}"
    dates = {"announced": _dated(wrong.announced), "shutdown": wrong.shutdown}
    event = {"id": name, "type": "deprecated", **life.place, **dates, **_feed(wrong.stated)}
    yield event | {"voice": FEED}
    if wrong.stated == CONFUSED:
        why = "The date was that of another model in the same notice."
        withdrawn = {"id": f"{name}-retracted-{DROPPED}", "type": "retracted", "event": name}
        yield withdrawn | {"fault": "source", "why": why, **_feed(DROPPED)}
        return
    for value in later[:1]:
        right = {"announced": value.announced, "shutdown": value.shutdown, **_feed(value.stated)}
        why = "The day of the announcement stood for that of the end."
        yield _corrected(event, event | right | {"voice": FEED}, why)
    for value in later[1:]:
        if value.announced not in (wrong.announced, value.shutdown):
            why = "The feed followed the page, on which the end was announced anew."
            moved = {"id": f"{name}-withdrawn-{value.stated}", "type": "rescheduled", "event": name}
            yield moved | {"cancelled": True, "why": why, **_feed(value.stated)}


def _feed(day: str) -> Fields:
    """When the feed said so, and where."""
    title = f"deprecations.info, data of {day}"
    source = {"source": FEED, "url": KNOWN[FEED][2], "title": title, "read": READ}
    return {"stated": day, "stated_basis": "observed", "sources": [source]}


# Words.


def _advice(row: Row) -> list[str]:
    """What is recommended instead."""
    return [name.strip() for name in row["replacement"].split("|") if name.strip()]


def _note(note: str) -> str:
    """A note in sentences, for readers who do not know the tables."""
    told = []
    for part in note.split("; ") if note else ():
        for pattern, meant in WORDED:
            part = re.sub(rf"^{pattern}$", meant, part)  # noqa: PLW2901
        if not UNTOLD.match(part):
            told.append(f"{part[:1].upper()}{part[1:]}.")
    return " ".join(told)


def _day(text: str) -> str:
    """The day of a date, as ids have it."""
    return when.parse(text).date[: len(READ)]


def _name_announcements(events: Iterable[Fields]) -> None:
    """Keep the names of announcements that group at least two events."""
    named = [event for event in events if "announcement" in event]
    count = Counter(event["announcement"] for event in named)
    for event in named:
        if count[event["announcement"]] == 1:
            del event["announcement"]


Handler = Callable[[Life, Book], Iterator[Fields]]
HANDLERS: dict[str, Handler] = {
    "changed": _policy,
    "repointed": _rerouted,
    "replacement_changed": _replaced,
    **dict.fromkeys(READ_AGAIN, _read_again),
    **dict.fromkeys(MOVED, _moved_later),
}
"""How rows of a kind become events; all others state an end."""


def _handler(life: Life) -> Handler:
    if life.fact in STAGES:
        return _stage
    if life.fact in PUT_RIGHT:
        return _put_right
    return _mirrored if life.mirrored else HANDLERS.get(life.kind, _announced_end)
