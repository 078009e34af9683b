"""Outlines of a very large file judged in batches: validity, place, area, cluster.

The outline-by-outline reader knows more (it doubts the coordinate system, names crossing sides);
this way is for files of thousands of outlines whose system is declared. A geometry that cannot be
read is a row with its issue like any other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from cluster_gis.boundary.areas import find_measuring_zone, project, round_ha
from cluster_gis.boundary.candidates import VIETNAM
from cluster_gis.boundary.read import to_map
from cluster_gis.boundary.repairs import make_valid
from cluster_gis.boundary.territory import Territory
from cluster_gis.boundary.zones import ZONES
from cluster_gis.domain.staging import MatchHints, RowIssue
from cluster_gis.i18n import N_
from cluster_gis.services.draft_boundaries import NO_POLYGON, parse_hectares
from cluster_gis.services.match_clusters import ClusterMatcher, Match
from cluster_gis.storage.queries.staged_many import IncomingRow
from cluster_gis.storage.queries.staging import issues_json

NOT_VALID = N_("The outline is not a valid polygon: {reason}.")
DAMAGED = N_("The outline cannot be read: a ring is open or its coordinates are damaged.")
OUTSIDE = N_("The outline lies outside Việt Nam.")
ELSEWHERE = N_("The outline lies outside {place}, {distance_m} m away.")
#: So many pairs of names are compared for likeness, about 30 µs each; a register of 139 clusters
#: is compared with 360 names that none of them has.
_MOST_ALIKE = 50_000
_POLYGONS = (3, 6)
_encode = json.JSONEncoder(ensure_ascii=False).encode

_NOBODY = Match(())

Shapes = NDArray[np.object_]


@dataclass(slots=True, kw_only=True)
class Judge:
    """What the rows of one file have in common. srid: of its coordinates."""

    srid: int
    source_format: str
    territory: Territory | None
    province_key: str | None
    matcher: ClusterMatcher
    number: int = 0
    compared: int = 0
    not_compared: int = 0

    def judge(
        self, outlines: Sequence[bytes | None], texts: Mapping[str, Sequence[Any]]
    ) -> Iterator[IncomingRow]:
        """Rows of a batch in order. texts: name, code, area and commune, each as long."""
        shapes = read_shapes(outlines)
        placed = to_map(shapes, self.srid)
        bounds = shapely.bounds(placed)
        strewn = ~np.isfinite(bounds).all(axis=1)
        polygons = np.isin(shapely.get_type_id(shapes), _POLYGONS) & ~shapely.is_empty(shapes)
        damaged = np.array([wkb is not None for wkb in outlines]) & shapely.is_missing(shapes)
        damaged |= polygons & strewn
        polygons &= ~strewn
        shapes[~polygons] = None
        placed[~polygons] = None
        valid = shapely.is_valid(shapes) & polygons
        zones = self._zones(placed, polygons)
        areas = self._areas(shapes, placed, zones)
        counts = shapely.get_num_coordinates(shapes)
        drawn = self._drawn(shapes, valid, counts)
        west, south, east, north = VIETNAM
        abroad = polygons & ~(
            (bounds[:, 0] >= west) & (bounds[:, 1] >= south)
            & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
        )  # fmt: skip
        middles = (bounds[:, :2] + bounds[:, 2:]) / 2
        away = self._away(middles, polygons & ~abroad)
        received, shown = _ewkb(shapes, self.srid), _ewkb(placed, 4326)
        same = (
            f', "crs": "EPSG:{self.srid}", "crs_how": "declared",'
            f' "source_format": {_text(self.source_format)}}}'
        )
        areas = (areas / 10_000).tolist()
        columns = [list(map(_plain, texts[key])) for key in ("name", "code", "commune")]
        counts, middles = counts.tolist(), middles.tolist()
        for n, (name, code, commune, area) in enumerate(zip(*columns, texts["area"], strict=True)):
            self.number += 1
            issues: list[RowIssue] = []
            repairs: list[dict[str, Any]] = []
            if damaged[n]:
                issues = [RowIssue(code="unreadable", severity="error", message=DAMAGED)]
            elif not polygons[n]:
                issues = [RowIssue(code="no_outline", severity="error", message=NO_POLYGON)]
            else:
                if not valid[n]:
                    issues = find_faults(shapes[n], self.srid)
                    repairs = [self._mended(shapes[n], int(zones[n]))]
                if abroad[n]:
                    issues.append(_elsewhere("outside_vietnam", OUTSIDE, bounds[n]))
                elif away[n] > 0 and self.territory is not None:
                    issues.append(_outside(self.territory, middles[n], away[n]))
            match = self._match(code, name, commune, middles[n] if polygons[n] else None)
            # Written out: a dictionary and an encoder for each row cost more than all its geometry.
            payload = (
                f'{{"name": {_text(name)}, "commune": {_text(commune)},'
                f' "stated_area_ha": {_text(_hectares(area))}, "vertices": {counts[n]},'
                f' "measuring_srid": {zones[n] if polygons[n] else "null"}, "area_ha": '
                + (f'"{areas[n]:.6f}"' if valid[n] else "null")
                + f', "drawn_rectangle": {"true" if drawn[n] else "false"}'
                + (f', "repairs": {_encode(repairs)}' if repairs else "")
                + same
            )
            yield IncomingRow(
                row_no=self.number,
                label=name or code or f"#{self.number}",
                payload=payload,
                issues=_encode(issues_json(issues)) if issues else "[]",
                candidates=match.candidates,
                cluster_code=match.cluster_code,
                matched_by=match.matched_by,
                geom=shown[n],
                source_geom=received[n],
            )

    def _zones(self, placed: Shapes, polygons: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The zone each row is measured in; see `find_measuring_zone`."""
        zone = ZONES[self.srid]
        allowed = self.territory.zones if self.territory is not None else ()
        if zone.datum == "VN-2000" and zone.kind == "tm3" and (not allowed or self.srid in allowed):
            return np.full(len(placed), self.srid)
        return np.array(
            [
                find_measuring_zone(self.srid, shape, self.territory) if polygon else 0
                for shape, polygon in zip(placed, polygons, strict=True)
            ]
        )

    def _areas(self, shapes: Shapes, placed: Shapes, zones: NDArray[np.int64]) -> Any:
        """Plane square metres, each in its zone."""
        areas = np.asarray(shapely.area(shapes))
        for zone in set(zones.tolist()) - {self.srid, 0}:
            here = zones == zone
            areas[here] = shapely.area(project(placed[here], zone))
        return areas

    def _drawn(self, shapes: Shapes, valid: Any, counts: Any) -> Any:
        """Rectangles of degrees: drawn round a point."""
        if self.srid != 4326:
            return np.zeros(len(shapes), dtype=bool)
        boxes = shapely.envelope(shapes)
        return valid & (counts == 5) & (shapely.area(shapes) == shapely.area(boxes))

    def _away(self, middles: Any, here: Any) -> Any:
        """Metres from the declared province where that means anything, else 0."""
        away = np.zeros(len(middles))
        if self.territory is not None and here.any():
            away[here] = self.territory.distances_m(*middles[here].T)
            away[away <= self.territory.margin_m] = 0
        return away

    def _mended(self, shape: Any, zone: int) -> dict[str, Any]:
        """The repair that is offered, with the area it would make."""
        mended = make_valid(shape)
        plane = mended if zone == self.srid else project(to_map(mended, self.srid), zone)
        return {"code": "make_valid", "area_after_ha": str(round_ha(plane.area / 10_000))}

    def _match(self, code: str | None, name: str | None, commune: str | None, middle: Any) -> Match:
        """As the small file's rows; names alike are looked up while they are not too many."""
        if not (code or name) or not self.matcher.size:
            return _NOBODY
        hints = MatchHints(
            code=code,
            name=name,
            province_key=self.province_key,
            communes=(commune,) if commune else (),
            point=None if middle is None else (float(middle[0]), float(middle[1])),
        )
        match = self.matcher.match(hints, alike=False)
        if match.candidates:
            return match
        if self.compared >= _MOST_ALIKE:
            self.not_compared += 1
            return match
        self.compared += self.matcher.size
        return self.matcher.match(hints)


def _ewkb(shapes: Shapes, srid: int) -> Any:
    return shapely.to_wkb(shapely.set_srid(shapes, srid), byte_order=1, include_srid=True)


def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _hectares(value: object) -> str | None:
    """The stated area as text, exact; None = none is stated."""
    if isinstance(value, float):
        return repr(value) if 0 < value < 1e9 else None
    found = parse_hectares(_plain(value))
    return None if found is None else str(found)


def _plain(value: Any) -> str | None:
    text = "" if value is None else str(value).strip()
    return None if text in ("", "nan") else text


def read_shapes(outlines: Sequence[bytes | None]) -> Shapes:
    """Geometries in the plane; None where there is none or it cannot be read."""
    column = np.empty(len(outlines), dtype=object)
    column[:] = outlines
    shapes: Shapes = shapely.from_wkb(column, on_invalid="ignore")
    return shapely.force_2d(shapes) if shapely.has_z(shapes).any() else shapes


def find_faults(received: shapely.Geometry, code: int) -> list[RowIssue]:
    """What makes an outline invalid, with its place; [] = it is valid."""
    if received.is_valid:
        return []
    reason, _, place = str(shapely.is_valid_reason(received)).partition("[")
    spot = to_map(shapely.Point(*(float(n) for n in place.rstrip("]").split()[:2])), code)
    crossing = "Self-intersection" in reason
    return [
        RowIssue(
            code="self_intersection" if crossing else "invalid_outline",
            severity="error",
            message=NOT_VALID,
            values={"reason": reason},
            lon=round(spot.x, 7),
            lat=round(spot.y, 7),
        )
    ]


def _outside(territory: Territory, middle: Any, metres: float) -> RowIssue:
    values = {"place": territory.name, "distance_m": f"{metres:.0f}"}
    return _elsewhere("outside_commune", ELSEWHERE, middle, field=territory.level, values=values)


def _elsewhere(code: str, message: str, place: Any, **more: Any) -> RowIssue:
    return RowIssue(
        code=code,
        severity="error" if code == "outside_vietnam" else "warning",
        message=message,
        lon=round(float(place[0]), 7),
        lat=round(float(place[1]), 7),
        **more,
    )
