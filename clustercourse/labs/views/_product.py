"""The page of the working draft, which several nouns answer with."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from clustercourse.labs import words
from clustercourse.labs.composing import compose
from clustercourse.labs.queries.evidence import evidence_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.products import products_of
from clustercourse.labs.views._product_forms import PublicationForm
from clustercourse.labs.writers.html import html_of
from clustercourse.language import speaking
from clustercourse.web.pages import page


def draft_shown(here: LabRow, form: PublicationForm | None = None, status: int = 200) -> ResponseReturnValue:
    """What readers would see now, what is wrong with it, who stands under it, and what is published."""
    products = products_of(here.id)
    draft, html, problems = products.draft, "", list[str]()
    if draft is not None:
        with speaking(draft.language):
            composed = compose(draft.source, evidence_of(here.id, here.state))
            html = html_of(composed.pieces)
        problems = [str(problem) for problem in composed.problems]
        form = form or PublicationForm()
        form.number.data = str(draft.edits)
    shown = {"products": products, "draft": draft, "html": html, "problems": problems, "form": form, "words": words}
    return page("labs/products/index.html", status, lab=here, **shown)
