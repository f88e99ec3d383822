"""When a question is asked again. Days of the person's own zone; pure.

A question first answered on day 0 is due on days 2, 9, 16 and 23. A wrong answer makes it due tomorrow, and from there every
seventh day. It is done after right answers on three different days in a row, the first answer among them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_STEP = timedelta(days=2)
TOMORROW = timedelta(days=1)
STEP = timedelta(days=7)
ENOUGH = 3


@dataclass(frozen=True)
class Plan:
    """`right_days`: days in a row on which it was answered right. `due_on` is empty when it is done."""

    first_answered_on: date
    last_answered_on: date
    right_days: int
    due_on: date | None

    @property
    def is_done(self) -> bool:
        return self.due_on is None


def begin(today: date, *, right: bool) -> Plan:
    """The plan after the very first answer."""
    return Plan(today, today, int(right), today + (FIRST_STEP if right else TOMORROW))


def answered(plan: Plan, today: date, *, right: bool) -> Plan:
    """The plan after one more answer. On one day the first right answer counts once, and a wrong one takes the day."""
    if not right:
        return replace(plan, last_answered_on=max(today, plan.last_answered_on), right_days=0, due_on=today + TOMORROW)
    if plan.due_on is None or today <= plan.last_answered_on:
        return plan
    right_days = plan.right_days + 1
    due_on = None if right_days >= ENOUGH else next_due(plan.due_on, today)
    return replace(plan, last_answered_on=today, right_days=right_days, due_on=due_on)


def next_due(due_on: date, today: date) -> date:
    """The first day after today that stands a whole number of weeks after `due_on`, or `due_on` itself."""
    if due_on > today:
        return due_on
    weeks = (today - due_on).days // STEP.days + 1
    return due_on + weeks * STEP
