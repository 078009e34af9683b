"""Rows of a table to points, in the order in which the points are numbered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Unit, Vertex
from cluster_gis.boundary.tables.angles import parse_angle
from cluster_gis.boundary.tables.columns import (
    EASTING,
    LATITUDE,
    LONGITUDE,
    NORTHING,
    Group,
    find_header,
    guess_groups,
)
from cluster_gis.boundary.tables.grid import Row
from cluster_gis.boundary.tables.labels import fold
from cluster_gis.boundary.tables.numbers import Style, parse_number, resolve

_RING_TITLE = re.compile(r"^(khu|vung|thua|lo|manh|phan|khoanh|vong|ring|part|hole|polygon)\b")
#: Spreadsheet programs turn (1) (2) (3) into -1 -2 -3.
_COUNTING = re.compile(r"^[(-]?\d{1,2}\)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePoint:
    """A point of a table, its ring's name if one is printed, and where it stood.

    after_gap: blank rows stand above it, which may part two rings.
    """

    vertex: Vertex
    ring: str | None
    block: int
    group: int
    row: int
    after_gap: bool = False


@dataclass(slots=True)
class TablePoints:
    """What a table gives: points in order and what was noticed on the way."""

    points: list[TablePoint] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    groups: tuple[Group, ...] = ()

    @property
    def unit(self) -> Unit:
        """Unit of the coordinates; metres when there is no table."""
        return self.groups[0].unit if self.groups else "metre"


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows under one heading, until the heading is repeated on the next page."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]


def _split_blocks(rows: Sequence[Row]) -> list[_Block]:
    """The table cut at its headings; without any heading the columns are guessed by size."""
    blocks: list[_Block] = []
    groups: tuple[Group, ...] = ()
    body: list[Row] = []
    above: Row | None = None
    for row in rows:
        header = find_header(row, above)
        if header:
            if groups and body:
                blocks.append(_Block(groups, tuple(body)))
            groups, body = header, []
        elif groups:
            body.append(row)
        above = row
    if groups:
        return [*blocks, _Block(groups, tuple(body))]
    guessed = guess_groups([row for row in rows if sum(bool(c) for c in row.cells) > 1])
    return [_Block(guessed, tuple(rows))] if guessed else []


def read_points(rows: Sequence[Row], style: Style) -> TablePoints:
    """Points of a table. style: how the file writes numbers, from its unambiguous cells."""
    result = TablePoints()
    blocks = _split_blocks(rows)
    if not blocks:
        return result
    result.groups = blocks[0].groups
    for number, block in enumerate(blocks):
        for column, group in enumerate(block.groups):
            points, issues = _GroupReader(style, group, number, column).read(block.rows)
            result.points += points
            result.issues += issues
    if max(len(block.groups) for block in blocks) > 1:
        result.points = _in_numbered_order(result.points)
    return result


def _in_numbered_order(points: list[TablePoint]) -> list[TablePoint]:
    """Groups side by side run down the page, over all pages, or across: as the numbers climb."""
    down = sorted(points, key=lambda p: (p.block, p.group, p.row))
    over_pages = sorted(points, key=lambda p: (p.group, p.block, p.row))
    across = sorted(points, key=lambda p: (p.block, p.row, p.group))
    return max((down, over_pages, across), key=_climb)


def _climb(points: list[TablePoint]) -> int:
    """How many neighbours are numbered one after the other."""
    numbers = [trailing_number(p.vertex.name) for p in points]
    return sum(1 for a, b in pairwise(numbers) if a is not None and b is not None and b == a + 1)


def trailing_number(name: str | None) -> int | None:
    """12 of `M12`, None of `VI` and `7'`."""
    match = re.search(r"(\d{1,9})$", name or "")
    return int(match.group(1)) if match else None


class _GroupReader:
    """Reads one column group of one block."""

    def __init__(self, style: Style, group: Group, block: int, column: int) -> None:
        self.style = style
        self.group = group
        self.block = block
        self.column = column
        self.ring: str | None = None
        self.issues: list[Issue] = []

    def read(self, rows: Sequence[Row]) -> tuple[list[TablePoint], list[Issue]]:
        """Points from top to bottom; a side length on a row of its own goes to the point above."""
        points: list[TablePoint] = []
        gap, line = False, rows[0].line if rows else 0
        for index, row in enumerate(rows):
            gap = gap or row.line - line > 1 or not any(row.cells)
            line = row.line
            north, east = self._cell(row, self.group.north), self._cell(row, self.group.east)
            name = self._cell(row, self.group.name)
            if not north and not east:
                points = self._without_coordinates(row, name, points)
                continue
            if self._is_counting(north, east, first=not points):
                continue
            vertex = self._vertex(row, north, east, name)
            if vertex is None:
                self._note_unreadable(row, north, east, name)
                continue
            # A ring's name is printed once, in a cell merged over its points.
            self.ring = self._cell(row, self.group.ring) or self.ring
            points.append(
                TablePoint(
                    vertex=vertex,
                    ring=self.ring,
                    block=self.block,
                    group=self.column,
                    row=index,
                    after_gap=gap and bool(points),
                )
            )
            gap = False
        return points, self.issues

    def _cell(self, row: Row, column: int | None) -> str:
        if column is None or column >= len(row.cells):
            return ""
        return row.cells[column].strip()

    def _without_coordinates(
        self, row: Row, name: str, points: list[TablePoint]
    ) -> list[TablePoint]:
        side = self._length(self._cell(row, self.group.side))
        if side is not None and points and points[-1].vertex.side_m is None and not name:
            last = points[-1]
            return [*points[:-1], _with_side(last, side)]
        title = fold(row.text)
        if _RING_TITLE.match(title) and len(title) < 80:
            self.ring = row.text
        return points

    def _is_counting(self, north: str, east: str, *, first: bool) -> bool:
        """The row (1) (2) (3) under a heading, or a merged note across both columns."""
        counting = bool(_COUNTING.match(north) and _COUNTING.match(east))
        merged_note = north == east and parse_number(north) is None
        return (counting and first) or merged_note

    def _vertex(self, row: Row, north: str, east: str, name: str) -> Vertex | None:
        pair = self._pair(north, east)
        if pair is None:
            return None
        return Vertex(
            north=pair[0],
            east=pair[1],
            name=name or None,
            line=row.line,
            side_m=self._length(self._cell(row, self.group.side)),
            paired=self._paired(row),
        )

    def _pair(self, north: str, east: str) -> tuple[float, float] | None:
        """(north, east); hemisphere letters overrule the heading's order."""
        angles = parse_angle(north), parse_angle(east)
        if angles[0] and angles[1]:
            (first, axis), (second, other) = angles[0], angles[1]
            swapped = axis == "east" or other == "north"
            return (second, first) if swapped else (first, second)
        metres = self.group.unit == "metre"
        numbers = [
            self._number(north, *(NORTHING if metres else LATITUDE)),
            self._number(east, *(EASTING if metres else LONGITUDE)),
        ]
        if numbers[0] is None or numbers[1] is None:
            return None
        return numbers[0], numbers[1]

    def _number(self, text: str, low: float, high: float) -> float | None:
        number = parse_number(text)
        if number is None:
            return None
        if self.group.unit == "metre":  # a swapped column is still metres
            low, high = min(low, EASTING[0]), max(high, NORTHING[1])
        return resolve(number, text, self.style, low, high)

    def _length(self, text: str) -> float | None:
        number = parse_number(text)
        if number is None:
            return None
        return resolve(number, text, self.style, 0.0, 999.0)

    def _paired(self, row: Row) -> tuple[float, float] | None:
        values: list[float] = []
        for column, (low, high) in ((self.group.lon, LONGITUDE), (self.group.lat, LATITUDE)):
            text = self._cell(row, column)
            angle, number = parse_angle(text), parse_number(text)
            if angle is not None:
                values.append(angle[0])
            elif number is not None:
                values.append(resolve(number, text, self.style, low, high))
        return (values[0], values[1]) if len(values) == 2 else None

    def _note_unreadable(self, row: Row, north: str, east: str, name: str) -> None:
        """A row that has a point's name or one good coordinate but not both is reported."""
        good = [parse_number(text) or parse_angle(text) for text in (north, east)]
        if not any(good) and not (name and len(name) <= 12 and any(c.isdigit() for c in name)):
            return  # a footnote
        bad_north = not good[0]
        self.issues.append(
            build_issue(
                "coordinate_unreadable",
                line=row.line,
                point=name or None,
                field="north" if bad_north else "east",
                value=north if bad_north else east,
            )
        )


def _with_side(point: TablePoint, side_m: float) -> TablePoint:
    v = point.vertex
    vertex = Vertex(
        east=v.east, north=v.north, name=v.name, line=v.line, side_m=side_m, paired=v.paired
    )
    return replace(point, vertex=vertex)
