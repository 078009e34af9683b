"""Files that try to fill the memory or never to end.

`python -m tests.cluster_gis.boundary.floods FILE` reads one and prints what it took.
"""

import io
import json
import random
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import ezdxf

from cluster_gis.boundary.read import read_boundary
from cluster_gis.i18n import translator

MB = 1024 * 1024
NUMBERS = random.Random(1)
OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{OFFICE}/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def noise(unit: str, count: int) -> str:
    """Units with random numbers: packed, they stay below the ratio that is refused at sight."""
    return "".join(unit % NUMBERS.randrange(10**6) for _ in range(count))


def archive(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return stream.getvalue()


def package(main: str, kind: str, parts: dict[str, str], types: dict[str, str]) -> bytes:
    """An Office Open XML package. types: part -> content type."""
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument'
        f'.{content}+xml"/>'
        for name, content in types.items()
    )
    head = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">{head}'
            f'.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{listed}'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument/2006/relationships/{kind}" Target="{main}"/>'
            "</Relationships>",
            **parts,
        }
    )


def document(body: str) -> bytes:
    space = f'xmlns:w="{OFFICE}/wordprocessingml/2006/main"'
    part = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    return package(
        "word/document.xml", "officeDocument", {"word/document.xml": part},
        {"word/document.xml": "wordprocessingml.document.main"},
    )  # fmt: skip


def workbook(rows: str = "", shared: str = "") -> bytes:
    space = (
        f'xmlns="{OFFICE}/spreadsheetml/2006/main"'
        f' xmlns:r="{OFFICE}/officeDocument/2006/relationships"'
    )
    kind = f"{OFFICE}/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook {space}><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {space}>{shared}</sst>",
    }
    types = {
        "xl/workbook.xml": "spreadsheetml.sheet.main",
        "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
        "xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
    }
    return package("xl/workbook.xml", "officeDocument", parts, types)


def spreadsheet(body: str) -> bytes:
    spaces = " ".join(f'xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "table", "text"))
    content = f"<a {spaces}><office:spreadsheet>{body}</office:spreadsheet></a>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content})


def nested_blocks() -> bytes:
    """Blocks of fifty blocks, five deep, inserted a million times."""
    drawing = ezdxf.new()
    drawing.blocks.new("B0").add_line((0, 0), (1, 1))
    for depth in range(1, 6):
        block = drawing.blocks.new(f"B{depth}")
        for _ in range(50):
            block.add_blockref(f"B{depth - 1}", (0, 0))
    many = {"row_count": 1000, "column_count": 1000, "row_spacing": 1, "column_spacing": 1}
    drawing.modelspace().add_blockref("B5", (0, 0), dxfattribs=many)
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode()


def polygon(places: list[list[float]]) -> bytes:
    return json.dumps({"type": "Polygon", "coordinates": [places]}).encode()


def scattered(count: int, degrees: float) -> bytes:
    return polygon(
        [
            [106.6 + NUMBERS.random() * degrees, 20.8 + NUMBERS.random() * degrees]
            for _ in range(count)
        ]
    )


def overlapping(count: int) -> bytes:
    square = [[106.6, 20.8], [106.61, 20.8], [106.61, 20.81], [106.6, 20.8]]
    shifted = [[[x + i * 1e-5, y] for x, y in square] for i in range(count)]
    coordinates = [[ring] for ring in shifted]
    return json.dumps({"type": "MultiPolygon", "coordinates": coordinates}).encode()


def rings_of_a_table(count: int) -> bytes:
    rows = [
        f"{k};{2301000 + i + k % 2};{596000 + (k > 1)}" for i in range(count) for k in (1, 2, 3, 1)
    ]
    return "\n".join(["D;X;Y", *rows]).encode()


GML = (
    b'<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/"'
    b' xmlns:gml="http://www.opengis.net/gml/3.2">'
)
KML = b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
RING = b"<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
CELL = "<w:tr><w:tc><w:p><w:r><w:t>%d</w:t></w:r></w:p></w:tc></w:tr>"
ODF_ROW = (
    "<table:table-row><table:table-cell><text:p>%d</text:p></table:table-cell></table:table-row>"
)
DXF_LINE = b"0\nLINE\n8\nA\n10\n1\n20\n2\n11\n3\n21\n4\n"
DXF = b"0\nSECTION\n2\nENTITIES\n"
END = b"0\nENDSEC\n0\nEOF\n"

FLOODS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty-lines": ("a.csv", lambda: b"a;b\n" + b"\n" * (31 * MB)),
    "short-lines": ("a.csv", lambda: "đ\n".encode() * (31 * MB // 3)),
    "one-line": ("a.csv", lambda: b"1 " * (31 * MB // 2)),
    "only-separators": ("a.csv", lambda: b"," * (31 * MB)),
    "quotes": ("a.csv", lambda: b'a;"' * (31 * MB // 3)),
    "rings-of-a-table": ("a.csv", lambda: rings_of_a_table(20_000)),
    "empty-lists": ("a.json", lambda: b'{"a":[' + b"[]," * (10 * MB) + b"0]}"),
    "empty-objects": ("a.json", lambda: b'{"a":[' + b"{}," * (10 * MB) + b"0]}"),
    "positions": (
        "a.json",
        lambda: b'{"type":"Polygon","coordinates":[[' + b"[1,2]," * 2_900_000 + b"[1,2]]]}",
    ),
    "tangle": ("a.json", lambda: scattered(99_000, 0.01)),
    "wide-tangle": ("a.json", lambda: scattered(20_000, 1.0)),
    "one-place": ("a.json", lambda: polygon([[106.6, 20.8]] * 99_000)),
    "points-within-centimetres": ("a.json", lambda: scattered(99_000, 1e-7)),
    "overlapping-parts": ("a.json", lambda: overlapping(20_000)),
    "word-elements": ("a.docx", lambda: document(noise("<w:p/><w:a%d/>", 1_300_000))),
    "word-cells": ("a.docx", lambda: document(f"<w:tbl>{noise(CELL, 280_000)}</w:tbl>")),
    "shared-strings": ("a.xlsx", lambda: workbook(shared=noise("<si><t>%d</t></si>", 5_500_000))),
    "sheet-rows": ("a.xlsx", lambda: workbook(noise("<row><c><v>%d</v></c></row>", 4_000_000))),
    "far-cells": ("a.xlsx", lambda: workbook(noise('<row><c r="XFD1"><v>%d</v></c></row>', 3_000))),
    "ods-rows": (
        "a.ods",
        lambda: spreadsheet(f"<table:table>{noise(ODF_ROW, 1_200_000)}</table:table>"),
    ),
    "ods-text": ("a.ods", lambda: spreadsheet(f"<text:p>{noise('%d', 18_000_000)}</text:p>")),
    "kml-points": ("a.kml", lambda: KML + RING + b"106.6,20.8 " * (31 * MB // 11)),
    "kml-elements": ("a.kml", lambda: KML + b"<Placemark/>" * (31 * MB // 12)),
    "gml-elements": ("a.gml", lambda: GML + b"<gml:a/>" * (31 * MB // 8)),
    "gml-depth": ("a.gml", lambda: GML + b"<gml:a>" * (2 * MB)),
    "drawing-lines": ("a.dxf", lambda: DXF + DXF_LINE * (11 * MB // 37) + END),
    "drawing-empty-lines": ("a.dxf", lambda: DXF + b"0\nLINE\n" * (11 * MB // 7) + END),
    "nested-blocks": ("a.dxf", nested_blocks),
}


def peak_mib() -> int:
    """Most memory this process held. Not ru_maxrss, which begins with that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main(path: Path) -> None:
    data = path.read_bytes()
    start = time.monotonic()
    crs = None if path.suffix == ".json" else "EPSG:9210"
    reading = read_boundary(data, path.name, crs=crs, commune="11689")
    json.dumps(reading.to_json(translator("vi"), details=True), allow_nan=False)
    took = {
        "seconds": round(time.monotonic() - start, 1),
        "peak_mib": peak_mib(),
        "refused": reading.refused,
    }
    print(json.dumps(took))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
