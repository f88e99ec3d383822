"""The quiet picture of every course: linked hexagons drawn from its slug. The same slug gives the same picture for ever."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random

WIDTH, HEIGHT = 640, 240
_SIDE = 34.0
_PALETTES = (
    ("#123f46", "#2a6f74", "#9fd3cd", "#e9b44c"),
    ("#16324a", "#2f5f86", "#a9cbe6", "#e9b44c"),
    ("#2b3350", "#4d5a8c", "#bcc4e8", "#e6a77a"),
    ("#1f3d33", "#3b705c", "#a9d6bf", "#e3c565"),
    ("#3f3043", "#745579", "#d9b9dc", "#e9b44c"),
    ("#453524", "#80643f", "#e0c79c", "#8fc7c2"),
)


@dataclass(frozen=True)
class CoverTokens:
    """The colours of one cover: its ground, its hexagons, its lines, and the one hexagon that stands out."""

    ground: str
    hexagon: str
    line: str
    light: str


def cover_tokens(slug: str) -> CoverTokens:
    return CoverTokens(*_PALETTES[_random(slug).randrange(len(_PALETTES))])


def cover(slug: str) -> str:
    """A whole SVG file, 640 × 240, with presentation attributes only."""
    colours, random = cover_tokens(slug), _random(slug + "/hexagons")
    cells = _walk(random)
    centres = [_centre(cell) for cell in cells]
    light = random.randrange(len(cells))
    shapes = [f'<path d="{_grid()}" stroke="{colours.hexagon}" stroke-opacity=".38" stroke-width="1"/>']
    links = "".join(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in pairwise(centres))
    for at, centre in enumerate(centres):
        fill = colours.light if at == light else colours.hexagon
        opacity = 1 if at == light else (0.35, 0.6, 0.85)[random.randrange(3)]
        shapes.append(f'<path d="{_hexagon(centre, _SIDE - 4)}" fill="{fill}" fill-opacity="{opacity}"/>')
    shapes.append(f'<path d="{links}" stroke="{colours.line}" stroke-width="2"/>')
    for at, (x, y) in enumerate(centres):
        fill = colours.ground if at == light else colours.line
        shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{fill}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' fill="none" stroke-linejoin="round">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.ground}"/>{"".join(shapes)}</svg>\n'
    )


def _random(slug: str) -> Random:
    return Random(int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8], "big"))  # noqa: S311 - a picture, not a secret


def _walk(random: Random) -> list[tuple[int, int]]:
    """Up to eleven neighbouring cells, each once, moved to the middle by whole columns."""
    cell = (0, random.randrange(1, 3))
    cells = [cell]
    while len(cells) < 11:
        nearby = [near for near in _neighbours(cell) if near not in cells]
        if not nearby:
            break
        cell = random.choice(nearby)
        cells.append(cell)
    widest = max(column for column, _ in cells)
    shift = (11 - widest) // 4 * 2
    return [(column + shift, row) for column, row in cells]


def _neighbours(cell: tuple[int, int]) -> list[tuple[int, int]]:
    """Cells that touch this one and lie wholly inside the picture; those to the right stand twice, to lead across it."""
    column, row = cell
    slant = column % 2
    right = [(column + 1, row - 1 + slant), (column + 1, row + slant)]
    near = [*right, *right, (column, row - 1), (column, row + 1), (column - 1, row + slant)]
    return [(x, y) for x, y in near if 0 <= x <= 11 and 0 <= y <= 3 - x % 2]


def _centre(cell: tuple[int, int]) -> tuple[float, float]:
    column, row = cell
    tall = _SIDE * math.sqrt(3)
    return 40 + column * _SIDE * 1.5, 32 + (row + (0.5 if column % 2 else 0)) * tall


def _hexagon(centre: tuple[float, float], side: float) -> str:
    x, y = centre
    corners = [(x + side * math.cos(math.pi / 3 * at), y + side * math.sin(math.pi / 3 * at)) for at in range(6)]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in corners) + "z"


def _grid() -> str:
    cells = [(column, row) for column in range(-1, 13) for row in range(-1, 5)]
    return "".join(_hexagon(_centre(cell), _SIDE) for cell in cells)
