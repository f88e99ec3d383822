"""A workbook that has been lived in: Ada's, with a sheet in every state, its versions, remarks, two texts for one field, and a mirror."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from clustercourse.db import db, now, writing
from clustercourse.language import speaking
from clustercourse.models.cohorts import Cohort
from clustercourse.models.learning import Enrolment
from clustercourse.models.mirrors import MirrorFigure
from clustercourse.models.workbook import Sheet, SheetLink
from clustercourse.workbook.actions.comments import comment
from clustercourse.workbook.actions.commitments import Said, commit
from clustercourse.workbook.actions.contacts import ContactFacts, add_contact
from clustercourse.workbook.actions.editions import open_edition
from clustercourse.workbook.actions.links import make_link
from clustercourse.workbook.actions.sheets import Typed, open_sheet, open_workbook, write_values
from clustercourse.workbook.actions.strategies import add_section, write_section
from clustercourse.workbook.actions.submissions import Learner, decide_submission, submit_sheet
from clustercourse.workbook.actions.versions import name_version
from clustercourse.workbook.queries.links import digest_of
from clustercourse.workbook.queries.mirrors import figures_of
from clustercourse.workbook.queries.sheets import Spot, current_values
from clustercourse.workbook.queries.workbooks import MINE, WorkbookHere, workbook_here
from clustercourse.workbook.queries.worksheets import worksheet_at
from tests.browser.sheets import BREAK_EVEN, INDUSTRIES, STAKEHOLDERS, TIERS
from tests.cast import Cast, as_seen

LINK = "k" * 43
LONG = "We asked every member that left last year, and those who stayed, what they would miss if the office closed tomorrow. " * 4


def set_workbook_stage(cast: Cast, slug: str) -> None:
    """Rows are made in an order that gives their numbers in tests/browser/pages.py."""
    with writing(), speaking("en"):
        here, mine = workbook_here(as_seen(cast.ada), slug), workbook_here(as_seen(cast.ada), MINE)
        open_workbook(here, by=cast.ada)
        here = workbook_here(as_seen(cast.ada), slug)
        money = _filled(here, "membership-break-even", cast.ada, {**BREAK_EVEN, **_rows("tiers", TIERS), ("assumptions", None): LONG})
        name_version(money, name="base", note="As decided in May.", by=cast.ada)
        _filled(here, "membership-break-even", cast.greta, {("public-base", None): "180000"})
        name_version(money, name="public money halved", note="", by=cast.greta)
        worksheet = worksheet_at(as_seen(cast.ada), here.id, "membership-break-even")
        beside = [Typed("fixed-cost", None, "755000", 0), Typed("services", None, "none yet", 99)]
        write_values(money, worksheet.specification, beside, currency=here.currency, by=cast.greta)
        comment(money.id, ("fixed-cost", None), "Is the new lease in it?", by=cast.greta)
        comment(money.id, ("", None), "Let us look at this together on Monday.", by=cast.greta)
        open_edition(here, worksheet, current_values(money.id).values(), name="2028", copies=True, by=cast.ada)
        make_link(money, for_whom="Treasurer", version_id=None, days=30, by=cast.ada)
        db.session.execute(update(SheetLink).values(token_digest=digest_of(LINK)))
        _filled(here, "stakeholder-map", cast.ada, _rows("stakeholders", STAKEHOLDERS))
        _filled(mine, "location-quotients", cast.ada, _rows("industries", INDUSTRIES))
        _submissions(cast, here)
        add_contact(here, ContactFacts("Region (funder)", "Kim Vester", "Head of business policy", "kim@example.org"), by=cast.ada)
        book = open_workbook(here, by=cast.ada)
        write_section(book, "finances", title="Finances", own_text=f"{LONG}\n\n* One fee for all\n* Two grants", number=0, by=cast.ada)
        add_section(book, title="What we do not do", by=cast.ada)
        _mirror(cast)


def _filled(here: WorkbookHere, key: str, person: int, values: dict[Spot, str]) -> Sheet:
    worksheet = worksheet_at(as_seen(person), here.id, key)
    sheet = open_sheet(here, worksheet, by=person)
    there = current_values(sheet.id)
    sent = [Typed(spot[0], spot[1], typed, there[spot].number if spot in there else 0) for spot, typed in values.items()]
    write_values(sheet, worksheet.specification, sent, currency=here.currency, by=person)
    return sheet


def _rows(table: str, lines: list[dict[str, str]]) -> dict[Spot, str]:
    return {(f"{table}.{column}", f"r{place}"): typed for place, line in enumerate(lines) for column, typed in line.items()}


def _submissions(cast: Cast, here: WorkbookHere) -> None:
    """The gap radar, submitted by Ada in the course that she takes: returned, then accepted; and a commitment."""
    gaps = {"research": ("4", "5"), "education": ("2", "4"), "capital": ("5", "4"), "policy": ("3", "?")}
    ratings = {
        (f"gaps.{column}", gap): typed for gap, pair in gaps.items() for column, typed in zip(("severity", "importance"), pair, strict=True)
    }
    sheet = _filled(here, "bridge-plan", cast.ada, {("cluster", None): "Blue yards", **ratings})
    worksheet = worksheet_at(as_seen(cast.ada), here.id, "bridge-plan")
    enrolment = db.session.scalars(select(Enrolment).where(Enrolment.person_id == cast.ada)).first()
    assert enrolment is not None
    version = worksheet.outline.version_id
    learner = Learner(enrolment.id, worksheet.item.id, version, enrolment.cohort_id)
    first = submit_sheet(sheet, version_id=version, by=cast.ada, learner=learner, shared_with="trainers")
    decide_submission(first.id, "returned", by=cast.cleo, reason="Say who told you that nobody knows each other.")
    _filled(here, "bridge-plan", cast.ada, {("gaps.evidence", "research"): LONG})
    second = submit_sheet(sheet, version_id=version, by=cast.ada, learner=learner, shared_with="trainers")
    comment(sheet.id, ("gaps", None), "The best evidence I read this month.", by=cast.cleo, submission_id=second.id)
    decide_submission(second.id, "accepted", by=cast.cleo, reason="Ready for your board.")
    _filled(here, "bridge-plan", cast.ada, {("gaps.severity", "policy"): "4"})
    submit_sheet(sheet, version_id=version, by=cast.ada, learner=learner, shared_with="trainers")
    module = next(item for item in worksheet.outline.items if item.kind == "module")
    on = now().date()
    said = Said("Walk across the harbour with two owners who never met.", "Greta", date.fromordinal(on.toordinal() + 20))
    commit(enrolment.id, module.id, said, seen=0, on=on, by=cast.ada)


def _mirror(cast: Cast) -> None:
    """One figure that enough organisations let count."""
    cohort = db.session.scalars(select(Cohort).where(Cohort.slug == "master-class-harbour")).one()
    figure = figures_of(cohort.id)[0]
    published = {"count": 6, "median": "3.5", "low": "2.5", "high": "4", "basis": {}}
    db.session.add(MirrorFigure(cohort_id=cohort.id, figure=figure.key, published_at=now() - timedelta(days=1), **published))
