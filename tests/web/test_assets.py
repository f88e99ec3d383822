import base64
import gzip
import hashlib
import json
import math
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import brotli
import pytest
from flask import Flask

from clustercourse.web.assets import Assets
from tests.page import Browser

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "clustercourse" / "static"
TEMPLATES = ROOT / "clustercourse" / "templates"


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    return Assets(STATIC, tmp_path_factory.mktemp("assets"))


def body(assets: Assets, name: str) -> bytes:
    return (assets.folder / assets.names[name]).read_bytes()


def packed_size(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def test_an_address_names_the_digest_of_its_bytes_and_leads_to_the_file(assets: Assets) -> None:
    for name in ("site.css", "site.js", "maths.css", "maths.js", "mermaid-frame.js", "icons.svg", "favicon.svg", "fonts/sans-latin.woff2"):
        address = assets.url(name)
        path = assets.path(address.removeprefix("/static/"))
        assert path is not None
        assert path.name.split(".")[1] == hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def test_only_known_names_lead_to_files(assets: Assets) -> None:
    (assets.folder / "secret.txt").write_text("not an asset")
    assert [assets.path(name) for name in ("secret.txt", "../assets.json", "assets.json", "site.css", "")] == [None] * 5
    with pytest.raises(KeyError):
        assets.url("no-such.css")


def test_a_name_of_an_earlier_version_leads_to_the_file_of_today(assets: Assets) -> None:
    old = "0" * 16
    assert assets.present(f"site.{old}.css") == assets.path(assets.names["site.css"])
    assert assets.present(f"fonts/sans-latin.{old}.woff2") == assets.path(assets.names["fonts/sans-latin.woff2"])
    strange = (
        "site.css",
        f"site.{old}",
        f"gone.{old}.css",
        f"../assets.{old}.json",
        f"site.{old}.css/",
        f"site.{old[1:]}.css",
        f"site.{old}.css\n",
        "",
    )
    assert [assets.present(name) for name in strange] == [None] * len(strange)


def test_a_page_left_open_over_an_upgrade_still_gets_its_style(app: Flask, browser: Browser) -> None:
    present = browser.get(re.findall(r'href="(/static/site\.[^"]+css)"', browser.get("/sign-in").get_data(as_text=True))[0])
    old = browser.get(f"/static/site.{'0' * 16}.css")
    assert (old.status_code, old.data, old.content_type) == (200, present.data, present.content_type)
    assert (present.headers["Cache-Control"], old.headers["Cache-Control"]) == ("public, max-age=31536000, immutable", "no-cache")
    assert browser.get(f"/static/gone.{'0' * 16}.css").status_code == 404


def test_packed_files_beside_hold_the_same_bytes(assets: Assets) -> None:
    for name in ("site.css", "site.js", "icons.svg"):
        path = assets.folder / assets.names[name]
        assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == path.read_bytes()
        assert brotli.decompress(Path(f"{path}.br").read_bytes()) == path.read_bytes()


def test_every_address_in_a_stylesheet_is_a_file_that_is_served(assets: Assets) -> None:
    for name in ("site.css", "maths.css"):
        found = re.findall(r'url\("?([^")]+)"?\)', body(assets, name).decode())
        assert found
        assert [address for address in found if assets.path(address) is None] == []


def test_the_second_start_makes_nothing_and_a_changed_source_makes_a_new_name(tmp_path: Path) -> None:
    source = tmp_path / "static"
    _small_site(source)
    first = Assets(source, tmp_path / "made")
    css = first.folder / first.names["site.css"]
    made_at = css.stat().st_mtime_ns
    assert Assets(source, tmp_path / "made").names == first.names
    assert css.stat().st_mtime_ns == made_at
    (source / "css" / "base.css").write_text("body { color: green; }")
    second = Assets(source, tmp_path / "made")
    assert second.url("site.css") != first.url("site.css")
    assert second.url("site.js") == first.url("site.js")


def test_a_lost_or_broken_build_is_made_again(tmp_path: Path) -> None:
    source, made = tmp_path / "static", tmp_path / "made"
    _small_site(source)
    first = Assets(source, made)
    (made / first.names["site.js"]).unlink()
    assert Assets(source, made).names == first.names
    assert (made / first.names["site.js"]).is_file()
    (made / "assets.json").write_text("{half")
    assert Assets(source, made).names == first.names


def test_stylesheets_are_joined_in_layer_order(tmp_path: Path) -> None:
    _small_site(tmp_path / "static")
    made = Assets(tmp_path / "static", tmp_path / "made")
    assert body(made, "site.css").decode() == (
        "@layer reset, base, components, pages, utilities;\n"
        "@font-face{src:url(missing.woff2)}\n"
        ":root{--ink:black}\n"
        "@layer reset{*{margin:0}}\n"
        "@layer base{body{color:red}}\n"
        "@layer components{.a{color:blue}.b > .c{margin:0 auto}}\n"
        "@layer utilities{.hidden{display:none}}\n"
    )


def test_scripts_are_joined_with_the_loader_last(tmp_path: Path) -> None:
    _small_site(tmp_path / "static")
    made = Assets(tmp_path / "static", tmp_path / "made")
    assert body(made, "site.js").decode() == 'htmx;\n;(() => {\n"use strict";\nstart;\ncopy;\nloader;})();\n'


def test_first_visit_stays_within_its_bytes(assets: Assets) -> None:
    assert packed_size(body(assets, "site.css")) <= 16 * 1024
    assert packed_size(body(assets, "site.js")) <= 32 * 1024
    fonts = [STATIC / "fonts" / name for name in ("sans-latin.woff2", "serif-latin.woff2")]
    assert sum(font.stat().st_size for font in fonts) <= 110 * 1024


def test_every_vendored_file_is_the_one_in_the_manifest() -> None:
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text("utf-8"))
    wrong = [
        one["file"]
        for one in manifest
        if one["sha384"] != base64.b64encode(hashlib.sha384((ROOT / one["file"]).read_bytes()).digest()).decode()
    ]
    assert wrong == []
    listed = {one["file"] for one in manifest}
    kept = {path.relative_to(ROOT).as_posix() for path in (STATIC / "vendor").rglob("*") if path.suffix in {".js", ".css", ".woff2"}}
    assert kept - listed == set()
    wanted = json.loads((ROOT / "tools" / "vendor" / "package.json").read_text("utf-8"))["dependencies"]
    assert {one["name"]: one["version"] for one in manifest} == wanted


def test_the_lock_names_no_download_address() -> None:
    lock = json.loads((ROOT / "tools" / "vendor" / "package-lock.json").read_text("utf-8"))
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    assert [name for name, entry in lock["packages"].items() if name and not entry["integrity"].startswith("sha512-")] == []


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    used = set()
    for path in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r'icon\("([a-z0-9-]+)"|icon_name="([a-z0-9-]+)"', path.read_text("utf-8")))
    assert {name for pair in used for name in pair if name} - known == set()


def test_no_source_breaks_its_budget_or_the_house_style() -> None:
    styles = {path.name: path.read_text("utf-8") for path in (STATIC / "css").rglob("*.css")}
    assert [name for name, css in styles.items() if len(css.splitlines()) > 150] == []
    assert [name for name, css in styles.items() if "!important" in css or re.search(r"^#[\w-]+\s*[{,]", css, re.MULTILINE)] == []
    behaviours = list((STATIC / "js" / "behaviours").glob("*.js"))
    assert [path.name for path in behaviours if len(path.read_text("utf-8").splitlines()) > 80] == []
    assert [path.name for path in behaviours if f'behaviour("{path.stem}", class' not in path.read_text("utf-8")] == []


def _small_site(folder: Path) -> None:
    files = {
        "css/fonts.css": '@font-face {\n  src: url("../missing.woff2");\n}\n',
        "css/tokens.css": "/* a note */\n:root {\n  --ink: black;\n}\n",
        "css/reset.css": "* {\n  margin: 0;\n}\n",
        "css/base.css": "body {\n  color: red;\n}\n",
        "css/components/a.css": ".a {\n  color: blue;\n}\n\n.b > .c {\n  margin: 0 auto;\n}\n",
        "css/utilities.css": ".hidden {\n  display: none;\n}\n",
        "js/start.js": "start;",
        "js/behaviours/copy.js": "copy;",
        "js/site.js": "loader;",
        "js/mermaid-frame.js": "frame;",
        "vendor/htmx/htmx.min.js": "htmx;",
        "vendor/katex/katex.min.css": ".katex{}",
        "vendor/katex/katex.min.js": "katex;",
        "vendor/mermaid/mermaid.min.js": "mermaid;",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _luminance(lightness: float, chroma: float, hue: float) -> float:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short
    return sum(part * min(1.0, max(0.0, value)) for part, value in ((0.2126, red), (0.7152, green), (0.0722, blue)))


def _colours(scheme: int) -> dict[str, float]:
    """The luminance of each colour token, light (0) or dark (1)."""
    number = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
    css = (STATIC / "css" / "tokens.css").read_text("utf-8")
    found = re.findall(rf"--([a-z-]+): light-dark\({number}, {number}\);", css)
    start = 1 + 3 * scheme
    return {one[0]: _luminance(float(one[start]) / 100, float(one[start + 1]), float(one[start + 2])) for one in found}


def _pairs() -> Iterator[tuple[str, str, float]]:
    grounds = ("paper", "surface", "sunken")
    yield from ((ink, ground, 7.0) for ink, ground in product(("ink", "ink-quiet", "accent", "accent-deep"), (*grounds, "accent-soft")))
    yield from (("ink", ground, 7.0) for ground in ("amber-soft", "good-soft", "bad-soft"))
    yield from ((ink, ground, 7.0) for ink in ("amber-ink", "good", "bad") for ground in ("paper", "surface"))
    yield from ((ink, soft, 7.0) for ink, soft in (("amber-ink", "amber-soft"), ("good", "good-soft"), ("bad", "bad-soft")))
    yield from ((("on-accent"), ground, 7.0) for ground in ("accent", "accent-deep"))
    yield from (("line-strong", ground, 3.0) for ground in ("paper", "surface"))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_and_edges_can_be_seen(scheme: int) -> None:
    colours = _colours(scheme)
    assert len(colours) == 18
    weak = []
    for front, back, least in _pairs():
        high, low = sorted((colours[front], colours[back]), reverse=True)
        if (high + 0.05) / (low + 0.05) < least:
            weak.append((front, back, round((high + 0.05) / (low + 0.05), 2)))
    assert weak == []
