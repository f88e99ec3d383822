"""The picture of a figure in the mirror: a scale with the rounded median and middle half, and one's own value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, DrawnTable
from clustercourse.kinds.pictures.frame import EDGE, WIDTH, framed
from clustercourse.kinds.pictures.labels import width
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Words, diamond
from clustercourse.kinds.pictures.scales import Scale, from_zero
from clustercourse.language import Message, _
from clustercourse.workbook.mirroring import rounded
from clustercourse.workbook.queries.mirrors import MirrorLine, Together

_ROOM = Fraction(6, 5)
_ABOVE, _TRACK, _BELOW, _HEIGHT = 14.0, 38.0, 72.0, 80.0
_HALF = 9.0


def picture_of(line: MirrorLine) -> Drawing:
    """For a figure of which something stands."""
    together = line.together
    if together is None:
        raise ValueError("there is nothing to draw")
    own = line.own.value if line.is_comparable and line.own else None
    known = [each for each in (together.low, together.median, together.high, own) if each is not None]
    marks = _marks(line, together, own, _scale(known))
    return framed((finding(line), ""), marks, _HEIGHT, _table(line, together, own), note=_note(line, together))


def finding(line: MirrorLine) -> Message:
    """What one sees, in a sentence; compared with the rounded median, which is all that is known."""
    together, own = line.together, line.own
    if together is None:
        return _("Fewer than five organisations")
    said = {"median": line.figure.roughly(together.median, together.currency), "n": together.count}
    if own is None or not line.is_comparable:
        return _("The median of {n} organisations is {median}", **said)
    if rounded(own.value) == together.median:
        return _("Yours is about the median of {n} organisations, {median}", **said)
    if own.value > together.median:
        return _("Yours is above {median}, the median of {n} organisations", **said)
    return _("Yours is below {median}, the median of {n} organisations", **said)


def _scale(known: Sequence[Fraction]) -> Scale:
    """From zero, so that a small difference looks small; with some room beyond the highest."""
    return from_zero([each * _ROOM for each in known], EDGE, WIDTH - EDGE)


def _marks(line: MirrorLine, together: Together, own: Fraction | None, scale: Scale) -> list[Mark]:
    marks: list[Mark] = [Line(scale.start, _TRACK, scale.end, _TRACK, "picture-axis")]
    if together.low is not None and together.high is not None:
        start, end = scale(together.low), scale(together.high)
        marks.append(Box(start, _TRACK - _HALF, max(end - start, 2), 2 * _HALF, "picture-tint", round=3))
    middle = scale(together.median)
    marks.append(Line(middle, _TRACK - _HALF - 4, middle, _TRACK + _HALF + 4, "picture-thick"))
    median = line.figure.roughly(together.median, together.currency)
    marks.append(_words(middle, _ABOVE, str(_("Median {value}", value=median))))
    if own is not None and line.own is not None:
        marks.append(diamond(scale(own), _TRACK, 8, "picture-solid"))
        marks.append(_words(scale(own), _BELOW, str(_("You {value}", value=line.figure.exactly(line.own)))))
    return marks


def _words(x: float, y: float, text: str) -> Words:
    """Above or below their place, and within the picture."""
    half = width(text) / 2
    return Words(min(max(x, EDGE + half), WIDTH - EDGE - half), y, text, "picture-strong picture-halo", "middle")


def _table(line: MirrorLine, together: Together, own: Fraction | None) -> DrawnTable:
    def said(value: Fraction) -> str:
        return line.figure.roughly(value, together.currency)

    rows = [(str(_("Yours")), line.figure.exactly(line.own))] if own is not None and line.own is not None else []
    rows.append((str(_("Median")), said(together.median)))
    if together.low is not None and together.high is not None:
        rows.append((str(_("Middle half")), f"{said(together.low)} – {said(together.high)}"))
    rows.append((str(_("Organisations")), str(together.count)))
    return DrawnTable((str(_("What")), str(_("Value"))), tuple(rows), (1,))


def _note(line: MirrorLine, together: Together) -> str:
    found = []
    if together.currency:
        found.append(str(_("Amounts in {currency} only.", currency=together.currency)))
    if line.own is not None and not line.is_comparable:
        found.append(str(_("Yours is in {currency}, so it is not compared.", currency=line.own.currency)))
    return " ".join(found)
