"""Mutations: slips that people make when they write an event into a seed file.

They were written down before there was anything that finds them.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Any

from ecosys.event.ids import id_of
from ecosys.values import amount

Data = dict[str, Any]
Mutation = Callable[[Data, Random, Sequence[Data]], Data | None]
"""A slip made in the fields of an event, with all others at hand; None: it cannot be made here."""
DIRECTIONS = ("input", "output", "cache_read", "cache_write", "reasoning")
CURRENCIES = ("USD", "EUR", "GBP", "CNY")
ABOUT_OTHERS = ("corrected", "retracted", "rescheduled")


def _times(line: Data, factor: Decimal) -> None:
    if line["amount"] not in ("none", "unpublished"):
        line["amount"] = amount.text(Decimal(line["amount"]) * factor)


def _priced(data: Data) -> list[Data]:
    """The lines of a price list that are about tokens and cost something."""
    lines: list[Data] = data.get("components", []) if data["type"] == "price_changed" else []
    tokens = [line for line in lines if line.get("unit", "1M tokens") == "1M tokens"]
    return [line for line in tokens if line["amount"] not in ("none", "unpublished", "0")]


def decimal_shifted(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    lines = _priced(data)
    if lines:
        _times(random.choice(lines), Decimal(10) if random.random() < 0.5 else Decimal("0.1"))
    return data if lines else None


def per_token_for_per_million(data: Data, _: Random, __: Sequence[Data]) -> Data | None:
    for line in _priced(data):
        _times(line, Decimal("0.000001"))
    return data if _priced(data) else None


def per_thousand_for_per_million(data: Data, _: Random, __: Sequence[Data]) -> Data | None:
    for line in _priced(data):
        _times(line, Decimal("0.001"))
    return data if _priced(data) else None


def unit_wrong(data: Data, _: Random, __: Sequence[Data]) -> Data | None:
    lines = data.get("components", ()) if data["type"] == "price_changed" else ()
    for line in lines:
        line["unit"] = "1M tokens" if line.get("unit") == "1K tokens" else "1K tokens"
    return data if lines else None


def input_and_output_swapped(data: Data, _: Random, __: Sequence[Data]) -> Data | None:
    swap = {"input": "output", "output": "input"}
    lines = _priced(data)
    amounts = {line["direction"]: line["amount"] for line in lines}
    if amounts.get("input") is None or amounts.get("output") in (None, amounts["input"]):
        return None
    for line in lines:
        line["direction"] = swap.get(line["direction"], line["direction"])
    return data


def currency_slip(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    if not _priced(data):
        return None
    data["currency"] = random.choice(
        [each for each in CURRENCIES if each != data.get("currency", "USD")]
    )
    return data


def direction_wrong(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    lines = [line for line in _priced(data) if line["direction"] in DIRECTIONS]
    if not lines:
        return None
    line = random.choice(lines)
    line["direction"] = random.choice([each for each in DIRECTIONS if each != line["direction"]])
    return data


def tier_slip(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    lines = [line for line in data.get("components", ()) if "tier" in line]
    if not lines or data["type"] != "price_changed":
        return None
    slipped = random.random() < 0.5
    for line in lines:
        if slipped:
            line["tier"] = _slipped(line["tier"], Random(len(line["tier"])))
        else:
            del line["tier"]
    return data


def _years(text: str, random: Random) -> str | None:
    """A date with two neighbouring digits of its year swapped; None: that changes nothing."""
    swapped = {
        text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        for at in range(3)
        if text[:4].isdigit()
    } - {text}
    return random.choice(sorted(swapped)) if swapped else None


def year_swapped(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    day = data.get("occurred", "")
    year = _years(day, random)
    if year is None:
        return None
    if data.get("stated") == day:
        data["stated"] = year
    return {**data, "occurred": year}


def provider_wrong(data: Data, random: Random, others: Sequence[Data]) -> Data | None:
    subject = data.get("subject", "")
    if "/" not in subject:
        return None
    provider, _, name = subject.partition("/")
    providers = {each["subject"].partition("/")[0] for each in others if _priced(each)}
    return {**data, "subject": f"{random.choice(sorted(providers - {provider}))}/{name}"}


def provider_missing(data: Data, _: Random, __: Sequence[Data]) -> Data | None:
    subject = data.get("subject", "")
    return {**data, "subject": subject.partition("/")[2]} if "/" in subject else None


def _slipped(text: str, random: Random) -> str:
    """A word with one letter left out, doubled, or swapped with the next."""
    at = random.choice([at for at in range(1, len(text)) if text[at].isalpha()] or [1])
    left, letter, right = text[:at], text[at : at + 1], text[at + 1 :]
    ways = [left + right, left + letter * 2 + right, left + right[:1] + letter + right[1:]]
    return random.choice([each for each in ways if each != text] or [text + "x"])


def subject_slip(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    provider, slash, name = data.get("subject", "").partition("/")
    if sum(letter.isalpha() for letter in name) < 2:
        return None
    return {**data, "subject": f"{provider}{slash}{_slipped(name, random)}"}


def read_in_the_future(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    cited = [each for each in data.get("sources", ()) if "read" in each]
    for each in cited:
        year, rest = each["read"][:4], each["read"][4:]
        each["read"] = f"{int(year) + 1}{rest}" if random.random() < 0.5 else f"2062{rest}"
    return data if cited else None


def occurred_before_launch(data: Data, random: Random, others: Sequence[Data]) -> Data | None:
    day = data.get("occurred", "")
    known = [
        each["occurred"]
        for each in others
        if each.get("subject") == data.get("subject") and each.get("occurred", "")[:4].isdigit()
    ]
    if not day[:4].isdigit() or not known or data["type"] not in ("price_changed", "deprecated"):
        return None
    year = int(min(known)[:4]) - random.choice((2, 3, 4))
    moved = f"{year}{day[4:]}".replace("-02-29", "-02-28")
    return {
        **data,
        **{name: moved for name in ("occurred", "stated", "announced") if data.get(name) == day},
    }


def id_of_another(data: Data, random: Random, others: Sequence[Data]) -> Data | None:
    same = [each["id"] for each in others if each["type"] == data["type"]]
    return {**data, "id": random.choice(same)} if same else None


def same_again(data: Data, _: Random, __: Sequence[Data]) -> Data | None:
    return {**data, "id": f"{data['id']}-again"} if "occurred" in data else None


def source_not_registered(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    for each in data.get("sources", ())[:1]:
        each["source"] = _slipped(each["source"], random)
    return data if data.get("sources") and data["type"] != "ids_matched" else None


def source_of_another(data: Data, random: Random, others: Sequence[Data]) -> Data | None:
    provider = data.get("subject", "").partition("/")[0]
    cited = [each for each in data.get("sources", ()) if each["source"] == provider]
    providers = {each["subject"].partition("/")[0] for each in others if _priced(each)}
    for each in cited:
        each["source"] = random.choice(sorted(providers - {provider}))
    return data if cited else None


def reference_slip(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    if data["type"] not in ABOUT_OTHERS:
        return None
    data["event"] = _slipped(data["event"], random)
    if "statement" in data:
        data["statement"] = {**data["statement"], "id": data["event"]}
    return data


def shutdown_slip(data: Data, random: Random, _: Sequence[Data]) -> Data | None:
    day = data.get("shutdown", "")
    year = _years(day, random)
    if data["type"] != "deprecated" or year is None:
        return None
    return {**data, "shutdown": year}


MUTATIONS: Mapping[str, Mutation] = {
    each.__name__: each
    for each in (
        decimal_shifted,
        per_token_for_per_million,
        per_thousand_for_per_million,
        unit_wrong,
        input_and_output_swapped,
        currency_slip,
        direction_wrong,
        tier_slip,
        year_swapped,
        provider_wrong,
        provider_missing,
        subject_slip,
        read_in_the_future,
        occurred_before_launch,
        id_of_another,
        same_again,
        source_not_registered,
        source_of_another,
        reference_slip,
        shutdown_slip,
    )
}
ADDED = ("id_of_another", "same_again")
"""These are written beside the event that they were made from, the others in its place."""


def mutated(name: str, everything: Sequence[Data], random: Random) -> tuple[int, Data]:
    """An event chosen, and what a slip makes of it; half the time its id is made of the slip."""
    while True:
        at = random.randrange(len(everything))
        others = [*everything[:at], *everything[at + 1 :]]
        made = MUTATIONS[name](deepcopy(everything[at]), random, others)
        if made is None:
            continue
        if name not in ADDED and "subject" in made and random.random() < 0.5:
            made["id"] = id_of(made["type"], made["subject"], made)
        return at, made
