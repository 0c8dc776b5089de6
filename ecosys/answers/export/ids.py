"""Ids: what a model is called where its provider is not told, each id once."""

import re
from collections.abc import Iterator

from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.offer import Offer


def by_id(catalogue: Catalogue) -> Iterator[tuple[str, str, Offer]]:
    """The ids of what can be called, each with its whole name and offer.

    Where several sell what they call the same, the one that made it answers, else the first by the
    alphabet.
    """
    taken: set[str] = set()
    for offer in sorted(catalogue.offers, key=lambda each: not each.is_first_party):
        if offer.is_over:
            continue
        for name, id in zip(offer.known_as, offer.ids, strict=True):
            if id not in taken:
                taken.add(id)
                yield id, name, offer


def exactly(id: str) -> str:
    r"""The regular expression of an id, in a form that all of them read.

    >>> exactly("gpt-4.1")
    '^gpt-4\\.1$'
    """
    escaped = re.sub(r"[.+]", r"\\\g<0>", id)
    return f"^{escaped}$"
