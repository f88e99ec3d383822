"""Forms about organisations."""

from __future__ import annotations

import re

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import URL, DataRequired, Email, Length, NumberRange, Optional, ValidationError

from clustercourse.catalogue.actions import OrganisationFacts
from clustercourse.catalogue.queries import OrganisationRow
from clustercourse.catalogue.words import KIND_WORDS, ROLE_WORDS, STAGE_WORDS
from clustercourse.language import _, countries
from clustercourse.web.forms import Form, LongSelect, choices, one_line

_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}")


class OrganisationForm(Form):
    name = StringField(
        _("Name"),
        [DataRequired(_("Enter the name of the organisation.")), Length(max=120, message=_("Use at most 120 characters.")), one_line],
    )
    kind = SelectField(_("What it is"), choices=choices(KIND_WORDS))
    country = SelectField(_("Country"), [DataRequired(_("Choose a country."))], widget=LongSelect())
    regions = StringField(
        _("Regions"), [Optional(), Length(max=200)], description=_("NUTS codes with commas between them, such as DK04, DK05.")
    )
    sectors = StringField(
        _("Sectors"),
        [Optional(), Length(max=300), one_line],
        description=_("With commas between them, such as shipping, ports, offshore wind."),
    )
    stage = SelectField(_("Stage of development"), choices=choices(STAGE_WORDS))
    member_count = IntegerField(_("Number of members"), [Optional(), NumberRange(0, 100_000, _("Enter a number between 0 and 100,000."))])
    site = StringField(
        _("Web page"), [Optional(), Length(max=300), URL(message=_("Enter a whole address, such as https://www.example.com."))]
    )
    catalogue_entry = StringField(
        _("Entry in a cluster catalogue"),
        [Optional(), Length(max=200), one_line],
        description=_("The name or number under which a national or European catalogue lists it."),
    )
    about = TextAreaField(_("About"), [Optional(), Length(max=2000, message=_("Use at most 2,000 characters."))])

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.country.choices = choices({"": _("Choose a country"), **dict(countries())})

    @classmethod
    def showing(cls, organisation: OrganisationRow) -> OrganisationForm:
        values = {**organisation.__dict__, "regions": ", ".join(organisation.regions), "sectors": ", ".join(organisation.sectors)}
        return cls(data=values)

    def validate_regions(self, field: StringField) -> None:
        wrong = [code for code in _parts(field.data.upper()) if not _NUTS.fullmatch(code)]
        if wrong:
            raise ValidationError(
                _("{code} is not a NUTS code. A code is two letters and one to three signs, such as DK04.", code=wrong[0])
            )

    def validate_site(self, field: StringField) -> None:
        if not field.errors and field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Enter a whole address, such as https://www.example.com."))

    def facts(self) -> OrganisationFacts:
        return OrganisationFacts(
            name=" ".join(self.name.data.split()),
            kind=self.kind.data,
            country=self.country.data,
            stage=self.stage.data,
            member_count=self.member_count.data,
            site=self.site.data or "",
            about=self.about.data or "",
            catalogue_entry=self.catalogue_entry.data or "",
            regions=tuple(dict.fromkeys(_parts((self.regions.data or "").upper()))),
            sectors=tuple(dict.fromkeys(part.lower() for part in _parts(self.sectors.data or ""))),
        )


class JoinRequestForm(Form):
    message = TextAreaField(
        _("A word to the managers"),
        [Optional(), Length(max=500, message=_("Use at most 500 characters."))],
        description=_("Who you are and what you do there."),
    )


class OrganisationInvitationForm(Form):
    email = StringField(
        _("E-mail address"),
        [DataRequired(_("Enter an e-mail address.")), Length(max=254), Email(_("Enter an e-mail address, such as name@example.com."))],
    )
    role = RadioField(_("As"), choices=choices(ROLE_WORDS), default="member")


def _parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"[,;\n]", text) if part.strip()]
