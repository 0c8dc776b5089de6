"""Elements: SVG as text; all that comes from data is escaped."""

from markupsafe import Markup, escape


def element(name: str, *inside: Markup | str, **attributes: object) -> Markup:
    """An element with its attributes; those that are None or empty are left out.

    >>> element("text", "a < b", x=1.0, text_anchor="end", class_="name")
    Markup('<text x="1" text-anchor="end" class="name">a &lt; b</text>')
    >>> element("rect", width=2.5)
    Markup('<rect width="2.5"/>')
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value not in (None, "")
    )
    content = "".join(map(escape, inside))
    end = f">{content}</{name}>" if inside else "/>"
    return Markup(f"<{name}{given}{end}")  # noqa: S704  its parts are escaped


def _short(value: object) -> str:
    """A number without a fraction that is none."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
