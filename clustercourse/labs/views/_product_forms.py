"""Forms of what comes out of a lab: its product, and where the result was told."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from clustercourse.labs.actions.disseminations import Telling
from clustercourse.labs.actions.products import ProductFacts
from clustercourse.labs.queries.outcome import Told
from clustercourse.labs.words import CHANNEL_WORDS, LICENCE_WORDS, PRODUCT_WORDS
from clustercourse.language import LANGUAGES, _
from clustercourse.text.limits import LEARNER_CHARACTERS
from clustercourse.web.fields import line, text
from clustercourse.web.forms import Form, choices


class Numbered(Form):
    """With the number of the text that the writer or reader saw."""

    number = HiddenField(default="0")

    @property
    def seen(self) -> int:
        said = self.number.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


class PublicationForm(Numbered):
    """Nothing to fill in."""


class ProductForm(Numbered):
    """The working draft."""

    title = line(_("Title"), most=160, needed=_("Enter a title."))
    kind = SelectField(_("What it is"), choices=choices(PRODUCT_WORDS))
    language = SelectField(_("Language"), choices=choices(LANGUAGES))
    source = text(
        _("Text"),
        most=LEARNER_CHARACTERS,
        needed=_("Write the text, or a first sentence of it."),
        hint=_("Markdown: # for a heading, ## for a smaller one, **bold**, lists, tables, links."),
    )
    licence = SelectField(_("Licence"), choices=choices({"": _("Not chosen yet"), **LICENCE_WORDS}))

    def facts(self) -> ProductFacts:
        said: dict[str, Any] = {name: self[name].data or "" for name in ("kind", "language", "licence")}
        source = self.source.data.replace("\r\n", "\n").replace("\r", "\n").strip()
        return ProductFacts(title=" ".join(self.title.data.split()), source=source, **said)


class TellingForm(Form):
    """Where the result was told."""

    channel = RadioField(_("Where was it told?"), [InputRequired(_("Choose one."))], choices=choices(CHANNEL_WORDS))
    title = line(_("Title"), most=200, needed=_("Enter a title."), hint=_("Of the workshop, the paper, the page."))
    on_day = DateField(_("Day"), [InputRequired(_("Enter a day."))])
    audience = line(_("For whom"), most=200, hint=_("Such as “40 people from 25 clusters”."))
    address = line(_("Link"), most=500, hint=_("Where it can be read or seen: a whole address that begins with https://."))

    @classmethod
    def showing(cls, row: Told) -> TellingForm:
        return cls(data=row.__dict__)

    def telling(self) -> Telling:
        said = {name: " ".join((self[name].data or "").split()) for name in ("title", "audience", "address")}
        return Telling(channel=self.channel.data, on_day=self.on_day.data, **said)
