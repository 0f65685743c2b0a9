"""Plots as SVG, drawn by hand: a page that needs nothing from anywhere. Each returns markup that is safe to include."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLOURS: Final = (
    "#3366cc", "#dc7633", "#27ae60", "#8e44ad", "#c0392b", "#16a085", "#d4ac0d", "#7f8c8d", "#2e86c1", "#a04000",
    "#1e8449", "#6c3483",
)  # fmt: skip
"""Of series, in turn; readable on white and on black."""


def colour(index: int) -> str:
    """Return the colour of a series."""
    return COLOURS[index % len(COLOURS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The size of a plot, in the units of its viewBox."""

    width: int = 720
    height: int = 240
    left: int = 34
    bottom: int = 34
    top: int = 10

    @property
    def plot_height(self) -> int:
        """Height of what is inside the axes."""
        return self.height - self.bottom - self.top

    @property
    def plot_width(self) -> int:
        """Width of what is inside the axes."""
        return self.width - self.left - 6


def stacked_bars(labels: Sequence[str], series: Mapping[str, Sequence[int]], *, name: str) -> Markup:
    """Return bars of counts, one for each label, each a pile of the series in their order."""
    frame = Frame()
    top = max([1, *(sum(values) for values in zip(*series.values(), strict=True))])
    step = frame.plot_width / max(1, len(labels))
    parts = [_grid(frame, top)]
    for at, label in enumerate(labels):
        x, y = frame.left + at * step, float(frame.height - frame.bottom)
        for index, (what, values) in enumerate(series.items()):
            if not values[at]:
                continue
            height = frame.plot_height * values[at] / top
            y -= height
            parts.append(
                Markup(
                    '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"><title>{}</title></rect>'
                ).format(x + step * 0.1, y, step * 0.8, height, colour(index), f"{label} {what}: {values[at]}")
            )
        if at % max(1, round(len(labels) / 10)) == 0:
            parts.append(_text(x + step / 2, frame.height - frame.bottom + 16, label[5:] or label, "middle"))
    return _svg(frame.width, frame.height, name, parts)


def _grid(frame: Frame, top: int) -> Markup:
    lines = []
    for share in (0, 0.5, 1):
        y = frame.height - frame.bottom - share * frame.plot_height
        lines.append(
            Markup('<line x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}" class="grid"/>').format(
                frame.left, y, frame.width - 6, y
            )
        )
        lines.append(_text(frame.left - 6, y + 4, f"{share * top:g}", "end"))
    return Markup("").join(lines)


def heat_map(
    rows: Sequence[str], columns: Sequence[str], shares: Mapping[tuple[str, str], float], *, name: str
) -> Markup:
    """Return a table of shares as colours with their per cents; a missing one is blank."""
    left, cell, high = 84, 58, 24
    parts = [_text(left + at * cell + cell / 2, 14, column, "middle") for at, column in enumerate(columns)]
    for line, row in enumerate(rows):
        y = 22 + line * high
        parts.append(_text(left - 8, y + 16, row, "end"))
        for at, column in enumerate(columns):
            share = shares.get((row, column))
            if share is None:
                continue
            parts.append(
                Markup('<rect x="{}" y="{}" width="{}" height="{}" class="cell" fill-opacity="{:.2f}"/>').format(
                    left + at * cell + 1, y, cell - 2, high - 2, 0.06 + 0.74 * share
                )
            )
            ink = "on" if share > 0.5 else ""  # noqa: PLR2004 - the darker half
            parts.append(_text(left + at * cell + cell / 2, y + 16, f"{share:.0%}", "middle", ink))
    return _svg(left + len(columns) * cell + 8, 28 + len(rows) * high, name, parts)


def circle_graph(nodes: Sequence[str], edges: Mapping[tuple[str, str], int], *, name: str) -> Markup:
    """Return people on a circle, and a line between two who share work, the wider the more."""
    size, radius = 560, 190
    places = {
        node: (size / 2 + radius * cos(angle), size / 2 + radius * sin(angle), angle)
        for at, node in enumerate(nodes)
        for angle in [2 * pi * at / max(1, len(nodes)) - pi / 2]
    }
    most = max(edges.values(), default=1)
    parts = []
    for (one, other), count in edges.items():
        (x1, y1, _), (x2, y2, _) = places[one], places[other]
        parts.append(
            Markup(
                '<path d="M{:.1f} {:.1f}Q{} {} {:.1f} {:.1f}" class="tie" stroke-width="{:.1f}">'
                "<title>{}</title></path>"
            ).format(x1, y1, size // 2, size // 2, x2, y2, 0.8 + 4 * count / most, f"{one} – {other}: {count}")
        )
    for at, (node, (x, y, angle)) in enumerate(places.items()):
        parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="{}"/>').format(x, y, colour(at)))
        turn = angle * 180 / pi
        flipped = abs(turn) > 90  # noqa: PLR2004 - the left half: words would stand on their heads
        parts.append(
            Markup(
                '<text transform="translate({:.1f} {:.1f}) rotate({:.1f})" x="{}" y="4" text-anchor="{}">{}</text>'
            ).format(x, y, turn + 180 * flipped, -10 if flipped else 10, "end" if flipped else "start", node)
        )
    return _svg(size, size, name, parts)


def _text(x: float, y: float, words: str, anchor: str, ink: str = "") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>').format(x, y, anchor, ink, words)


def _svg(width: int, height: int, name: str, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg viewBox="0 0 {} {}" style="min-width:{}px" role="img" aria-label="{}">').format(
        width, height, min(width, 520), escape(name)
    )
    return head + Markup("").join(parts) + Markup("</svg>")
