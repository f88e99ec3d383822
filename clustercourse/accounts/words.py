"""What each recorded verb is called for the person it concerns."""

from __future__ import annotations

from clustercourse.language import Message, _

VERB_WORDS: dict[str, Message] = {
    "accounts.registered": _("Registered"),
    "accounts.address_added": _("Asked to change the e-mail address"),
    "accounts.address_confirmed": _("Confirmed an e-mail address"),
    "accounts.address_changed": _("Changed the e-mail address"),
    "accounts.signed_in": _("Signed in"),
    "accounts.signed_out": _("Signed out"),
    "accounts.sign_in_ended": _("Ended a sign-in"),
    "accounts.password_reset_asked": _("Asked for a new password"),
    "accounts.password_changed": _("Changed the password"),
    "accounts.profile_changed": _("Changed the profile"),
    "accounts.account_closed": _("Closed the account"),
    "accounts.account_opened": _("Opened the account again"),
    "accounts.role_given": _("Gave a role"),
    "accounts.role_taken": _("Took a role back"),
    "accounts.invited": _("Sent an invitation"),
    "accounts.invitation_accepted": _("Accepted an invitation"),
    "accounts.invitation_withdrawn": _("Withdrew an invitation"),
    "accounts.export_asked": _("Asked for a copy of the data"),
    "accounts.export_fetched": _("Fetched a copy of the data"),
    "accounts.erased": _("Erased a person"),
    "catalogue.organisation_added": _("Added an organisation"),
    "catalogue.organisation_changed": _("Changed an organisation"),
    "catalogue.organisation_closed": _("Closed an organisation"),
    "catalogue.organisation_reopened": _("Opened an organisation again"),
    "catalogue.joined": _("Joined an organisation"),
    "catalogue.left": _("Left an organisation"),
    "catalogue.role_changed": _("Changed a role in an organisation"),
    "catalogue.join_asked": _("Asked to join an organisation"),
    "catalogue.join_decided": _("Decided a request to join"),
    "content.published": _("Published a course"),
    "content.team_joined": _("Joined the team of a course"),
    "content.team_left": _("Left the team of a course"),
    "learning.enrolled": _("Began a course"),
    "learning.withdrew": _("Left a course"),
    "learning.returned": _("Came back to a course"),
    "learning.item_completed": _("Completed a part of a course"),
    "learning.completion_undone": _("Took a completion back"),
    "learning.course_finished": _("Finished a course"),
    "learning.language_changed": _("Changed the language of a course"),
    "exercises.attempt_started": _("Began an exercise"),
    "exercises.attempt_submitted": _("Submitted an exercise"),
    "notifications.letter_resent": _("Sent a letter again"),
    "admin.job_retried": _("Started a job again"),
    "admin.backup_restored": _("Restored a backup"),
}


def verb_words(verb: str) -> Message:
    return VERB_WORDS.get(verb) or _("Something else was recorded")
