"""What may stand in the files of a course: one strict model for each kind of file. Exercises have theirs in `kinds`."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from clustercourse.kinds.source import TWO_NUMBERS, Flag, ItemId, Opening, Strict, Whole, Words, attended, posted, refusal
from clustercourse.language import LANGUAGE_NAMES, _


def _language(value: str) -> str:
    if value not in LANGUAGE_NAMES:
        known = ", ".join(LANGUAGE_NAMES)
        raise refusal(_("“{value}” is not a language of this site. Possible: {known}.", value=value, known=known))
    return value


def _topic(value: str) -> str:
    if value != value.lower():
        raise refusal(_("Write topics in small letters: “{value}”.", value=value.lower()))
    return value


def _done(value: Any) -> Any:
    """`read`, or a list of `read`, `{pass: id}`, `{submit: id}`, `{attend: session}`, `{post: number}`, as a list of conditions."""
    found: list[dict[str, Any]] = []
    for entry in value if isinstance(value, list) else [value]:
        if entry == "read":
            found.append({"what": "read"})
        elif isinstance(entry, dict) and len(entry) == 1 and next(iter(entry)) in {"pass", "submit"}:
            found.append({"what": next(iter(entry)), "item": next(iter(entry.values()))})
        elif (posts := posted(entry)) is not None:
            found.append({"what": "post", "posts": posts})
        elif (session := attended(entry)) is not None:
            found.append({"what": "attend", "session": session})
        else:
            raise refusal(_("“done” is “read”, or a list such as [read, {pass: exercise-id}, {attend: session-key}, {post: 2}]."))
    if not found:
        raise refusal(_("“done” is empty. Write “done: read”, or remove the line."))
    if sum(condition["what"] == "post" for condition in found) > 1:
        raise refusal(TWO_NUMBERS)
    return found


Language = Annotated[str, AfterValidator(_language)]
Topic = Annotated[Words, AfterValidator(_topic)]


class Outcome(Strict):
    id: ItemId
    text: Words


class CourseSource(Strict):
    id: ItemId
    title: Words
    language: Language
    languages: list[Language] = Field(default_factory=list)
    introduced: list[Language] = Field(default_factory=list)
    summary: Words
    about: str = ""
    audience: str = ""
    topics: list[Topic] = Field(default_factory=list)
    trainer: str = ""
    order: Whole = 0
    certifies: str = ""
    access: Literal["open", "invited"] = "open"
    outcomes: list[Outcome] = Field(default_factory=list)
    modules: list[str] = Field(min_length=1)
    retired: list[ItemId] = Field(default_factory=list)


class CourseTranslation(Strict):
    title: Words | None = None
    summary: Words | None = None
    about: str | None = None
    audience: str | None = None
    certifies: str | None = None
    outcomes: dict[str, Words] = Field(default_factory=dict)


class ModuleSource(Strict):
    id: ItemId
    title: Words
    summary: str = ""
    items: list[str] = Field(min_length=1)


class PartTranslation(Strict):
    """A module's or a lesson's."""

    title: Words
    summary: Words | None = None


class Condition(Strict):
    what: Literal["read", "submit", "pass", "attend", "post"]
    item: ItemId | None = None
    session: str | None = None
    posts: int | None = None


class LessonSource(Strict):
    id: ItemId
    title: Words
    summary: Words
    minutes: Annotated[Whole, Field(ge=1)]
    outcomes: list[ItemId] = Field(default_factory=list)
    requires: list[ItemId] = Field(default_factory=list)
    opens: Opening | None = None
    optional: Flag = False
    done: Annotated[list[Condition], BeforeValidator(_done)] = Field(default_factory=lambda: [Condition(what="read")])
    sources: list[str] = Field(default_factory=list)


class TermWords(Strict):
    term: Words
    meaning: str = ""


class ExplainedTerm(Strict):
    term: Words
    meaning: Words


class TermSource(Strict):
    """A term of the glossary; `seen` names the languages in which a source was read."""

    id: ItemId
    number: Whole = 0
    seen: list[Language] = Field(default_factory=list)
    en: ExplainedTerm
    da: TermWords | None = None
    sv: TermWords | None = None
    de: TermWords | None = None

    def words(self, language: str) -> TermWords | ExplainedTerm | None:
        found = getattr(self, language, None) if language in LANGUAGE_NAMES else None
        return found if isinstance(found, TermWords | ExplainedTerm) else None

    def term(self, language: str) -> str:
        """The term in a language, else in English."""
        return (self.words(language) or self.en).term

    def meaning(self, language: str) -> str:
        words = self.words(language)
        return words.meaning if words and words.meaning else self.en.meaning


class SourceEntry(Strict):
    title: Words
    address: str = ""
    note: str = ""


class MediaBlock(Strict):
    """What stands below `::: video` or `::: audio`."""

    title: Words
    poster: str = ""
    captions: dict[str, str] = Field(default_factory=dict)
    transcript: str = ""


class DiagramBlock(Strict):
    """What stands below `::: diagram`."""

    title: Words
    description: Words
    code: Words
