"""Draw the clip "How a bridge gets its first traffic" and its poster.

    python tools/clips/bridge.py content/cluster-theory/media

Needs Pillow and ffmpeg. The clip is silent and holds no words, so that one
film serves every language: the captions beside it carry the story.
"""

import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FRAMES_PER_SECOND, SECONDS = 1280, 720, 25, 36
POSTER_SECOND = 24.0
SCALE = 2

PAPER, INK, TEAL, AMBER = "#faf6ec", "#14213d", "#0f6b6b", "#b7791f"
SHORE, WATER, WAVE, SAND, WHITE = "#dcebe8", "#eef1ec", "#c9d6d6", "#f3e3c3", "#ffffff"
STONE = "#c9c1ac"

DECK = 500.0
LEFT_END, RIGHT_END = 330.0, 950.0
TABLE = 640.0

Point = tuple[float, float]


def progress(time: float, start: float, end: float) -> float:
    """How far a movement is at this second: 0 before, 1 after, smooth between."""
    share = min(1.0, max(0.0, (time - start) / (end - start)))
    return share * share * (3 - 2 * share)


@dataclass(frozen=True)
class Walk:
    """A person who stands still and goes to the next place at given seconds."""

    colour: str
    start: float
    legs: tuple[tuple[float, float, float], ...]

    def place(self, time: float) -> float:
        place = self.start
        for begin, end, target in self.legs:
            place += (target - place) * progress(time, begin, end)
        return place

    def is_walking(self, time: float) -> bool:
        return any(begin < time < end for begin, end, _ in self.legs)


BUILDER = Walk(
    AMBER,
    -60,
    (
        (6.8, 8.4, 282),
        (10.6, 12.6, 1000),
        (15.0, 16.6, TABLE),
        (17.6, 19.0, 420),
        (32.4, 35.4, -70),
    ),
)
FIRMS = (
    Walk(TEAL, 60, ((28.3, 32.3, 1225),)),
    Walk(TEAL, 125, ((18.6, 21.0, TABLE - 134), (25.7, 27.6, 165), (30.6, 33.8, 1010))),
    Walk(TEAL, 190, ((18.2, 20.6, TABLE - 74), (25.9, 27.4, 235))),
)
RESEARCH = (
    Walk(INK, 1090, ((18.2, 20.6, TABLE + 74), (25.4, 27.2, 1075))),
    Walk(INK, 1155, ((18.6, 21.0, TABLE + 134), (25.6, 27.6, 1140), (31.0, 34.4, 330))),
    Walk(INK, 1220, ((28.9, 32.9, 80),)),
)


class Canvas:
    """A drawing surface in film coordinates, drawn larger for smooth edges."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    @staticmethod
    def _scaled(points: tuple[Point, ...]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def polygon(self, points: tuple[Point, ...], fill: str, outline: str | None = None) -> None:
        self.draw.polygon(self._scaled(points), fill=fill)
        if outline:
            self.line((*points, points[0]), outline, 4)

    def line(self, points: tuple[Point, ...], fill: str, width: float) -> None:
        self.draw.line(self._scaled(points), fill=fill, width=round(width * SCALE), joint="curve")

    def circle(self, centre: Point, radius: float, fill: str, outline: str | None = None) -> None:
        x, y = centre
        box = self._scaled(((x - radius, y - radius), (x + radius, y + radius)))
        self.draw.ellipse(box, fill=fill, outline=outline, width=4 * SCALE if outline else 0)

    def box(self, corners: tuple[Point, Point], fill: str, radius: float = 0) -> None:
        self.draw.rounded_rectangle(self._scaled(corners), radius=radius * SCALE, fill=fill)

    def finished(self) -> Image.Image:
        return self.image.reduce(SCALE)


def draw_shores(canvas: Canvas, time: float) -> None:
    canvas.box(((0, DECK + 90), (WIDTH, HEIGHT)), WATER)
    for row in range(3):
        level = DECK + 140 + row * 50
        drift = time * (8 + 4 * row)
        points = tuple((x, level + 5 * math.sin((x + drift) / 26)) for x in range(280, 1001, 8))
        canvas.line(points, WAVE, 4)
    canvas.polygon(((0, DECK), (330, DECK), (370, HEIGHT), (0, HEIGHT)), SHORE, TEAL)
    canvas.polygon(((950, DECK), (WIDTH, DECK), (WIDTH, HEIGHT), (910, HEIGHT)), SHORE, TEAL)


def hexagon(centre: Point, radius: float) -> tuple[Point, ...]:
    angles = [math.radians(30 + 60 * step) for step in range(6)]
    x, y = centre
    return tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles)


def draw_houses(canvas: Canvas) -> None:
    for x, height in ((62, 200), (145, 260), (228, 170)):
        top = DECK - height
        walls = ((x - 38, DECK), (x - 38, top), (x, top - 24), (x + 38, top), (x + 38, DECK))
        canvas.polygon(walls, WHITE, STONE)
        canvas.polygon(hexagon((x, top + 32), 20), SHORE, TEAL)
    canvas.box(((1040, DECK - 18), (1262, DECK)), STONE)
    for x in (1060, 1110, 1160, 1210):
        canvas.box(((x, DECK - 170), (x + 26, DECK - 18)), WHITE)
        canvas.line(((x, DECK - 170), (x, DECK - 18)), STONE, 3)
        canvas.line(((x + 26, DECK - 170), (x + 26, DECK - 18)), STONE, 3)
    canvas.box(((1040, DECK - 190), (1262, DECK - 170)), STONE)
    canvas.polygon(((1030, DECK - 190), (1151, DECK - 262), (1272, DECK - 190)), WHITE, STONE)


def draw_bridge(canvas: Canvas, time: float) -> None:
    built = progress(time, 4.2, 6.6)
    if built == 0:
        return
    middle = (LEFT_END + RIGHT_END) / 2
    reach = (RIGHT_END - LEFT_END) / 2 * built
    for pillar in (500, 780):
        if abs(pillar - middle) > (RIGHT_END - LEFT_END) / 2 - reach:
            canvas.box(((pillar - 13, DECK), (pillar + 13, HEIGHT)), INK)
    for near, far in ((LEFT_END - 30, LEFT_END + reach), (RIGHT_END - reach - 4, RIGHT_END + 30)):
        canvas.box(((near, DECK), (far, DECK + 18)), INK)


def draw_person(canvas: Canvas, walk: Walk, time: float) -> None:
    x = walk.place(time)
    lift = 7 * abs(math.sin(time * 9)) if walk.is_walking(time) else 0
    foot = DECK - 2 - lift
    canvas.box(((x - 22, foot - 64), (x + 22, foot)), walk.colour, 19)
    canvas.circle((x, foot - 84), 20, walk.colour)
    if walk is BUILDER:
        canvas.polygon(((x - 26, foot - 88), (x + 26, foot - 88), (x, foot - 122)), WHITE, AMBER)


def draw_question(canvas: Canvas, centre: Point, fill: str, size: float = 1.0) -> None:
    x, y = centre
    canvas.circle(centre, 34 * size, fill, AMBER)
    angles = [math.radians(200 + 12 * step) for step in range(19)]
    hook = tuple((x + 12 * size * math.cos(a), y - 7 * size + 12 * size * math.sin(a)) for a in angles)
    canvas.line((*hook, (x, y + 9 * size)), INK, 5 * size)
    canvas.circle((x, y + 19 * size), 3.6 * size, INK)


def draw_questions(canvas: Canvas, time: float) -> None:
    """One question rises on each shore, both become one; at the end a new one leaves."""
    meet = progress(time, 14.8, 16.6)
    if meet < 1:
        for begin, x in ((8.8, 282.0), (12.9, 1000.0)):
            shown = progress(time, begin, begin + 0.6)
            if shown:
                centre = (x + (TABLE - x) * meet, DECK - 176 - 54 * meet)
                draw_question(canvas, centre, WHITE, shown)
    elif time < 27:
        draw_question(canvas, (TABLE, DECK - 230), SAND, 1 + 0.35 * progress(time, 16.6, 17.4))
    if time > 31.2:
        above = (BUILDER.place(time), DECK - 176)
        draw_question(canvas, above, WHITE, progress(time, 31.2, 31.9))


def draw_table(canvas: Canvas, time: float) -> None:
    shown = progress(time, 17.2, 18.2) - progress(time, 27.6, 28.3)
    if shown <= 0:
        return
    top = DECK - 46 * shown
    canvas.box(((TABLE - 42, top), (TABLE + 42, top + 9)), INK, 3)
    canvas.box(((TABLE - 5, top), (TABLE + 5, DECK)), INK)
    for x in (-34, 16):
        canvas.box(((TABLE + x, top - 16 * shown), (TABLE + x + 18, top)), WHITE, 4)


def draw_project(canvas: Canvas, time: float) -> None:
    """The common project: it grows at the table and stays above the bridge."""
    shown = progress(time, 21.6, 23.4)
    if not shown:
        return
    rise = progress(time, 26.8, 28.4)
    centre = (TABLE, DECK - 96 - 128 * rise)
    radius = (34 + 16 * rise) * shown
    canvas.polygon(hexagon(centre, radius), SAND, AMBER)
    canvas.circle(centre, radius / 3, TEAL)


def frame(time: float) -> Image.Image:
    canvas = Canvas()
    draw_shores(canvas, time)
    draw_houses(canvas)
    draw_bridge(canvas, time)
    draw_questions(canvas, time)
    for walk in (BUILDER, *FIRMS, *RESEARCH):
        draw_person(canvas, walk, time)
    draw_table(canvas, time)
    draw_project(canvas, time)
    return canvas.finished()


def frames() -> Iterator[bytes]:
    for number in range(SECONDS * FRAMES_PER_SECOND):
        yield frame(number / FRAMES_PER_SECOND).tobytes()


def write_clip(path: Path) -> None:
    command = [
        *("ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"),
        *("-s", f"{WIDTH}x{HEIGHT}", "-r", str(FRAMES_PER_SECOND), "-i", "-"),
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709"),
        *("-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
        *("-c:v", "libx264", "-preset", "slow", "-crf", "26", "-pix_fmt", "yuv420p"),
        *("-map_metadata", "-1", "-movflags", "+faststart", "-an", str(path)),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for picture in frames():
            encoder.stdin.write(picture)
    if encoder.returncode != 0:
        raise SystemExit(f"ffmpeg ended with {encoder.returncode}")


def main(folder: Path) -> None:
    frame(POSTER_SECOND).quantize(64).save(folder / "bridge-poster.png", optimize=True)
    write_clip(folder / "bridge.mp4")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
