"""What tests of exports share: a file at a moment, and what it could not carry."""

import json
from decimal import Decimal

from ecosys.answers.export import export


def content(timeline, name, as_of="2026-11-22", known_at="2026-11-22"):
    """The file of a layout at a moment, its numbers exact."""
    made = export(timeline, timeline.moment(as_of, known_at), name)
    return json.loads(made.content, parse_float=Decimal)


def lost(timeline, name, as_of="2026-11-22"):
    """What a layout could not carry at a moment: how many of which."""
    made = export(timeline, timeline.moment(as_of, "2026-11-22"), name)
    return {(each.what, each.which): each.count for each in made.lost}
