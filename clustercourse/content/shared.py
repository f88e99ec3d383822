"""What all courses of a site share: glossary.yaml and sources.yaml."""

from clustercourse.content.decoding import text_of
from clustercourse.content.manuscript import SourceEntry, TermSource
from clustercourse.content.problems import Problem
from clustercourse.content.salvage import sound_entries
from clustercourse.content.validation import read_as
from clustercourse.content.yaml_source import read_yaml
from clustercourse.language import LANGUAGE_NAMES, _


def read_glossary(data: bytes, path: str) -> tuple[dict[str, TermSource], list[Problem]]:
    """The terms of a glossary file by their ids, as far as they are right; a warning for each that lacks its word in a language."""
    text, problems = text_of(path, data)
    if text is None:
        return {}, problems
    yaml = read_yaml(text)
    _terms, problems = read_as(list[TermSource], yaml, path)
    found: dict[str, TermSource] = {}
    for at, term in sound_entries(TermSource, yaml).items():
        if term.id in found:
            problems.append(Problem(path, yaml.line((at, "id")), _("The id “{id}” is used twice.", id=term.id)))
        if lacking := [name for language, name in LANGUAGE_NAMES.items() if term.words(language) is None]:
            sentence = _("“{id}” has no word in {languages} yet. The English one is shown there.", id=term.id, languages=", ".join(lacking))
            problems.append(Problem(path, yaml.line((at, "id")), sentence, "warning"))
        found[term.id] = term
    return found, problems


def read_sources(data: bytes, path: str) -> tuple[dict[str, SourceEntry], list[Problem]]:
    """The sources of a sources file by their tags, as far as they are right."""
    text, problems = text_of(path, data)
    if text is None:
        return {}, problems
    yaml = read_yaml(text)
    _sources, problems = read_as(dict[str, SourceEntry], yaml, path)
    return {str(tag): source for tag, source in sound_entries(SourceEntry, yaml).items()}, problems
