"""One printed page: a figure on which everything is placed in millimetres.

The page's own axes count millimetres from the lower left corner. A map is an axes whose box is
given in millimetres and whose limits in metres, so the scale is exact by construction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from maps.print.fonts import MM_PER_POINT, face, width_mm, wrap
from maps.print.paper import Box
from maps.styles import EDGE, INK, WATERMARK

#: Distance of two lines of text as a share of the font size.
LEADING = 1.36

#: matplotlib keeps its settings in one place for the whole process: one drawing at a time.
_DRAWING = Lock()


@contextmanager
def drawing() -> Iterator[None]:
    """The drawing library to ourselves: letters stay letters in a PDF (TrueType), thin hatches."""
    with _DRAWING, mpl.rc_context({"pdf.fonttype": 42, "hatch.linewidth": 0.45}):
        yield


class Page:
    """A page of width × height millimetres. measuring: nothing is drawn, only room counted."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 25.4, height / 25.4))
        self.paper = self.figure.add_axes((0, 0, 1, 1), zorder=20)
        self.paper.set_xlim(0, width)
        self.paper.set_ylim(0, height)
        self.paper.set_axis_off()
        self.paper.patch.set_alpha(0)
        self.measuring = False

    def map_axes(
        self, box: Box, limits: tuple[float, float, float, float], *, zorder: float = 1
    ) -> Axes:
        """Axes that fill `box`; limits: (west, south, east, north) in metres."""
        west, south, east, north = limits
        place = (
            box.x / self.width,
            box.y / self.height,
            box.width / self.width,
            box.height / self.height,
        )
        axes = self.figure.add_axes(place, zorder=zorder)
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_facecolor("white")
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def add(self, artist: Artist) -> None:
        """Put an artist in millimetres on the page."""
        if not self.measuring:
            self.paper.add_artist(artist)

    def rectangle(self, box: Box, **style: Any) -> None:
        """A rectangle; without more words a thin black line."""
        look = {"facecolor": "none", "edgecolor": INK, "linewidth": 0.5, **style}
        self.add(Rectangle((box.x, box.y), box.width, box.height, **look))

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """A line through points."""
        look = {"color": INK, "linewidth": 0.5, "solid_capstyle": "butt", **style}
        self.add(Line2D(xs, ys, **look))

    def shape(self, path: Path, **style: Any) -> None:
        """A path in millimetres."""
        self.add(PathPatch(path, **style))

    def text(
        self,
        x: float,
        y: float,
        said: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        edged: bool = False,
        **style: Any,
    ) -> None:
        """One line of plain text (never mathematics), its base line at y.

        edged: with a pale edge, so that lines below do not cut the letters; written from its
        middle. Pairs of letters are not drawn together: the writer of PDFs moves only the second
        of a pair ("TẬ P"), and widths are counted without.
        """
        if self.measuring or not said:
            return
        look = {"color": INK, "va": "baseline", **style}
        font = face(said, bold=bold, italic=italic)
        if edged:
            left = x - width_mm(said, size, bold=bold, italic=italic) / 2
            self._edge(left, y, said, font, size, look.get("zorder", 3) - 0.1)
        self.paper.text(
            x,
            y,
            said,
            fontproperties=font,
            fontsize=size,
            parse_math=False,
            fontfeatures=("-kern",),
            **look,
        )

    def _edge(
        self, x: float, y: float, said: str, font: FontProperties, size: float, zorder: float
    ) -> None:
        """The outline of a text as a pale line; the text itself stays text."""
        letters = TextPath((0, 0), said, size=size, prop=font)
        self.add(
            PathPatch(
                letters.transformed(Affine2D().scale(MM_PER_POINT).translate(x, y)),
                facecolor=EDGE,
                edgecolor=EDGE,
                linewidth=0.32 * size,
                joinstyle="round",
                zorder=zorder,
            )
        )

    def paragraph(
        self,
        x: float,
        top: float,
        width: float,
        said: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        centred: bool = False,
        **style: Any,
    ) -> float:
        """Text in lines of `width` below `top`; where the next thing may begin comes back."""
        step = size * LEADING * MM_PER_POINT
        place, align = (x + width / 2, "center") if centred else (x, "left")
        for line in wrap(said, width, size, bold=bold, italic=italic):
            base = top - size * MM_PER_POINT
            self.text(place, base, line, size, bold=bold, italic=italic, ha=align, **style)
            top -= step
        return top

    def watermark(self, box: Box, said: str) -> None:
        """Large words across a box, for what is not a real register."""
        size = min(box.width / max(len(said), 1) * 1.5, box.height / 3) / MM_PER_POINT
        self.text(
            box.x + box.width / 2,
            box.y + box.height / 2,
            said,
            size,
            bold=True,
            color=WATERMARK,
            alpha=0.28,
            rotation=24,
            ha="center",
            va="center",
        )
