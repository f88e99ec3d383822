"""Forms about people: shape and wording. What a name, an address or a password may be is refused by the actions."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, FileField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from clustercourse.accounts.actions.people import LONGEST_ABOUT, THEMES, time_zones
from clustercourse.language import LANGUAGES, _
from clustercourse.web.forms import Form, LongSelect, choices

_THEME_WORDS = dict(zip(THEMES, (_("As this device"), _("Light"), _("Dark")), strict=True))
_A_GOOD_ONE = _("At least 10 characters. Three or four words that do not belong together make a good one.")


def _email(words: Any) -> EmailField:
    return EmailField(words, [DataRequired(_("Enter the e-mail address.")), Length(max=320)], render_kw={"autocomplete": "username"})


def _new_password(words: Any) -> PasswordField:
    return PasswordField(
        words, [InputRequired(_("Enter a password."))], description=_A_GOOD_ONE, render_kw={"autocomplete": "new-password"}
    )


def _present_password(words: Any) -> PasswordField:
    return PasswordField(words, [InputRequired(_("Enter your password."))], render_kw={"autocomplete": "current-password"})


class SignInForm(Form):
    email = _email(_("E-mail address"))
    password = _present_password(_("Password"))
    stays = BooleanField(
        _("Stay signed in on this device"), description=_("For 30 days after the last visit. Not on a computer that others use.")
    )
    next = HiddenField()


class RegisterForm(Form):
    name = StringField(_("Your name"), [DataRequired(_("Enter your name."))], render_kw={"autocomplete": "name"})
    email = _email(_("E-mail address"))
    password = _new_password(_("Password"))
    next = HiddenField()


class InvitedForm(Form):
    """Registering by invitation: the address is the invitation's."""

    name = StringField(_("Your name"), [DataRequired(_("Enter your name."))], render_kw={"autocomplete": "name"})
    password = _new_password(_("Password"))


class AskResetForm(Form):
    email = _email(_("E-mail address"))


class ResetForm(Form):
    password = _new_password(_("New password"))


class PasswordForm(Form):
    present = _present_password(_("Your password now"))
    password = _new_password(_("New password"))


class AddressForm(Form):
    email = EmailField(
        _("New e-mail address"), [DataRequired(_("Enter the e-mail address.")), Length(max=320)], render_kw={"autocomplete": "email"}
    )
    password = _present_password(_("Your password"))


class ProfileForm(Form):
    name = StringField(_("Your name"), [DataRequired(_("Enter your name."))], render_kw={"autocomplete": "name"})
    about = TextAreaField(
        _("About you"),
        [Length(max=LONGEST_ABOUT, message=_("Use at most 1,000 characters."))],
        description=_("What others in your organisation may want to know: your work, your region, what you can help with."),
    )
    language = SelectField(_("Language"), choices=choices(LANGUAGES))
    time_zone = SelectField(_("Time zone"), choices=choices({zone: zone.replace("_", " ") for zone in time_zones()}), widget=LongSelect())
    theme = SelectField(_("Light or dark"), choices=choices(_THEME_WORDS))
    wants_practice = BooleanField(_("Offer me five minutes of questions on the first page"))


class PhotoForm(Form):
    photo = FileField(
        _("Photo"),
        [InputRequired(_("Choose a picture first."))],
        description=_("PNG, JPEG, GIF or WebP. We cut a square from the middle and keep only that."),
        render_kw={"accept": "image/png,image/jpeg,image/gif,image/webp"},
    )


class ErasureForm(Form):
    leaves_posts = BooleanField(
        _("What I wrote in discussions may stay, without my name"),
        description=_("Otherwise my words go, and the answers of others stand alone."),
    )
    email = EmailField(
        _("Your e-mail address, to be sure"), [DataRequired(_("Enter the e-mail address."))], render_kw={"autocomplete": "off"}
    )
    password = _present_password(_("Your password"))
