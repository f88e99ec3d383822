"""Pictures outside a page: as an SVG file that brings its own style, and as PNG. Colours are those of print."""

from __future__ import annotations

from clustercourse.typesetting import typeset

_INK, _QUIET, _LINE, _STRONG, _PAPER, _TINT = "#1b2233", "#444c5e", "#d3d5d9", "#7c8391", "#ffffff", "#dcebf4"
_ONE, _TWO, _THREE, _FOUR = "#0072b2", "#c06a00", "#00855f", "#b0558a"
_ROUND = "stroke-linecap:round;stroke-linejoin:round"
_THIN = f"fill:none;stroke:{_STRONG};stroke-width:1px"

STYLE: dict[str, str] = {
    "picture": "font-family:Inter,Arial,sans-serif",
    "picture-words": f"fill:{_INK};stroke:none;font-size:14px",
    "picture-strong": "font-weight:600",
    "picture-quiet": f"fill:{_QUIET}",
    "picture-number": f"fill:{_PAPER};font-weight:600",
    "picture-large": "font-size:28px;font-weight:600",
    "picture-halo": f"paint-order:stroke;stroke:{_PAPER};stroke-width:4px;stroke-linejoin:round",
    "picture-line": f"fill:none;stroke:{_INK};stroke-width:1.5px;{_ROUND}",
    "picture-thick": f"fill:none;stroke:{_ONE};stroke-width:3px;{_ROUND}",
    "picture-thick-two": f"fill:none;stroke:{_TWO};stroke-width:3px;stroke-dasharray:7 5",
    "picture-axis": _THIN,
    "picture-grid": f"fill:none;stroke:{_LINE};stroke-width:1px",
    "picture-dashed": f"{_THIN};stroke-dasharray:4 4",
    "picture-missing": f"stroke:{_STRONG};stroke-width:1px;stroke-dasharray:4 4",
    "picture-hatch": _THIN,
    "picture-thread": f"fill:none;stroke:{_PAPER};stroke-width:1.5px",
    "picture-grain": f"fill:{_PAPER}",
    "picture-gap": f"stroke:{_PAPER}",
    "picture-panel": f"fill:{_PAPER};stroke:{_STRONG};stroke-width:1px",
    "picture-tint": f"fill:{_TINT};stroke:{_ONE}",
    "picture-ring": f"fill:{_ONE};fill-opacity:0.12;stroke:{_ONE}",
    "picture-hollow": f"fill:{_PAPER};stroke:{_INK};stroke-width:2px",
    "picture-solid": f"fill:{_INK};stroke:{_PAPER}",
    "picture-fill-one": f"fill:{_ONE}",
    "picture-fill-two": f"fill:{_TWO}",
    "picture-fill-three": f"fill:{_THREE}",
    "picture-fill-four": f"fill:{_FOUR}",
}
"""The print look of every class of css/components/picture.css; a test holds the two together."""

_SHEET = "".join(f".{name}{{{look}}}" for name, look in STYLE.items())
_PAGE = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.picture), format: "svg", width: float(sys.inputs.width) * 1pt)
"""


def picture_style() -> str:
    """The print look as a style sheet, for a file that shows pictures of pages as they are."""
    return _SHEET


def standalone(svg: str) -> str:
    """The same picture as a file of its own, as large as its viewBox."""
    width, height = svg.partition('viewBox="')[2].partition('"')[0].split()[2:]
    opening, rest = svg.split(">", 1)
    return f'{opening} width="{width}" height="{height}">\n<style>{_SHEET}</style>{rest}'


def png(svg: str, width: int) -> bytes:
    """The picture of a page as PNG on white, two dots for each of so many pixels."""
    said = {"picture": standalone(svg), "width": str(width)}
    return typeset(_PAGE.encode(), said, format="png", ppi=144)
