"""Whether an SVG drawing is only a drawing: no script, no handlers, no foreign content, nothing fetched from outside."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from clustercourse.language import Message, _

_SVG = "{http://www.w3.org/2000/svg}"
_FORBIDDEN = frozenset(
    {"a", "animate", "animatemotion", "animatetransform", "audio", "embed", "foreignobject", "handler", "iframe", "listener"}
    | {"object", "script", "set", "video"}
)
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression\s*\(|javascript:|data:", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*")


def svg_problems(data: bytes) -> list[tuple[int, Message]]:
    """Line and sentence of everything that does not belong into a drawing."""
    root = _root(data)
    if not isinstance(root, Element):
        return [root]
    text = data.decode("utf-8", "replace")
    found: list[tuple[int, Message]] = []
    if root.tag != f"{_SVG}svg":
        found.append((1, _('This is not an SVG drawing. It must begin with <svg xmlns="http://www.w3.org/2000/svg">.')))
    if not all(svg_size(data)):
        found.append((1, _('This drawing has no size. Add viewBox="0 0 width height" to <svg>.')))
    for element in root.iter():
        found += [(_line(text, word), sentence) for word, sentence in _faults(element)]
    return found


def _faults(element: Element) -> list[tuple[str, Message]]:
    """The word to look for and the sentence, for each thing that is wrong with one element."""
    name = _local(element.tag)
    found: list[tuple[str, Message]] = []
    if name.lower() in _FORBIDDEN:
        found.append((f"<{name}", _("“<{name}>” is not allowed in a drawing. Remove it.", name=name)))
    if name == "style" and _OUTSIDE.search(element.text or ""):
        found.append(("<style", _("The style of this drawing fetches something from outside. Remove it.")))
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute.lower().startswith("on"):
            found.append((attribute, _("“{name}” is a script. Remove it from the drawing.", name=attribute)))
        elif (attribute in {"href", "src"} and not value.startswith("#")) or _OUTSIDE.search(value):
            found.append((value, _("A drawing must not point outside itself. Remove “{value}”.", value=value[:60])))
    return found


def svg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a drawing, from its own or from its viewBox; 0 where there are none."""
    root = _root(data)
    if not isinstance(root, Element):
        return 0, 0
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    width, height = root.get("width", ""), root.get("height", "")
    if len(box) == 4:
        width, height = (box[2], box[3]) if not (_LENGTH.fullmatch(width) and _LENGTH.fullmatch(height)) else (width, height)
    sizes = [_LENGTH.fullmatch(value) for value in (width, height)]
    return (round(float(sizes[0].group(1))), round(float(sizes[1].group(1)))) if sizes[0] and sizes[1] else (0, 0)


def _root(data: bytes) -> Element | tuple[int, Message]:
    try:
        root: Element = fromstring(data)
    except ParseError as error:
        line = error.position[0] if hasattr(error, "position") else 1
        return line, _("This drawing is not readable as SVG. Save it again from your drawing program.")
    except DefusedXmlException:
        return 1, _("This drawing declares entities (<!ENTITY …>). Save it as plain SVG.")
    except (ValueError, LookupError, RecursionError):
        return 1, _("This drawing is not readable as SVG. Save it again from your drawing program.")
    return root


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _line(text: str, word: str) -> int:
    before, found, _after = text.partition(word)
    return before.count("\n") + 1 if found else 1
