"""Text that people write, made into HTML that is safe to show: both Markdown engines and the one sanitiser.

Markup is trusted here and nowhere else. What a link or a citation points at is not known here: callers pass it in.
"""

from clustercourse.text.course import CourseText, Finding, Link, Picture, Targets, framed, render_course_markdown
from clustercourse.text.kept import KeptTexts
from clustercourse.text.learner import render_learner_markdown
from clustercourse.text.limits import TextTooComplex, outline_depths
from clustercourse.text.plain import on_one_line, plain_text
from clustercourse.text.sanitiser import COURSE, LEARNER, sanitise, trusted

__all__ = [
    "COURSE",
    "LEARNER",
    "CourseText",
    "Finding",
    "KeptTexts",
    "Link",
    "Picture",
    "Targets",
    "TextTooComplex",
    "framed",
    "on_one_line",
    "outline_depths",
    "plain_text",
    "render_course_markdown",
    "render_learner_markdown",
    "sanitise",
    "trusted",
]
