"""The verdict of a trial with reports missing: the share at worst and at best against the threshold that was fixed before."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import outcome
from clustercourse.kinds.pictures.labels import spread, width
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Words, cut, diamond
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, left_out
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import share, shown
from clustercourse.language import Message, _

_SCALE = Scale(0, 1, LEFT + 8, RIGHT - 8)
BAND, HEIGHT = 68.0, 164.0


def draw(worst: Drawn, reported: Drawn, best: Drawn, threshold: Drawn) -> Drawing:
    held = [outcome(each) for each in (worst, reported, best, threshold)]
    words = (_("At worst"), _("Of those who reported"), _("At best"), _("Threshold"))
    table = DrawnTable(
        (str(_("Share")), str(_("Value"))), tuple((str(word), shown(each, share)) for word, each in zip(words, held, strict=True)), (1,)
    )
    if all(each.state == "missing" for each in held):
        return unbegun(PICTURE.title, _("The share at worst and at best stands here, against the threshold you fixed before."), table)
    note = left_out([(str(word), each) for word, each in zip(words, held, strict=True)])
    return framed((_finding(held), ""), _marks(held), HEIGHT, table, note=note)


def _finding(held: list[Outcome]) -> Message:
    low, reported, high, mark = (each.number for each in held)
    if low is None or high is None:
        return _("The trial cannot be judged yet")
    bounds = {"worst": share(low), "best": share(high)}
    if mark is None:
        return _("Between {worst} and {best}: without a threshold there is no verdict", **bounds)
    bounds["threshold"] = share(mark)
    if reported is None and low == 0 and high == 1:
        return _("No data: nobody has reported yet")
    if low >= mark:
        return _("Supported: even at worst {worst} reach the threshold of {threshold}", **bounds)
    if high < mark:
        return _("Not supported: even at best {best} stay below the threshold of {threshold}", **bounds)
    return _("Inconclusive: {worst} at worst, {best} at best, with {threshold} between them", **bounds)


def _marks(held: list[Outcome]) -> list[Mark]:
    low, reported, high, mark = (each.number for each in held)
    marks: list[Mark] = [
        Line(_SCALE.start, BAND, _SCALE.end, BAND, "picture-axis"),
        Words(LEFT, HEIGHT - 6, share(Fraction(0), 0), "picture-quiet"),
        Words(RIGHT, HEIGHT - 6, share(Fraction(1), 0), "picture-quiet", "end"),
    ]
    if mark is not None:
        words = str(_("threshold {share}", share=share(mark)))
        half = width(words) / 2
        x = min(max(_SCALE(mark), LEFT + half), RIGHT - half)
        marks += [Line(_SCALE(mark), 22, _SCALE(mark), BAND + 30, "picture-dashed"), Words(x, 14, words, "picture-strong", "middle")]
    if low is not None and high is not None:
        start, end = sorted((_SCALE(low), _SCALE(high)))
        marks += [Box(_SCALE.start, BAND - 9, max(start - _SCALE.start, 0), 18, "picture-fill-one")]
        marks += [Box(start, BAND - 9, max(end - start, 1), 18, "picture-missing", "missing")]
    if reported is not None:
        marks.append(diamond(_SCALE(reported), BAND, 9, "picture-hollow"))
    return [*marks, *_labels(low, reported, high)]


def _labels(low: Fraction | None, reported: Fraction | None, high: Fraction | None) -> list[Mark]:
    """Below the band, moved apart where the values lie close together."""
    given = ((_("at worst"), low), (_("reported"), reported), (_("at best"), high))
    known = [(str(word), number) for word, number in given if number is not None]
    room = 92.0
    begins = spread([_SCALE(number) - room / 2 for _word, number in known], [room] * len(known), LEFT, RIGHT)
    marks: list[Mark] = []
    for (word, number), begin in zip(known, begins, strict=True):
        x = begin + room / 2
        marks += [
            Line(_SCALE(number), BAND + 12, x, BAND + 30, "picture-axis"),
            cut(x, BAND + 46, word, room - 4, "picture-quiet picture-halo", anchor="middle"),
            cut(x, BAND + 64, share(number), room - 4, "picture-strong picture-halo", anchor="middle"),
        ]
    return marks


PICTURE = Picture(
    "lab-verdict",
    _("Verdict of the trial"),
    (
        PictureInput("worst", _("At worst"), "number"),
        PictureInput("reported", _("Of those who reported"), "number"),
        PictureInput("best", _("At best"), "number"),
        PictureInput("threshold", _("Threshold"), "number"),
    ),
    draw,
)
