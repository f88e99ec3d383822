"""Pages of courses as such: the catalogue, a course, search, the glossary, media and covers."""

from clustercourse.content.views import courses, covers, glossary, media, search

NOUNS = (courses, search, glossary, media, covers)
