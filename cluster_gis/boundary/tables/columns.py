"""Which columns hold coordinates: headings first, the size of the numbers when there are none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cluster_gis.boundary.outline import AxisEvidence, Unit
from cluster_gis.boundary.tables.angles import parse_angle
from cluster_gis.boundary.tables.grid import Row
from cluster_gis.boundary.tables.labels import Label, read_label
from cluster_gis.boundary.tables.numbers import parse_number

#: Where metres of any zone used in Việt Nam lie, with or without a zone number before the easting.
NORTHING = (850_000.0, 2_650_000.0)
EASTING = (100_000.0, 900_000.0)
#: (lowest, highest) degrees: latitudes and longitudes do not overlap.
LATITUDE = (6.0, 24.0)
LONGITUDE = (101.0, 119.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of columns, several stand side by side in long tables. Column numbers from 0."""

    north: int
    east: int
    name: int | None = None
    side: int | None = None
    ring: int | None = None
    lat: int | None = None
    lon: int | None = None
    axes: AxisEvidence = "words"
    unit: Unit = "metre"


def find_header(row: Row, above: Row | None) -> tuple[Group, ...]:
    """The column groups that a heading row names, () when it is not a heading of coordinates."""
    if sum(1 for cell in row.cells if len(cell) > 5 and cell[0].isdigit()) > 1:
        return ()  # a row of coordinates, told quickly
    labels = [read_label(cell) for cell in row.cells]
    roles = [label.role if label else None for label in labels]
    if above is not None:  # "Số hiệu điểm" beside a merged "Tọa độ" stands one row higher
        for column, cell in enumerate(above.cells[: len(labels)]):
            upper = read_label(cell)
            if labels[column] is None and upper and upper.role in ("name", "side", "ring"):
                labels[column], roles[column] = upper, upper.role
    planar = _pairs(roles, "north", "east")
    geographic = _pairs(roles, "lat", "lon")
    pairs = planar or geographic
    if not pairs:
        return ()
    groups: list[Group] = []
    start = 0
    for position, (north, east) in enumerate(pairs):
        following = min(pairs[position + 1]) if position + 1 < len(pairs) else len(labels)
        end = _end_of_group(roles, max(north, east), following)
        group = Group(
            north=north,
            east=east,
            name=_find(roles, "name", start, end),
            side=_find(roles, "side", start, end),
            ring=_find(roles, "ring", start, end),
            axes="official" if _is_official(labels, north, east) else "words",
            unit="metre" if planar else "degree",
        )
        if planar:
            group = replace(
                group, lat=_find(roles, "lat", start, end), lon=_find(roles, "lon", start, end)
            )
        groups.append(group)
        start = end
    return tuple(_with_names(groups, len(labels), roles))


def _pairs(roles: Sequence[str | None], first: str, second: str) -> list[tuple[int, int]]:
    """(column of first, column of second) by order of appearance; merged repetitions once."""
    firsts = [i for i, role in enumerate(roles) if role == first]
    seconds = [i for i, role in enumerate(roles) if role == second]
    return list(zip(firsts, seconds, strict=False)) if len(firsts) == len(seconds) else []


def _end_of_group(roles: Sequence[str | None], last: int, following: int) -> int:
    """Where the next group begins: at its name column, else straight before its coordinates."""
    for column in range(last + 1, following):
        if roles[column] == "name":
            return column
    return following


def _find(roles: Sequence[str | None], role: str, start: int, end: int) -> int | None:
    return next((i for i in range(start, end) if roles[i] == role), None)


def _is_official(labels: Sequence[Label | None], north: int, east: int) -> bool:
    return any(label is not None and label.official for label in (labels[north], labels[east]))


def _with_names(groups: list[Group], width: int, roles: Sequence[str | None]) -> list[Group]:
    """An unlabelled column just left of the coordinates is taken for the point's name."""
    named: list[Group] = []
    for group in groups:
        left = min(group.north, group.east) - 1
        used = {group.side, group.ring, group.lat, group.lon}
        free = 0 <= left < width and roles[left] is None and left not in used
        named.append(replace(group, name=left) if group.name is None and free else group)
    return named


def _kind(cell: str) -> str | None:
    """What a bare number can be by its size: north, east, lat, lon."""
    angle = parse_angle(cell)
    if angle is not None:
        value, hemisphere = angle
        if hemisphere:
            return "lat" if hemisphere == "north" else "lon"
        return _size(value)
    number = parse_number(cell)
    if number is None:
        return None
    return _size(number.value) or (_size(number.other) if number.other is not None else None)


def _size(value: float) -> str | None:
    for kind, (low, high) in (
        ("north", NORTHING),
        ("east", EASTING),
        ("lat", LATITUDE),
        ("lon", LONGITUDE),
    ):
        if low <= value <= high:
            return kind
    if 18_100_000 <= value <= 19_900_000 or 48_100_000 <= value <= 49_900_000:
        return "east"
    return None


def guess_groups(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Column groups of a table without headings, from the size of the numbers; () = none found."""
    width = max((len(row.cells) for row in rows), default=0)
    kinds: list[str | None] = []
    for column in range(min(width, 60)):
        seen = [_kind(row.cells[column]) for row in rows if column < len(row.cells)]
        filled = [kind for kind in seen if kind]
        best = max(set(filled), key=filled.count) if filled else None
        kinds.append(best if best and filled.count(best) * 2 > len(rows) else None)
    pairs: list[Group] = []
    taken: set[int] = set()
    for left, right in pairwise(range(len(kinds))):
        if left in taken:
            continue
        couple = (kinds[left], kinds[right])
        unit: Unit = "metre" if couple[0] in ("north", "east") else "degree"
        if couple in (("north", "east"), ("lat", "lon")):
            pairs.append(Group(north=left, east=right, axes="range", unit=unit))
            taken |= {left, right}
        elif couple in (("east", "north"), ("lon", "lat")):
            pairs.append(Group(north=right, east=left, axes="range", unit=unit))
            taken |= {left, right}
    if any(group.unit == "metre" for group in pairs):
        pairs = [group for group in pairs if group.unit == "metre"]
    return tuple(_with_names(pairs, len(kinds), kinds))
