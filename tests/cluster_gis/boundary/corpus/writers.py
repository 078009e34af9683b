"""Files as real programs write them: csv, openpyxl, python-docx, GDAL, ezdxf, zip."""

import csv
import io
import json
import math
import random
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import ezdxf
import geopandas as gpd
import pyogrio
import shapely
from docx import Document
from openpyxl import Workbook

Point = tuple[float, float]
TABLES = ("csv", "xlsx", "docx")


@dataclass
class TableStyle:
    """How a table is printed. rows: (name, X text, Y text, side text) built by `table_rows`."""

    words: str | None = None
    headings: tuple[str, str, str] = ("Điểm", "X (m)", "Y (m)")
    side_heading: str | None = "Cạnh (m)"
    east_first: bool = False
    vietnamese: bool = False
    groups: int = 1
    pages: int = 1
    repeat_first: bool = False
    counting: bool = False
    footnote: str | None = "Ghi chú: tọa độ đo bằng máy toàn đạc."
    encoding: str = "utf-8-sig"
    separator: str = ";"
    extra: list[str] = field(default_factory=list)


def random_style(seed: random.Random, *, words: str | None = None) -> TableStyle:
    """A table in one of the many ways of printing one."""
    east_first = seed.random() < 0.3
    north, east = seed.choice(
        [("Northing", "Easting"), ("Tọa độ Bắc (m)", "Tọa độ Đông (m)"), ("Bắc", "Đông")]
        if east_first
        else [("X", "Y"), ("X (m)", "Y (m)"), ("X(m)", "Y(m)"), ("Tọa độ X", "Tọa độ Y")]
    )
    return TableStyle(
        words=words,
        headings=(seed.choice(["STT", "Điểm", "Số hiệu điểm", "Tên mốc", "Point"]), north, east),
        side_heading=seed.choice([None, "Cạnh (m)", "Chiều dài cạnh (m)", "Khoảng cách (m)"]),
        east_first=east_first,
        repeat_first=seed.random() < 0.5,
        counting=seed.random() < 0.3,
        pages=seed.choice([1, 1, 2]),
        footnote=seed.choice([None, "Ghi chú: tọa độ đo năm 2023.", "(*) Mốc bê tông"]),
        encoding=seed.choice(["utf-8", "utf-8-sig", "utf-16"]),
        separator=seed.choice([";", "\t"]),
    )


def number_text(value: float, *, vietnamese: bool, digits: int = 2) -> str:
    if vietnamese:
        return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return f"{value:.{digits}f}"


def table_lines(points: list[Point], names: list[str], style: TableStyle) -> list[list[str]]:
    """The whole table as rows of text; points are (east, north), any order is the caller's."""
    records = []
    for number, (east, north) in enumerate(points):
        after = points[(number + 1) % len(points)]
        side = math.hypot(after[0] - east, after[1] - north)
        records.append([names[number], north, east, side])
    if style.repeat_first:
        records.append([*records[0][:3], None])
    body = []
    for name, north, east, side in records:
        first, second = (east, north) if style.east_first else (north, east)
        row = [name, *(number_text(v, vietnamese=style.vietnamese) for v in (first, second))]
        if style.side_heading:
            row.append("" if side is None else number_text(side, vietnamese=style.vietnamese))
        body.append(row)
    name_heading, north_heading, east_heading = style.headings
    heading = [
        name_heading,
        *((east_heading, north_heading) if style.east_first else (north_heading, east_heading)),
    ]
    if style.side_heading:
        heading.append(style.side_heading)
    lines = [["BẢNG KÊ TỌA ĐỘ"]]
    if style.words:
        lines.append([style.words])
    size = math.ceil(len(body) / style.pages)
    for page in range(style.pages):
        rows = body[page * size : (page + 1) * size]
        lines.append(heading * style.groups)
        if style.counting:
            lines.append([f"({i})" for i in range(1, len(heading) * style.groups + 1)])
        height = math.ceil(len(rows) / style.groups)
        for row in range(height):
            line: list[str] = []
            for group in range(style.groups):
                at = group * height + row
                line += rows[at] if at < len(rows) else [""] * len(heading)
            lines.append(line)
    if style.footnote:
        lines.append([style.footnote])
    return lines


def write_table_file(
    lines: list[list[str]], form: str, style: TableStyle, *, numbers: bool
) -> bytes:
    stream = io.BytesIO()
    if form == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=style.separator).writerows(lines)
        return text.getvalue().encode(style.encoding)
    if form == "xlsx":
        book = Workbook()
        sheet = book.active
        for line in lines:
            sheet.append([_cell(value, numbers=numbers) for value in line])
        book.save(stream)
        return stream.getvalue()
    document = Document()
    width = max(len(line) for line in lines)
    table = None
    for line in lines:
        if len(line) == 1:
            document.add_paragraph(line[0])
            table = None
            continue
        if table is None:
            table = document.add_table(rows=0, cols=width)
        cells = table.add_row().cells
        for cell, value in zip(cells, line, strict=False):
            cell.text = value
    document.save(stream)
    return stream.getvalue()


def _cell(text: str, *, numbers: bool) -> str | float:
    if numbers:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def write_vector(points: list[Point], form: str, crs: str | None) -> bytes:
    """A polygon by GDAL. crs: of the file's own statement; KML takes degrees as they are."""
    frame = gpd.GeoDataFrame({"ten": ["CCN"]}, geometry=[shapely.Polygon(points)], crs=crs)
    with tempfile.TemporaryDirectory() as folder:
        if form == "shp":
            frame.to_file(Path(folder) / "ranh.shp")
            return zip_files({p.name: p.read_bytes() for p in Path(folder).iterdir()})
        driver = {"gpkg": "GPKG", "kml": "KML", "gml": "GML", "kmz": "KML", "geojson": "GeoJSON"}
        path = Path(folder) / f"ranh.{'kml' if form == 'kmz' else form}"
        pyogrio.write_dataframe(frame, path, driver=driver[form])
        data = path.read_bytes()
    return zip_files({"doc.kml": data}) if form == "kmz" else data


def zip_files(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def replace_in_zip(data: bytes, ending: str, content: bytes | None) -> bytes:
    """The archive with the entry of that ending replaced, or left out when None."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in list(files):
        if name.endswith(ending):
            del files[name]
            if content is not None:
                files[name] = content
    return zip_files(files)


def write_geojson(points: list[Point], *, crs: str | None, close: bool = True) -> bytes:
    ring = [list(p) for p in points] + ([list(points[0])] if close else [])
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    document = {"type": "FeatureCollection", "features": [feature]}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def write_drawing(
    points: list[Point], *, close: bool = True, words: str | None = None, lines: bool = False
) -> bytes:
    document = ezdxf.new()
    space = document.modelspace()
    if lines:
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            space.add_line(a, b, dxfattribs={"layer": "RANH"})
    else:
        space.add_lwpolyline(points, close=close, dxfattribs={"layer": "RANH"})
    if words:
        space.add_text(words, dxfattribs={"layer": "CHU"})
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()
