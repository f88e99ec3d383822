"""Exercise kinds, below all areas. A kind reads file data, describes a form and scores answers; it stores nothing and knows no person.

A new kind is one file beside quiz.py that fits kind.Kind, and a line here.
"""

from clustercourse.kinds.kind import Kind
from clustercourse.kinds.quiz import Quiz

KINDS: dict[str, Kind] = {"quiz": Quiz()}
