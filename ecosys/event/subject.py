"""Subjects: what events are about, `provider` or `provider/name`, and the names of things."""

import re
from typing import Annotated

from pydantic import StringConstraints

SLUG = r"^[a-z0-9]+([._-]+[a-z0-9]+)*$"
EVENT_ID = r"^[A-Za-z0-9][A-Za-z0-9._:@+~/-]*$"
SUBJECT = r"^[a-z0-9]+([._-]+[a-z0-9]+)*(/[A-Za-z0-9@~][A-Za-z0-9._:@+~-]*)*$"
MAX_SUBJECT_LENGTH = 200
URL = r"^https?://[^\s/]+(/\S*)?$"


def is_subject(text: str) -> bool:
    """Whether a text can be a subject.

    >>> is_subject("openai/o3"), is_subject("OpenAI"), is_subject("openai/")
    (True, False, False)
    """
    return len(text) <= MAX_SUBJECT_LENGTH and re.fullmatch(SUBJECT, text) is not None


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=100)]
"""A short name in lower case: `openai`, `github-ranking`."""

EventId = Annotated[str, StringConstraints(pattern=EVENT_ID, max_length=240)]
"""A readable name written once and never changed: `openai-o3-price-2025-06-10`."""

Subject = Annotated[str, StringConstraints(pattern=SUBJECT, max_length=MAX_SUBJECT_LENGTH)]
"""`provider` or `provider/name`; the name is the provider's own spelling: `openai/o3`."""

Url = Annotated[str, StringConstraints(pattern=URL, max_length=2000)]
"""A web address."""

Channel = Slug
"""Where something is sold: `first_party` (the provider itself), `azure`, `bedrock`, `vertex`."""
FIRST_PARTY = "first_party"
ANY_CHANNEL = "all"


def seller(subject: str, channel: str) -> str:
    """Whose list price or lifecycle it is: the channel's, or the provider's own.

    >>> seller("openai/o3", "azure"), seller("openai/o3", FIRST_PARTY)
    ('azure', 'openai')
    """
    return subject.partition("/")[0] if channel == FIRST_PARTY else channel


def provider_of(subject: str) -> str:
    """The provider of a subject.

    >>> provider_of("openai/o3"), provider_of("openai")
    ('openai', 'openai')
    """
    return subject.partition("/")[0]


def own_id(subject: str) -> str:
    """A provider's own id: what follows the provider; of a provider itself its name.

    >>> own_id("meta/llama-3/70b"), own_id("meta")
    ('llama-3/70b', 'meta')
    """
    return subject.partition("/")[2] or subject


def within(subject: str, asked: str | None) -> bool:
    """Whether a subject is the one asked for or lies beneath it; None asks for all.

    >>> within("openai/o3", "openai"), within("openai/o3-mini", "openai/o3"), within("me/x", None)
    (True, False, True)
    """
    return asked is None or subject == asked or subject.startswith(f"{asked}/")
