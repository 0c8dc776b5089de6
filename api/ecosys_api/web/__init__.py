"""Templates and static files of the pages and the documentation."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

FOLDER = Path(__file__).parent
_TEMPLATES = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True)


def render(template: str, **values: object) -> str:
    """A page made of a template; values are escaped unless they are marked to be safe."""
    return _TEMPLATES.get_template(template).render(**values)
