"""Outlines of a very large file judged in batches: validity, place, area, cluster.

The outline-by-outline reader knows more (it doubts the coordinate system, names crossing sides);
this way is for files of thousands of outlines whose system is declared. A geometry that cannot be
read is a row with its issue like any other.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from math import isnan
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from cluster_gis.boundary.areas import find_measuring_zone, project, round_ha
from cluster_gis.boundary.candidates import VIETNAM, with_zone_number
from cluster_gis.boundary.datum import to_wgs84
from cluster_gis.boundary.map_copies import MapCopies, Shapes, copy_to_map
from cluster_gis.boundary.read import to_map
from cluster_gis.boundary.repairs import make_valid
from cluster_gis.boundary.territory import Territory
from cluster_gis.boundary.zones import ZONES
from cluster_gis.domain.staging import MatchHints, RowIssue
from cluster_gis.i18n import N_
from cluster_gis.services.draft_boundaries import NO_POLYGON, parse_hectares
from cluster_gis.services.match_clusters import ClusterMatcher, Match
from cluster_gis.storage.queries.staged_many import Boxes, IncomingRows, build_boxes
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

_SIX = '"%.6f"'


@dataclass(slots=True, kw_only=True)
class Judge:
    """What the rows of one file have in common. srid: of its coordinates."""

    srid: int
    source_format: str
    territory: Territory | None
    province_key: str | None
    matcher: ClusterMatcher
    number: int = 0
    boxes: list[Boxes] = field(default_factory=list)
    compared: int = 0
    not_compared: int = 0

    def judge(
        self, outlines: Sequence[bytes | None], texts: Mapping[str, Sequence[Any]]
    ) -> IncomingRows:
        """Rows of a batch in order. texts: name, code, area and commune, each as long."""
        read = read_shapes(outlines)
        polygons = np.isin(shapely.get_type_id(read), _POLYGONS) & ~shapely.is_empty(read)
        damaged = np.array([wkb is not None for wkb in outlines]) & shapely.is_missing(read)
        read[~polygons] = None
        copies = copy_to_map(read, self.srid)
        bounds = copies.bounds
        strewn = polygons & ~np.isfinite(bounds).all(axis=1)
        damaged |= strewn
        polygons &= ~strewn
        shapes = read.copy()
        shapes[~polygons] = None
        valid = shapely.is_valid(shapes) & polygons
        zones = self._zones(copies, polygons)
        areas = self._areas(shapes, copies, zones)
        counts = np.where(polygons, copies.counts, 0)
        middles = (bounds[:, :2] + bounds[:, 2:]) / 2
        issues, repairs = self._faults(shapes, np.flatnonzero(polygons & ~valid), zones)
        for n in np.flatnonzero(~polygons).tolist():
            code, message = ("unreadable", DAMAGED) if damaged[n] else ("no_outline", NO_POLYGON)
            issues[n].append(RowIssue(code=code, severity="error", message=message))
        self._misplaced(issues, bounds, middles, polygons)
        names, codes, communes = (
            list(map(_plain, texts[key])) for key in ("name", "code", "commune")
        )
        first, self.number = self.number + 1, self.number + len(shapes)
        self.boxes.append(build_boxes(first, bounds, polygons))
        rows = IncomingRows(
            first=first,
            labels=[
                name or code or f"#{n}"
                for n, (name, code) in enumerate(zip(names, codes, strict=True), first)
            ],
            payloads=self._payloads(
                names,
                communes,
                texts["area"],
                counts=counts,
                zones=np.where(polygons, zones, 0),
                hectares=np.where(valid, areas / 10_000, np.nan),
                drawn=self._drawn(shapes, valid, counts),
                repairs=repairs,
            ),
            issues={n: _encode(issues_json(found)) for n, found in issues.items()},
            matches=self._matches(codes, names, communes, middles, polygons),
            geoms=copies.placed_ewkb(),
            source_geoms=copies.received_ewkb(),
        )
        for n in np.flatnonzero(~polygons).tolist():
            rows.geoms[n] = rows.source_geoms[n] = None
        return rows

    def _payloads(
        self,
        names: Sequence[str | None],
        communes: Sequence[str | None],
        stated: Sequence[Any],
        *,
        counts: NDArray[np.int64],
        zones: NDArray[np.int64],
        hectares: NDArray[np.float64],
        drawn: NDArray[np.bool_],
        repairs: Mapping[int, Sequence[Mapping[str, Any]]],
    ) -> list[str]:
        """JSON of each row; zone 0 and nan hectares = not known.

        Written out: a dictionary and an encoder for each row cost more than all its geometry.
        """
        same = (
            f', "crs": "EPSG:{self.srid}", "crs_how": "declared",'
            f' "source_format": {_text(self.source_format)}}}'
        )
        return [
            f'{{"name": {_text(name)}, "commune": {_text(commune)},'
            f' "stated_area_ha": {_text(_hectares(area))}, "vertices": {count},'
            f' "measuring_srid": {zone or "null"},'
            f' "area_ha": {"null" if isnan(measured) else _SIX % measured},'
            f' "drawn_rectangle": {"true" if rectangle else "false"}'
            + (f', "repairs": {_encode(repairs[n])}' if n in repairs else "")
            + same
            for n, (name, commune, area, count, zone, measured, rectangle) in enumerate(
                zip(
                    names,
                    communes,
                    stated,
                    counts.tolist(),
                    zones.tolist(),
                    hectares.tolist(),
                    drawn.tolist(),
                    strict=True,
                )
            )
        ]

    def _faults(
        self, shapes: Shapes, invalid: NDArray[np.int64], zones: NDArray[np.int64]
    ) -> tuple[dict[int, list[RowIssue]], dict[int, list[dict[str, Any]]]]:
        """What makes the invalid rows so, and the repair each is offered with its area."""
        issues: dict[int, list[RowIssue]] = defaultdict(list)
        rows = invalid.tolist()
        for n, fault in zip(rows, _name_faults(shapes[invalid], self.srid), strict=True):
            issues[n].append(fault)
        repairs = {n: [self._mended(shapes[n], int(zones[n]))] for n in rows}
        return issues, repairs

    def _misplaced(
        self,
        issues: dict[int, list[RowIssue]],
        bounds: NDArray[np.float64],
        middles: NDArray[np.float64],
        polygons: NDArray[np.bool_],
    ) -> None:
        """Add what lies outside the country or the declared province."""
        west, south, east, north = VIETNAM
        abroad = polygons & ~(
            (bounds[:, 0] >= west) & (bounds[:, 1] >= south)
            & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
        )  # fmt: skip
        for n in np.flatnonzero(abroad).tolist():
            issues[n].append(_elsewhere("outside_vietnam", OUTSIDE, bounds[n]))
        away = self._away(middles, polygons & ~abroad)
        for n in np.flatnonzero(away > 0).tolist():
            if self.territory is not None:
                issues[n].append(_outside(self.territory, middles[n], away[n]))

    def _matches(
        self,
        codes: Sequence[str | None],
        names: Sequence[str | None],
        communes: Sequence[str | None],
        middles: NDArray[np.float64],
        polygons: NDArray[np.bool_],
    ) -> dict[int, Match]:
        """Rows that name a cluster, or something like one."""
        if not self.matcher.size:
            return {}
        found = {
            n: self._match(code, name, commune, middles[n] if polygons[n] else None)
            for n, (code, name, commune) in enumerate(zip(codes, names, communes, strict=True))
            if code or name
        }
        return {n: match for n, match in found.items() if match.candidates}

    def _zones(self, copies: MapCopies, polygons: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The zone each row is measured in; see `find_measuring_zone`."""
        zone = ZONES[self.srid]
        allowed = self.territory.zones if self.territory is not None else ()
        if zone.datum == "VN-2000" and zone.kind == "tm3" and (not allowed or self.srid in allowed):
            return np.full(len(polygons), self.srid)
        return np.array(
            [
                find_measuring_zone(self.srid, shape, self.territory) if polygon else 0
                for shape, polygon in zip(copies.to_shapes(), polygons, strict=True)
            ]
        )

    def _areas(self, shapes: Shapes, copies: MapCopies, zones: NDArray[np.int64]) -> Any:
        """Plane square metres, each in its zone."""
        areas = np.asarray(shapely.area(shapes))
        others = set(zones.tolist()) - {self.srid, 0}
        placed = copies.to_shapes() if others else shapes
        for zone in others:
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


def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _hectares(value: object) -> str | None:
    """The stated area as text, exact; None = none is stated."""
    if isinstance(value, float):
        return repr(value) if 0 < value < 1e9 else None
    found = parse_hectares(_plain(value))
    return None if found is None else str(found)


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    text = str(value).strip()
    return None if text in ("", "nan") else text


def read_shapes(outlines: Sequence[bytes | None]) -> Shapes:
    """Geometries in the plane; None where there is none or it cannot be read."""
    column = np.empty(len(outlines), dtype=object)
    column[:] = outlines
    shapes: Shapes = shapely.from_wkb(column, on_invalid="ignore")
    return shapely.force_2d(shapes) if shapely.has_z(shapes).any() else shapes


def find_faults(received: shapely.Geometry, code: int) -> list[RowIssue]:
    """What makes an outline invalid, with its place; [] = it is valid."""
    return [] if received.is_valid else _name_faults(np.array([received]), code)


def _name_faults(invalid: Shapes, code: int) -> list[RowIssue]:
    """The fault of each invalid outline, with its place."""
    said = [str(reason).partition("[") for reason in shapely.is_valid_reason(invalid)]
    spots = [[float(n) for n in place.rstrip("]").split()[:2]] for _, _, place in said]
    east, north = np.array(spots).reshape(-1, 2).T
    lon, lat = to_wgs84(code, with_zone_number(code, east), north)
    return [
        RowIssue(
            code="self_intersection" if "Self-intersection" in reason else "invalid_outline",
            severity="error",
            message=NOT_VALID,
            values={"reason": reason},
            lon=round(x, 7),
            lat=round(y, 7),
        )
        for (reason, _, _), x, y in zip(said, lon.tolist(), lat.tolist(), strict=True)
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
