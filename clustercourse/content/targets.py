"""What the links, pictures and citations of one page of a course point at, and what of the glossary and the sources it uses."""

from dataclasses import dataclass, field

from clustercourse.content import media
from clustercourse.content.package import Package
from clustercourse.text import Link, Picture

SCHEMES = ("lesson", "exercise", "term", "course")


def course_address(slug: str) -> str:
    return f"/courses/{slug}/"


def lesson_address(course: str, lesson: str) -> str:
    return f"/courses/{course}/{lesson}/"


def exercise_address(course: str, exercise: str) -> str:
    return f"/courses/{course}/exercises/{exercise}/"


def glossary_address(term: str) -> str:
    return f"/glossary#{term}"


@dataclass
class PageTargets:
    """Answers for the text of one page in one language; remembers what was asked for. `anchor` begins the places of sources."""

    package: Package
    language: str
    anchor: str = "source"
    terms: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def link(self, scheme: str, target: str) -> Link | None:
        ways = {"lesson": self._lesson, "exercise": self._exercise, "term": self._term, "course": self._course}
        return ways[scheme](target) if scheme in ways else None

    def _lesson(self, target: str) -> Link | None:
        lesson = self.package.lessons.get(target)
        if lesson is None:
            return self._perhaps(target)
        translation = lesson.translations.get(self.language)
        title = (translation or lesson.original).source.title
        return Link(lesson_address(self.package.slug, lesson.slug), text=title)

    def _exercise(self, target: str) -> Link | None:
        exercise = self.package.exercises.get(target)
        if exercise is None:
            return self._perhaps(target)
        translation = exercise.translations.get(self.language)
        title = (translation.source.title if translation else None) or exercise.original.source.title
        return Link(exercise_address(self.package.slug, exercise.slug), text=title)

    def _perhaps(self, target: str) -> Link | None:
        """A link into a file that could not be read is not called dead as well."""
        return Link("/") if self.package.may_hold(target) else None

    def _not_told(self, what: str) -> Link | None:
        return Link("/") if what in self.package.site.partial else None

    def _term(self, target: str) -> Link | None:
        term = self.package.site.glossary.get(target)
        if term is None:
            return self._not_told("term")
        if target not in self.terms:
            self.terms.append(target)
        return Link(glossary_address(target), term.meaning(self.language), "term", term.term(self.language))

    def _course(self, target: str) -> Link | None:
        if target == self.package.id:
            return Link(course_address(self.package.slug), text=self.package.original.source.title)
        slug = self.package.site.courses.get(target)
        return Link(course_address(slug), text=slug) if slug else self._not_told("course")

    def picture(self, address: str) -> Picture | None:
        looked_at = self.package.pictures
        if address not in looked_at:
            looked_at[address] = media.picture(address, self.package.files) or self._left_out(address)
        found = looked_at[address]
        if found is not None and address not in self.pictures:
            self.pictures.append(address)
        return found

    def _left_out(self, address: str) -> Picture | None:
        """A picture that was too large to be taken in is not called missing as well."""
        return Picture(media.address(address, b"")) if address in self.package.left_out else None

    def citation(self, tag: str) -> Link | None:
        source = self.package.site.sources.get(tag)
        if source is None:
            return self._not_told("source")
        return Link(f"#{self.anchor}-{self.number(tag)}", source.title, text=str(self.number(tag)))

    def number(self, tag: str) -> int:
        """The number of a source on this page: by its first mention."""
        if tag not in self.tags:
            self.tags.append(tag)
        return self.tags.index(tag) + 1
