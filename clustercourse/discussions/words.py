"""What kinds, steps, levels and reasons are called."""

from __future__ import annotations

from clustercourse.language import Message, _

KIND_WORDS: dict[str, Message] = {
    "discussion": _("Discussion"),
    "question": _("Question"),
    "clinic": _("Case clinic"),
    "announcement": _("Announcement"),
}
KIND_HINTS: dict[str, Message] = {
    "discussion": _("Something to think about together."),
    "question": _("You need to know something. You mark the answer that helped."),
    "clinic": _("A case of your own cluster: situation, questions, options, what you will try. In thirty days we ask what came of it."),
    "announcement": _("Everybody gets a letter."),
}
KIND_ICONS = {"discussion": "message-circle", "question": "circle-help", "clinic": "lightbulb", "announcement": "flag"}
STEP_WORDS: dict[str, Message] = {
    "situation": _("Situation"),
    "questions": _("Questions"),
    "options": _("Options"),
    "trying": _("What I will try"),
    "asked-back": _("What came of it"),
    "outcome": _("What came of it"),
    "done": _("Done"),
}
STEP_PROMPTS: dict[str, Message] = {
    "situation": _("The situation is being described. Questions begin as soon as it is opened for them."),
    "questions": _("Ask what you need to know to understand the case. No advice yet."),
    "options": _("Offer one option a post, with the experience or the source behind it."),
    "trying": _("The case is being tried out. In thirty days we ask what came of it."),
    "asked-back": _("The thirty days are over. What came of it, and what did not work?"),
    "done": _("This case has been through all its steps. You can still write."),
}
LED_WORDS: dict[str, Message] = {"closed": _("Closed"), "reopened": _("Opened again"), "moved": _("Moved here")}
LEVEL_WORDS: dict[str, Message] = {
    "watching": _("Watch"),
    "tracking": _("Follow"),
    "normal": _("Only when I am named"),
    "muted": _("Mute"),
}
LEVEL_HINTS: dict[str, Message] = {
    "watching": _("You are told of every post."),
    "tracking": _("New posts are counted and stand in your summary."),
    "normal": _("You are told when somebody names or answers you."),
    "muted": _("You are told nothing."),
}
REASON_WORDS: dict[str, Message] = {
    "opened": _("You follow this because you opened it."),
    "wrote": _("You follow this because you wrote in it."),
    "named": _("You follow this because you were named in it."),
    "chosen": _("You chose this yourself."),
    "cohort": _("You follow this because you take part in the cohort."),
    "": _("You do not follow this. You are told when somebody names or answers you."),
}
FLAG_WORDS: dict[str, Message] = {
    "hurtful": _("It hurts or insults somebody"),
    "confidential": _("It says something that should stay between us"),
    "advertising": _("It advertises something"),
    "off-topic": _("It belongs somewhere else"),
    "other": _("Something else"),
}
WHICH_WORDS: dict[str, Message] = {
    "": _("All"),
    "unread": _("Unread"),
    "unanswered": _("Without an answer"),
    "question": _("Questions"),
    "clinic": _("Case clinics"),
    "announcement": _("Announcements"),
}


def reason_words(reason: str, level: str, *, in_cohort: bool) -> Message:
    """Why somebody is told of a topic."""
    if reason:
        return REASON_WORDS[reason]
    return REASON_WORDS["cohort" if in_cohort and level != "normal" else ""]
