"""Templates and static files of the pages and the documentation."""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent
_CODE = re.compile(r"`([^`]+)`")
STATIC: Mapping[str, tuple[str, str]] = {
    "style.css": ("static", "text/css; charset=utf-8"),
    "explorer.js": ("static", "text/javascript; charset=utf-8"),
    "contribute.js": ("static", "text/javascript; charset=utf-8"),
    "post.js": ("static", "text/javascript; charset=utf-8"),
    "charts.js": ("static", "text/javascript; charset=utf-8"),
    "vega.min.js": ("vendor", "text/javascript; charset=utf-8"),
    "vega-lite.min.js": ("vendor", "text/javascript; charset=utf-8"),
    "vega-embed.min.js": ("vendor", "text/javascript; charset=utf-8"),
    "swagger-ui-bundle.js": ("vendor", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("vendor", "text/css; charset=utf-8"),
}
"""The files that pages load, each with its folder and its type."""
_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def coded(text: str) -> Markup:
    """A text of a docstring, what stands in backticks as code; all else is escaped.

    >>> coded("at `as_of`, < 3")
    Markup('at <code>as_of</code>, &lt; 3')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  it is escaped


_TEMPLATES.filters["coded"] = coded


def render(template: str, root: str = "", **values: object) -> str:
    """A page made of a template; values are escaped unless they are marked to be safe.

    `root` is what stands before all paths outside.
    """

    def static(name: str) -> str:
        return f"{root}/static/{name}?v={version(name)}"

    return _TEMPLATES.get_template(template).render(root=root, static=static, **values)


def prepare() -> None:
    """Read and compile all templates: who asks for the first page of a kind need not wait."""
    for name in _TEMPLATES.list_templates(["html"]):
        _TEMPLATES.get_template(name)


def content(name: str) -> bytes:
    """A static file; KeyError: there is none of that name."""
    folder, _ = STATIC[name]
    return (FOLDER / folder / name).read_bytes()


@lru_cache(maxsize=64)
def version(name: str) -> str:
    """What tells one content of a static file from another: who has it need not ask again."""
    return sha256(content(name)).hexdigest()[:12]
