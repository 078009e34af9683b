"""Random bytes and good files damaged in places: always an answer, never an exception."""

import io
import json
import zipfile

import ezdxf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_gis.boundary.read import read_boundary
from cluster_gis.i18n import translator
from tests.cluster_gis.boundary.corpus.writers import (
    TableStyle,
    write_drawing,
    write_geojson,
    write_table_file,
    write_vector,
    zip_files,
)
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table

RING = list(RECTANGLE)
DEGREES = [(106.6, 20.8), (106.7, 20.8), (106.7, 20.9)]
ROWS = [["Điểm", "X", "Y"], *([str(n), str(y), str(x)] for n, (x, y) in enumerate(RING, 1))]


def hatched_drawing():
    """Lines that nearly meet, a hatch with arcs, and a block."""
    document = ezdxf.new()
    space = document.modelspace()
    for (x, y), end in zip(RING, RING[1:] + RING[:1], strict=True):
        space.add_line((x, y + 0.04), end, dxfattribs={"layer": "RANH"})
    path = space.add_hatch(dxfattribs={"layer": "TO"}).paths.add_edge_path()
    path.add_line(RING[0], RING[1])
    path.add_arc((596400, 2301125), 125, start_angle=270, end_angle=90)
    path.add_line(RING[2], RING[3])
    path.add_line(RING[3], RING[0])
    document.blocks.new("K").add_lwpolyline(RING, close=True)
    space.add_blockref("K", (0, 0))
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def open_sheet():
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{value}</text:p></table:table-cell>" for value in row)
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="T">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    return zip_files({"mimetype": mime, "content.xml": content.encode()})


SEEDS = [
    (csv_table(RECTANGLE), "a.csv"),
    (write_geojson(RING, crs=None), "a.geojson"),
    (write_vector(RING, "gml", "EPSG:9210"), "a.gml"),
    (write_vector(DEGREES, "kml", "EPSG:4326"), "a.kml"),
    (write_vector(DEGREES, "kmz", "EPSG:4326"), "a.kmz"),
    (write_vector(RING, "gpkg", "EPSG:9210"), "a.gpkg"),
    (write_vector(RING, "shp", "EPSG:9210"), "a.zip"),
    (write_drawing(RING), "a.dxf"),
    (hatched_drawing(), "a.dxf"),
    (write_table_file(ROWS, "xlsx", TableStyle(), numbers=True), "a.xlsx"),
    (write_table_file(ROWS, "docx", TableStyle(), numbers=False), "a.docx"),
    (open_sheet(), "a.ods"),
]
NAMES = st.sampled_from(sorted({name for _, name in SEEDS}))
CELLS = st.text(st.sampled_from("0123456789.,;\t\n-+ '\"°XYBĐNE()m\u00a0eé"), max_size=400)


def survive(data, name):
    reading = read_boundary(data, name, crs="EPSG:9210", commune=COMMUNE)
    answer = reading.to_json(translator("vi"), details=True)
    json.dumps(answer, allow_nan=False)
    assert reading.refused or reading.shape is not None


def damage(draw, content):
    """Bytes changed, cut out or repeated."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 12))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        kind = draw(st.integers(0, 2))
        if kind == 0:
            data[at] = draw(st.integers(0, 255))
        elif kind == 1:
            del data[at : at + draw(st.integers(1, 40))]
        else:
            data[at:at] = data[at : at + draw(st.integers(1, 40))]
    return bytes(data)


@st.composite
def damaged(draw):
    """A good file damaged, an archive mostly inside one of its parts; mostly under its own name."""
    content, name = draw(st.sampled_from(SEEDS))
    if content.startswith(b"PK") and draw(st.integers(0, 3)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        chosen = draw(st.sampled_from(sorted(part for part in parts if parts[part])))
        content = zip_files({**parts, chosen: damage(draw, parts[chosen])})
    else:
        content = damage(draw, content)
    return content, name if draw(st.integers(0, 7)) else draw(NAMES)


FILES = st.one_of(
    damaged(),
    damaged(),
    st.tuples(st.binary(max_size=3000), NAMES),
    st.tuples(CELLS.map(str.encode), NAMES),
)
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
LONG = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(FILES)
def test_random_files_are_answered_never_raised(file):
    survive(*file)


@pytest.mark.full
@LONG
@given(FILES)
def test_many_random_files_are_answered_never_raised(file):
    survive(*file)


@QUICK
@given(CELLS)
def test_random_text_under_a_good_heading_is_answered(text):
    survive(f"Điểm;X;Y\n{text}".encode(), "a.csv")
