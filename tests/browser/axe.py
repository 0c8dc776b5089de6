"""axe: what stands in the way of who sees, hears or moves otherwise, found by axe-core."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose findings depend on the colours."""
REPEATED = ("tbody tr:nth-child(n+3)", ".claims li:nth-child(n+3)", "svg.chart")
"""Rows that are made as those before them, and the marks of pictures."""
_TAKE_OUT = """(repeated) => {
  for (const each of document.querySelectorAll(repeated)) each.remove();
}"""
_RUN = """async (rules) => {
  const only = rules.length ? {runOnly: {type: "rule", values: rules}} : {};
  const options = {resultTypes: ["violations"], ...only};
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""


def findings(page: Page, rules: Sequence[str] = (), *, without_repeated: bool = True) -> list[str]:
    """What is found on a page as it is shown: by these rules, or by all.

    What is repeated costs most of the time, and says little that is new: it is taken out of the
    page first, for what is only left out is walked through all the same.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    if without_repeated:
        page.evaluate(_TAKE_OUT, ", ".join(REPEATED))
    found: list[str] = page.evaluate(_RUN, list(rules))
    return found
