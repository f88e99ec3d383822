"""Who may do what with workbooks. An organisation's belongs to its members alone; others see what is shared with them."""

from __future__ import annotations

from typing import Protocol

from clustercourse.viewer import Viewer


class Owned(Protocol):
    """As much of a workbook as these rules look at."""

    @property
    def organisation_id(self) -> int | None: ...

    @property
    def person_id(self) -> int | None: ...


class Mirrored(Protocol):
    """As much of a cohort as these rules look at."""

    @property
    def id(self) -> int: ...


class Shared(Protocol):
    """As much of a submission as these rules look at."""

    @property
    def shared_with(self) -> str: ...

    @property
    def cohort_id(self) -> int | None: ...

    @property
    def course_id(self) -> int: ...

    @property
    def workbook(self) -> Owned: ...


def can_fill_workbook(viewer: Viewer, workbook: Owned) -> bool:
    """Members of the organisation, and the person of a private one. Not administrators: what is inside is not theirs."""
    if workbook.organisation_id is not None:
        return viewer.belongs_to(workbook.organisation_id)
    return viewer.is_signed_in and viewer.person_id == workbook.person_id


def can_keep_workbook(viewer: Viewer, workbook: Owned) -> bool:
    """Hand it over, set its currency: managers of the organisation, and the person of a private one."""
    if workbook.organisation_id is not None:
        return viewer.memberships.get(workbook.organisation_id) == "manager"
    return can_fill_workbook(viewer, workbook)


def can_read_submission(viewer: Viewer, submission: Shared) -> bool:
    """Those who fill the workbook; trainers and, where it was shared with a cohort, its people."""
    if can_fill_workbook(viewer, submission.workbook):
        return True
    if submission.shared_with == "nobody":
        return False
    if trains(viewer, submission):
        return True
    return submission.shared_with == "cohort" and submission.cohort_id is not None and viewer.takes_part(submission.cohort_id)


def can_comment_submission(viewer: Viewer, submission: Shared) -> bool:
    return can_read_submission(viewer, submission)


def can_review_submission(viewer: Viewer, submission: Shared) -> bool:
    """Trainers of the course and of the cohort, once it is shared; else the managers of the organisation themselves."""
    if submission.shared_with != "nobody" and trains(viewer, submission):
        return True
    return can_keep_workbook(viewer, submission.workbook)


def trains(viewer: Viewer, submission: Shared) -> bool:
    """Author or trainer of the course, or one of those who run the cohort. Being an administrator is not enough."""
    runs = submission.cohort_id is not None and submission.cohort_id in viewer.cohort_teams
    return submission.course_id in viewer.teams or runs


class Kept(Owned, Protocol):
    """A workbook with who looks after it."""

    @property
    def keeper_id(self) -> int | None: ...


def can_hand_over_workbook(viewer: Viewer, workbook: Kept) -> bool:
    """Managers of the organisation, and its keeper while they belong to it. A private workbook has nobody to go to."""
    if workbook.organisation_id is None:
        return False
    return can_keep_workbook(viewer, workbook) or (viewer.belongs_to(workbook.organisation_id) and viewer.person_id == workbook.keeper_id)


def can_see_mirror(viewer: Viewer, cohort: Mirrored) -> bool:
    """Those who take part in the cohort and those who run it, all of them the same. Being an administrator or a sponsor is not enough."""
    return viewer.takes_part(cohort.id) or cohort.id in viewer.cohort_teams


def can_share_figures(viewer: Viewer, organisation_id: int) -> bool:
    """Members of the organisation decide which of its figures count."""
    return viewer.belongs_to(organisation_id)
