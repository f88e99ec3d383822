"""The worksheet: typed fields about the learner's own cluster. What is typed stands in the workbook, not in attempts."""

from collections.abc import Callable, Mapping
from typing import Any

from clustercourse.kinds.kind import Specification
from clustercourse.kinds.questions.question import refuse, rendered
from clustercourse.kinds.source import Path, Problem
from clustercourse.kinds.worksheets.problems import worksheet_problems
from clustercourse.kinds.worksheets.source import WorksheetSource, WorksheetTranslation
from clustercourse.kinds.worksheets.translation import lists_that_differ, missing_texts, texts_of, translated_field, words_of
from clustercourse.language import _

_RULES = ("threshold", "optional", "requires")
_HEADS = ("title", "summary", "intro")


class Worksheet:
    name = "worksheet"
    Source = WorksheetSource
    Translation = WorksheetTranslation

    def problems(self, source: WorksheetSource) -> list[Problem]:
        found = worksheet_problems(source)
        if source.done.what == "pass":
            found.append(refuse("done", sentence=_("A worksheet is submitted; there is nothing to pass. Write “done: submit”.")))
        return found

    def translation_problems(self, source: WorksheetSource, translation: WorksheetTranslation) -> list[Problem]:
        fields = {field["id"]: field for field in source.model_dump(mode="json")["fields"]}
        found: list[Problem] = []
        for id_, words in translation.model_dump(exclude_none=True)["fields"].items():
            if id_ not in fields:
                found.append(refuse("fields", id_, sentence=_("The original has no field “{id}”.", id=id_)))
                continue
            known = set(texts_of(fields[id_]))
            strange = [path for path in words_of(words) if path not in known]
            found += [
                refuse("fields", id_, *path, sentence=_("The original field has no text for “{key}”.", key=path[-1])) for path in strange
            ]
            uneven = [path for path in lists_that_differ(fields[id_], words) if path not in strange]
            found += [
                refuse("fields", id_, *path, sentence=_("Translate all lines of this list, in the order of the original."))
                for path in uneven
            ]
        for key in ("computed", "agreements"):
            known_ids = {entry.id for entry in getattr(source, key)}
            strange_ids = [id_ for id_ in getattr(translation, key) if id_ not in known_ids]
            found += [refuse(key, id_, sentence=_("The original has no “{id}” here.", id=id_)) for id_ in strange_ids]
        return found

    def untranslated(self, source: WorksheetSource, translation: WorksheetTranslation) -> list[Path]:
        found: list[Path] = [(key,) for key in _HEADS if getattr(source, key) and not getattr(translation, key)]
        words = translation.model_dump(exclude_none=True)
        for field in source.model_dump(mode="json")["fields"]:
            found += [("fields", field["id"], *path) for path in missing_texts(field, words["fields"].get(field["id"], {}))]
        found += [("computed", entry.id) for entry in source.computed if entry.title and entry.id not in translation.computed]
        return found + [("agreements", entry.id) for entry in source.agreements if entry.id not in translation.agreements]

    def compile(self, source: WorksheetSource, translation: WorksheetTranslation | None, render: Callable[[str], str]) -> Specification:
        plain = source.model_dump(mode="json")
        words = (translation or WorksheetTranslation()).model_dump(exclude_none=True)
        fields: Mapping[str, Any] = words["fields"]
        return {
            **{key: plain[key] for key in ("id", "kind", "feeds", "course_tool", "keep_private", "pictures", *_RULES)},
            "done": source.done.what,
            "title": words.get("title") or source.title,
            "summary": words.get("summary") or source.summary,
            "intro": rendered(render, words.get("intro") or source.intro),
            "fields": [translated_field(field, fields.get(field["id"]) or {}) for field in plain["fields"]],
            "computed": [{**entry, "title": words["computed"].get(entry["id"], entry["title"])} for entry in plain["computed"]],
            "agreements": [{**entry, "sentence": words["agreements"].get(entry["id"], entry["sentence"])} for entry in plain["agreements"]],
        }

    def practice(self, _specification: Specification) -> list[str]:
        return []
