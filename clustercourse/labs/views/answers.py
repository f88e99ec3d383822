"""Saying what one thinks of a proposal by the address in a letter, without an account."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import count_answer
from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.voices import speak_by_letter
from clustercourse.labs.forms import AnswerForm
from clustercourse.labs.queries.invitations import Asked, Over, asked_at, digest_of
from clustercourse.language import _
from clustercourse.web.access import found, public
from clustercourse.web.browsers import network
from clustercourse.web.pages import go, page

views = Blueprint("answers", __name__)


@views.get("/labs/answers/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """Reading changes nothing: mail programs that look at the address ahead say nothing for anybody."""
    asked = found(asked_at(token))
    return _shown(token, asked, AnswerForm.showing(asked.said if isinstance(asked, Asked) else None))


@views.post("/labs/answers/<token>/")
@public
def create(token: str) -> ResponseReturnValue:
    found(asked_at(token))
    count_answer(digest_of(token), network())
    form = AnswerForm.sent()

    def say() -> None:
        with writing():
            speak_by_letter(token, form.vote.data, form.text.data)

    if form.carry_out(say):
        return _secret(go(f"/labs/answers/{token}/", _("Said. Thank you. You can change it here until the dialogue ends.")))
    return _shown(token, found(asked_at(token)), form, 422)


def _shown(token: str, asked: Asked | Over, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    if isinstance(asked, Over):
        typed, sentence = form.text.data if status == 422 else "", words.over_words(asked.reason, asked.ends_at)
        return _secret(page("labs/answers/over.html", 410, sentence=sentence, typed=typed))
    return _secret(page("labs/answers/show.html", status, token=token, asked=asked, form=form, words=words, dialogue=asked.dialogue))


def _secret(response: Response) -> Response:
    """Nobody keeps a copy of it on the way, no search engine lists it, and no page it leads to learns its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
