"""Exercise kinds, below all areas. A kind reads file data, describes a form and scores answers; it stores nothing and knows no person.

A new kind is one file beside quiz.py that fits kind.Kind, and a line here.
"""

from clustercourse.kinds.kind import AnsweredKind, Kind
from clustercourse.kinds.quiz import Quiz
from clustercourse.kinds.reflection import Reflection
from clustercourse.kinds.worksheet import Worksheet

ANSWERED: dict[str, AnsweredKind] = {"quiz": Quiz(), "reflection": Reflection()}
"""Kinds that are answered in attempts."""

KINDS: dict[str, Kind] = {**ANSWERED, "worksheet": Worksheet()}
