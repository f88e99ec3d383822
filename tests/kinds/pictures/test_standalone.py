"""Pictures as files: valid by themselves, and drawn by typst with our letters."""

from __future__ import annotations

import struct
import zlib

from clustercourse.kinds.pictures.standalone import png, standalone
from tests.kinds.pictures.drawn import SVG, drawing, parsed


def test_a_file_of_its_own_brings_its_size_and_its_style() -> None:
    root = parsed(standalone(drawing("income-mix").svg))
    assert (root.get("width"), root.get("viewBox")) == ("400", f"0 0 400 {root.get('height')}")
    assert [element.tag for element in root][:3] == [f"{SVG}style", f"{SVG}title", f"{SVG}desc"]
    style = root[0].text or ""
    assert "font-family:Inter" in style and "var(" not in style and "light-dark" not in style


def test_typst_draws_it_twice_as_fine() -> None:
    made = png(drawing("lab-verdict").svg, 300)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", made[16:24])
    assert wide == 600
    assert 230 <= high <= 260


def test_typst_draws_the_words() -> None:
    """The same picture with other words is another image: words that have no font would leave no trace."""
    one, other = (png(drawing("cost-key", name=[name], share=(), size=()).svg, 200) for name in ("Ærø", "Ørø"))
    assert zlib.crc32(one) != zlib.crc32(other)
