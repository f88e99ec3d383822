"""The mirror of a cohort: which figures it offers, what organisations let count, and what stands there of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.cohorts.queries.cohorts import CohortRow, any_cohort_at, cohort_at
from clustercourse.cohorts.queries.courses import courses_of
from clustercourse.db import row, rows
from clustercourse.errors import NotAllowed, NotHere
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.mirrors import MirrorConsent, MirrorFigure
from clustercourse.models.seats import Seat
from clustercourse.models.workbook import Sheet, SheetSubmission, Workbook
from clustercourse.viewer import Viewer
from clustercourse.workbook.policy import can_see_mirror, can_share_figures
from clustercourse.workbook.queries.figures import Figure, Held, figures_in, read_figures
from clustercourse.workbook.queries.sheets import entries_of, values_with_ids
from clustercourse.workbook.queries.worksheets import Worksheet


@dataclass(frozen=True)
class Consent:
    """An organisation lets a figure count; who said so, and when."""

    figure: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Together:
    """What is published of a figure."""

    count: int
    median: Fraction
    low: Fraction | None
    high: Fraction | None
    currency: str
    published_at: datetime


@dataclass(frozen=True)
class MirrorLine:
    """One figure: the reader's own value as submitted, whether it may count, and what stands of all together (None: too few)."""

    figure: Figure
    own: Held | None
    consent: Consent | None
    together: Together | None

    @property
    def is_comparable(self) -> bool:
        return self.own is not None and self.together is not None and self.own.currency == self.together.currency


@dataclass(frozen=True)
class MirrorSheet:
    worksheet: Worksheet
    lines: tuple[MirrorLine, ...]

    @property
    def shown(self) -> tuple[MirrorLine, ...]:
        return tuple(line for line in self.lines if line.together is not None)

    @property
    def waiting(self) -> tuple[MirrorLine, ...]:
        return tuple(line for line in self.lines if line.together is None)

    @property
    def sharable(self) -> tuple[MirrorLine, ...]:
        """What the organisation can decide about: where something is submitted, and what it said of it before."""
        return tuple(line for line in self.lines if line.own is not None or line.consent is not None)


@dataclass(frozen=True)
class Taking:
    """An organisation that takes part in a cohort."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Mirror:
    """The page. `organisation`: for whom the reader takes part; None for the team, and where their place names none."""

    cohort: CohortRow
    organisation: Taking | None
    sheets: tuple[MirrorSheet, ...]
    people: int = 0

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort.slug}/mirror/"

    @property
    def sharing_address(self) -> str:
        return f"{self.address}{self.organisation.slug}/" if self.organisation else self.address

    @property
    def shown(self) -> tuple[MirrorSheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.shown)

    @property
    def waiting(self) -> tuple[MirrorSheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.waiting)

    @property
    def sharable(self) -> tuple[MirrorSheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.sharable)


_of: Any = bindparam("cohort")
_has_place = Seat.state.in_(("confirmed", "finished"))
_own = (
    select(Organisation.id, Organisation.slug, Organisation.name)
    .join(Seat, Seat.organisation_id == Organisation.id)
    .where(Seat.cohort_id == _of, Seat.person_id == bindparam("person"), _has_place)
)
_named = (
    select(Organisation.id, Organisation.slug, Organisation.name)
    .join(Seat, Seat.organisation_id == Organisation.id)
    .where(Seat.cohort_id == _of, Organisation.slug == bindparam("slug"), _has_place)
)
_people = select(func.count()).select_from(Seat).where(Seat.cohort_id == _of, _has_place)
_published = select(
    MirrorFigure.figure,
    MirrorFigure.count,
    MirrorFigure.median,
    MirrorFigure.low,
    MirrorFigure.high,
    MirrorFigure.basis,
    MirrorFigure.published_at,
).where(MirrorFigure.cohort_id == _of, MirrorFigure.median.is_not(None))
_consents = (
    select(MirrorConsent.figure, func.coalesce(Person.name, ""), MirrorConsent.at)
    .outerjoin(Person, Person.id == MirrorConsent.by_id)
    .where(MirrorConsent.cohort_id == _of, MirrorConsent.organisation_id == bindparam("organisation"), MirrorConsent.withdrawn_at.is_(None))
)
_takes_part = select(Seat.id).where(
    Seat.cohort_id == MirrorConsent.cohort_id, Seat.organisation_id == MirrorConsent.organisation_id, _has_place
)
_agreed = (
    select(MirrorConsent.figure, MirrorConsent.organisation_id)
    .where(MirrorConsent.cohort_id == _of, MirrorConsent.withdrawn_at.is_(None), _takes_part.exists())
    .order_by(MirrorConsent.organisation_id)
)
_touched = (
    select(MirrorFigure.figure)
    .where(MirrorFigure.cohort_id == _of)
    .union(select(MirrorConsent.figure).where(MirrorConsent.cohort_id == _of))
)
_in_cohorts = (
    select(MirrorConsent.cohort_id, MirrorConsent.figure)
    .join(Workbook, Workbook.organisation_id == MirrorConsent.organisation_id)
    .join(Sheet, Sheet.workbook_id == Workbook.id)
    .where(Sheet.id == bindparam("sheet"), MirrorConsent.withdrawn_at.is_(None))
    .order_by(MirrorConsent.cohort_id)
)
_submitted = (
    select(Workbook.organisation_id, Sheet.item_id, SheetSubmission.value_ids)
    .join(Sheet, Sheet.id == SheetSubmission.sheet_id)
    .join(Workbook, Workbook.id == Sheet.workbook_id)
    .where(
        Workbook.organisation_id.in_(bindparam("organisations", expanding=True)),
        Sheet.item_id.in_(bindparam("items", expanding=True)),
        Sheet.is_brought.is_(False),
    )
    .order_by(SheetSubmission.submitted_at, SheetSubmission.id)
)


def mirror_of(viewer: Viewer, slug: str) -> Mirror:
    """The mirror of a cohort for somebody who takes part in it or runs it. NotHere, NotAllowed for others."""
    cohort = cohort_at(viewer, slug)
    if not can_see_mirror(viewer, cohort):
        raise NotAllowed
    found = row(_own, cohort=cohort.id, person=viewer.person_id)
    own = Taking(*found) if found is not None and can_share_figures(viewer, found.id) else None
    return Mirror(cohort, own, _sheets(cohort.id, own))


def sharing_of(viewer: Viewer, slug: str, organisation: str) -> Mirror:
    """What an organisation lets count in a cohort, for its members, with a place in the cohort or without. NotHere for others."""
    cohort = any_cohort_at(slug)
    found = row(_named, cohort=cohort.id, slug=organisation)
    if found is None or not can_share_figures(viewer, found.id):
        raise NotHere
    own = Taking(*found)
    return Mirror(cohort, own, _sheets(cohort.id, own), people=row(_people, cohort=cohort.id)[0])


def figures_of(cohort_id: int) -> tuple[Figure, ...]:
    """What the mirror of a cohort offers: the single numbers of the worksheets of its courses."""
    outlines = [course.outline for course in courses_of(cohort_id)]
    return figures_in(Worksheet(item, outline) for outline in outlines for item in outline.items if item.is_worksheet)


def figures_touched(cohort_id: int) -> tuple[str, ...]:
    """Every figure that somebody ever let count in a cohort, by key."""
    return tuple(sorted(line.figure for line in rows(_touched, cohort=cohort_id)))


def figures_shared_of(sheet_id: int) -> dict[int, list[str]]:
    """The figures that the organisation of a sheet lets count, by cohort; also those of its other sheets."""
    found: dict[int, list[str]] = defaultdict(list)
    for line in rows(_in_cohorts, sheet=sheet_id):
        found[line.cohort_id].append(line.figure)
    return found


def shares_in(cohort_id: int, figures: Sequence[Figure]) -> dict[str, dict[int, Held]]:
    """What may count of each of these figures: the newest submitted value of every organisation that agrees and takes part.

    By figure and organisation. Three statements however many there are.
    """
    keys = {figure.key for figure in figures}
    agreed = [line for line in rows(_agreed, cohort=cohort_id) if line.figure in keys]
    held = held_by({line.organisation_id for line in agreed}, figures)
    found: dict[str, dict[int, Held]] = {key: {} for key in keys}
    for line in agreed:
        value = held.get(line.organisation_id, {}).get(line.figure)
        if value is not None:
            found[line.figure][line.organisation_id] = value
    return found


def held_by(organisations: Iterable[int], figures: Sequence[Figure]) -> dict[int, dict[str, Held]]:
    """What organisations submitted last of these figures, by organisation and figure. Two statements."""
    by_item: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_item[figure.worksheet.item.id].append(figure)
    newest = _newest(sorted(set(organisations)), list(by_item))
    values = {value.id: value for value in values_with_ids(sorted({number for ids in newest.values() for number in ids}))}
    found: dict[int, dict[str, Held]] = defaultdict(dict)
    for (organisation, item), ids in newest.items():
        specification = by_item[item][0].worksheet.specification
        entries = entries_of(specification, [values[number] for number in ids if number in values])
        found[organisation] |= read_figures(by_item[item], specification, entries)
    return found


def _newest(organisations: Sequence[int], items: Sequence[int]) -> dict[tuple[int, int], Sequence[int]]:
    """The values of the last submission of each worksheet, of any edition but those that members brought from private workbooks."""
    found = rows(_submitted, organisations=list(organisations), items=list(items)) if organisations and items else ()
    return {(line.organisation_id, line.item_id): line.value_ids for line in found}


def _sheets(cohort_id: int, own: Taking | None) -> tuple[MirrorSheet, ...]:
    figures = figures_of(cohort_id)
    together = {line.figure: _together(line) for line in rows(_published, cohort=cohort_id)}
    held: Mapping[str, Held] = held_by([own.id], figures).get(own.id, {}) if own else {}
    said = rows(_consents, cohort=cohort_id, organisation=own.id) if own else ()
    consents = {line.figure: Consent(*line) for line in said}
    by_sheet: dict[int, list[MirrorLine]] = defaultdict(list)
    for figure in figures:
        line = MirrorLine(figure, held.get(figure.key), consents.get(figure.key), together.get(figure.key))
        by_sheet[figure.worksheet.item.id].append(line)
    return tuple(MirrorSheet(lines[0].figure.worksheet, tuple(lines)) for lines in by_sheet.values())


def _together(line: Any) -> Together:
    low, high = (None if bound is None else Fraction(bound) for bound in (line.low, line.high))
    return Together(line.count, Fraction(line.median), low, high, line.basis.get("currency", ""), line.published_at)
