"""Curves of a drawing as points: arcs by their own sagitta, boundary paths of hatches in pieces."""

from collections.abc import Iterator
from itertools import pairwise
from math import dist

from ezdxf.entities.arc import Arc
from ezdxf.entities.boundary_paths import ArcEdge, EdgePath, LineEdge, PolylinePath
from ezdxf.entities.circle import Circle
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.hatch import Hatch
from ezdxf.entities.line import Line
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.mpolygon import MPolygon
from ezdxf.entities.polyline import Polyline
from ezdxf.lldxf.const import BOUNDARY_PATH_TEXTBOX
from ezdxf.math import Vec3
from ezdxf.path import from_hatch_edge_path, make_path

#: Arcs become sides that leave the arc by at most this, metres.
ARC_TOLERANCE_M = 0.005
#: Ends of lines nearer than this are one point, metres.
JOIN_M = 0.001


def stroke(entity: DXFGraphic) -> tuple[Iterator[Vec3], bool]:
    """Points of a curve, and whether arcs were turned into sides.

    Arcs are stroked by their own sagitta: their Bézier form is centimetres off.
    """
    if isinstance(entity, LWPolyline | Polyline) and entity.has_arc:
        return _stroke_bulges(entity), True
    if isinstance(entity, Arc | Circle):
        return iter(entity.flattening(ARC_TOLERANCE_M)), True
    path = make_path(entity)
    return iter(path.flattening(ARC_TOLERANCE_M)), path.has_curves


def _stroke_bulges(polyline: LWPolyline | Polyline) -> Iterator[Vec3]:
    """Points of a polyline with arcs, in its own direction; an arc's pieces may run against it."""
    last = _start_of(polyline)
    for piece in polyline.virtual_entities():
        if isinstance(piece, Arc):
            points = list(piece.flattening(ARC_TOLERANCE_M))
        elif isinstance(piece, Line):
            points = [piece.dxf.start, piece.dxf.end]
        else:
            continue
        if points[-1].distance(last) < points[0].distance(last):
            points.reverse()
        points[0] = last  # the arc's own end differs from the drawn point in the last digits
        yield from points
        last = points[-1]


def _start_of(polyline: LWPolyline | Polyline) -> Vec3:
    if isinstance(polyline, LWPolyline):
        x, y = polyline.get_points("xy")[0]
        return Vec3(x, y, polyline.dxf.elevation)
    start: Vec3 = polyline.vertices[0].dxf.location
    return start


def hatch_pieces(hatch: Hatch | MPolygon) -> Iterator[tuple[list[list[Vec3]], bool]]:
    """Each boundary path: its pieces in order, and whether arcs were turned into sides.

    Frames that a hatch leaves out round texts are no outlines.
    """
    attributes = {"extrusion": hatch.dxf.extrusion, "elevation": hatch.dxf.elevation.z}
    for path in hatch.paths.paths:
        if path.path_type_flags & BOUNDARY_PATH_TEXTBOX:
            continue
        if isinstance(path, PolylinePath) and len(path.vertices) > 2:
            line = LWPolyline.new(dxfattribs=attributes)
            line.append_points(path.vertices, format="xyb")
            line.closed = True
            points, curved = stroke(line)
            yield [list(points)], curved
        elif isinstance(path, EdgePath):
            edges = [_stroke_edge(path, number, hatch) for number in range(len(path.edges))]
            pieces = [points for points, _ in edges if len(points) > 1]
            if pieces:
                yield pieces, any(curved for _, curved in edges)


def _stroke_edge(path: EdgePath, number: int, hatch: Hatch | MPolygon) -> tuple[list[Vec3], bool]:
    edge, ocs, height = path.edges[number], hatch.ocs(), hatch.dxf.elevation.z
    if isinstance(edge, LineEdge):
        ends = (Vec3(end.x, end.y, height) for end in (edge.start, edge.end))
        return list(ocs.points_to_wcs(ends)), False
    if isinstance(edge, ArcEdge):
        middle = Vec3(edge.center.x, edge.center.y, height)
        angles = {"start_angle": edge.start_angle, "end_angle": edge.end_angle}
        arc = Arc.new(
            dxfattribs={
                "center": middle,
                "radius": edge.radius,
                "extrusion": hatch.dxf.extrusion,
                **angles,
            }
        )
        return list(arc.flattening(ARC_TOLERANCE_M)), True
    single = EdgePath()
    single.edges.append(edge)
    curve = from_hatch_edge_path(single, ocs, height)
    return list(curve.flattening(ARC_TOLERANCE_M)), True


def join_pieces(pieces: list[list[Vec3]]) -> tuple[list[tuple[float, float]], tuple[int, ...]]:
    """The ring of a boundary path, its closing repetition taken off, and the gaps in it.

    Pieces are turned round where their far end is the nearer one. gaps: numbers of the points
    after which more than a millimetre is not drawn.
    """
    turned = [list(piece) for piece in pieces]
    if len(turned) > 1:
        first, second = turned[0], turned[1]
        if _reach(first[0], second) < _reach(first[-1], second):
            first.reverse()
    for before, piece in pairwise(turned):
        if piece[-1].distance(before[-1]) < piece[0].distance(before[-1]):
            piece.reverse()
    places: list[tuple[float, float]] = []
    gaps: list[int] = []
    for piece in turned:
        for number, point in enumerate(piece):
            place = (point.x, point.y)
            if places and dist(places[-1], place) <= JOIN_M:
                continue
            if number == 0 and places:
                gaps.append(len(places) - 1)
            places.append(place)
    if len(places) > 1 and dist(places[0], places[-1]) <= JOIN_M:
        places.pop()
    elif len(turned) > 1:
        gaps.append(len(places) - 1)
    return places, tuple(gaps)


def _reach(point: Vec3, piece: list[Vec3]) -> float:
    return float(min(point.distance(piece[0]), point.distance(piece[-1])))
