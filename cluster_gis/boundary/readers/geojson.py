"""GeoJSON, read as it stands: an unclosed ring must be seen, not mended on the way in."""

import json
from typing import Any

from cluster_gis.boundary.crs_statement import Statement, read_statement
from cluster_gis.boundary.issues import Issue, build_issue, refuse
from cluster_gis.boundary.limits import (
    MAX_FEATURES,
    MAX_JSON_LISTS,
    MAX_JSON_OBJECTS,
    MAX_VERTICES,
)
from cluster_gis.boundary.outline import Outline, Ring, Vertex, is_degrees
from cluster_gis.boundary.readers.text_table import decode


def read_geojson(data: bytes) -> list[Outline]:
    """One outline per feature with polygons or lines; raises Refused.

    RFC 7946 means EPSG:4326 where no `crs` member says otherwise; recorded as a default.
    """
    for mark, limit in ((b"{", MAX_JSON_OBJECTS), (b"[", MAX_JSON_LISTS)):
        if data.count(mark) > limit:
            reason = f"more than {limit} {mark.decode()}"
            raise refuse("unreadable", value="GeoJSON", reason=reason)
    try:
        document = json.loads(decode(data), parse_constant=_no_constant)
    except RecursionError as error:
        raise refuse("unreadable", value="GeoJSON", reason="nested too deeply") from error
    except json.JSONDecodeError as error:
        raise refuse("unreadable", value="GeoJSON", reason=error.msg, line=error.lineno) from error
    if not isinstance(document, dict):
        raise refuse("unreadable", value="GeoJSON", reason="not an object")
    declared, by_default, unknown = _declared(document)
    outlines: list[Outline] = []
    features = _features(document)
    if len(features) > MAX_FEATURES:
        raise refuse("unreadable", value="GeoJSON", reason=f"more than {MAX_FEATURES} features")
    for feature in features:
        reader = _GeometryReader()
        reader.read(feature.get("geometry"))
        if not reader.rings:
            continue
        first = reader.rings[0].vertices[0]
        properties = feature.get("properties")
        outlines.append(
            Outline(
                source_format="GeoJSON",
                rings=tuple(reader.rings),
                unit="degree" if is_degrees(first.east, first.north) else "metre",
                axes="format",
                declared=declared.code,
                declared_flags=declared.flags,
                declared_by_default=by_default,
                declared_text=unknown,
                properties=dict(properties) if isinstance(properties, dict) else {},
                issues=tuple(reader.issues),
            )
        )
    if not outlines:
        raise refuse("no_outline/shape")
    return outlines


def _no_constant(name: str) -> float:
    raise refuse("unreadable", value="GeoJSON", reason=f"{name} is not a number")


def _declared(document: dict[str, Any]) -> tuple[Statement, bool, str | None]:
    """(statement, whether by default, its text when it is no system known here) of the file."""
    crs = document.get("crs")
    if crs is None:
        return Statement(4326), True, None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    statement = read_statement(name[:2000]) if isinstance(name, str) else Statement(None)
    return statement, False, None if statement.code is not None else json.dumps(crs)[:100]


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        listed = features if isinstance(features, list) else []
        return [feature for feature in listed if isinstance(feature, dict)]
    if kind == "Feature":
        return [document]
    return [{"geometry": document}]


class _GeometryReader:
    """Collects the rings of one geometry."""

    def __init__(self) -> None:
        self.rings: list[Ring] = []
        self.issues: list[Issue] = []
        self.points = 0
        self.part = 0

    def read(self, geometry: Any) -> None:
        if not isinstance(geometry, dict):
            return
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind == "GeometryCollection":
            for member in geometry.get("geometries") or []:
                if isinstance(member, dict) and member.get("type") != "GeometryCollection":
                    self.read(member)
        elif kind == "Polygon":
            self._polygon(coordinates)
        elif kind == "MultiPolygon" and isinstance(coordinates, list):
            for polygon in coordinates:
                self._polygon(polygon)
        elif kind == "LineString":
            self._polygon([coordinates])

    def _polygon(self, rings: Any) -> None:
        if not isinstance(rings, list):
            raise refuse("unreadable", value="GeoJSON", reason="coordinates are not a list")
        for position, ring in enumerate(rings):
            self._ring(ring, hole=position > 0)
        self.part += 1

    def _ring(self, positions: Any, *, hole: bool) -> None:
        if not isinstance(positions, list):
            raise refuse("unreadable", value="GeoJSON", reason="a ring is not a list")
        self.points += len(positions)
        if self.points > MAX_VERTICES:
            raise refuse("too_many_vertices", value=self.points, limit=MAX_VERTICES)
        vertices = [self._vertex(p, number) for number, p in enumerate(positions, 1)]
        closed = len(vertices) > 1 and (
            (vertices[0].east, vertices[0].north) == (vertices[-1].east, vertices[-1].north)
        )
        if vertices:
            kept = tuple(vertices[:-1] if closed else vertices)
            self.rings.append(
                Ring(vertices=kept, closed=closed, gap_allowed=False, part=self.part, hole=hole)
            )

    def _vertex(self, position: Any, number: int) -> Vertex:
        numeric = (
            isinstance(position, list)
            and len(position) >= 2
            and all(
                isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e12
                for v in position[:3]
            )
        )
        if not numeric:
            raise refuse(
                "coordinate_unreadable",
                point=str(number),
                field="coordinates",
                value=json.dumps(position)[:60],
            )
        if len(position) > 2 and not any(i.code == "has_heights" for i in self.issues):
            self.issues.append(build_issue("has_heights", point=str(number), value=position[2]))
        return Vertex(east=float(position[0]), north=float(position[1]), name=str(number))
