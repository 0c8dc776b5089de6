"""norwegianblue, a client of endoflife.date, and what Renovate reads, at our address."""

import re
from datetime import date

SCRIPT = """
import json, norwegianblue
norwegianblue.BASE_URL = {url!r}
rows = json.loads(norwegianblue.norwegianblue("openai", format="json"))
table = norwegianblue.norwegianblue("openai", format="md", color="no")
print(json.dumps([rows, table, norwegianblue.norwegianblue("all").splitlines()]))
"""


def asked(run, site):
    url = f"{site}/2026-11-22/endoflife/api/"
    return run("norwegianblue", SCRIPT.format(url=url))


def test_a_client_of_endoflife_shows_our_models_and_their_ends(run, site):
    rows, table, products = asked(run, site)
    assert {"openai", "anthropic", "azure"} <= {*products}
    (ours,) = [row for row in rows if row["cycle"] == "ours-9"]
    assert (ours["releaseDate"], ours["eol"]) == ("2025-01-01", "2031-12-24")
    assert re.search(r"\| ours-9 +\| 2025-01-01 +\|.*\| 2031-12-24 +\|", table)


def test_every_release_is_one_that_renovate_takes(run, site):
    """By its schema: `cycle` text, `releaseDate` a time, `eol` a day or whether."""
    rows, _, _ = asked(run, site)
    assert len(rows) > 100
    for row in rows:
        assert isinstance(row["cycle"], str)
        date.fromisoformat(row["releaseDate"])
        assert isinstance(row["eol"], bool) or date.fromisoformat(row["eol"])
