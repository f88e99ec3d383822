"""Which language a page is in, and which languages its reader would rather read a course in.

The interface speaks fewer languages than courses are introduced in: somebody may read about a course in German on an English page.
"""

from __future__ import annotations

from flask import request

from clustercourse.language import LANGUAGE_NAMES, LANGUAGES, language, speak
from clustercourse.web import cookies
from clustercourse.web.access import viewer


def choose() -> None:
    """Speak the person's language; for others the one in the address, then the one they chose before, then the browser's."""
    here = viewer()
    if here.is_signed_in:
        speak(here.language, here.time_zone)
        return
    chosen = next((name for name in (request.args.get("language"), _chosen_before()) if name in LANGUAGES), None)
    speak(chosen or request.accept_languages.best_match(LANGUAGES), "Europe/Copenhagen")


def wanted() -> tuple[str, ...]:
    """Languages of courses, the best first: the one in the address, the browser's where nobody has chosen one, and that of the page."""
    browsers = None if viewer().is_signed_in or _chosen_before() in LANGUAGES else request.accept_languages.best_match(LANGUAGE_NAMES)
    return tuple(name for name in (request.args.get("language"), browsers, language()) if name)


def _chosen_before() -> str:
    return cookies.read("language")
