"""GeoPackage, zipped Shapefile, KML, KMZ and GML through GDAL, with the network left alone."""

import re
import tempfile
import warnings
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pyogrio
from pyogrio.raw import read as read_raw

from cluster_gis.boundary.crs_statement import Statement, read_statement
from cluster_gis.boundary.issues import Issue, Refused, build_issue, refuse
from cluster_gis.boundary.limits import MAX_FEATURES, MAX_VERTICES
from cluster_gis.boundary.outline import Outline, Ring, Unread, Vertex, is_degrees
from cluster_gis.boundary.readers.archives import open_archive, refuse_entities
from cluster_gis.boundary.readers.wkb import Line, read_lines

_PLACEMARK = re.compile(rb"<(?:\w+:)?Placemark[\s/>]")
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def read_vector(data: bytes, name: str, layer: str | None) -> list[Outline]:
    """One outline per feature that has one; raises Refused. name: gpkg, shp, kml, kmz or gml."""
    found: list[Outline] = []
    for feature in read_features(data, name, layer):
        if isinstance(feature, Outline):
            found.append(feature)
        elif feature.issue.code != "no_outline":
            raise Refused(feature.issue)
    return found


def read_features(data: bytes, name: str, layer: str | None) -> list[Outline | Unread]:
    """Every feature of the layer: its outline, or why it has none; raises Refused."""
    with tempfile.TemporaryDirectory(prefix="boundary-") as folder:
        path, statement = _unpack(data, name, Path(folder))
        # The schema a GML names may stand on some server; it is never fetched.
        options = {"DOWNLOAD_SCHEMA": "NO"} if name == "gml" else {}
        return _read_layer(path, name, layer, statement, options)


def _unpack(data: bytes, name: str, folder: Path) -> tuple[Path, Statement | None]:
    """The file that GDAL opens, and the CRS that a .prj states (GDAL forgets its TOWGS84)."""
    if name == "shp":
        return _unpack_shapefile(open_archive(data), folder)
    if name == "kmz":
        parts = {k: v for k, v in open_archive(data).items() if k.lower().endswith(".kml")}
        if not parts:
            raise refuse("no_outline/shape")
        name, data = "kml", parts.get("doc.kml") or next(iter(parts.values()))
    if name in ("kml", "gml"):
        refuse_entities(data)
    # GDAL keeps the whole document at fifty times its size, so it is not even opened.
    if name == "kml" and len(_PLACEMARK.findall(data)) > MAX_FEATURES:
        raise refuse("unreadable", value="KML", reason=f"more than {MAX_FEATURES} features")
    path = folder / f"boundary.{name}"
    path.write_bytes(data)
    return path, Statement(4326) if name == "kml" else None


def _unpack_shapefile(parts: dict[str, bytes], folder: Path) -> tuple[Path, Statement | None]:
    shapes = [name for name in parts if name.lower().endswith(".shp")]
    if len(shapes) != 1:
        if not shapes:
            raise refuse("no_outline/shape")
        raise refuse("several_layers", field="layer", value=", ".join(sorted(shapes)))
    stem = str(PurePosixPath(shapes[0]).with_suffix("")).lower()
    statement: Statement | None = None
    for name, content in parts.items():
        place = PurePosixPath(name)
        suffix = place.suffix.lower()
        if str(place.with_suffix("")).lower() == stem and suffix in _SHAPEFILE_PARTS:
            (folder / f"boundary{suffix}").write_bytes(content)
            text = content.decode("utf-8", errors="replace").strip("\ufeff\x00 \r\n\t")
            if suffix == ".prj" and text:
                statement = read_statement(text)
    return folder / "boundary.shp", statement


def _read_layer(
    path: Path,
    name: str,
    layer: str | None,
    statement: Statement | None,
    options: dict[str, str],
) -> list[Outline | Unread]:
    layers = [str(row[0]) for row in pyogrio.list_layers(path)]
    if layer is not None and layer not in layers:
        raise refuse("layer_unknown", field="layer", value=layer, known=", ".join(layers))
    found: dict[str, list[Outline | Unread]] = {}
    for title in [layer] if layer is not None else layers[:50]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # open rings are named below
            meta, _, geometries, columns = read_raw(
                path, layer=title, max_features=MAX_FEATURES + 1, **options
            )
        if len(geometries) > MAX_FEATURES:
            reason = f"more than {MAX_FEATURES} features"
            raise refuse("unreadable", value=name.upper(), reason=reason)
        declared = statement or _statement_of(meta.get("crs"))
        names = [str(field) for field in meta["fields"]]
        features: list[Outline | Unread] = []
        for position, wkb in enumerate(geometries):
            properties = {
                key: _plain(column[position]) for key, column in zip(names, columns, strict=True)
            }
            outline = _feature(wkb, name, declared, properties, meta.get("crs"))
            kept = outline if isinstance(outline, Outline) else Unread(outline, properties)
            features.append(kept)
        if any(
            isinstance(feature, Outline) or feature.issue.code != "no_outline"
            for feature in features
        ):
            found[title] = features
    if not found:
        raise refuse("no_outline/shape")
    if len(found) > 1:
        raise refuse("several_layers", field="layer", value=", ".join(found))
    return next(iter(found.values()))


def _statement_of(crs: Any) -> Statement | None:
    return read_statement(str(crs)) if crs else None


def _plain(value: Any) -> object:
    plain = value.item() if isinstance(value, np.generic) else value
    # GDAL gives an empty number as NaN, which JSON does not have.
    return None if isinstance(plain, float) and not np.isfinite(plain) else plain


def _feature(
    wkb: bytes | None,
    name: str,
    statement: Statement | None,
    properties: dict[str, object],
    crs: Any,
) -> Outline | Issue:
    if wkb is None:
        return build_issue("no_outline/shape")
    try:
        outline = _outline(wkb, name, statement, properties, crs)
    except Refused as refusal:
        return refusal.issue
    except ValueError as error:
        return build_issue("unreadable", value=name.upper(), reason=str(error)[:120])
    return build_issue("no_outline/shape") if outline is None else outline


def _outline(
    wkb: bytes,
    name: str,
    statement: Statement | None,
    properties: dict[str, object],
    crs: Any,
) -> Outline | None:
    lines = read_lines(wkb)
    count = sum(len(line.places) for line in lines)
    if count > MAX_VERTICES:
        raise refuse("too_many_vertices", value=count, limit=MAX_VERTICES)
    rings = [ring for line in lines if (ring := _ring(line)) is not None]
    if not rings:
        return None
    first = rings[0].vertices[0]
    known = statement is not None and statement.code is not None
    return Outline(
        source_format=name.upper(),
        rings=tuple(rings),
        unit="degree" if is_degrees(first.east, first.north) else "metre",
        axes="format",
        declared=statement.code if statement is not None else None,
        declared_by_default=name in ("kml", "kmz"),
        declared_flags=statement.flags if statement is not None else frozenset(),
        declared_text=(statement.text or str(crs))[:80] if statement and not known else None,
        words=" ; ".join(str(v) for v in properties.values() if isinstance(v, str))[:5000],
        properties=properties,
        issues=tuple(_heights(lines, name)),
    )


def _ring(line: Line) -> Ring | None:
    places = line.places[:, :2]
    if len(places) < 3 or not np.isfinite(places).all():
        return None
    closed = bool((places[0] == places[-1]).all())
    vertices = tuple(
        Vertex(east=float(x), north=float(y), name=str(number))
        for number, (x, y) in enumerate(places[:-1] if closed else places, 1)
    )
    return Ring(vertices=vertices, closed=closed, gap_allowed=False, part=line.part, hole=line.hole)


def _heights(lines: list[Line], name: str) -> list[Issue]:
    """Programs write zero heights by themselves; others make the outline three-dimensional."""
    given = [line.places[:, 2] for line in lines if line.places.shape[1] > 2]
    if not given:
        return []
    heights = np.concatenate(given)
    heights = heights[np.isfinite(heights)]
    if not heights.any():
        return [] if name == "kml" else [build_issue("heights_dropped", value=0)]
    if np.ptp(heights) == 0:
        return [build_issue("heights_dropped", value=f"{heights[0]:g}")]
    number = int(np.argmax(np.abs(heights)))
    return [build_issue("has_heights", point=str(number + 1), value=f"{heights[number]:g}")]
