"""Rings and lines out of WKB as they stand: geometry libraries close or refuse an open ring."""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_POINT_BYTES = {False: 16, True: 24}
_POLYGON, _MULTI = 3, (4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Line:
    """Coordinates (n × 2, or n × 3 with heights) of one ring or line, and which part it bounds."""

    places: NDArray[np.float64]
    part: int
    hole: bool


def read_lines(wkb: bytes) -> list[Line]:
    """Rings of polygons and lines of line strings, points left out; raises ValueError."""
    reader = _Reader(wkb)
    try:
        reader.read_geometry(depth=0)
    except (struct.error, IndexError) as error:
        raise ValueError("damaged geometry") from error
    return reader.lines


class _Reader:
    def __init__(self, wkb: bytes) -> None:
        self.wkb = wkb
        self.at = 0
        self.lines: list[Line] = []
        self.part = 0

    def read_geometry(self, depth: int) -> None:
        """One geometry at the present position; Z is known in both spellings, M is not written."""
        order = "<" if self.wkb[self.at] == 1 else ">"
        (code,) = struct.unpack_from(f"{order}I", self.wkb, self.at + 1)
        self.at += 5
        heights = bool(code & 0x80000000) or (code & 0xFFFF) // 1000 == 1
        kind = (code & 0xFFFF) % 1000
        if code & 0x20000000:
            self.at += 4
        if kind == 1:
            self.at += _POINT_BYTES[heights]
        elif kind == 2:
            self._add(order, heights=heights, hole=False)
            self.part += 1
        elif kind == _POLYGON:
            for position in range(self._count(order)):
                self._add(order, heights=heights, hole=position > 0)
            self.part += 1
        elif kind in _MULTI and depth < 8:
            for _ in range(self._count(order)):
                self.read_geometry(depth + 1)
        else:
            raise ValueError(f"geometry type {kind}")

    def _count(self, order: str) -> int:
        (count,) = struct.unpack_from(f"{order}I", self.wkb, self.at)
        self.at += 4
        return int(count)

    def _add(self, order: str, *, heights: bool, hole: bool) -> None:
        count, width = self._count(order), 3 if heights else 2
        values = np.frombuffer(self.wkb, f"{order}f8", count * width, self.at)
        self.at += count * width * 8
        places = values.reshape(count, width).astype(np.float64)
        self.lines.append(Line(places, self.part, hole))
