"""Sheets: saving field by field, rows, two people in one field, copies, editions, versions, submissions, and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from clustercourse.db import now, row, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.content import Course, Item
from clustercourse.models.events import Event
from clustercourse.models.learning import Completion, Enrolment, Evidence
from clustercourse.models.workbook import Sheet, SheetComment, SheetSubmission, SheetSubmissionStep, SheetValue, SheetVersion, Workbook
from clustercourse.workbook.actions.comments import LONGEST, comment, settle_comment
from clustercourse.workbook.actions.editions import open_edition
from clustercourse.workbook.actions.sheets import Typed, copy_values, move_row, open_sheet, remove_row, settle, write_values
from clustercourse.workbook.actions.submissions import decide_submission, submit_sheet
from clustercourse.workbook.actions.versions import name_version, restore_version
from clustercourse.workbook.queries.comparisons import compare
from clustercourse.workbook.queries.contents import version_values
from clustercourse.workbook.queries.prefills import copies_for, outdated
from clustercourse.workbook.queries.sheets import SheetHere, current_values, editions_of, history_of, sheet_here
from clustercourse.workbook.queries.workbooks import workbook_here
from clustercourse.workbook.queries.worksheets import worksheet_at
from tests import cast as people
from tests import make
from tests.cast import as_seen
from tests.page import Browser, Page

HOUSE = """\
id: house
kind: worksheet
title: One house
feeds: [finances]
done: submit
fields:
  - {id: fixed, type: money, prompt: "Fixed cost", sourced: true, required: true}
  - {id: public, type: money, prompt: "Public base"}
  - {id: other, type: money, prompt: "Other income"}
  - {id: members, type: number, prompt: "Members", whole: true}
  - {id: fees, type: money, prompt: "Fees"}
  - {id: variable, type: money, prompt: "Cost of one more member"}
  - {id: remark, type: long-text, prompt: "Remark"}
  - id: tiers
    type: table
    prompt: Tiers
    most: 3
    row_name: tier
    row_word: tier
    columns:
      - {id: tier, type: text, prompt: Tier}
      - {id: fee, type: money, prompt: Fee}
  - id: given
    type: table
    prompt: Given rows
    preset: [{id: one, label: One}, {id: two, label: Two}]
    columns:
      - {id: note, type: text, prompt: Note}
computed:
  - id: income
    calculation: income-mix
    inputs: {public-base: public, project-income: other, fees: "= 0", service-income: "= 0"}
    show: [total]
  - id: break-even
    calculation: membership-break-even
    inputs: {fixed-cost: fixed, other-income: income.total, members: members, fee-income: fees, variable-cost: variable}
"""
NEXT = """\
id: next-house
kind: worksheet
title: Next house
done: submit
fields:
  - {id: public, type: money, prompt: "Public base", prefill: house.public}
  - {id: why, type: text, prompt: "Why"}
  - id: tiers
    type: table
    prompt: Tiers
    row_name: tier
    prefill: house.tiers
    columns:
      - {id: tier, type: text, prompt: Tier, prefill: house.tiers.tier}
"""
NUMBERS = {"fixed": "760,000", "public": "360,000", "other": "290,000", "members": "135", "fees": "150,000", "variable": "150"}
Browsers = Callable[[], Browser]


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    cast = people.assemble()
    items = "items: [10-words.md, 20-bridges.md, exercises/check-first.yaml"
    files = make.course_files(changes={"10-first/module.yaml": (items, f"{items}, exercises/house.yaml, exercises/next-house.yaml")})
    files |= {"exercises/house.yaml": HOUSE.encode(), "exercises/next-house.yaml": NEXT.encode()}
    make.published_course(files=files)
    with writing() as session:
        for organisation in (cast.organisation_a, cast.organisation_b):
            session.add(Workbook(organisation_id=organisation, currency="EUR", keeper_id=cast.ada, created_at=now()))
    return cast


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def here_of(person: int, organisation: int, sheet: str = "house", edition: str = "") -> SheetHere:
    viewer = as_seen(person)
    book = workbook_here(viewer, slug_of(organisation))
    return sheet_here(book, worksheet_at(viewer, book.id, sheet), edition)


def opened(here: SheetHere, by: int) -> Sheet:
    return open_sheet(here.workbook, here.worksheet, edition=here.sheet.edition, by=by)


def write(cast: people.Cast, by: int, *sent: Typed, sheet: str = "house", edition: str = "") -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What changed, and what was kept beside."""
    here = here_of(by, cast.organisation_a, sheet, edition)
    with writing():
        written = write_values(opened(here, by), here.worksheet.specification, sent, currency="EUR", by=by)
    return written.changed, written.beside


def fill(cast: people.Cast, by: int, sheet: str = "house", edition: str = "", **texts: str) -> None:
    """Type into plain fields, knowing what stands there."""
    here = here_of(by, cast.organisation_a, sheet, edition)
    known = {spot[0]: each.number for spot, each in here.values.items() if spot[1] is None}
    write(cast, by, *(Typed(name, None, text, known.get(name, 0)) for name, text in texts.items()), sheet=sheet, edition=edition)


def standing(cast: people.Cast, sheet: str = "house", edition: str = "") -> dict[str, str]:
    here = here_of(cast.ada, cast.organisation_a, sheet, edition)
    return {spot[0] if spot[1] is None else f"{spot[0]}:{spot[1]}": each.typed for spot, each in here.values.items()}


def sheet_row(cast: people.Cast, sheet: str = "house") -> Sheet:
    """Only inside `writing()`."""
    return opened(here_of(cast.ada, cast.organisation_a, sheet), cast.ada)


def enrol(person: int) -> int:
    with writing() as session:
        course = session.scalars(select(Course.id)).one()
        made = Enrolment(person_id=person, course_id=course, language="en", created_at=now())
        session.add(made)
        session.flush()
        return made.id


def post(browser: Browser, path: str, **values: str) -> TestResponse:
    return browser.post(path, data={**browser.csrf(), **values})


def save(browser: Browser, address: str, **values: str) -> dict[str, Any]:
    """As the script of the page saves."""
    answer = browser.post(address, data={**browser.csrf(), **values}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    return answer.get_json()  # type: ignore[no-any-return]


@pytest.mark.both_databases_when_long
def test_one_field_is_saved_and_the_same_form_twice_is_once(cast: people.Cast) -> None:
    first = Typed("fixed", None, " 1,200.50 ", 0, source=" The accounts ", as_of="2027")
    assert [write(cast, cast.ada, first) for _twice in range(2)] == [((("fixed", None),), ()), ((), ())]
    (found,) = rows(
        select(SheetValue.value, SheetValue.typed, SheetValue.currency, SheetValue.source, SheetValue.as_of, SheetValue.author_id)
    )
    assert tuple(found) == (120050, " 1,200.50 ", "EUR", "The accounts", "2027", cast.ada)
    assert write(cast, cast.ada, Typed("fixed", None, "1200.5", 1)) == ((), ())
    assert write(cast, cast.ada, Typed("fixed", None, "1200.5", 1, source="Another")) == ((("fixed", None),), ())
    assert write(cast, cast.ada, Typed("remark", None, "", 0), Typed("nothing", None, "x", 0), Typed("tiers", None, "x", 0)) == ((), ())
    assert [event.verb for event in rows(select(Event.verb).where(Event.verb.like("workbook.%")))] == ["workbook.sheet_opened"]


@pytest.mark.both_databases_when_long
def test_a_row_is_added_by_typing_moved_and_taken_off(cast: people.Cast) -> None:
    write(cast, cast.ada, Typed("tiers.tier", "r1", "Small", 0), Typed("tiers.tier", "r2", "Large", 0), Typed("tiers.fee", "r2", "50", 0))
    assert write(cast, cast.ada, Typed("tiers.tier", "r1", "Small", 1)) == ((), ())
    here = here_of(cast.ada, cast.organisation_a)
    specification = here.worksheet.specification

    def order() -> list[tuple[str, str]]:
        found = here_of(cast.greta, cast.organisation_a).entries.rows("tiers")
        return [(each.key, each.cells["tier"].typed) for each in found]

    assert order() == [("r1", "Small"), ("r2", "Large")]
    for up, expected in ((True, ["r2", "r1"]), (True, ["r2", "r1"]), (False, ["r1", "r2"])):
        with writing():
            keys = [key for key, _tier in order()]
            move_row(sheet_row(cast), specification, "tiers", keys, "r2", up=up, by=cast.ada)
        assert [key for key, _tier in order()] == expected
    for _twice in range(2):
        with writing():
            remove_row(sheet_row(cast), specification, "tiers", "r1", by=cast.greta)
            remove_row(sheet_row(cast), specification, "tiers", "other", by=cast.greta)
            remove_row(sheet_row(cast), specification, "fixed", "r1", by=cast.greta)
    assert order() == [("r2", "Large")]
    assert len(history_of(here.sheet.id or 0, ("tiers", "r1"))) == 4
    assert len(history_of(here.sheet.id or 0, ("tiers.tier", "r1"))) == 1


@pytest.mark.both_databases_when_long
def test_a_table_takes_no_more_rows_than_it_says(cast: people.Cast, browser: Browser) -> None:
    """What finds no room is left over, and said; the rest is kept."""
    write(cast, cast.ada, *(Typed("tiers.tier", f"r{number}", "Tier", 0) for number in range(3)))
    assert write(cast, cast.ada, Typed("fixed", None, "7", 0), Typed("tiers.tier", "r3", "Fourth", 0)) == ((("fixed", None),), ())
    assert [row.key for row in here_of(cast.ada, cast.organisation_a).entries.rows("tiers")] == ["r0", "r1", "r2"]
    browser.sign_in(cast.ada)
    sheet, sentence = (
        f"/workbook/{slug_of(cast.organisation_a)}/house/",
        "The table is full, so this was not added: “Fifth”. Everything else is saved.",
    )
    said = save(browser, sheet, **{"v:tiers.tier:r4": "Fifth", "v:other:": "8"})
    assert (list(said["numbers"]), said["left_over"]) == (["other:"], sentence)
    assert post(browser, sheet, **{"v:tiers.tier:r4": "Fifth"}).status_code == 303
    assert browser.visit(sheet).texts("div", "flash") == [sentence]
    with writing():
        remove_row(sheet_row(cast), here_of(cast.ada, cast.organisation_a).worksheet.specification, "tiers", "r0", by=cast.ada)
    assert write(cast, cast.ada, Typed("tiers.tier", "r3", "Fourth", 0)) == ((("tiers.tier", "r3"),), ())


@pytest.mark.postgresql_first
@pytest.mark.parametrize("keep_beside", [False, True])
def test_two_people_in_one_field_are_both_kept_and_one_is_chosen(cast: people.Cast, keep_beside: bool) -> None:
    write(cast, cast.ada, Typed("fixed", None, "100", 0))
    assert write(cast, cast.greta, Typed("fixed", None, "200", 0), Typed("other", None, "7", 0)) == ((("other", None),), (("fixed", None),))
    assert write(cast, cast.greta, Typed("fixed", None, "200", 0)) == ((), ())
    assert write(cast, cast.greta, Typed("fixed", None, "300", 0)) == ((), (("fixed", None),))
    here = here_of(cast.ada, cast.organisation_a)
    assert (standing(cast)["fixed"], here.beside["fixed", None].typed) == ("100", "300")
    for _twice in range(2):
        with writing():
            settle(sheet_row(cast), ("fixed", None), keep_beside=keep_beside, by=cast.ada)
    assert (standing(cast)["fixed"], here_of(cast.ada, cast.organisation_a).beside) == ("300" if keep_beside else "100", {})
    told = [(each.typed, each.author, each.is_beside) for each in history_of(here.sheet.id or 0, ("fixed", None))]
    kept = [("300", "Greta Dahl", True), ("200", "Greta Dahl", True), ("100", "Ada Holm", False)]
    assert told == [*([("300", "Ada Holm", False)] if keep_beside else []), *kept]


@pytest.mark.both_databases_when_long
def test_what_i_sent_and_never_heard_of_is_no_clash(cast: people.Cast) -> None:
    write(cast, cast.ada, Typed("remark", None, "We", 0))
    assert write(cast, cast.ada, Typed("remark", None, "We need", 0, tried=("We",))) == ((("remark", None),), ())
    assert write(cast, cast.ada, Typed("remark", None, "We need more", 0, tried=("Other",))) == ((), (("remark", None),))
    assert write(cast, cast.greta, Typed("remark", None, "Mine", 0, tried=("We need",))) == ((), (("remark", None),))


@pytest.mark.both_databases_when_long
def test_a_copy_that_a_browser_kept_too_long_says_nothing_again(cast: people.Cast) -> None:
    write(cast, cast.ada, Typed("remark", None, "Ada's", 0))
    write(cast, cast.greta, Typed("remark", None, "Greta's", 1))
    assert write(cast, cast.ada, Typed("remark", None, "Ada's", 0)) == ((), ())
    assert standing(cast)["remark"] == "Greta's"
    assert write(cast, cast.ada, Typed("remark", None, "Ada's", 2)) == ((("remark", None),), ())


@pytest.mark.both_databases_when_long
def test_copies_remember_their_original_and_never_follow_it(cast: people.Cast) -> None:
    fill(cast, cast.ada, public="360,000")
    write(cast, cast.ada, *(Typed("tiers.tier", key, tier, 0) for key, tier in (("r1", "Small"), ("r2", "Gone"), ("r3", "Large"))))
    with writing():
        remove_row(sheet_row(cast), here_of(cast.ada, cast.organisation_a).worksheet.specification, "tiers", "r2", by=cast.ada)
    fill(cast, cast.ada, "next-house", why="Because")

    def copied() -> int:
        here = here_of(cast.greta, cast.organisation_a, "next-house")
        with writing():
            return copy_values(opened(here, cast.greta), copies_for(as_seen(cast.greta), here), by=cast.greta)

    assert [copied(), copied()] == [5, 0]
    after = {"public": "360,000", "why": "Because", "tiers:r1": "", "tiers:r3": "", "tiers.tier:r1": "Small", "tiers.tier:r3": "Large"}
    assert standing(cast, "next-house") == after
    here = here_of(cast.ada, cast.organisation_a, "next-house")
    assert outdated(here.values.values()) == frozenset()
    fill(cast, cast.ada, public="180,000")
    here = here_of(cast.ada, cast.organisation_a, "next-house")
    assert (standing(cast, "next-house"), outdated(here.values.values())) == (after, frozenset({("public", None)}))
    fill(cast, cast.ada, "next-house", public="180,000")
    assert outdated(here_of(cast.ada, cast.organisation_a, "next-house").values.values()) == frozenset()


@pytest.mark.both_databases_when_long
def test_an_edition_is_opened_on_purpose_and_the_earlier_one_stays(cast: people.Cast) -> None:
    fill(cast, cast.ada, fixed="100", remark="First")
    here = here_of(cast.ada, cast.organisation_a)
    for name, copies in (("2028", True), ("2029", False)):
        with writing():
            open_edition(here.workbook, here.worksheet, here.values.values(), name=f" {name} ", copies=copies, by=cast.ada)
    with pytest.raises(Refused) as refused, writing():
        open_edition(here.workbook, here.worksheet, here.values.values(), name="2028", copies=True, by=cast.ada)
    assert refused.value.sentence == "There is an edition “2028” already. Open it, or choose another name."
    fill(cast, cast.ada, edition="2028", fixed="200")
    states = [standing(cast, edition=name) for name in ("", "2028", "2029")]
    assert states == [{"fixed": "100", "remark": "First"}, {"fixed": "200", "remark": "First"}, {}]
    assert [each.edition for each in editions_of(here.workbook, here.worksheet)] == ["", "2028", "2029"]


def evidence() -> list[tuple[int, str]]:
    found = select(Enrolment.person_id, Item.key).select_from(Evidence)
    return [
        tuple(each) for each in rows(found.join(Enrolment, Enrolment.id == Evidence.enrolment_id).join(Item, Item.id == Evidence.item_id))
    ]


@pytest.mark.both_databases_when_long
def test_handing_in_is_for_this_learner_alone(cast: people.Cast, new_browser: Browsers) -> None:
    enrol(cast.ada)
    enrol(cast.greta)
    sheet = f"/workbook/{slug_of(cast.organisation_a)}/house/"
    ada, greta = (new_browser().sign_in(person) for person in (cast.ada, cast.greta))
    post(ada, f"{sheet}submissions/", shared_with="trainers")
    assert (ada.visit(sheet).texts("div", "flash"), evidence()) == (["Nothing stands in this sheet yet. Fill it first."], [])
    fill(cast, cast.ada, **NUMBERS)
    addresses = [post(ada, f"{sheet}submissions/", shared_with=shared).location for shared in ("trainers", "nobody", "everybody")]
    assert len(set(addresses)) == 1
    assert evidence() == [(cast.ada, "house")]
    page = greta.visit(sheet)
    assert "Your colleague submitted this sheet. For you it is done when you submit what you have together." in page.text
    again = post(greta, f"{sheet}submissions/", shared_with="trainers").location
    assert again not in addresses
    assert sorted(evidence()) == sorted([(cast.ada, "house"), (cast.greta, "house")])
    columns = select(SheetSubmission.number, SheetSubmission.author_id, SheetSubmission.shared_with)
    found = [tuple(each) for each in rows(columns.order_by(SheetSubmission.id))]
    assert found == [(1, cast.ada, "nobody"), (2, cast.greta, "trainers")]
    done = [tuple(each) for each in rows(select(Completion.state, Item.key).join(Item, Item.id == Completion.item_id))]
    assert [state for state, key in done if key == "house"] == ["complete", "complete"]


@pytest.mark.both_databases_when_long
def test_what_was_submitted_stays_as_it_was(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, **NUMBERS)
    number = submitted(cast, cast.ada)
    fill(cast, cast.ada, fixed="1")
    page = browser.sign_in(cast.greta).visit(f"/workbook/submissions/{number}/")
    assert ("760,000" in page.text, "115" in page.text) == (True, True)
    assert submitted(cast, cast.ada) != number


def submitted(cast: people.Cast, by: int, shared_with: str = "trainers") -> int:
    here = here_of(by, cast.organisation_a)
    with writing():
        return submit_sheet(opened(here, by), version_id=here.worksheet.outline.version_id, by=by, learner=None, shared_with=shared_with).id


def test_a_cohort_without_a_cohort_is_refused(cast: people.Cast) -> None:
    fill(cast, cast.ada, fixed="1")
    with pytest.raises(Refused) as refused:
        submitted(cast, cast.ada, "cohort")
    assert refused.value.sentence == "You take this course without a cohort. Share it with the trainers, or with nobody."


def decided(submission: int, state: str, by: int, reason: str = "") -> str:
    try:
        with writing():
            decide_submission(submission, state, by=by, reason=reason)
    except Refused as refused:
        return refused.sentence
    return str(value(select(SheetSubmission.state).where(SheetSubmission.id == submission)))


BEFORE = "This submission was decided before. Look at it again."
REASON = "Say what should be changed, so that they know how to go on."


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["in-review", "accepted"], ["in-review", "accepted"]),
        (["accepted", "accepted"], ["accepted", "accepted"]),
        (["accepted", "in-review"], ["accepted", BEFORE]),
        (["accepted", "returned:Mend it"], ["accepted", "returned"]),
        (["returned:Mend it", "accepted"], ["returned", BEFORE]),
        (["returned", "returned: ", "returned:Mend it"], [REASON, REASON, "returned"]),
        (["in-review", "submitted"], ["in-review", BEFORE]),
        (["in-review", "nonsense"], ["in-review", BEFORE]),
    ],
)
def test_decisions(cast: people.Cast, steps: list[str], said: list[str]) -> None:
    fill(cast, cast.ada, fixed="1")
    submission = submitted(cast, cast.ada)
    assert [decided(submission, step.partition(":")[0], cast.greta, step.partition(":")[2]) for step in steps] == said
    kept = ["submitted", *dict.fromkeys(state for state in said if " " not in state)]
    assert [each.to_state for each in rows(select(SheetSubmissionStep.to_state).order_by(SheetSubmissionStep.id))] == kept
    last = row(select(SheetSubmission.state, SheetSubmission.decided_at))
    assert (last.state, last.decided_at is not None) == (kept[-1], kept[-1] in ("returned", "accepted"))


def test_a_remark_is_kept_and_dealt_with_once(cast: people.Cast) -> None:
    fill(cast, cast.ada, fixed="1")
    with writing():
        sheet = sheet_row(cast).id
        made = comment(sheet, ("fixed", None), " Which year? ", by=cast.greta)
        for by in (cast.ada, cast.greta):
            settle_comment(sheet, made.id, by=by)
    for text, sentence in ((" ", "Write what you remark."), ("x" * (LONGEST + 1), "A remark has 2000 characters at most.")):
        with pytest.raises(Refused) as refused, writing():
            comment(sheet, ("fixed", None), text, by=cast.greta)
        assert refused.value.sentence.startswith(sentence)
    assert [tuple(each) for each in rows(select(SheetComment.text, SheetComment.settled_by_id))] == [("Which year?", cast.ada)]
    assert [each.verb for each in rows(select(Event.verb).where(Event.verb.like("workbook.comment%")).order_by(Event.id))] == [
        "workbook.commented",
        "workbook.comment_settled",
    ]


def named(cast: people.Cast, name: str) -> int:
    with writing():
        return name_version(sheet_row(cast), name=name, note="", by=cast.ada).id


@pytest.mark.both_databases_when_long
def test_a_version_is_named_compared_and_restored(cast: people.Cast) -> None:
    with pytest.raises(Refused) as refused:
        named(cast, "base")
    assert refused.value.sentence == "Nothing stands in this sheet yet. Fill it first."
    fill(cast, cast.ada, **NUMBERS)
    base = named(cast, "base")
    assert named(cast, " base ") == base
    fill(cast, cast.ada, public="180,000")
    write(cast, cast.ada, Typed("tiers.tier", "r1", "New", 0))
    with pytest.raises(Refused) as refused:
        named(cast, "base")
    assert refused.value.sentence == "There is a version “base” already. Choose another name; the first one stays."
    halved = named(cast, "public money halved")
    specification = here_of(cast.ada, cast.organisation_a).worksheet.specification
    compared = compare(specification, version_values(base), version_values(halved))
    (needed,) = [each for _title, cells in compared.results for each in cells if each.label == "members to break even"]
    assert (needed.first, needed.second, needed.differs) == ("115", "302", True)
    assert [(each.label, each.first != "", each.second != "") for each in compared.fields] == [
        ("Public base", True, True),
        ("New · Tier", False, True),
    ]
    assert compared.same_count == 5
    restored = []
    for _twice in range(2):
        with writing():
            restored.append(restore_version(sheet_row(cast), base, by=cast.greta))
    assert restored == [3, 0]
    assert {name: text for name, text in standing(cast).items() if text} == NUMBERS
    assert here_of(cast.ada, cast.organisation_a).entries.rows("tiers") == ()
    with writing():
        assert restore_version(sheet_row(cast), halved, by=cast.ada) == 3
    assert standing(cast)["public"] == "180,000"
    assert [row.cells["tier"].typed for row in here_of(cast.ada, cast.organisation_a).entries.rows("tiers")] == ["New"]


def test_the_page_compares_two_versions(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, **NUMBERS)
    base = named(cast, "base")
    fill(cast, cast.ada, public="180,000")
    sheet = f"/workbook/{slug_of(cast.organisation_a)}/house/"
    page = browser.sign_in(cast.greta).visit(f"{sheet}comparison?first={base}&second=now")
    assert page.heading == "“base” against “As it stands now”"
    lines = ["".join(text.split()) for text in page.texts("tr") if "302" in text]
    assert lines[0] == "memberstobreakeven115302differs"
    assert "1 value differs." in page.text
    assert browser.get(f"{sheet}comparison?first=999&second=now").status_code == 404


def test_the_sheet_is_saved_field_by_field_and_answers_with_results(cast: people.Cast, browser: Browser) -> None:
    sheet = f"/workbook/{slug_of(cast.organisation_a)}/house/"
    browser.sign_in(cast.ada)
    typed = {f"v:{name}:": text for name, text in NUMBERS.items()}
    said = save(browser, sheet, **typed)
    assert (sorted(said["numbers"]), said["beside"]) == (sorted(f"{name}:" for name in NUMBERS), [])
    assert "115" in said["results"]
    assert save(browser, sheet, **typed, **{"k:fixed:": "1"})["numbers"] == {}
    again = browser.sign_in(cast.greta)
    clash = save(again, sheet, **{"v:fixed:": "700,000", "k:fixed:": "0"})
    assert clash["beside"] == ["fixed:"]
    assert all(text in clash["notes"]["fixed:"] for text in ("Two texts for this field.", "760,000", "700,000"))
    page = again.visit(f"{sheet}field?field=fixed")
    assert [words for words in page.texts("li") if "kept beside" in words] != []
    done = again.send(f"{sheet}field?field=fixed", f"{sheet}settlement", keep="beside")
    assert done.status == 200
    assert standing(cast)["fixed"] == "700,000"


def test_without_scripts_the_whole_page_is_sent_and_changes_nothing_else(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, **NUMBERS)
    write(cast, cast.ada, Typed("tiers.tier", "r1", "Small", 0))
    sheet = f"/workbook/{slug_of(cast.organisation_a)}/house/"
    before = value(select(Sheet.last_number))
    browser.sign_in(cast.ada)
    assert browser.send(sheet).status == 200
    assert value(select(Sheet.last_number)) == before
    browser.send(sheet, **{"v:remark:": "Only this"})
    assert value(select(Sheet.last_number)) == (before or 0) + 1
    browser.send(sheet, do="remove:tiers:r1")
    assert here_of(cast.ada, cast.organisation_a).entries.rows("tiers") == ()


@pytest.mark.parametrize(
    "name",
    [
        "v:nothing:",
        "v:tiers:",
        "v:fixed.part:",
        "v:../x:",
        "v:fixed:row",
        "v:tiers.fee:",
        "v:given.note:three",
        "k:fixed:",
        "v:tiers.none:r1",
    ],
)
def test_names_of_no_place_are_passed_over(cast: people.Cast, browser: Browser, name: str) -> None:
    browser.sign_in(cast.ada)
    said = save(browser, f"/workbook/{slug_of(cast.organisation_a)}/house/", **{name: "5"})
    assert said["numbers"] == {}
    assert rows(select(SheetValue.id)) == []


PLACES = ("", "house/", "house/field?field=fixed", "house/versions/", "house/editions/", "house/comparison?first=now&second=now")


def test_who_opens_an_organisation_s_sheets(cast: people.Cast, new_browser: Browsers) -> None:
    people.join_team(cast.cleo, "small-course")
    fill(cast, cast.ada, fixed="1")
    book = f"/workbook/{slug_of(cast.organisation_a)}/"
    for name, person in cast.people().items():
        browser = new_browser().sign_in(person)
        expected = 200 if name in ("ada", "greta") else 404
        assert {place: browser.get(book + place).status_code for place in PLACES} == dict.fromkeys(PLACES, expected), name
        if expected == 404:
            sent = {
                path: post(browser, book + path, **{"v:fixed:": "2", "name": "x", "text": "x", "field": "fixed"}).status_code
                for path in POSTS
            }
            assert sent == dict.fromkeys(POSTS, 404), name
    assert {place: new_browser().get(book + place).status_code for place in PLACES} == dict.fromkeys(PLACES, 303)
    assert standing(cast) == {"fixed": "1"}


POSTS = ("house/", "house/copies", "house/editions/", "house/versions/", "house/settlement", "house/comments/", "house/submissions/")


@pytest.mark.parametrize(
    ("shared", "readers", "reviewers"),
    [("nobody", {"ada", "greta"}, {"greta"}), ("trainers", {"ada", "greta", "cleo"}, {"greta", "cleo"})],
)
def test_who_reads_and_decides_a_submission(
    cast: people.Cast, new_browser: Browsers, shared: str, readers: set[str], reviewers: set[str]
) -> None:
    people.join_team(cast.cleo, "small-course")
    fill(cast, cast.ada, fixed="1")
    address = f"/workbook/submissions/{submitted(cast, cast.ada, shared)}/"
    browsers = {name: new_browser().sign_in(person) for name, person in cast.people().items()}
    assert {name for name, browser in browsers.items() if browser.get(address).status_code == 200} == readers
    refused = {name: post(browser, f"{address}decision", state="returned", reason=" ").status_code for name, browser in browsers.items()}
    assert {name for name, status in refused.items() if status == 422} == reviewers
    assert {name: status for name, status in refused.items() if name not in reviewers} == {
        name: 403 if name in readers else 404 for name in browsers if name not in reviewers
    }
    waiting = browsers["cleo"].visit("/grading/")
    assert (address in waiting.links()) is (shared != "nobody")


def test_a_member_who_leaves_loses_it_at_once(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, fixed="1")
    submission = submitted(cast, cast.ada, "nobody")
    sheet = f"/workbook/{slug_of(cast.organisation_a)}/house/"
    browser.sign_in(cast.ada)
    addresses = (sheet, f"/workbook/submissions/{submission}/")
    assert [browser.get(address).status_code for address in addresses] == [200, 200]
    with writing() as session:
        session.execute(delete(Membership).where(Membership.person_id == cast.ada))
    assert [browser.get(address).status_code for address in addresses] == [404, 404]
    assert post(browser, sheet, **{"v:fixed:": "2"}).status_code == 404
    assert here_of(cast.greta, cast.organisation_a).values["fixed", None].author == "Ada Holm"


def test_a_private_workbook_is_one_s_own(cast: people.Cast, new_browser: Browsers) -> None:
    eve, root = (new_browser().sign_in(person) for person in (cast.eve, cast.root))
    save(eve, "/workbook/mine/house/", **{"v:fixed:": "5"})
    assert [tuple(each) for each in rows(select(Workbook.person_id, Workbook.keeper_id).where(Workbook.person_id.is_not(None)))] == [
        (cast.eve, cast.eve)
    ]
    value_of = [
        field.get("value") for field in Page(root.get("/workbook/mine/house/")).tree.iter("input") if field.get("name") == "v:fixed:"
    ]
    assert value_of == [""]
    assert eve.get("/workbook/mine/nothing/").status_code == 404


@pytest.mark.parametrize("edition", ["2028", "Spring 2028", "v1.2, late"])
def test_an_edition_has_its_own_page(cast: people.Cast, browser: Browser, edition: str) -> None:
    fill(cast, cast.ada, fixed="100")
    sheet = f"/workbook/{slug_of(cast.organisation_a)}/house/"
    browser.sign_in(cast.ada)
    page = browser.send(f"{sheet}editions/", name=edition, copies="on")
    assert (page.status, page.heading) == (200, f"One house {edition}")
    assert browser.send(f"{sheet}editions/", name=edition).status == 422
    assert browser.get(f"{sheet}?edition=%3Cb%3E").status_code == 303
    assert standing(cast, edition=edition) == {"fixed": "100"}


def test_an_amount_of_another_currency_stays_in_it_when_the_page_is_sent_again(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, fixed="12 SEK")
    browser.sign_in(cast.ada).send(f"/workbook/{slug_of(cast.organisation_a)}/house/")
    found = here_of(cast.ada, cast.organisation_a).values["fixed", None]
    assert (found.value, found.currency) == (1200, "SEK")


def test_typing_into_a_row_that_a_colleague_took_off_brings_it_back(cast: people.Cast) -> None:
    write(cast, cast.ada, Typed("tiers.tier", "r1", "Small", 0))
    with writing():
        remove_row(sheet_row(cast), here_of(cast.ada, cast.organisation_a).worksheet.specification, "tiers", "r1", by=cast.greta)
    write(cast, cast.ada, Typed("tiers.tier", "r1", "Small firms", 2))
    assert [each.cells["tier"].typed for each in here_of(cast.ada, cast.organisation_a).entries.rows("tiers")] == ["Small firms"]


def test_versions_and_values_of_other_sheets_are_not_reached(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, fixed="1")
    base = named(cast, "base")
    fill(cast, cast.ada, "next-house", why="x")
    book = f"/workbook/{slug_of(cast.organisation_a)}/"
    browser.sign_in(cast.ada)
    assert post(browser, f"{book}next-house/versions/{base}/restoration").status_code == 404
    assert browser.get(f"{book}next-house/comparison?first={base}&second=now").status_code == 404
    assert current_values(value(select(SheetVersion.sheet_id)) or 0).keys() == {("fixed", None)}


def test_a_table_of_given_rows_offers_no_new_one(cast: people.Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.ada).visit(f"/workbook/{slug_of(cast.organisation_a)}/house/")
    rows_of = {
        name: [each for each in page.tree.iter("fieldset") if (each.get("id") or "").startswith(f"row-{name}-")]
        for name in ("given", "tiers")
    }
    assert {name: [each.get("data-new") is not None for each in found] for name, found in rows_of.items()} == {
        "given": [False, False],
        "tiers": [True],
    }


def test_what_is_not_known_is_said_once(cast: people.Cast, browser: Browser) -> None:
    fill(cast, cast.ada, public="100")
    page = browser.sign_in(cast.ada).visit(f"/workbook/{slug_of(cast.organisation_a)}/house/")
    outcomes = (each for each in page.tree.iter("div") if each.get("class") == "sheet-outcome" and each.get("data-state") == "missing")
    said = ["".join(each.itertext()).lower() for each in outcomes]
    assert said[0] == "income in allnot known: project income."
    assert [text for text in said if text.count("not known") != 1] == []
