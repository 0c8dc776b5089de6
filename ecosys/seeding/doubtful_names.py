"""Names that are hard to believe: a letter or a provider may have slipped."""

import re
from collections.abc import Iterable, Iterator

from ecosys.event import Event, Fact
from ecosys.event.ids import slugged
from ecosys.event.subject import own_id, provider_of
from ecosys.events.launched import Launched
from ecosys.events.price_changed import PriceChanged
from ecosys.seeding.doubts import Doubt, Known, family_of, host_of, place_of_sale, words_of

MIN_USES = 5
"""How many facts tell whose an address is."""
MIN_LETTERS = 4
"""How long a word is at least that may be a slip of another."""
BRANCH = re.compile(r"https://github\.com/[^/]+/[^/]+/(blob|tree|raw)/(main|master|dev|HEAD)/")
"""An address that names a branch, so that what it shows changes."""
OF_A_PRODUCT = ("price_changed", "deprecated", "alias_moved", "launched")
"""Types that speak of what a provider offers, never of the provider itself."""
ABOUT_ORGANISATIONS = ("funded", "partnered", "integrated")
"""Types whose subjects are organisations as often as not."""


def doubts(fact: Fact, known: Known) -> Iterator[Doubt]:
    """What is hard to believe of the names in a fact."""
    for subject in fact.subjects:
        if all(other.id == fact.id for other in known.about.get(subject, ())):
            yield from _new_subject(fact, subject, known)
    yield from _id(fact)
    yield from _tiers(fact, known)
    yield from _sources(fact, known)


def _new_subject(fact: Fact, subject: str, known: Known) -> Iterator[Doubt]:
    """A subject that nobody spoke of before, and what it might be a slip of."""
    meant = _meant(fact, subject, known)
    if meant is None:
        return
    told = f"nobody spoke of {subject} before: is {meant} meant? If it is new, add its launch."
    yield Doubt((fact.main_field,), (subject, own_id(subject)), told)


def _meant(fact: Fact, subject: str, known: Known) -> str | None:
    """The known subject that a new one may be a slip of."""
    quick = isinstance(fact, Launched)  # what is new often has a letter more than what it follows
    kin = (each for each in known.providers[provider_of(subject)] if each != subject)
    return (
        _with_provider(fact, subject, known)
        or _of_another(fact, subject, known)
        or next((each for each in kin if _is_slip(subject, each, swapped_only=quick)), None)
        or _word_slip(subject, known, swapped_only=quick)
    )


def _with_provider(fact: Fact, subject: str, known: Known) -> str | None:
    """What a name without a provider means."""
    organisation = isinstance(fact, Launched) and fact.what == "organisation"
    if "/" in subject or organisation or fact.type in ABOUT_ORGANISATIONS:
        return None
    ends = sorted(each for each in known.named[subject] if each != subject)
    if not ends and fact.type not in OF_A_PRODUCT:
        return None
    return " or ".join(ends[:3]) or f"provider/{subject}"


def _of_another(fact: Fact, subject: str, known: Known) -> str | None:
    """The subject of another provider that has the same name, or whose family has."""
    provider, name = provider_of(subject), own_id(subject)
    if "/" not in subject or (fact.type in OF_A_PRODUCT and _resells(subject, known)):
        return None
    same = [each for each in known.named[name] if each != subject]
    if not any(letter.isdigit() for letter in name):  # many have an api, a cloud
        same = [each for each in same if _alike(fact, known.about[each])]
    if same:
        return " or ".join(sorted(same)[:3])
    if fact.type not in OF_A_PRODUCT or any(each.source == provider for each in fact.sources):
        return None
    home = known.homes.get(family_of(name))
    return f"{home}/{name}" if home not in (None, provider) else None


def _alike(fact: Fact, others: Iterable[Fact]) -> bool:
    """Whether some of others are figures of the same metric, or integrations, as the fact is."""
    metric = getattr(fact, "metric", None)
    if metric is None and fact.type != "integrated":
        return False
    return any(
        each.type == fact.type and getattr(each, "metric", None) == metric for each in others
    )


def _resells(subject: str, known: Known) -> bool:
    """Whether a provider offers what is at home with others: foreign names are no slip there."""
    provider = provider_of(subject)
    return any(
        known.homes.get(family_of(own_id(each)), provider) != provider
        for each in known.providers[provider]
        if each != subject and "/" in each
    )


def _is_slip(name: str, other: str, *, swapped_only: bool = False) -> bool:
    """Whether two names differ by one letter too many, or by two neighbours that are swapped.

    A letter more at the end of a name is none: it is how variants are called.

    >>> _is_slip("gtp-4o", "gpt-4o"), _is_slip("claude-opuss", "claude-opus")
    (True, True)
    >>> _is_slip("gpt-4", "gpt-5"), _is_slip("glm-4.5v", "glm-4.5"), _is_slip("o1", "o1-pro")
    (False, False, False)
    """
    short, long = sorted((name, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) == len(short) + 1:
        doubled = at > 0 and long[at] == long[at - 1]
        more = long[at].isalpha() and short[at:] == long[at + 1 :]
        return more and (doubled or not (swapped_only or at == len(short)))
    turned = short[:at] + short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short != long and turned == long


def _word_slip(subject: str, known: Known, *, swapped_only: bool) -> str | None:
    """The subject with a word put right that nobody used before and that is near to a known one."""
    own = words_of(subject)
    for word in own:
        if known.words[word] > own.count(word) or len(word) < MIN_LETTERS:
            continue
        for each in known.frequent_words:
            if each != word and _is_slip(word, each, swapped_only=swapped_only):
                return re.sub(word, each, subject, flags=re.IGNORECASE)
    return None


def _id(fact: Fact) -> Iterator[Doubt]:
    """An id that names another subject than the event is about."""
    names = [slugged(own_id(each)) for each in fact.subjects]
    if fact.type in OF_A_PRODUCT and not any(name in fact.id.lower() for name in names):
        told = f"{fact.id} does not name {' or '.join(fact.subjects)}, which it is about."
        yield Doubt(("id",), fact.subjects, told)


def _tiers(fact: Fact, known: Known) -> Iterator[Doubt]:
    """A tier that stands in no other price list, or in the id alone."""
    if not isinstance(fact, PriceChanged):
        return
    used = {tier for tier, ids in known.tiers.items() if ids - {fact.id}}
    here = {line.tier for line in fact.components}
    for at, line in enumerate(fact.components):
        if line.tier not in used and (
            meant := next((each for each in used if _is_slip(line.tier, each)), None)
        ):
            told = f"no other price list has a tier {line.tier}: is {meant} meant?"
            yield Doubt(("components", at, "tier"), (line.tier,), told)
    named = {each for each in used - here if f"price-{slugged(each)}-" in fact.id}
    for tier in sorted(named):
        told = f"{fact.id} names the tier {tier}, which no line has."
        yield Doubt(("components",), (tier,), told)


def _sources(fact: Fact, known: Known) -> Iterator[Doubt]:
    """A source that is another provider, or whose address is another source's."""
    own = {place_of_sale(fact), *map(provider_of, fact.subjects)}
    cites_own = any(cited.source in own for cited in fact.sources)
    for at, cited in enumerate(fact.sources):
        path = ("sources", at, "source")
        host = host_of(cited.url)
        of = {
            slug: uses
            for slug, ids in known.hosts.get(host, {}).items()
            if (uses := len(ids) - (fact.id in ids))
        }
        if sum(of.values()) >= MIN_USES and len(of) == 1 and cited.source not in of:
            told = f"{host} is {next(iter(of))} everywhere else, here {cited.source}."
            yield Doubt(path, (cited.source,), told)
        elif cites_own or fact.type not in OF_A_PRODUCT or fact.via is not None:
            continue
        elif cited.source in known.price_lines and not _spoke(cited.source, fact, known):
            told = f"{cited.source} never spoke so of {', '.join(sorted(own))}."
            yield Doubt(path, (cited.source,), told)


def moving_addresses(event: Event) -> Iterator[Doubt]:
    """A file of a repository that is cited as it is today, whatever that is; asked of new events.

    >>> from ecosys.event.codec import parse
    >>> address = "https://github.com/acme/docs/blob/main/models.md"
    >>> event = parse({"type": "launched", "id": "a", "subject": "acme/m", "what": "model",
    ...                "occurred": "2025", "sources": [{"source": "acme", "url": address}]})
    >>> [doubt.path for doubt in moving_addresses(event)]
    [('sources', 0, 'url')]
    """
    for at, cited in enumerate(event.sources):
        if BRANCH.match(cited.url or "") and not (cited.archived or cited.sha256):
            told = f"{cited.url} changes: name the commit or tag, or give archived or sha256."
            yield Doubt(("sources", at, "url"), (str(cited.url),), told)


def _spoke(source: str, fact: Fact, known: Known) -> bool:
    """Whether a source was read for another fact of the type about the same provider."""
    return any(
        cited.source == source
        for subject in known.providers.get(provider_of(fact.subjects[0]), ())
        for other in known.about[subject]
        if other.id != fact.id and other.type == fact.type
        for cited in other.sources
    )
