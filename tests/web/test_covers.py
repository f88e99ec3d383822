import re
from xml.etree import ElementTree

import pytest

from clustercourse.web.covers import HEIGHT, WIDTH, cover, cover_tokens

SLUGS = ["cluster-theory", "finance-your-cluster", "a", "æøå", *(f"course-{n}" for n in range(40))]


def test_a_slug_always_gives_the_same_picture() -> None:
    assert cover("cluster-theory") == cover("cluster-theory")
    assert cover_tokens("cluster-theory") == cover_tokens("cluster-theory")


def test_different_slugs_give_different_pictures() -> None:
    assert len({cover(slug) for slug in SLUGS}) == len(SLUGS)
    assert len({cover_tokens(slug) for slug in SLUGS}) == 6


@pytest.mark.parametrize("slug", SLUGS)
def test_a_cover_is_a_safe_small_svg(slug: str) -> None:
    text = cover(slug)
    root = ElementTree.fromstring(text)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names == {"svg", "rect", "path", "circle"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes & {"style", "href", "onload", "class", "id"} == set()
    assert len(text) < 16_000


@pytest.mark.parametrize("slug", SLUGS)
def test_linked_hexagons_lie_inside_the_picture(slug: str) -> None:
    root = ElementTree.fromstring(cover(slug))
    dots = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert 4 <= len(dots) <= 11
    assert len(set(dots)) == len(dots)
    assert [(x, y) for x, y in dots if not (20 <= x <= WIDTH - 20 and 20 <= y <= HEIGHT - 20)] == []


def test_the_slug_itself_is_not_in_the_picture() -> None:
    assert re.search("script|alert", cover('"><script>alert(1)</script>')) is None
