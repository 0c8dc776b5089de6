"""Theme: the colours of charts, light and dark, as the style sheet of the pages has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

ThemeName = Literal["light", "dark"]
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme."""

    paper: str
    ink: str
    quiet: str
    line: str
    strong_line: str
    accent: str
    hues: tuple[str, ...]
    """Those by which series are told apart."""


THEMES: Mapping[ThemeName, Theme] = {
    "light": Theme(
        paper="#fcfcfa",
        ink="#1b1c1a",
        quiet="#5c5f59",
        line="#dcdcd4",
        strong_line="#b9baaf",
        accent="#0b6b5c",
        hues=(
            *("#0b6b5c", "#5b46b5", "#9a5b00", "#b3261e"),
            *("#2f6db5", "#7a5f30", "#a04a8c", "#5c5f59"),
        ),
    ),
    "dark": Theme(
        paper="#141513",
        ink="#ebece6",
        quiet="#a4a79e",
        line="#30332e",
        strong_line="#4b4f47",
        accent="#62cdb6",
        hues=(
            *("#62cdb6", "#b5a6ff", "#e9b155", "#ff8f84"),
            *("#7fb2ee", "#cfae74", "#dd8fcb", "#a4a79e"),
        ),
    ),
}


def config(name: ThemeName) -> dict[str, Any]:
    """A theme as the configuration of a specification.

    Its `style` has the names that marks give their looks by; in SVG they are classes.
    """
    theme = THEMES[name]
    return {
        "background": theme.paper,
        "font": FONT,
        "view": {"stroke": None},
        "range": {"category": list(theme.hues)},
        "axis": {
            "domain": False,
            "ticks": False,
            "gridColor": theme.line,
            "labelColor": theme.quiet,
            "labelFontSize": 12,
            "labelPadding": 8,
            "title": None,
        },
        "legend": {"labelColor": theme.ink, "labelFontSize": 12, "labelLimit": 320},
        "title": {
            "anchor": "start",
            "color": theme.ink,
            "fontSize": 16,
            "subtitleColor": theme.quiet,
            "offset": 14,
        },
        "text": {"fontSize": 12, "color": theme.ink},
        "style": {
            "today": {"color": theme.ink, "strokeDash": [2, 3]},
            "axis": {"color": theme.strong_line},
            "range": {"color": theme.ink, "strokeWidth": 2},
            "bar": {"color": theme.accent},
            "strong": {"fontWeight": 600},
            "quiet": {"color": theme.quiet},
        },
    }


def sheet(name: ThemeName) -> str:
    """A theme as a style sheet, for a picture that stands alone."""
    theme = THEMES[name]
    hues = "".join(f".s{n}{{stroke:{hue}}}.f{n}{{fill:{hue}}}" for n, hue in enumerate(theme.hues))
    return (
        f".paper{{fill:{theme.paper}}}text{{fill:{theme.ink};font:12px {FONT}}}"
        f".quiet{{fill:{theme.quiet}}}.strong{{font-weight:600}}.title{{font-size:16px}}"
        f".grid{{stroke:{theme.line}}}.axis{{stroke:{theme.strong_line}}}"
        f".today{{stroke:{theme.ink};stroke-dasharray:2 3}}.bar{{fill:{theme.accent}}}"
        f".range{{stroke:{theme.ink};stroke-width:2}}"
        f".series{{fill:none;stroke-width:2}}.mark{{stroke:{theme.paper}}}{hues}"
    )
