"""DXF drawings: closed polylines of one layer, or lines and arcs that join to closed ones."""

import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import shapely
from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.entities.arc import Arc
from ezdxf.entities.circle import Circle
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert
from ezdxf.entities.line import Line
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.mtext import MText
from ezdxf.entities.polyline import Polyline
from ezdxf.entities.text import Text
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError
from ezdxf.math import Vec3
from ezdxf.path import make_path

from cluster_gis.boundary.crs_statement import read_statement
from cluster_gis.boundary.issues import Issue, build_issue, refuse
from cluster_gis.boundary.limits import MAX_DRAWING_BYTES, MAX_DRAWING_ENTITIES, MAX_VERTICES
from cluster_gis.boundary.outline import Outline, Ring, Vertex, is_degrees

#: Arcs become sides that leave the arc by at most this, metres.
ARC_TOLERANCE_M = 0.005
#: Ends of lines nearer than this are joined, metres.
JOIN_M = 0.001
_CURVES = ("LWPOLYLINE", "POLYLINE", "LINE", "ARC", "SPLINE", "ELLIPSE", "CIRCLE")
_MAX_ENTITIES = 100_000
_MAX_DEPTH = 4
#: Group code 0, which begins every entity.
_TEXT_START = re.compile(rb"(?:^|\n)[ \t]*0[ \t]*\r?\n")
_BINARY_START = re.compile(rb"\x00\x00[A-Z]")
_BINARY = b"AutoCAD Binary DXF\r\n\x1a\x00"


def read_drawing(data: bytes, layer: str | None) -> list[Outline]:
    """The outline of one layer of a drawing; raises Refused when several layers have one."""
    if len(data) > MAX_DRAWING_BYTES:
        size, limit = len(data) // 1_048_576, MAX_DRAWING_BYTES // 1_048_576
        raise refuse("file_too_large", size_mb=size, limit_mb=limit)
    try:
        document = _open(data)
    except DXFError as error:
        raise refuse("unreadable", value="DXF", reason=str(error)[:120]) from error
    layers = _by_layer(document)
    names = ", ".join(sorted(layers)) or "-"
    if layer is not None:
        if layer not in layers:
            raise refuse("layer_unknown", field="layer", value=layer, known=names)
        layers = {layer: layers[layer]}
    outlines = {name: _Layer(entities) for name, entities in layers.items()}
    closed = {name: found for name, found in outlines.items() if found.closed}
    chosen = closed or {name: found for name, found in outlines.items() if found.open}
    if not chosen:
        raise refuse("no_outline/shape")
    if len(chosen) > 1:
        raise refuse("several_layers", field="layer", value=", ".join(sorted(chosen)))
    return [_outline(next(iter(chosen.values())), document)]


def _open(data: bytes) -> Drawing:
    """The drawing, read leniently; the binary form is read from a file only.

    Every entity takes a kilobyte of memory, however few its bytes: they are counted first.
    """
    starts = _BINARY_START if data.startswith(_BINARY) else _TEXT_START
    for count, _ in enumerate(starts.finditer(data)):
        if count > MAX_DRAWING_ENTITIES:
            reason = f"more than {MAX_DRAWING_ENTITIES} entities"
            raise refuse("unreadable", value="DXF", reason=reason)
    if not data.startswith(_BINARY):
        return recover.read(io.BytesIO(data))[0]
    with tempfile.TemporaryDirectory(prefix="drawing-") as folder:
        path = Path(folder) / "drawing.dxf"
        path.write_bytes(data)
        return readfile(path)


def _by_layer(document: Drawing) -> dict[str, list[DXFGraphic]]:
    layers: dict[str, list[DXFGraphic]] = {}
    for count, (layer, entity) in enumerate(_entities(document.modelspace(), None, 0)):
        if count > _MAX_ENTITIES:
            raise refuse("unreadable", value="DXF", reason=f"more than {_MAX_ENTITIES} entities")
        if entity.dxftype() in _CURVES:
            layers.setdefault(layer, []).append(entity)
    return layers


def _entities(
    entities: Iterable[DXFGraphic], layer: str | None, depth: int
) -> Iterator[tuple[str, DXFGraphic]]:
    """Entities with their layers, those of inserted blocks where they were inserted.

    Layer 0 of a block means the layer of the insertion.
    """
    for entity in entities:
        own = entity.dxf.layer
        shown = layer if layer is not None and own == "0" else own
        yield shown, entity
        if isinstance(entity, Insert) and depth < _MAX_DEPTH:
            for insert in entity.multi_insert() if entity.mcount > 1 else (entity,):
                yield from _entities(insert.virtual_entities(), shown, depth + 1)


class _Layer:
    """Curves of a layer. closed: rings; open: chains that do not close. arcs: curved entities."""

    def __init__(self, entities: Iterable[DXFGraphic]) -> None:
        self.closed: list[list[tuple[float, float]]] = []
        self.open: list[list[tuple[float, float]]] = []
        self.heights: set[float] = set()
        self.arcs = 0
        self.points = 0
        loose: list[list[tuple[float, float]]] = []
        for entity in entities:
            places = self._places(entity)
            if len(places) < 2:
                continue
            flagged = bool(getattr(entity, "is_closed", False) or getattr(entity, "closed", False))
            if len(places) > 3 and (_near(places[0], places[-1]) or flagged):
                self.closed.append(places[:-1] if _near(places[0], places[-1]) else places)
            else:
                loose.append(places)
        self._join(loose)

    def _places(self, entity: DXFGraphic) -> list[tuple[float, float]]:
        places: list[tuple[float, float]] = []
        for point in self._stroke(entity):
            self.points += 1
            if self.points > MAX_VERTICES:
                raise refuse("too_many_vertices", value=self.points, limit=MAX_VERTICES)
            if not places or places[-1] != (point.x, point.y):
                places.append((point.x, point.y))
            self.heights.add(round(point.z, 4))
        return places

    def _stroke(self, entity: DXFGraphic) -> Iterator[Vec3]:
        """Points of a curve; arcs by their own sagitta (their Bézier form is centimetres off)."""
        if isinstance(entity, LWPolyline | Polyline) and entity.has_arc:
            self.arcs += 1
            yield from _stroke_bulges(entity)
        elif isinstance(entity, Arc | Circle):
            self.arcs += 1
            yield from entity.flattening(ARC_TOLERANCE_M)
        else:
            path = make_path(entity)
            self.arcs += int(path.has_curves)
            yield from path.flattening(ARC_TOLERANCE_M)

    def _join(self, loose: list[list[tuple[float, float]]]) -> None:
        """Lines and arcs end to end; ends a millimetre apart are taken as one point."""
        if not loose:
            return
        lines = [shapely.LineString(_snapped(places)) for places in loose]
        merged = shapely.line_merge(shapely.MultiLineString(lines))
        for line in shapely.get_parts(merged):
            places = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)]
            if len(places) > 3 and places[0] == places[-1]:
                self.closed.append(places[:-1])
            elif len(places) > 3:
                self.open.append(places)


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


def _snapped(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Both ends rounded to the millimetre, so that neighbours meet; points between untouched."""
    ends = [(round(x, 3), round(y, 3)) for x, y in (places[0], places[-1])]
    return [ends[0], *places[1:-1], ends[1]]


def _near(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= JOIN_M and abs(a[1] - b[1]) <= JOIN_M


def _outline(layer: _Layer, document: Drawing) -> Outline:
    places = layer.closed or layer.open
    rings = tuple(
        Ring(
            vertices=tuple(
                Vertex(east=x, north=y, name=str(number)) for number, (x, y) in enumerate(ring, 1)
            ),
            closed=bool(layer.closed),
            gap_allowed=False,
        )
        for ring in places
    )
    first = rings[0].vertices[0]
    statement = _declared(document)
    return Outline(
        source_format="DXF",
        rings=rings,
        unit="degree" if is_degrees(first.east, first.north) else "metre",
        axes="format",
        declared=statement,
        words="\n".join(_texts(document))[:20_000],
        issues=tuple(_notes(layer)),
    )


def _declared(document: Drawing) -> int | None:
    """The EPSG code of the drawing's GEODATA object, where a program has written one."""
    geodata = document.modelspace().get_geodata()
    if geodata is None:
        return None
    try:
        code, _ = geodata.get_crs()
    except DXFError:
        return None
    return read_statement(f"EPSG:{code}").code


def _texts(document: Drawing) -> Iterator[str]:
    for entity in document.modelspace().query("TEXT MTEXT"):
        # plain_text: AutoCAD writes the degree sign as %%d, line ends as \\P.
        if isinstance(entity, Text | MText):
            yield str(entity.plain_text())[:500]


def _notes(layer: _Layer) -> Iterator[Issue]:
    if layer.arcs:
        yield build_issue("arcs_stroked", value=layer.arcs, tolerance_m=ARC_TOLERANCE_M)
    if len(layer.heights) > 1:
        yield build_issue("has_heights", value=max(layer.heights, key=abs))
    elif layer.heights - {0.0}:
        yield build_issue("heights_dropped", value=next(iter(layer.heights)))
