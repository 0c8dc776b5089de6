"""Wording: what is said of a finding, in one sentence, wherever it is shown."""

from ecosys.answers.audit import Audit, AuditRow, ReplacementRow
from ecosys.answers.audit.standard_prices import StandardPrice
from ecosys.event import FIRST_PARTY

NO_END = "no_end_known"


def needs_attention(row: AuditRow) -> bool:
    """Whether an end of what is named there is announced, be it soft or far ahead."""
    return row.status != NO_END


def sentence(row: AuditRow) -> str:
    """What becomes of a model and what to do: in one sentence."""
    return "; ".join(filter(None, (_what(row), _instead(row), _by(row)))) + "."


def _what(row: AuditRow) -> str:
    name = row.name if row.channel == FIRST_PARTY else f"{row.name} ({row.channel})"
    place = ", ".join(filter(None, (row.deployment, row.region)))
    pointed = f" points to {row.points_to}, which" if row.points_to else ""
    return f"{name}{pointed} {_end(row)}{f' in {place}' if place else ''}"


def _end(row: AuditRow) -> str:
    when = f"{row.shutdown} ({_days(row.days_left)})"
    if row.status == "ended":
        return f"ended {when}"
    if row.status == "redirected":
        to = row.after.to if row.after else None
        return f"ended {when}, calls are answered by {to or 'another model'}"
    if row.status == "open":
        return "is deprecated, no day is set"
    if row.status == NO_END:
        return "has no announced end"
    return f"may end from {when} on" if row.end == "soft" else f"ends {when}"


def _days(days: int | None) -> str:
    if days is None:
        return "in an unknown number of days"
    number = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"{number} ago" if days < 0 else f"in {number}"


def _instead(row: AuditRow) -> str:
    if not needs_attention(row) or not row.replacements:
        return ""
    now = f", {price(row.price)} now" if row.price else ""
    return f"use {' or '.join(map(_replacement, row.replacements))}{now}"


def _replacement(each: ReplacementRow) -> str:
    cost = f" at {price(each.price)}" if each.price else ""
    verb = "ends" if each.status == "ending" else "ended"
    again = f" (which itself {verb} {each.shutdown})" if each.shutdown else ""
    return f"{each.name}{cost}{again}"


def price(cost: StandardPrice) -> str:
    """What input and output of a million tokens cost: `2/8 USD`."""
    amounts = (str(each) if each is not None else "?" for each in (cost.input, cost.output))
    return f"{'/'.join(amounts)} {cost.currency}"


def _by(row: AuditRow) -> str:
    if not needs_attention(row):
        return ""
    address = next((each.url for each in row.sources or () if each.url), None)
    return f"says {row.voice}" + (f" <{address}>" if address else "")


def summary(audit: Audit, age: int) -> str:
    """What was found in all, and how old the data are: in one line."""
    about = audit.meta
    ahead = sum(needs_attention(row) and not row.finding for row in audit.data)
    parts = [
        _count(about.findings, "finding"),
        f"{ahead} more with an end announced",
        f"{_count(len(audit.unknown), 'unknown name')}",
        *([f"{about.ignored} ignored"] if about.ignored else []),
        *([f"{about.baselined} in the baseline"] if about.baselined else []),
    ]
    read = f"{_count(about.models, 'model')} in {_count(about.files, 'file')}"
    return f"{', '.join(parts)}; {read}; data of {about.data_date} ({_count(age, 'day')} old)"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
