"""What is typed and not sent: kept, never twice, and where two texts meet neither is lost."""

from __future__ import annotations

from functools import partial

import pytest

from clustercourse.db import writing
from clustercourse.discussions.actions.drafts import Saved, clear_draft, save_draft, settle_draft
from clustercourse.discussions.queries.drafts import draft_at
from clustercourse.discussions.queries.places import place_here
from clustercourse.errors import NotHere
from tests.cohorts import taking
from tests.discussions import talk
from tests.discussions.talk import Room

PLACE = "topic:5"
A, B, C = {"text": "From the desk."}, {"text": "From the phone."}, {"text": "From the train."}


def saved(fields: dict[str, str], number: int, by: int, place: str = PLACE) -> Saved:
    with writing():
        return save_draft(place, fields, number=number, by=by)


def cleared(by: int, sent: str, place: str = PLACE) -> None:
    with writing():
        clear_draft(place, by=by, sent=sent)


@pytest.mark.both_databases_when_long
def test_saves_go_on_from_each_other(room: Room) -> None:
    ada, ben = room.cast.ada, room.cast.ben
    saved(C, 0, ben)
    saved(C, 0, ada, "topic:6")
    assert draft_at(PLACE, ada) is None
    numbers = [saved(fields, number, ada) for fields, number in ((A, 0), (A, 0), (A, 1), (B, 1), (C, 2))]
    assert [(each.number, each.is_conflict) for each in numbers] == [(1, False), (1, False), (1, False), (2, False), (3, False)]
    assert [talk.draft(*of) for of in ((PLACE, ada), (PLACE, ben), ("topic:6", ada))] == [(C, None, 3), (C, None, 1), (C, None, 1)]
    found = draft_at(PLACE, ada)
    assert found is not None
    assert (dict(found.fields), found.other, found.number, found.is_empty) == (C, None, 3, False)


@pytest.mark.parametrize(("second", "kept"), [(True, B), (False, A)])
def test_where_two_texts_meet_their_owner_chooses(room: Room, second: bool, kept: dict[str, str]) -> None:
    ada = room.cast.ada
    saved(A, 0, ada)
    assert saved(B, 0, ada).is_conflict is True
    assert talk.draft(PLACE, ada) == (A, B, 1)
    changed = "The texts have changed meanwhile. Look at both again."
    assert talk.refused(partial(settle_draft, PLACE, keep_second=second, number=0, by=ada)) == changed
    for _twice in range(2):
        with writing():
            settle_draft(PLACE, keep_second=second, number=1, by=ada)
    assert talk.draft(PLACE, ada) == (kept, None, 2)
    with writing():
        settle_draft("topic:9", keep_second=True, number=1, by=ada)
    assert talk.draft("topic:9", ada) is None


def test_a_third_text_does_not_push_out_the_second(room: Room) -> None:
    """The second window types on beside the first, as what it has; a third one that never saw the second keeps it too."""
    ada = room.cast.ada
    saved(A, 0, ada)
    saved(B, 0, ada)
    longer = {"text": B["text"] + " And more."}
    assert saved(longer, 0, ada).is_conflict is True
    assert talk.draft(PLACE, ada) == (A, longer, 1)
    assert saved(C, 1, ada).is_conflict is False
    assert talk.draft(PLACE, ada) == (C, longer, 2)


def test_what_was_sent_is_cleared_and_its_number_goes_on(room: Room) -> None:
    ada, ben = room.cast.ada, room.cast.ben
    saved(A, 0, ada)
    saved(A, 0, ben)
    cleared(ada, A["text"] + " The last words were not saved.")
    assert (talk.draft(PLACE, ada), talk.draft(PLACE, ben)) == (({}, None, 2), (A, None, 1))
    assert saved(B, 2, ada).number == 3
    cleared(ada, B["text"], "topic:7")
    assert talk.draft("topic:7", ada) == ({}, None, 1)
    found = draft_at("topic:7", ada)
    assert found is not None
    assert found.is_empty


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ("From the desk.", ({"text": "From the phone."}, None, 2)),
        (" From the phone.\r\n", ({"text": "From the desk."}, None, 2)),
        ("From the desk. And then some.", ({"text": "From the desk."}, {"text": "From the phone."}, 1)),
    ],
)
def test_sending_one_of_two_texts_keeps_the_other(room: Room, sent: str, left: tuple[object, ...]) -> None:
    """Where it cannot be said which of them was sent, both stay."""
    ada = room.cast.ada
    saved(A, 0, ada)
    saved(B, 0, ada)
    cleared(ada, sent)
    assert talk.draft(PLACE, ada) == left


def test_a_draft_belongs_to_a_place_where_one_may_write(room: Room) -> None:
    cast, course = room.cast, taking.published()
    topic = talk.topic(room.space, cast.ada, title="Prices")
    post = talk.posts(topic)[0]
    ada, ben = talk.viewer(cast.ada, seats=(room.cohort,)), talk.viewer(cast.ben, seats=(room.cohort,))
    stranger, cleo = talk.viewer(cast.eve), talk.viewer(cast.cleo, teaches=(course,))
    assert place_here(ben, f"topic:{topic}").address == f"/topics/{topic}/?page=1#composer"
    assert place_here(ada, f"post:{post}").address == f"/topics/{topic}/posts/{post}/edit"
    assert place_here(ben, f"new:cohort:{room.cohort}").title == "Harbour"
    assert place_here(cleo, f"new:course:{course}").address == "/courses/small-course/discussion/new"
    everywhere = [f"topic:{topic}", f"post:{post}", f"new:cohort:{room.cohort}", f"new:course:{course}"]
    nowhere = ["topic:0", "topic:9999", "post:9999", "new:cohort:9999", "new:course:9999", "topic:-1", "topic:", "lab:1", f"topic:{topic} "]
    for viewer, places in ((stranger, everywhere), (ada, nowhere), (ben, [f"post:{post}"]), (ben, [f"new:course:{course}"])):
        for place in places:
            with pytest.raises(NotHere):
                place_here(viewer, place)
