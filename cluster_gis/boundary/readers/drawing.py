"""DXF drawings: closed polylines of one layer, lines and arcs that join to rings, or hatches."""

import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import shapely
from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.hatch import Hatch
from ezdxf.entities.insert import Insert
from ezdxf.entities.mpolygon import MPolygon
from ezdxf.entities.mtext import MText
from ezdxf.entities.text import Text
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError
from ezdxf.math import Vec3

from cluster_gis.boundary.crs_statement import read_statement
from cluster_gis.boundary.issues import Issue, build_issue, refuse
from cluster_gis.boundary.limits import MAX_DRAWING_BYTES, MAX_DRAWING_ENTITIES, MAX_VERTICES
from cluster_gis.boundary.outline import Outline, Ring, Vertex, is_degrees
from cluster_gis.boundary.readers.drawing_chains import Chain, link_chains
from cluster_gis.boundary.readers.drawing_strokes import (
    ARC_TOLERANCE_M,
    JOIN_M,
    hatch_pieces,
    join_pieces,
    stroke,
)

_CURVES = ("LWPOLYLINE", "POLYLINE", "LINE", "ARC", "SPLINE", "ELLIPSE", "CIRCLE")
_HATCHES = ("HATCH", "MPOLYGON")
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
    # What closes is the outline; else what nearly does, or is hatched; else any chain of lines.
    chosen = (
        {name: found for name, found in outlines.items() if found.closed}
        or {name: found for name, found in outlines.items() if found.near or found.hatched}
        or {name: found for name, found in outlines.items() if found.open}
    )
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
        if entity.dxftype() in (*_CURVES, *_HATCHES):
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
    """Curves of a layer.

    closed: rings. near: rings of lines that nearly meet, with the numbers of the points after
    which none is drawn. hatched: boundary paths of hatches, in the same form. open: chains that do
    not close. arcs: curved entities. left: lines that belong to none of the rings.
    """

    def __init__(self, entities: Iterable[DXFGraphic]) -> None:
        self.closed: list[Chain] = []
        self.near: list[tuple[Chain, tuple[int, ...]]] = []
        self.hatched: list[tuple[Chain, tuple[int, ...]]] = []
        self.open: list[tuple[Chain, tuple[int, ...]]] = []
        self.heights: set[float] = set()
        self.arcs = 0
        self.points = 0
        self.left = 0
        loose: list[Chain] = []
        for entity in entities:
            if isinstance(entity, Hatch | MPolygon):
                self._read_hatch(entity)
                continue
            points, curved = stroke(entity)
            self.arcs += int(curved)
            places = self._places(points)
            if len(places) < 2:
                continue
            flagged = bool(getattr(entity, "is_closed", False) or getattr(entity, "closed", False))
            if len(places) > 3 and (_near(places[0], places[-1]) or flagged):
                self.closed.append(places[:-1] if _near(places[0], places[-1]) else places)
            else:
                loose.append(places)
        self._join(loose)

    @property
    def rings(self) -> list[tuple[Chain, tuple[int, ...]]]:
        """What is read of the layer: its lines, else its hatches, else chains that do not close."""
        lines = [*((ring, ()) for ring in self.closed), *self.near]
        return lines or self.hatched or self.open

    @property
    def is_drawn(self) -> bool:
        """Whether lines of the layer close, or nearly do."""
        return bool(self.closed or self.near)

    def _read_hatch(self, hatch: Hatch | MPolygon) -> None:
        for pieces, curved in hatch_pieces(hatch):
            self._places(point for piece in pieces for point in piece)  # counts them
            places, gaps = join_pieces(pieces)
            if len(places) > 2:
                self.hatched.append((places, gaps))
                self.arcs += int(curved)

    def _places(self, points: Iterable[Vec3]) -> Chain:
        places: Chain = []
        for point in points:
            self.points += 1
            if self.points > MAX_VERTICES:
                raise refuse("too_many_vertices", value=self.points, limit=MAX_VERTICES)
            if not places or places[-1] != (point.x, point.y):
                places.append((point.x, point.y))
            self.heights.add(round(point.z, 4))
        return places

    def _join(self, loose: list[Chain]) -> None:
        """Lines and arcs end to end; ends a millimetre apart are taken as one point.

        Ends further apart that were meant to meet make a ring with gaps, which is not closed.
        """
        if not loose:
            return
        lines = [shapely.LineString(_snapped(places)) for places in loose]
        merged = shapely.line_merge(shapely.MultiLineString(lines))
        chains: list[Chain] = []
        for line in shapely.get_parts(merged):
            places = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)]
            if len(places) > 3 and places[0] == places[-1]:
                self.closed.append(places[:-1])
            elif len(set(places)) > 1:
                chains.append(places)
        for linked in link_chains(chains) if chains else ():
            if linked.nearly_closed and not linked.gaps:
                self.closed.append(linked.places)
                continue
            if linked.nearly_closed:
                self.near.append((linked.places, linked.gaps))
                continue
            self.left += len(linked.gaps) + 1
            if len(linked.places) > 3:
                self.open.append((linked.places, linked.gaps))


def _snapped(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Both ends rounded to the millimetre, so that neighbours meet; points between untouched."""
    ends = [(round(x, 3), round(y, 3)) for x, y in (places[0], places[-1])]
    return [ends[0], *places[1:-1], ends[1]]


def _near(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) <= JOIN_M and abs(a[1] - b[1]) <= JOIN_M


def _outline(layer: _Layer, document: Drawing) -> Outline:
    many = len(layer.rings) > 1
    rings = tuple(
        Ring(
            vertices=tuple(
                Vertex(east=x, north=y, name=f"{part}.{number}" if many else str(number))
                for number, (x, y) in enumerate(ring, 1)
            ),
            closed=not gaps and (layer.is_drawn or bool(layer.hatched)),
            gap_allowed=False,
            gaps=gaps,
        )
        for part, (ring, gaps) in enumerate(layer.rings, 1)
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
    if layer.hatched and not layer.is_drawn:
        yield build_issue("hatch_read", value=len(layer.hatched))
    elif layer.left and layer.is_drawn:
        yield build_issue("lines_left_out", value=layer.left)
    if layer.arcs:
        yield build_issue("arcs_stroked", value=layer.arcs, tolerance_m=ARC_TOLERANCE_M)
    if len(layer.heights) > 1:
        yield build_issue("has_heights", value=max(layer.heights, key=abs))
    elif layer.heights - {0.0}:
        yield build_issue("heights_dropped", value=next(iter(layer.heights)))
