"""Copies the browser assets named in package.json into the repository.

Run by developers, never by an installation: `npm ci`, then fonts are cut to the letters we use, icons are joined into
one sprite, and the manifest notes version, licence and digest of every file.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
ROOT = HERE.parents[1]
STATIC = ROOT / "clustercourse" / "static"
PRINT = ROOT / "clustercourse" / "fonts"
BROWSER_TESTS = ROOT / "tests" / "browser" / "vendor"

LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2010-2015,U+2018-201E,U+2022,"
    "U+2026,U+202F,U+2030,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
)
LATIN_EXT = "U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B,U+1E9E"
PRINTED = (
    "U+0020-007E,U+00A0-024F,U+0259,U+02BC,U+02C6-02DD,U+0300-0338,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2010-2027,"
    "U+202F,U+2030,U+2039-203A,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+FFFD"
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "case", "liga"]
FONTS = {
    "sans": ("inter-ui", "variable/InterVariable.woff2", None, {"wght": (400, 700), "opsz": 14}),
    "serif": (
        "@fontsource-variable/newsreader",
        "files/newsreader-latin-opsz-normal.woff2",
        "files/newsreader-latin-ext-opsz-normal.woff2",
        {"wght": (400, 700), "opsz": 36},
    ),
}
COPIES = {
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "katex": {"dist/katex.min.js": "katex/katex.min.js", "LICENSE": "katex/LICENSE"},
    "@mermaid-js/tiny": {"dist/mermaid.tiny.js": "mermaid/mermaid.min.js", "LICENSE": "mermaid/LICENSE"},
}
ICONS = HERE / "icons.txt"


def package(name: str) -> dict[str, Any]:
    return dict(json.loads((MODULES / name / "package.json").read_text("utf-8")))


def cut_font(source: Path, target: Path, unicodes: str, axes: dict[str, Any]) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 5, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
    subsetter.subset(font)
    letters = BytesIO()
    font.flavor = None
    font.save(letters)
    letters.seek(0)
    cut = instancer.instantiateVariableFont(TTFont(letters, recalcTimestamp=False), axes)
    cut.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    cut.save(target)


def fonts() -> list[tuple[str, Path]]:
    made = []
    for name, (source, latin, latin_ext, axes) in FONTS.items():
        for part, unicodes, file in (("latin", LATIN, latin), ("latin-ext", LATIN_EXT, latin_ext or latin)):
            target = STATIC / "fonts" / f"{name}-{part}.woff2"
            cut_font(MODULES / source / file, target, unicodes, axes)
            made.append((source, target))
        licence = next(path for path in (MODULES / source).glob("LICENSE*"))
        shutil.copy(licence, STATIC / "fonts" / f"{name}-LICENSE.txt")
    return made


def print_fonts() -> list[tuple[str, Path]]:
    """For what we print: typst reads no woff2. Latin, Greek and Cyrillic, for the names of people."""
    made = []
    PRINT.mkdir(exist_ok=True)
    for weight in ("Regular", "SemiBold"):
        font = TTFont(MODULES / "inter-ui" / "web" / f"Inter-{weight}.woff2", recalcTimestamp=False)
        options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14, 16, 17])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(PRINTED))
        subsetter.subset(font)
        font.flavor = None
        target = PRINT / f"inter-{weight.lower()}.ttf"
        font.save(target)
        made.append(("inter-ui", target))
    shutil.copy(MODULES / "inter-ui" / "LICENSE.txt", PRINT / "LICENSE.txt")
    return made


def katex_css() -> list[tuple[str, Path]]:
    css = (MODULES / "katex" / "dist" / "katex.min.css").read_text("utf-8")
    css = re.sub(r'(url\([^)]+\.woff2\) format\("woff2"\))(?:,url\([^)]*\) format\("[^"]*"\))*', r"\1", css)
    folder = STATIC / "vendor" / "katex"
    (folder / "katex.min.css").write_text(css, "utf-8")
    made = [("katex", folder / "katex.min.css")]
    (folder / "fonts").mkdir(exist_ok=True)
    for font in sorted((MODULES / "katex" / "dist" / "fonts").glob("*.woff2")):
        shutil.copy(font, folder / "fonts" / font.name)
        made.append(("katex", folder / "fonts" / font.name))
    return made


def icons() -> list[tuple[str, Path]]:
    symbols = []
    for name in ICONS.read_text("utf-8").split():
        svg = (MODULES / "lucide-static" / "icons" / f"{name}.svg").read_text("utf-8")
        inner = re.sub(r"\s+", " ", re.sub(r"<!--.*?-->|</?svg[^>]*>", "", svg, flags=re.S)).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    target = STATIC / "icons.svg"
    target.write_text('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n", "utf-8")
    shutil.copy(MODULES / "lucide-static" / "LICENSE", STATIC / "vendor" / "lucide-LICENSE.txt")
    return [("lucide-static", target)]


def copies() -> list[tuple[str, Path]]:
    made = []
    for name, files in COPIES.items():
        for source, target in files.items():
            path = STATIC / "vendor" / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", (MODULES / name / source).read_text("utf-8")), "utf-8")
            if not target.endswith("LICENSE"):
                made.append((name, path))
    BROWSER_TESTS.mkdir(parents=True, exist_ok=True)
    shutil.copy(MODULES / "axe-core" / "axe.min.js", BROWSER_TESTS / "axe.min.js")
    shutil.copy(MODULES / "axe-core" / "LICENSE", BROWSER_TESTS / "axe-LICENSE.txt")
    return [*made, ("axe-core", BROWSER_TESTS / "axe.min.js")]


def entry(name: str, path: Path) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
    about = package(name)
    return {
        "name": name,
        "version": about["version"],
        "licence": about["license"],
        "file": path.relative_to(ROOT).as_posix(),
        "sha384": digest,
    }


def main() -> None:
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    made = [*copies(), *katex_css(), *fonts(), *print_fonts(), *icons()]
    manifest = sorted((entry(name, path) for name, path in made), key=lambda one: one["file"])
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (STATIC / "vendor" / "manifest.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
