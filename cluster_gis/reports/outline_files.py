"""A boundary as a file for GIS and CAD: GeoJSON, GeoPackage, DXF."""

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.table import BoundaryTable, describe_system
from cluster_gis.first_use import LateModule, on_first_use
from cluster_gis.i18n import N_, translator
from cluster_gis.services.print_boundary import Outline

if TYPE_CHECKING:
    import ezdxf
    from ezdxf import enums, units
    from pyogrio.raw import write

    from cluster_gis.boundary.table_files import write_table
else:
    ezdxf, units, enums = (LateModule(name) for name in ("ezdxf", "ezdxf.units", "ezdxf.enums"))
    write = on_first_use("pyogrio.raw", "write")
    write_table = on_first_use("cluster_gis.boundary.table_files", "write_table")

#: Layers of the drawing: outlines, corners, their numbers, title.
BOUNDARY_LAYER, POINT_LAYER = "RANH_GIOI", "DIEM"
NUMBER_LAYER, TITLE_LAYER = "SO_HIEU_DIEM", "GHI_CHU"
_COLOURS = {BOUNDARY_LAYER: 1, POINT_LAYER: 5, NUMBER_LAYER: 5, TITLE_LAYER: 7}
#: Height of the letters, of the longer side of the outline; metres at least.
_LETTERS, _SMALLEST_M = 1 / 120, 1.0
_SIMULATED = N_("SIMULATED DATA")
_RECEIVED_DECIMALS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineFile:
    """What is handed out. revision: what the register knew. register: real or simulated."""

    outline: Outline
    table: BoundaryTable
    register: str
    revision: int

    @property
    def facts(self) -> Mapping[str, Any]:
        """Attributes that go along with the shape; None = not known."""
        outline = self.outline
        return {
            "code": outline.code,
            "name": outline.name,
            "area_ha": float(outline.area_ha),
            "area_method": outline.area_method,
            "measuring_crs": f"EPSG:{outline.srid}",
            "quality": outline.quality,
            "act": outline.act,
            "document": outline.document,
            "source": outline.source,
            "valid_from": outline.begins.isoformat() if outline.begins else None,
            "as_of": outline.on.isoformat(),
            "revision": self.revision,
            "register": self.register,
        }

    @property
    def printed(self) -> BoundaryTable:
        """The coordinate table; one of a simulated register says so."""
        if self.register != "simulated":
            return self.table
        warning = translator("vi")(_SIMULATED)
        return replace(self.table, preamble=(warning, *self.table.preamble))


def outline_geojson(file: OutlineFile) -> bytes:
    """RFC 7946: one feature, lon and lat in EPSG:4326."""
    shape = shapely.set_precision(file.outline.lonlat, 10**-_RECEIVED_DECIMALS, mode="pointwise")
    feature = {
        "type": "Feature",
        "id": file.outline.code,
        "properties": dict(file.facts),
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(shape)),
    }
    answer = {"type": "FeatureCollection", "features": [feature]}
    return (json.dumps(answer, ensure_ascii=False) + "\n").encode()


def outline_geopackage(file: OutlineFile) -> bytes:
    """Two layers in the measuring zone: the boundary, and its points with their numbers."""
    outline = file.outline
    crs = f"EPSG:{outline.srid}"
    points = list(numbered_points(outline.plane))
    corners: dict[str, Any] = {
        "number": [number for number, _x, _y in points],
        "x_north_m": [round(y, 4) for _number, _x, y in points],
        "y_east_m": [round(x, 4) for _number, x, _y in points],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "boundary.gpkg"
        whole = shapely.multipolygons(list(shapely.get_parts(outline.plane)))
        facts = {name: [value] for name, value in file.facts.items()}
        _layer(path, "cluster_boundary", [whole], facts, "MultiPolygon", crs, append=False)
        places = [shapely.Point(x, y) for _number, x, y in points]
        _layer(path, "boundary_points", places, corners, "Point", crs, append=True)
        return path.read_bytes()


def _layer(
    path: Path,
    name: str,
    shapes: list[Any],
    columns: Mapping[str, list[Any]],
    kind: str,
    crs: str,
    *,
    append: bool,
) -> None:
    values = [
        np.array(column, dtype=object if isinstance(column[0], str | None) else None)
        for column in columns.values()
    ]
    write(
        path,
        geometry=shapely.to_wkb(np.array(shapes)),
        field_data=values,
        fields=list(columns),
        geometry_type=kind,
        crs=crs,
        driver="GPKG",
        layer=name,
        append=append,
    )


def outline_drawing(file: OutlineFile) -> bytes:
    """DXF (AutoCAD 2010) in metres of the measuring zone, drawing X = easting, Y = northing."""
    outline = file.outline
    drawing = ezdxf.new("R2010", units=units.M)  # type: ignore[attr-defined]
    for name, colour in _COLOURS.items():
        drawing.layers.add(name, color=colour)
    # A shape-file font has no Vietnamese letters.
    drawing.styles.add("CHU", font="arial.ttf")
    space = drawing.modelspace()
    for ring in _rings(outline.plane):
        corners = [(float(x), float(y)) for x, y, *_ in ring.coords][:-1]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": BOUNDARY_LAYER})
    west, south, east, north = outline.plane.bounds
    height = max(max(east - west, north - south) * _LETTERS, _SMALLEST_M)
    for number, x, y in numbered_points(outline.plane):
        space.add_point((x, y), dxfattribs={"layer": POINT_LAYER})
        style = {"layer": NUMBER_LAYER, "style": "CHU"}
        text = space.add_text(str(number), height=height, dxfattribs=style)
        text.set_placement((x + height / 2, y + height / 2), align=enums.TextEntityAlignment.LEFT)
    note = space.add_mtext(
        "\\P".join(_plain(line) for line in _notes(file)),
        dxfattribs={"layer": TITLE_LAYER, "style": "CHU", "char_height": height},
    )
    note.set_location((west, south - 3 * height))
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode(drawing.output_encoding, errors="replace")


def _plain(text: str) -> str:
    """Text without the signs that a drawing takes for formatting."""
    return text.replace("\\", "/").replace("{", "(").replace("}", ")").replace("^", " ")


def _notes(file: OutlineFile) -> Iterator[str]:
    yield from file.printed.preamble
    if not any(describe_system(file.outline.srid) == line for line in file.printed.preamble):
        yield describe_system(file.outline.srid)


def _rings(shape: Shape) -> Iterator[Any]:
    for part in shapely.get_parts(shape):
        yield part.exterior
        yield from part.interiors


def numbered_points(shape: Shape) -> Iterator[tuple[int, float, float]]:
    """(number, x, y) of every corner, numbered through all rings as the coordinate table does."""
    number = 0
    for ring in _rings(shape):
        for x, y, *_ in list(ring.coords)[:-1]:
            number += 1
            yield number, float(x), float(y)


def _table(suffix: str) -> Callable[[OutlineFile], bytes]:
    return lambda file: write_table(file.printed, f"table.{suffix}")


#: Ending of the file's name -> its writer: of the shape, and of the coordinate table.
SHAPE_FILES: Mapping[str, Callable[[OutlineFile], bytes]] = {
    "geojson": outline_geojson,
    "gpkg": outline_geopackage,
    "dxf": outline_drawing,
}
TABLE_FILES: Mapping[str, Callable[[OutlineFile], bytes]] = {
    suffix: _table(suffix) for suffix in ("xlsx", "docx", "csv")
}


def file_name(code: str, suffix: str) -> str:
    """An ASCII name for a file about the cluster; suffix: "2024-05-01.gpkg"."""
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in code)
    return f"cluster-{safe}-{suffix}"
