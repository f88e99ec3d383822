"""Every table that points at a person says what an export and an erasure do with it."""

from __future__ import annotations

from clustercourse import models  # noqa: F401
from clustercourse.db import Base

THROUGH = {"enrolment", "practice_question", "person"}


def test_tables_about_people_declare_their_privacy() -> None:
    silent = []
    for mapper in Base.registry.mappers:
        targets = {key.column.table.name for key in mapper.local_table.foreign_keys}  # type: ignore[attr-defined]
        is_about_people = targets & THROUGH or mapper.local_table.name == "person"  # type: ignore[attr-defined]
        if is_about_people and mapper.class_.privacy.on_erasure is None:
            silent.append(mapper.class_.__name__)
    assert silent == []


def test_what_is_kept_says_why() -> None:
    silent = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if mapper.class_.privacy.on_erasure == "kept" and len(mapper.class_.privacy.why) < 20
    ]
    assert silent == []
