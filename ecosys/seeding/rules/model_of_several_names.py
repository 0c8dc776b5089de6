"""model_of_several_names: one model that is spoken of under names that differ in writing alone."""

import re
from collections import defaultdict
from collections.abc import Iterator

from ecosys.domain.models import known_models
from ecosys.events.alias_moved import AliasMoved
from ecosys.moment import Held, View
from ecosys.seeding.findings import Finding


def model_of_several_names(view: View) -> Iterator[Finding]:
    """A model whose name is another one's but for dots, dashes and capitals, and no alias of it."""
    named: dict[str, list[str]] = defaultdict(list)
    models = known_models(view.facts)
    for subject in models:
        named[re.sub(r"[^a-z0-9/]", "", subject.lower())].append(subject)
    for subjects in named.values():
        well_known = max(subjects, key=lambda subject: len(models[subject]))
        for subject in subjects:
            if subject != well_known and not _is_alias(models[subject], well_known):
                told = f"{subject} is written like {well_known}, and no alias of it"
                yield Finding(models[subject][0].id, told)


def _is_alias(facts: list[Held], other: str) -> bool:
    return any((event := held.of(AliasMoved)) and other in event.subjects for held in facts)
