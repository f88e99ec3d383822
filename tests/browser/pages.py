"""Every page of the site with somebody who may see it and an address that shows something. test_pages proves that none is missing."""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import Signer, URLSafeSerializer

from tests.browser.stage import INVITATION, TOKENS
from tests.browser.stage_labs import SECRET
from tests.browser.stage_workbook import LINK
from tests.servers import KEY

COURSE = "/courses/cluster-theory/"
LESSON = f"{COURSE}words-that-get-mixed-up/"
CHECK = f"{COURSE}exercises/check-what-a-cluster-is/"
STOP = URLSafeSerializer(KEY, salt="letters.stop").dumps([1, "choices", 1])
"""Stops the answers and mentions of Ada, whose number is 1."""
ANSWER = Signer(KEY, salt="labs.answers").sign(SECRET).decode()
"""The secret of an address in a letter about a lab."""
NO_PAGES = {
    "static",
    "healthz",
    "readyz",
    "metrics",
    "mermaid_frame",
    "components",
    "content.covers.show",
    "content.media.show",
    "accounts.photos.show",
    "notifications.letters.index",
    "notifications.letters.show",
    "calendars.feeds.show",
    "calendars.files.show",
    "cohorts.materials.show",
    "cohorts.sign_in_sheets.show",
    "discussions.files.show",
    "labs.homework_files.show",
    "labs.lab_feeds.show",
    "labs.method_feeds.show",
    "labs.product_files.show",
    "discussions.people.index",
    "discussions.posts.index",
    "discussions.posts.show",
}
"""Files, parts of pages, ways to a page, what machines ask, and what only a developer's machine shows."""


@dataclass(frozen=True)
class Place:
    endpoint: str
    person: str | None
    path: str
    status: int = 200


def places(organisation: str) -> list[Place]:
    ours = f"/organisations/{organisation}/"
    return [
        Place("learning.today.show", None, "/"),
        Place("learning.today.show", "ada", "/"),
        Place("learning.today.show", "ben", "/"),
        Place("learning.today.show", "eve", "/"),
        Place("content.courses.index", None, "/courses/"),
        Place("content.courses.index", "ada", "/courses/?text=no+such+course"),
        Place("content.courses.show", None, COURSE),
        Place("content.courses.show", "ada", COURSE),
        Place("content.courses.show", "ben", f"{COURSE}?language=da"),
        Place("content.courses.show", "cleo", f"{COURSE}?language=de"),
        Place("content.search.show", None, "/search?text=gap"),
        Place("content.search.show", "ada", "/search"),
        Place("content.search.show", "dan", "/search?text=cluster&page=2"),
        Place("content.search.show", "root", "/search?text=holm&kind=people"),
        Place("content.glossary.show", None, "/glossary"),
        Place("learning.lessons.show", None, LESSON),
        Place("learning.lessons.show", "ada", LESSON),
        Place("learning.lessons.show", "ben", f"{COURSE}seven-innovation-gaps/"),
        Place("learning.lessons.show", "ben", f"{COURSE}my-bridge-plan/"),
        Place("learning.notes.show", "ada", f"{LESSON}note"),
        Place("learning.finishes.show", "ada", f"{COURSE}finish"),
        Place("learning.finishes.show", "ben", f"{COURSE}finish"),
        Place("learning.learners.index", "root", f"{COURSE}learners"),
        Place("learning.practice.show", "ada", "/practice/"),
        Place("learning.practice.show", "eve", "/practice/"),
        Place("learning.records.show", "ada", "/me/record/"),
        Place("learning.records.show", "eve", "/me/record/"),
        Place("exercises.exercises.show", None, CHECK),
        Place("exercises.exercises.show", "ada", CHECK),
        Place("exercises.attempts.show", "ada", f"{CHECK}attempts/1/"),
        Place("exercises.drafts.show", "ada", f"{CHECK}draft"),
        Place("accounts.people.new", None, "/register"),
        Place("accounts.sign_ins.new", None, "/sign-in"),
        Place("accounts.resets.new", None, "/password/reset"),
        Place("accounts.resets.edit", None, f"/password/reset/{TOKENS['reset']}"),
        Place("accounts.resets.edit", None, f"/password/reset/{'x' * 43}", 410),
        Place("accounts.confirmations.show", None, f"/confirm/{TOKENS['confirm']}"),
        Place("accounts.address_answers.show", None, f"/me/addresses/confirm/{TOKENS['address-new']}"),
        Place("accounts.invitations.show", None, f"/invitations/{INVITATION}"),
        Place("accounts.settings.show", "ada", "/me/settings/"),
        Place("accounts.addresses.index", "ada", "/me/addresses/"),
        Place("accounts.sign_ins.index", "ada", "/me/sign-ins/"),
        Place("accounts.passwords.edit", "ada", "/me/password"),
        Place("accounts.activities.index", "ada", "/me/activity/"),
        Place("accounts.exports.index", "ada", "/me/data/"),
        Place("accounts.erasures.new", "ada", "/me/data/erasure"),
        Place("catalogue.organisations.index", "ada", "/organisations/"),
        Place("catalogue.contacts.show", None, "/contact"),
        Place("catalogue.organisations.show", "ada", ours),
        Place("catalogue.organisations.show", "greta", ours),
        Place("catalogue.organisations.edit", "greta", f"{ours}edit"),
        Place("catalogue.organisations.new", "root", "/organisations/new"),
        *_cohort_places(),
        *_discussion_places(),
        *_workbook_places(organisation),
        *_lab_places(),
        Place("admin.people.index", "root", "/admin/people/"),
        Place("admin.people.show", "root", "/admin/people/1/"),
        Place("admin.joins.new", "root", "/admin/people/1/join"),
        Place("admin.joins.new", "root", "/admin/people/1/join?email=ben@example.com"),
        Place("admin.courses.index", "root", "/admin/courses/"),
        Place("admin.courses.show", "root", "/admin/courses/cluster-theory/"),
        Place("admin.letters.index", "root", "/admin/letters/"),
        Place("admin.jobs.index", "root", "/admin/jobs/"),
        Place("admin.events.index", "root", "/admin/audit/"),
        Place("", None, "/nothing-here", 404),
    ]


def _cohort_places() -> list[Place]:
    """The numbers are those that tests/browser/stage_cohorts.py gives."""
    ours, over, empty = "/cohorts/master-class-harbour/", "/cohorts/master-class-fjord/", "/cohorts/open-day/"
    session, later, seat = f"{ours}sessions/1/", f"{ours}sessions/2/", f"{ours}seats/1/"
    run = {
        "boards.show": f"{ours}board",
        "cancellations.new": f"{ours}cancellation",
        "closures.new": f"{ours}closure",
        "cohort_courses.index": f"{ours}courses/",
        "pins.edit": f"{ours}courses/cluster-theory/pin",
        "deadlines.edit": f"{ours}deadlines/1",
        "deadlines.new": f"{ours}deadlines/new",
        "cohorts.edit": f"{ours}edit",
        "cohorts.new": "/cohorts/new",
        "seat_invitations.index": f"{ours}invitations/",
        "materials.new": f"{ours}materials/new",
        "messages.new": f"{ours}messages/new?seat=1",
        "news.new": f"{ours}news/new",
        "parts.edit": f"{ours}parts/1",
        "parts.new": f"{ours}parts/new",
        "reports.edit": f"{over}report/edit",
        "seats.index": f"{ours}seats/",
        "seats.show": seat,
        "exceptions.index": f"{seat}exceptions",
        "seat_imports.new": f"{ours}seats/import",
        "seat_steps.new": f"{ours}seats/steps?seat=1&step=remove",
        "grids.show": f"{ours}attendance/",
        "attendance_imports.new": f"{ours}attendance/import",
        "sessions.new": f"{ours}sessions/new",
        "session_plans.new": f"{empty}sessions/plan",
        "sessions.edit": f"{later}edit",
        "session_moves.new": f"{later}move",
        "session_splits.new": f"{later}split",
        "session_cancellations.new": f"{later}cancellation",
        "registers.show": f"{session}attendance",
        "register_changes.index": f"{session}attendance/changes",
        "walk_ins.new": f"{session}walk-ins",
        "apologies.edit": f"{later}apologies/1",
        "oddities.index": f"{session}check-in/oddities",
        "check_in_requests.index": f"{session}check-in/requests",
        "screens.show": f"{session}check-in/screen",
        "teams.index": f"{ours}team/",
    }
    return [
        Place("cohorts.cohorts.index", None, "/cohorts/"),
        Place("cohorts.cohorts.index", "dan", "/cohorts/"),
        Place("cohorts.cohorts.show", None, ours),
        Place("cohorts.cohorts.show", "ada", ours),
        Place("cohorts.cohorts.show", "dan", ours),
        Place("cohorts.cohorts.show", "eve", empty),
        Place("cohorts.cohorts.show", "dan", empty),
        Place("cohorts.boards.show", "dan", f"{empty}board"),
        Place("cohorts.sessions.index", None, f"{ours}sessions/"),
        Place("cohorts.sessions.show", "ada", later),
        Place("cohorts.reports.show", None, f"{over}report"),
        Place("cohorts.applications.new", "eve", f"{ours}application/new"),
        Place("cohorts.applications.show", "ada", f"{ours}application"),
        Place("cohorts.applications.edit", "ada", f"{ours}application/edit"),
        Place("cohorts.own_attendance.show", "ada", f"{ours}attendance/mine"),
        Place("cohorts.apologies.new", "ada", f"{later}apology"),
        Place("cohorts.check_ins.show", "ada", f"{session}check-in"),
        Place("cohorts.typed_codes.new", None, "/check-in"),
        Place("calendars.months.show", "ada", "/calendar/"),
        Place("calendars.agendas.show", "ada", "/calendar/agenda"),
        Place("calendars.feeds.index", "ada", "/me/calendars/"),
        Place("notifications.choices.edit", "ada", "/me/letters"),
        Place("notifications.digests.show", "ada", "/me/letters/daily"),
        Place("notifications.digests.show", "eve", "/me/letters/daily"),
        Place("notifications.stops.show", None, f"/letters/stop/{STOP}"),
        Place("notifications.stops.show", None, "/letters/stop/not-ours", 410),
        Place("notifications.notices.index", "ada", "/me/notifications/"),
        Place("notifications.notices.index", "eve", "/me/notifications/"),
        *(Place(f"cohorts.{endpoint}", "dan", path) for endpoint, path in run.items()),
    ]


def _discussion_places() -> list[Place]:
    """The numbers are those that tests/browser/stage_discussions.py gives."""
    ours, empty = "/cohorts/master-class-harbour/discussion/", "/cohorts/open-day/discussion/"
    under_rule, of_course = "/cohorts/master-class-fjord/discussion/", f"{COURSE}discussion/"
    question, long, case = "/topics/1/", "/topics/9/", "/topics/4/"
    shown = {
        "spaces.show": (ours, f"{ours}?which=unread", of_course),
        "topics.new": (f"{ours}new", f"{of_course}new?kind=clinic"),
        "topics.show": (
            f"{question}?page=1",
            f"{question}?quote=2",
            f"{case}?to=10",
            *(f"/topics/{n}/" for n in range(2, 9)),
            long,
            f"{long}?page=2",
        ),
        "topics.edit": (f"{question}edit",),
        "posts.edit": (f"{question}posts/1/edit",),
        "removals.show": (f"{question}posts/5/removal",),
        "revisions.index": (f"{question}posts/1/revisions", f"{question}posts/2/revisions"),
        "flags.new": (f"{question}posts/4/flag",),
        "drafts.show": ("/me/post-drafts/topic:4",),
        "unread.show": ("/me/unread/",),
    }
    led = {
        "spaces.show": (empty, f"{empty}?which=clinic", under_rule),
        "spaces.edit": (f"{ours}settings",),
        "topics.new": (f"{under_rule}new",),
        "topics.show": (f"{question}?page=1", "/topics/10/"),
        "moves.new": (f"{question}move",),
        "flags.index": ("/moderation/",),
        "decisions.new": ("/moderation/4", "/moderation/2"),
    }
    return [
        *(Place(f"discussions.{endpoint}", "ada", path) for endpoint, paths in shown.items() for path in paths),
        *(Place(f"discussions.{endpoint}", "dan", path) for endpoint, paths in led.items() for path in paths),
        Place("discussions.unread.show", "eve", "/me/unread/"),
        Place("discussions.flags.index", "cleo", "/moderation/"),
        Place("discussions.topics.show", "ben", "/topics/11/"),
    ]


def _workbook_places(organisation: str) -> list[Place]:
    """The numbers are those that tests/browser/stage_workbook.py gives."""
    ours, mirror = f"/workbook/{organisation}/", "/cohorts/master-class-harbour/mirror/"
    money, module = f"{ours}membership-break-even/", "module-what-a-cluster-is"
    shown = {
        "workbooks.index": ("/workbook/",),
        "workbooks.show": (ours, "/workbook/mine/"),
        "sheets.show": (
            money,
            f"{money}?edition=2028",
            f"{ours}bridge-plan/",
            f"{ours}stakeholder-map/",
            "/workbook/mine/excellence-check/",
        ),
        "fields.show": (f"{money}field?field=fixed-cost", f"{money}field?field=tiers.fee&row=r1", f"{ours}income-mix/field?field=fees"),
        "versions.index": (f"{money}versions/", "/workbook/mine/swot/versions/"),
        "comparisons.show": (f"{money}comparison?first=1&second=2", f"{money}comparison?first=2&second=now"),
        "editions.index": (f"{money}editions/",),
        "links.index": (f"{money}links/", f"{ours}stakeholder-map/links/", "/workbook/mine/swot/links/"),
        "pages.show": (f"{money}page", "/workbook/mine/location-quotients/page", "/workbook/mine/swot/page"),
        "submissions.show": ("/workbook/submissions/2/",),
        "strategies.show": (f"{ours}strategy/", "/workbook/mine/strategy/"),
        "sections.index": (f"{ours}strategy/sections/",),
        "sections.edit": (f"{ours}strategy/sections/finances/",),
        "settings.show": (f"{ours}settings/", "/workbook/mine/settings/"),
        "contacts.index": (f"{ours}contacts/", "/workbook/mine/contacts/"),
        "contacts.new": (f"{ours}contacts/new",),
        "contacts.edit": (f"{ours}contacts/1/edit",),
        "erasures.show": (f"{ours}contacts/erasure?email=kim%40example.org",),
        "joins.new": (f"{ours}join",),
        "commitments.index": (f"{COURSE}commitments/",),
        "commitments.edit": (f"{COURSE}commitments/{module}/",),
        "outcomes.edit": (f"{COURSE}commitments/{module}/outcome",),
        "mirrors.show": (mirror,),
        "shared_sheets.index": ("/cohorts/master-class-harbour/sheets/",),
        "consents.index": (f"{mirror}{organisation}/",),
    }
    return [
        *(Place(f"workbook.{endpoint}", "ada", path) for endpoint, paths in shown.items() for path in paths),
        Place("workbook.settings.show", "greta", f"{ours}settings/"),
        Place("workbook.submissions.index", "cleo", "/grading/"),
        Place("workbook.submissions.show", "cleo", "/workbook/submissions/3/"),
        Place("workbook.shared_sheets.index", "dan", "/cohorts/open-day/sheets/"),
        Place("workbook.mirrors.show", "dan", mirror),
        Place("workbook.shared.show", None, f"/workbook/shared/{LINK}/"),
        Place("workbook.shared.show", None, f"/workbook/shared/{'x' * 43}/", 404),
    ]


def _lab_places() -> list[Place]:
    """The numbers are those that tests/browser/stage_labs.py gives: the first lab is told everywhere, the second runs, the third is talked of."""
    told, runs, talked = "/labs/which-crm-system-fits/", "/labs/who-calls-new-members/", "/labs/which-way-to-circular-knowledge/"
    facilitated = {
        "companions.index": (f"{runs}companions/",),
        "openings.new": (f"{runs}companions/new",),
        "competences.edit": (f"{runs}competences",),
        "comparisons.edit": (f"{runs}comparison/edit",),
        "disseminations.index": (f"{told}disseminations/",),
        "disseminations.edit": (f"{told}disseminations/1/edit",),
        "frames.edit": (f"{runs}frames",),
        "homework.new": (f"{runs}homework/new",),
        "homework.edit": (f"{runs}homework/1/edit",),
        "invitations.index": (f"{talked}invitations/",),
        "results.index": (f"{told}methods/",),
        "results.edit": (f"{told}methods/1/edit",),
        "steps.new": (f"{runs}steps/stopped", f"{talked}steps/selected"),
        "verdicts.edit": (f"{runs}verdict",),
    }
    tested = {
        "labs.new": ("/labs/new",),
        "labs.edit": (f"{talked}edit",),
        "comparisons.show": (f"{runs}comparison",),
        "tool_scores.edit": (f"{runs}comparison/scores/4",),
        "dialogues.show": (f"{talked}dialogue/", f"{told}dialogue/"),
        "dissents.new": (f"{runs}dissents/new",),
        "findings.index": (f"{runs}findings/",),
        "findings.new": (f"{runs}findings/new",),
        "homework.index": (f"{runs}homework/",),
        "homework_reports.show": (f"{runs}homework/1/reports/4",),
        "homework_reports.edit": (f"{runs}homework/1/reports/4/edit",),
        "hypotheses.edit": (f"{runs}hypothesis",),
        "participants.index": (f"{runs}participants/",),
        "products.index": (f"{runs}product/",),
        "products.edit": (f"{runs}product/edit",),
        "trials.show": (f"{runs}trials/4",),
        "trials.edit": (f"{runs}trials/4/edit",),
        "adoptions.new": ("/methods/system-b/adoptions/new",),
        "adoptions.show": ("/methods/adoptions/2/",),
    }
    return [
        Place("labs.labs.index", None, "/labs/"),
        Place("labs.labs.index", "ada", "/labs/"),
        Place("labs.labs.show", None, told),
        *(Place("labs.labs.show", person, runs) for person in ("ada", "dan", "eve")),
        Place("labs.labs.show", "dan", talked),
        Place("labs.answers.show", None, f"/labs/answers/{ANSWER}/"),
        Place("labs.products.show", None, f"{told}product/1/"),
        Place("labs.methods.index", None, "/methods/"),
        Place("labs.methods.show", None, "/methods/system-b/"),
        Place("labs.methods.edit", "root", "/methods/system-b/edit"),
        Place("labs.adoptions.index", "root", "/methods/adoptions/"),
        *(Place(f"labs.{name}", "dan", path) for name, paths in facilitated.items() for path in paths),
        *(Place(f"labs.{name}", "ada", path) for name, paths in tested.items() for path in paths),
    ]
