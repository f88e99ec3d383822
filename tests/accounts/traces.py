"""At least one row in every table that holds rows about people, with a canary in every text that a person can write."""

from __future__ import annotations

import io
from datetime import date, timedelta

from PIL import Image
from sqlalchemy import select, update

from clustercourse.accounts.finding import index_person
from clustercourse.db import Base, db, now, writing
from clustercourse.files import keep, store
from clustercourse.models.accounts import Address, DataExport, Invitation, LetterLink, Person, SignIn
from clustercourse.models.attendance import Apology, AttendanceMark, AttendanceRevision, CheckIn, CheckInRequest
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.catalogue import MembershipRequest
from clustercourse.models.cohorts import CohortTeam, Interest
from clustercourse.models.commitments import Commitment
from clustercourse.models.content import Course, CourseTeam, Item, Version
from clustercourse.models.discussions import Flag, Helpful, Mention, PostDraft, PostFile, PostRevision, TopicReader, TopicStep
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.hypotheses import LabSignature
from clustercourse.models.labs import Lab, LabInvitation, LabTeam, LabVoice
from clustercourse.models.learning import (
    Bookmark,
    Completion,
    Enrolment,
    Evidence,
    ItemException,
    Note,
    PracticeAnswer,
    PracticeQuestion,
    Visit,
)
from clustercourse.models.methods import Adoption, Method, Product, ProductAuthor
from clustercourse.models.notifications import Letter, LetterChoice, Notification
from clustercourse.models.seats import SeatStep
from clustercourse.models.training_sessions import SessionTrainer
from clustercourse.models.trials import Dissent
from clustercourse.models.web import Once
from clustercourse.models.workbook import (
    Contact,
    Handover,
    Sheet,
    SheetComment,
    SheetLink,
    SheetSubmission,
    SheetSubmissionStep,
    SheetValue,
    SheetVersion,
    StrategySection,
    Workbook,
)
from clustercourse.search.entries import Audience, put
from tests import make
from tests.discussions import given


def fill(person_id: int, canary: str) -> None:
    """At least one row in every table that holds rows about people, with a canary in every text that a person can write."""
    moment = now()
    organisation = make.organisation(f"Place of {person_id}")
    make.membership(person_id, organisation)
    make.sign_in(person_id)
    made = io.BytesIO()
    Image.effect_noise((40 + person_id, 40), 80).save(made, "WEBP")
    photo, copy, beside = (store().put(bytes_) for bytes_ in (made.getvalue(), f"a copy of {canary}".encode(), canary.encode()))
    with writing() as session:
        keep(photo, purpose="photo", media_type="image/webp", size=0)
        keep(copy, purpose="export", media_type="application/zip", size=0)
        session.execute(update(Person).where(Person.id == person_id).values(about=canary, photo_digest=photo))
        session.execute(update(SignIn).where(SignIn.person_id == person_id).values(device=canary))
        address = session.scalars(select(Address).where(Address.person_id == person_id)).one()
        course = Course(key=f"c{person_id}", slug=f"course-{person_id}", created_at=moment)
        session.add(course)
        session.flush()
        item = Item(course_id=course.id, key="lesson", kind="lesson")
        version = Version(course_id=course.id, number=1, note="", digest="d", renderer=1, outline={}, by_id=person_id, published_at=moment)
        enrolment = Enrolment(person_id=person_id, course_id=course.id, language="en", created_at=moment)
        session.add_all([item, version, enrolment])
        session.flush()
        session.add_all(about_person(person_id, organisation, course.id, address, canary, copy))
        on = {"enrolment_id": enrolment.id, "item_id": item.id}
        session.add_all(in_course(on, version.id, canary))
        in_discussion(in_cohort(person_id, on, canary), person_id, canary, beside)
        in_workbook(person_id, item.id, version.id, canary)
        in_lab(person_id, organisation, address, canary)
        session.add(Commitment(**on, what=canary, with_whom=canary, due_on=date(2027, 1, 1), outcome_note=canary, created_at=moment))
        index_person(session.get_one(Person, person_id))
        put("post", person_id, address="/topics/1/", title=canary, body=canary, audience=Audience(), person_id=person_id)
        question = PracticeQuestion(
            person_id=person_id, question_key="q1", first_answered_on=date(2026, 1, 1), last_answered_on=date(2026, 1, 1), **on
        )
        session.add(question)
        session.flush()
        session.add(
            PracticeAnswer(practice_question_id=question.id, version_id=version.id, answer={"text": canary}, was_right=True, at=moment)
        )


def about_person(person_id: int, organisation: int, course: int, address: Address, canary: str, copy: str) -> list[Base]:
    moment, later = now(), now() + timedelta(days=3)
    text = {"kind": "x", "language": "en", "subject": canary, "text": canary, "html": canary, "created_at": moment}
    return [
        MembershipRequest(person_id=person_id, organisation_id=organisation, message=canary, created_at=moment),
        CourseTeam(course_id=course, person_id=person_id, role="author", created_at=moment),
        DataExport(person_id=person_id, created_at=moment, ready_at=moment, expires_at=later, digest=copy),
        Invitation(
            email=address.email,
            key=address.key,
            token_digest=f"i{person_id}",
            organisation_id=organisation,
            by_id=person_id,
            created_at=moment,
            expires_at=later,
        ),
        Letter(key=f"a{person_id}", person_id=person_id, to_address=f"{canary}@example.com", message_id=f"<a{person_id}>", **text),
        Letter(key=f"b{person_id}", person_id=None, to_address=address.email, message_id=f"<b{person_id}>", **text),
        LetterLink(
            token_digest=f"l{person_id}", purpose="reset", person_id=person_id, address_id=address.id, created_at=moment, expires_at=later
        ),
        Once(person_id=person_id, token="t", digest="d", answer=f"/{canary}", at=moment),
        Event(at=moment, verb="accounts.profile_changed", by_id=person_id, person_id=person_id, detail={}),
    ]


def in_course(on: dict[str, int], version: int, canary: str) -> list[Base]:
    moment = now()
    return [
        Attempt(
            version_id=version,
            number=1,
            language="en",
            paper={},
            criterion={},
            answers={"q": canary},
            created_at=moment,
            submitted_at=moment,
            **on,
        ),
        Draft(answers={"q": canary}, other={"q": canary}, saved_at=moment, **on),
        Evidence(what="read", value={}, version_id=version, at=moment, **on),
        Completion(state="complete", rule=[], version_id=version, at=moment, **on),
        Visit(first_at=moment, last_at=moment, **on),
        Note(text=canary, saved_at=moment, **on),
        Bookmark(created_at=moment, **on),
    ]


def in_cohort(person_id: int, on: dict[str, int], canary: str) -> int:
    """One row in every table of cohorts that holds rows about people; the cohort."""
    moment, later = now(), now() + timedelta(days=3)
    cohort = make.cohort("Master Class")
    session = make.session(cohort)
    seat = make.seat(cohort, person_id, message=canary, diet=canary, access_needs=canary)
    at = {"session_id": session, "seat_id": seat}
    mark = AttendanceMark(status="present", minutes=90, source="register", at=moment, by_id=person_id, **at)
    words = {"kind": "test", "group": "g", "thing": "cohort", "thing_id": cohort, "address": "/", "created_at": moment}
    told = words | {"title": canary, "excerpt": canary}
    db.session.add_all(
        [
            mark,
            LetterChoice(person_id=person_id, announcements="off", at=moment),
            Notification(person_id=person_id, key=canary, **told),
            Notification(person_id=make.person("Told Somebody"), key=f"of-{person_id}", by_id=person_id, **told),
            CalendarFeed(person_id=person_id, token_digest=f"f{person_id}", name=canary, created_at=moment),
            CohortTeam(cohort_id=cohort, person_id=person_id, role="trainer", created_at=moment),
            Interest(cohort_id=cohort, person_id=person_id, created_at=moment),
            SeatStep(seat_id=seat, from_state="applied", to_state="confirmed", at=moment, by_id=person_id, reason=canary),
            ItemException(what="lock", reason=canary, until=later, created_at=moment, by_id=person_id, **on),
            Apology(text=canary, created_at=moment, **at),
            CheckIn(device_digest=canary, network="127.0.0.1", at=moment, **at),
            CheckInRequest(session_id=session, person_id=person_id, message=canary, created_at=moment),
            SessionTrainer(session_id=session, person_id=person_id),
        ]
    )
    db.session.flush()
    revision = {"number": 1, "was": {}, "became": {"status": "present"}, "source": "register", "at": moment, "by_id": person_id}
    db.session.add(AttendanceRevision(mark_id=mark.id, reason=canary, **revision))
    return cohort


def in_discussion(cohort: int, person_id: int, canary: str, digest: str) -> None:
    """A topic of theirs, with one row in every table of discussions; the bytes of its file are in the store."""
    topic = given.topic(given.space(cohort_id=cohort), person_id, canary)
    post = given.post(topic, person_id, canary, basis=canary)
    keep(digest, purpose="post", media_type="text/plain", size=len(canary))
    db.session.add_all(
        [
            PostFile(post_id=post, digest=digest, name=f"{canary}.txt", size=len(canary), media_type="text/plain"),
            PostRevision(post_id=post, text=canary, html=canary, basis=canary, at=now(), by_id=person_id),
            PostDraft(person_id=person_id, place="topic:1", fields={"text": canary}, other={"text": canary}, saved_at=now()),
            TopicReader(person_id=person_id, topic_id=topic, read_number=1),
            TopicStep(topic_id=topic, what="closed", at=now(), by_id=person_id),
            Helpful(post_id=post, person_id=person_id, at=now()),
            Mention(post_id=post, person_id=person_id),
            Flag(post_id=post, person_id=person_id, why="other", text=canary, created_at=now()),
        ]
    )


def in_workbook(person_id: int, item: int, version: int, canary: str) -> None:
    """Their private workbook, with one row in every table of workbooks."""
    moment = now()
    book = Workbook(person_id=person_id, keeper_id=person_id, created_at=moment)
    db.session.add(book)
    db.session.flush()
    sheet = Sheet(workbook_id=book.id, item_id=item, edition=canary, last_number=1, created_at=moment, changed_at=moment)
    db.session.add(sheet)
    db.session.flush()
    of = {"sheet_id": sheet.id, "author_id": person_id}
    value = SheetValue(**of, number=1, field="words", value=canary, typed=canary, source=canary, as_of=canary, at=moment)
    submission = SheetSubmission(**of, number=1, version_id=version, value_ids=[], submitted_at=moment)
    db.session.add_all([value, submission])
    db.session.flush()
    db.session.add_all(
        [
            SheetValue(**of, number=2, field="words", value=canary, typed=canary, at=moment, copied_from_id=value.id),
            SheetVersion(**of, name=canary, note=canary, value_ids=[value.id], created_at=moment),
            SheetComment(**of, submission_id=submission.id, text=canary, created_at=moment),
            SheetSubmissionStep(
                submission_id=submission.id, from_state="", to_state="submitted", reason=canary, author_id=person_id, at=moment
            ),
            SheetLink(**of, token_digest=f"l{person_id}", for_whom=canary, created_at=moment, ends_at=moment),
            StrategySection(workbook_id=book.id, key=canary, title=canary, position=0, own_text=canary, changed_at=moment),
            Contact(workbook_id=book.id, stakeholder=canary, name=canary, email=canary, note=canary, created_at=moment),
            Handover(workbook_id=book.id, to_id=person_id, note=canary, at=moment),
        ]
    )
    db.session.flush()


def in_lab(person_id: int, organisation: int, address: Address, canary: str) -> None:
    """A lab with one row in every table of labs that holds rows about people; they spoke signed in and by a letter to their address."""
    moment = now()
    lab = Lab(
        slug=f"lab-{person_id}",
        title="Which CRM system fits?",
        asker="secretariat",
        organisation_id=organisation,
        proposer_id=person_id,
        theme="Digital tools",
        need="One place for contacts.",
        created_at=moment,
        changed_at=moment,
    )
    method = Method(slug=f"method-{person_id}", name=f"CRM {person_id}", theme="", summary="", created_at=moment)
    db.session.add_all([lab, method])
    db.session.flush()
    said = {"number": 1, "title": "Handbook", "kind": "handbook", "source": "How to begin", "created_at": moment, "changed_at": moment}
    product = Product(lab_id=lab.id, **said)
    db.session.add(product)
    db.session.flush()
    of = {"lab_id": lab.id, "person_id": person_id}
    asked = {"name": canary, "email": address.email, "key": address.key, "token_digest": f"v{person_id}"}
    invitation = LabInvitation(lab_id=lab.id, body="clusters", **asked, created_at=moment, sent_at=moment, ends_at=moment)
    db.session.add(invitation)
    db.session.flush()
    db.session.add_all(
        [
            LabTeam(**of, created_at=moment),
            ProductAuthor(product_id=product.id, person_id=person_id, consented_at=moment),
            LabSignature(**of, side="facilitator", digest="d", at=moment),
            LabVoice(**of, body="clusters", organisation_id=organisation, vote="for", text=canary, at=moment),
            LabVoice(lab_id=lab.id, invitation_id=invitation.id, body="clusters", vote="against", text=canary, at=moment),
            Dissent(**of, text=canary, at=moment),
            Adoption(
                method_id=method.id,
                organisation_id=organisation,
                person_id=person_id,
                context=canary,
                result="usable",
                text=canary,
                reason=canary,
                created_at=moment,
            ),
        ]
    )
