"""What people are told because of labs: steps of what they asked, a dialogue that opens, homework, reports on methods."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from clustercourse.labs.queries.adoptions import adoption_deciders, adoption_row, still_decided, still_waiting
from clustercourse.labs.queries.concerned import askers_of, heard_people, last_reason, still_asking, still_to_hear, told_of
from clustercourse.labs.queries.homework import people_of, people_on, silent_people_on
from clustercourse.labs.queries.homework import told_of as told_of_homework
from clustercourse.language import Message, _, day
from clustercourse.notifications.actions import notify
from clustercourse.notifications.kinds import NoticeKind, register

_STEPPED = {
    "in-dialogue": _("{who} took “{title}” into dialogue"),
    "parked": _("{who} parked “{title}”"),
    "declined": _("{who} declined “{title}”"),
    "selected": _("{who} selected “{title}”: it will be tested"),
    "scoping": _("{who} began to scope “{title}”"),
    "ready": _("{who} says that “{title}” is ready"),
    "running": _("{who} began the trial of “{title}”"),
    "tested": _("{who} says that “{title}” is tested"),
    "product-made": _("{who} says that the product of “{title}” is made"),
    "disseminated": _("{who} says that the result of “{title}” was told"),
    "followed-up": _("{who} says that “{title}” is followed up"),
    "closed": _("{who} closed “{title}”"),
    "stopped": _("{who} stopped “{title}”"),
}
_ASKED = _("Your organisation asked this question.")
for _state, _words in _STEPPED.items():
    register(NoticeKind(f"labs.{_state}", "direct", _words, _ASKED, still=still_asking))
register(
    NoticeKind(
        "labs.dialogue_opened",
        "duties",
        _("{who} opened the dialogue about “{title}”: what do you think of it?"),
        _("You are heard before labs are selected."),
        still=still_to_hear,
    )
)


def tell_stepped(lab_id: int, state: str, *, by: int | None, step: int) -> None:
    """Those who asked, of any step, with its reason."""
    lab = told_of(lab_id)
    notify(
        f"labs.{state}",
        askers_of(lab_id),
        key=f"lab:{lab_id}:step:{step}",
        by=by,
        thing=("lab", lab_id),
        address=f"/labs/{lab.slug}/",
        title=lab.title,
        excerpt=last_reason(lab_id),
    )


def tell_dialogue_opened(lab_id: int, *, by: int | None, step: int) -> None:
    """The two boards and those who facilitate labs."""
    lab = told_of(lab_id)
    notify(
        "labs.dialogue_opened",
        heard_people(),
        key=f"lab:{lab_id}:dialogue:{step}",
        by=by,
        thing=("lab", lab_id),
        address=f"/labs/{lab.slug}/dialogue/",
        title=lab.title,
    )


_TESTS = _("Your organisation tests in this lab.")
_BECOMES = " → "


def still_silent(person_ids: Collection[int], homework_id: int) -> set[int]:
    """Nobody of an organisation that has reported."""
    return set(person_ids) & silent_people_on(homework_id)


def still_testing(person_ids: Collection[int], homework_id: int) -> set[int]:
    return set(person_ids) & people_on(homework_id)


def due_words(due_on: str) -> Message:
    return _("Due on {day}", day=day(date.fromisoformat(due_on)))


def moved_words(days: str) -> Message:
    was, becomes = (day(date.fromisoformat(each)) for each in days.split(_BECOMES))
    return _("Due on {day} instead of {was}", day=becomes, was=was)


_SET, _MOVED = _("{who} set homework for your lab: “{title}”"), _("{who} moved the day of “{title}”")
register(NoticeKind("labs.homework_set", "announcements", _SET, _TESTS, still=still_testing, beneath=due_words))
register(NoticeKind("labs.homework_soon", "learning", _("Homework of your lab is due soon: “{title}”"), _TESTS, still=still_silent))
register(NoticeKind("labs.homework_late", "learning", _("Homework of your lab is late: “{title}”"), _TESTS, still=still_silent))
register(NoticeKind("labs.homework_asked", "direct", _("{who} asks for your homework: “{title}”"), _TESTS, still=still_silent))
register(NoticeKind("labs.homework_moved", "announcements", _MOVED, _TESTS, still=still_testing, beneath=moved_words))


def tell_chased(homework_id: int, reason: str, for_day: str, organisation_ids: Collection[int], *, by: int | None) -> None:
    """The people of organisations that have not reported."""
    _tell(f"labs.homework_{reason}", homework_id, people_of(organisation_ids), mark=f"{reason}:{for_day}", by=by)


def tell_set(homework_id: int, due_on: str, *, by: int | None) -> None:
    """The people of those who take part, with the day it is due: a date in the row, words when it is read."""
    _tell("labs.homework_set", homework_id, people_on(homework_id), mark="set", by=by, excerpt=due_on)


def tell_moved(homework_id: int, was: str, becomes: str, edition: int, *, by: int | None) -> None:
    """The people of those who take part, with both days, likewise."""
    _tell("labs.homework_moved", homework_id, people_on(homework_id), mark=f"moved:{edition}", by=by, excerpt=f"{was}{_BECOMES}{becomes}")


def _tell(kind: str, homework_id: int, people: Collection[int], *, mark: str, by: int | None, excerpt: str = "") -> None:
    found = told_of_homework(homework_id)
    if found is not None:
        title, address = found
        key, thing = f"homework:{homework_id}:{mark}", ("homework", homework_id)
        notify(kind, people, key=key, by=by, thing=thing, address=address, title=title, excerpt=excerpt)


register(
    NoticeKind(
        "labs.adoption_waiting",
        "duties",
        _("{who} reports that they used “{title}”"),
        _("You facilitate labs: the report is shown when you let it."),
        still=still_waiting,
    )
)
register(
    NoticeKind(
        "labs.adoption_shown", "direct", _("{who} shows your report on “{title}” to everybody"), _("You reported it."), still=still_decided
    )
)
register(
    NoticeKind(
        "labs.adoption_refused", "direct", _("{who} did not show your report on “{title}”"), _("You reported it."), still=still_decided
    )
)


def tell_deciders(adoption_id: int, *, by: int | None) -> None:
    """Those who facilitate, of a report that waits."""
    _tell_of_adoption("waiting", adoption_id, adoption_deciders(), by=by, key=f"adoption:{adoption_id}:waiting")


def tell_decided(adoption_id: int, state: str, *, by: int | None, event: int) -> None:
    """Its author, of what was decided, with the reason."""
    found = adoption_row(adoption_id)
    if found is not None:
        _tell_of_adoption(state, adoption_id, {found.person_id}, by=by, key=f"adoption:{adoption_id}:{event}")


def _tell_of_adoption(name: str, adoption_id: int, people: set[int], *, by: int | None, key: str) -> None:
    found = adoption_row(adoption_id)
    if found is not None:
        notify(
            f"labs.adoption_{name}",
            people,
            key=key,
            by=by,
            thing=("adoption", adoption_id),
            address=found.address,
            title=found.method,
            excerpt=found.reason,
        )
