"""The drawn figures of the courses can be read on a phone: the smallest text of each, at the width that a lesson gives it there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.browser.answers import CONTENT

WIDTH_ON_A_PHONE = 350
SMALLEST = 11
SVG = "{http://www.w3.org/2000/svg}"
FIGURES = sorted(CONTENT.glob("*/media/*.svg"))


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_the_text_of_a_figure_is_large_enough_on_a_phone(path: Path) -> None:
    figure = ET.parse(path).getroot()
    scale = WIDTH_ON_A_PHONE / float(figure.attrib["viewBox"].split()[2])
    sizes = dict(_texts(figure, None))

    assert sizes, "nothing to measure: the words of this figure are no text"
    assert {text: round(size * scale, 1) for text, size in sizes.items() if size * scale < SMALLEST} == {}


def _texts(element: ET.Element, size: float | None) -> Iterator[tuple[str, float]]:
    """Each text with its size, its own or that of what it stands in."""
    size = float(element.get("font-size", size or 16))
    if element.tag == f"{SVG}text":
        yield "".join(element.itertext()), size
    for child in element:
        yield from _texts(child, size)
