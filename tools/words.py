"""Collects every sentence of the interface and brings the catalogues up to date: `python -m tools.words`.

What is translated stays; what is new stands empty until somebody translates it; what is gone is removed.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "clustercourse"
LANGUAGES = ("da",)
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "encoding": "utf-8"}, "templates/**.txt": {"encoding": "utf-8"}}
_KEYWORDS = {"_": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Every sentence in the sources, with where it stands."""
    catalogue = Catalog(charset="utf-8", project="clustercourse")
    for name, line, text, comments, _context in extract_from_dir(str(PACKAGE), _METHODS, _OPTIONS, keywords=_KEYWORDS):
        catalogue.add(text, None, [(f"clustercourse/{name}", line)], auto_comments=comments)
    return catalogue


def path_of(language: str) -> Path:
    return PACKAGE / "translations" / f"{language}.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8", project="clustercourse")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def bring_up_to_date(language: str) -> Catalog:
    catalogue = read(language)
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# The words of clustercourse in the language {language}."
    catalogue.fuzzy = False
    catalogue.last_translator = catalogue.language_team = "clustercourse"
    path_of(language).parent.mkdir(exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, no_location=True, omit_header=False, ignore_obsolete=True)
    return catalogue


if __name__ == "__main__":
    for each in LANGUAGES:
        book = bring_up_to_date(each)
        missing = [
            message.id
            for message in book
            if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
        ]
        print(f"{each}: {len(book)} sentences, {len(missing)} to translate")
