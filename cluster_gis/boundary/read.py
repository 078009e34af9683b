"""`read_boundary`: bytes of a file to a boundary with everything that is to be said about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import shapely

from cluster_gis.boundary.areas import compare_repaired, compare_with_stated, measure, round_ha
from cluster_gis.boundary.candidates import (
    Interpretation,
    grid_of,
    with_zone_number,
)
from cluster_gis.boundary.datum import to_wgs84
from cluster_gis.boundary.doctor import diagnose
from cluster_gis.boundary.extents import find_commune, find_province
from cluster_gis.boundary.formats import read_outlines
from cluster_gis.boundary.issues import Issue, Refused, build_issue, refuse
from cluster_gis.boundary.outline import Outline, Ring
from cluster_gis.boundary.place import find_outside
from cluster_gis.boundary.reading import BoundaryReading, Candidate, Shape
from cluster_gis.boundary.repairs import REPAIRS, close_ring, drop_repeated, offer_repairs
from cluster_gis.boundary.rings import check_names, check_ring, degree_distance, grid_distance
from cluster_gis.boundary.shapes import Assembly, assemble, ring_coordinates
from cluster_gis.boundary.snapping import find_near_points, snap_ring, without_gaps
from cluster_gis.boundary.territory import Territory, UnitOutline


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the person says about the file.

    crs: `EPSG:9210`, with `+swapped` when the two coordinates change places. province, commune:
    code or name. layer: of the file. accept: codes of repairs that may be applied. outline: of the
    declared unit, from whoever has a register; without it the boxes of its former communes serve.
    """

    crs: str | None = None
    province: str | None = None
    commune: str | None = None
    stated_area_ha: Decimal | None = None
    layer: str | None = None
    accept: Collection[str] = ()
    outline: UnitOutline | None = None


def read_boundary(
    data: bytes,
    filename: str,
    *,
    crs: str | None = None,
    province: str | None = None,
    commune: str | None = None,
    stated_area_ha: Decimal | None = None,
    layer: str | None = None,
    accept: Collection[str] = (),
    outline: UnitOutline | None = None,
) -> BoundaryReading:
    """The boundary in a file. Never raises for what is in it: refusals are issues of the answer."""
    options = Options(
        crs=crs,
        province=province,
        commune=commune,
        stated_area_ha=stated_area_ha,
        layer=layer,
        accept=accept,
        outline=outline,
    )
    try:
        outlines = read_outlines(data, filename, layer=layer)
        return judge_outline(join_outlines(outlines), options)
    except Refused as refusal:
        return BoundaryReading(issues=(refusal.issue,))


def join_outlines(outlines: Sequence[Outline]) -> Outline:
    """Several features of one file as parts of one boundary, with a warning that says so."""
    first = outlines[0]
    if len(outlines) == 1:
        return first
    rings: list[Ring] = []
    issues: list[Issue] = [build_issue("several_features", value=len(outlines))]
    for number, outline in enumerate(outlines):
        offset = 10_000 * number
        rings += [replace(ring, part=(ring.part or 0) + offset) for ring in outline.rings]
        issues += outline.issues
    return replace(first, rings=tuple(rings), issues=tuple(issues))


def find_territory(province: str | None, commune: str | None) -> Territory | None:
    """The declared unit; raises Refused when it is unknown or can mean several."""
    within: Territory | None = None
    if province:
        within = _only("province", province, find_province(province))
    if commune:
        return _only("commune", commune, find_commune(commune, within.code if within else None))
    return within


def _only(field: str, text: str, found: Sequence[Territory]) -> Territory:
    if not found:
        raise refuse("unit_unknown", field=field, value=text)
    if len(found) > 1:
        listed = ", ".join(f"{unit.code} {unit.name}" for unit in found[:6])
        raise refuse("unit_ambiguous", field=field, value=text, other=listed)
    return found[0]


def judge_outline(outline: Outline, options: Options) -> BoundaryReading:
    """Everything that can be said about an outline; raises Refused for a wrong option."""
    territory = find_territory(options.province, options.commune)
    if territory is not None:
        territory = territory.with_outline(options.outline)
    unknown = set(options.accept) - set(REPAIRS)
    if unknown:
        raise refuse("unit_unknown", field="accept", value=", ".join(sorted(unknown)))
    distance = grid_distance if outline.unit == "metre" else degree_distance
    ring_issues = [i for ring in outline.rings for i in check_names(ring.vertices, distance)]
    outline = _accept(outline, options.accept)
    diagnosis = diagnose(outline, options.crs, territory)
    ring_issues += _drawn(outline)
    ring_issues += [issue for ring in outline.rings for issue in check_ring(ring, distance)]
    if "snap" not in options.accept:
        ring_issues += find_near_points(outline.rings, distance)
    stated_ha, stated_issues = _stated(outline, options)
    issues = [*outline.issues, *diagnosis.issues, *ring_issues, *stated_issues]
    used = diagnosis.interpretation
    shown = used or _first(diagnosis.candidates)
    swapped = bool(shown and shown.swapped)
    rings = [close_ring(without_gaps(ring), distance) for ring in outline.rings]
    coordinates = [ring_coordinates(ring, swapped=swapped) for ring in rings]
    assembly = assemble(rings, coordinates)
    issues += _placed(assembly, shown)
    reading = BoundaryReading(
        outline=outline,
        code=diagnosis.code,
        how=diagnosis.how,
        swapped=bool(used and used.swapped),
        candidates=_with_shapes(diagnosis.candidates, assembly.shape, swapped),
        issues=_located(issues, outline, shown),
    )
    if used is None or assembly.shape is None or "too_few_points" in _codes(issues):
        return reading
    return _finish(reading, assembly, used, territory, stated_ha, options)


#: Issues of a shape that is no valid polygon: an accepted repair settles them.
_MENDED = frozenset({"self_intersection", "invalid_outline", "rings_overlap"})


def _finish(
    reading: BoundaryReading,
    assembly: Assembly,
    used: Interpretation,
    territory: Territory | None,
    stated_ha: Decimal | None,
    options: Options,
) -> BoundaryReading:
    """Geometry, areas and repairs of an outline whose coordinate system is settled."""
    assert reading.outline is not None and assembly.shape is not None  # noqa: S101, PT018
    received = assembly.shape
    issues = list(reading.issues)
    for repair in ("snap", "make_valid"):
        if repair in options.accept and (repair == "snap" or not received.is_valid):
            received = REPAIRS[repair](received)
    if received is not assembly.shape and received.is_valid:
        issues = [issue for issue in issues if issue.code not in _MENDED]
    shape = to_map(received, used.code)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return reading
    issues += find_outside(reading.outline, used, territory)
    joined = any(ring.gaps for ring in reading.outline.rings)
    repairs = offer_repairs(received, used, issues, joined=joined)
    unclosed = "ring_unclosed" in _codes(issues)
    areas = reading.areas
    if received.is_valid and not unclosed:
        areas = measure(received, shape, used.code, territory, stated_ha)
        issues += compare_with_stated(areas)
    else:
        areas = replace(areas, stated_ha=stated_ha)
        mended = next((r.area_after_ha for r in repairs if r.code == "make_valid"), None)
        issues += compare_repaired(mended, stated_ha)
    return replace(
        reading,
        received=None if unclosed else received,
        shape=None if unclosed else shape,
        areas=areas,
        issues=tuple(issues),
        repairs=tuple(repairs),
    )


def to_map(received: Shape, code: int) -> Shape:
    """A shape of the grid in EPSG:4326; a single part stays a Polygon."""

    def move(xy: np.ndarray) -> np.ndarray:
        lon, lat = to_wgs84(code, with_zone_number(code, xy[:, 0]), xy[:, 1])
        return np.column_stack([lon, lat])

    moved: Shape = shapely.transform(received, move)
    return moved


def _accept(outline: Outline, accept: Collection[str]) -> Outline:
    """The outline with accepted repairs of points applied; the file keeps what was received."""
    rings = list(outline.rings)
    issues = list(outline.issues)
    if "close_ring" in accept:
        distance = grid_distance if outline.unit == "metre" else degree_distance
        rings = [close_ring(ring, distance) for ring in rings]
    if "snap" in accept:
        rings = [snap_ring(ring) for ring in rings]
    if "drop_repeated_points" in accept:
        rings = [drop_repeated(ring) for ring in rings]
    if "drop_heights" in accept:
        issues = [issue for issue in issues if issue.code != "has_heights"]
    return replace(outline, rings=tuple(rings), issues=tuple(issues))


def _drawn(outline: Outline) -> list[Issue]:
    """A note on a single rectangle of degrees whose sides run exactly north and east."""
    vertices = outline.vertices
    if outline.unit != "degree" or len(outline.rings) != 1 or len(vertices) != 4:
        return []
    sides = zip(vertices, [*vertices[1:], vertices[0]], strict=True)
    if all((a.east == b.east) != (a.north == b.north) for a, b in sides):
        return [build_issue("drawn_rectangle")]
    return []


def _stated(outline: Outline, options: Options) -> tuple[Decimal | None, list[Issue]]:
    printed = None if outline.stated_area_ha is None else round_ha(outline.stated_area_ha)
    declared = options.stated_area_ha
    if printed is None or declared is None:
        return declared if printed is None else printed, []
    if abs(printed - declared) > Decimal("0.005"):
        issue = build_issue(
            "stated_areas_differ", field="stated_area_ha", value=printed, other=declared
        )
        return declared, [issue]
    return declared, []


def _first(candidates: Sequence[Candidate]) -> Interpretation | None:
    return Interpretation(candidates[0].code, candidates[0].swapped) if candidates else None


def _codes(issues: Sequence[Issue]) -> set[str]:
    return {issue.code for issue in issues}


def _placed(assembly: Assembly, shown: Interpretation | None) -> list[Issue]:
    """Issues of the shape at their place on the map."""
    placed: list[Issue] = []
    for issue, (east, north) in assembly.issues:
        if shown is None:
            placed.append(issue)
            continue
        grid = with_zone_number(shown.code, np.array([east]))
        lon, lat = to_wgs84(shown.code, grid, [north])
        placed.append(issue.at(lon[0], lat[0]) if np.isfinite(lon[0]) else issue)
    return placed


def _located(
    issues: Sequence[Issue], outline: Outline, shown: Interpretation | None
) -> tuple[Issue, ...]:
    """Issues that name a point get its position in the reading in use, or the first candidate."""
    if shown is None or not any(issue.line or issue.point for issue in issues):
        return tuple(issues)
    east, north = grid_of(outline, shown)
    lon, lat = to_wgs84(shown.code, east, north)
    by_line: dict[int | None, int] = {}
    by_name: dict[str | None, int] = {}
    by_both: dict[tuple[int | None, str | None], int] = {}
    for position, vertex in enumerate(outline.vertices):
        by_line.setdefault(vertex.line, position)
        by_name.setdefault(vertex.name, position)
        by_both.setdefault((vertex.line, vertex.name), position)
    located: list[Issue] = []
    for issue in issues:
        index: int | None = by_both.get((issue.line, issue.point))
        if index is None and issue.line is not None:
            index = by_line.get(issue.line)
        elif index is None and issue.point is not None:
            index = by_name.get(issue.point)
        unplaced = issue.lon is None and (issue.line is not None or issue.point is not None)
        if unplaced and index is not None and np.isfinite(lon[index]):
            located.append(issue.at(lon[index], lat[index]))
        else:
            located.append(issue)
    return tuple(located)


def _with_shapes(
    candidates: Sequence[Candidate], shape: Shape | None, swapped: bool
) -> tuple[Candidate, ...]:
    """Candidates with their outlines, to show each on a map."""
    if shape is None or shapely.get_num_coordinates(shape) > 5_000:
        return tuple(candidates)
    shown: list[Candidate] = []
    for candidate in candidates:
        turned = shape if candidate.swapped == swapped else shapely.transform(shape, _exchange)
        moved = to_map(turned, candidate.code)
        if not np.isfinite(shapely.get_coordinates(moved)).all():
            shown.append(candidate)  # some points have no place in that system
            continue
        area_ha = None
        if shapely.get_coordinates(shape).max() > 360 and shape.is_valid:
            area_ha = float(round_ha(shape.area / 10_000))
        shown.append(replace(candidate, shape=moved, area_ha=area_ha))
    return tuple(shown)


def _exchange(xy: np.ndarray) -> np.ndarray:
    return xy[:, ::-1]
