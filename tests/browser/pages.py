"""Every page of the site with somebody who may see it and an address that shows something. test_pages proves that none is missing."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.stage import INVITATION, TOKENS

COURSE = "/courses/cluster-theory/"
LESSON = f"{COURSE}words-that-get-mixed-up/"
CHECK = f"{COURSE}exercises/check-what-a-cluster-is/"
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
}
"""Files, what machines ask, and what only a developer's machine shows."""


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
        Place("content.search.show", None, "/search?text=gap"),
        Place("content.search.show", "ada", "/search"),
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
        Place("catalogue.organisations.show", "ada", ours),
        Place("catalogue.organisations.show", "greta", ours),
        Place("catalogue.organisations.edit", "greta", f"{ours}edit"),
        Place("catalogue.organisations.new", "root", "/organisations/new"),
        Place("admin.people.index", "root", "/admin/people/"),
        Place("admin.people.show", "root", "/admin/people/1/"),
        Place("admin.courses.index", "root", "/admin/courses/"),
        Place("admin.courses.show", "root", "/admin/courses/cluster-theory/"),
        Place("admin.letters.index", "root", "/admin/letters/"),
        Place("admin.jobs.index", "root", "/admin/jobs/"),
        Place("admin.events.index", "root", "/admin/audit/"),
        Place("", None, "/nothing-here", 404),
    ]
