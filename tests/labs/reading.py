"""Where a lab's pages are, and what stands on them as a reader hears it."""

from __future__ import annotations

from lxml.etree import _Element as Element

from tests.labs.house import House
from tests.page import Page


def at(house: House, place: str = "") -> str:
    """The address of the lab, or of one of its pages."""
    return f"/labs/{house.slug}/{place}"


def heard(node: Element) -> str:
    """The words of a part of a page; what stands on lines of their own does not run together."""
    return " ".join(" ".join(node.itertext()).split())


def heard_in(page: Page, heading: str) -> str:
    """The words of the section with this heading's id; nothing where it is not there."""
    return " ".join(heard(each) for each in page.tree.xpath(f"//section[@aria-labelledby='{heading}']"))


def facts_on(page: Page) -> dict[str, str]:
    """The facts in the page's lists of names and values."""
    return dict(zip(page.texts("dt"), page.texts("dd"), strict=True))


def missing_on(page: Page) -> list[str]:
    """What the page says that a step still needs."""
    return [heard(each) for each in page.tree.xpath("//ul[@class='lab-missing']/li")]
