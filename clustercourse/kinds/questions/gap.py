"""One gap: what stands in the file about it, and its mark, [[gap id]], in Markdown and in the HTML made from it."""

import re
from collections import Counter

from pydantic import Field

from clustercourse.kinds.questions.question import refuse, same_words
from clustercourse.kinds.source import PartId, Problem, Strict, Words
from clustercourse.language import _

_MARK = re.compile(r"\[\[([a-z0-9-]{1,64})\]\]")
_INSIDE = re.compile(r"!\[[^\]]{0,300}\[\[|\]\([^)]{0,300}\[\[")
_TAG = re.compile(r"(<[^>]*>)")


class Gap(Strict):
    id: PartId
    accept: list[Words]
    choices: list[Words] = Field(default_factory=list)
    feedback: str = ""


def mark_problems(text: str, gaps: list[str]) -> list[Problem]:
    """What is wrong between the gaps in a text and the list of gaps. A translated text is checked with it too."""
    marked = Counter(_MARK.findall(text))
    found = [
        refuse("text", sentence=_("The text has the gap “{id}”, but “gaps” does not list it.", id=id_)) for id_ in marked.keys() - gaps
    ]
    found += [refuse("text", sentence=_("The gap “{id}” stands in the text twice.", id=id_)) for id_, n in marked.items() if n > 1]
    missing = [id_ for id_ in dict.fromkeys(gaps) if id_ not in marked]
    found += [refuse("text", sentence=_("The text has no place for the gap “{id}”. Write [[{id}]].", id=id_)) for id_ in missing]
    if _INSIDE.search(text):
        found.append(refuse("text", sentence=_("A gap cannot stand inside an address or a picture.")))
    return found


def gap_problems(gap: Gap) -> list[tuple[str, object]]:
    choices = [same_words(choice) for choice in gap.choices]
    if not gap.accept:
        return [("accept", _("Name at least one accepted answer."))]
    if not choices:
        return []
    found: list[tuple[str, object]] = []
    if len(choices) < 2 or len(set(choices)) < len(choices):
        found.append(("choices", _("Give at least two choices, each once.")))
    strange = [words for words in gap.accept if same_words(words) not in choices]
    return found + [("accept", _("“{words}” is not one of the choices.", words=words)) for words in strange]


def gap_pieces(html: str, gaps: list[str]) -> list[dict[str, str]]:
    """HTML and gaps in turn. A mark inside a tag is left alone; a gap that rendering lost is put at the end, so it can be answered."""
    pieces: list[dict[str, str]] = []
    left = list(gaps)
    text = ""
    for token in _TAG.split(html):
        if token.startswith("<"):
            text += token
            continue
        for position, chunk in enumerate(_MARK.split(token)):
            if position % 2 == 0:
                text += chunk
            elif chunk in left:
                pieces += [{"html": text}, {"gap": chunk}]
                left.remove(chunk)
                text = ""
    return [*pieces, {"html": text}, *({"gap": gap} for gap in left)]
