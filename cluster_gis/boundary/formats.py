"""Which format a file has, by its content first and its name second, and the reader for it."""

import re
from importlib import import_module
from pathlib import PurePath
from typing import Any

from cluster_gis.boundary.issues import Refused, refuse
from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.boundary.outline import Outline, Unread

#: Reader of a format: module in `readers`, function. Tables take one outline, the rest several.
_TABLES = {
    "csv": ("text_table", "read_text_table"),
    "xlsx": ("workbook", "read_workbook"),
    "docx": ("document", "read_document"),
    "odf": ("opendocument", "read_opendocument"),
}
_LAYERED = frozenset({"gpkg", "shp", "kml", "kmz", "gml"})
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<[A-Za-z])|^\xff\xfe<|^\xfe\xff\x00<")


def detect_format(data: bytes, filename: str) -> str:
    """One of csv, xlsx, docx, odf, geojson, gpkg, shp, kml, kmz, dxf, gml; raises Refused."""
    suffix = PurePath(filename).suffix.lower()
    if not data.strip(b"\x00 \r\n\t"):
        raise refuse("file_empty")
    if data.startswith(b"PK"):
        known = {".xlsx": "xlsx", ".xlsm": "xlsx", ".docx": "docx", ".kmz": "kmz", ".ods": "odf",
                 ".odt": "odf"}  # fmt: skip
        return known.get(suffix) or _detect_archive(data)
    if data.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if suffix == ".dxf":
        return "dxf"
    if suffix in (".geojson", ".json") or data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return "geojson"
    if suffix in (".kml", ".gml", ".xml") or _XML.match(data):
        return _detect_xml(data)
    if suffix in (".csv", ".txt", ".tsv", ".tab", ""):
        return "csv"
    raise refuse("format_unknown", field="file", value=suffix or filename)


def _detect_archive(data: bytes) -> str:
    for marker, name in ((b"xl/workbook.xml", "xlsx"), (b"word/document.xml", "docx")):
        if marker in data:
            return name
    if b"application/vnd.oasis.opendocument" in data[:200]:
        return "odf"
    if re.search(rb"\.shp", data, re.IGNORECASE):
        return "shp"
    if b".kml" in data:
        return "kmz"
    raise refuse("format_unknown", field="file", value="zip")


def _detect_xml(data: bytes) -> str:
    head = data[:4096].replace(b"\x00", b"")
    if re.search(rb"<(?:\w+:)?kml\b", head):
        return "kml"
    if re.search(rb"opengis\.net/gml|FeatureCollection", head):
        return "gml"
    raise refuse("format_unknown", field="file", value="XML")


def read_outlines(data: bytes, filename: str, *, layer: str | None = None) -> list[Outline]:
    """Every outline of a file, a table being one; raises Refused, never anything else.

    layer: the sheet, layer or CAD layer to read, where the file has several with outlines.
    """
    if len(data) > MAX_FILE_BYTES:
        size, limit = len(data) // 1_048_576, MAX_FILE_BYTES // 1_048_576
        raise refuse("file_too_large", size_mb=size, limit_mb=limit)
    name = detect_format(data, filename)
    try:
        if name in _TABLES:
            return [_reader(*_TABLES[name])(data, layer)]
        if name == "geojson":
            outlines = _reader("geojson", "read_geojson")(data)
        elif name == "dxf":
            outlines = _reader("drawing", "read_drawing")(data, layer)
        else:
            outlines = _reader("vector", "read_vector")(data, name, layer)
        return list(outlines)
    except Refused:
        raise
    except Exception as error:
        # Libraries meet broken files with exceptions of every kind; a person gets one sentence.
        reason = f"{type(error).__name__}: {str(error)[:120]}"
        raise refuse("unreadable", value=name.upper(), reason=reason) from error


def read_features(
    data: bytes, filename: str, *, layer: str | None = None
) -> list[Outline | Unread]:
    """As `read_outlines`, but a feature of a layer that has no outline is given with its issue."""
    try:
        name = detect_format(data, filename)
        if name not in _LAYERED or len(data) > MAX_FILE_BYTES:
            return list(read_outlines(data, filename, layer=layer))
        return list(_reader("vector", "read_features")(data, name, layer))
    except Refused:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {str(error)[:120]}"  # as in read_outlines
        raise refuse("unreadable", value=filename, reason=reason) from error


def _reader(module: str, function: str) -> Any:
    """The reader of a format, imported when the first file of it comes.

    The libraries behind the readers (ezdxf, openpyxl, python-docx, GDAL's binding with pandas)
    take 100 MiB together, and a command reads one format.
    """
    return getattr(import_module(f"cluster_gis.boundary.readers.{module}"), function)
