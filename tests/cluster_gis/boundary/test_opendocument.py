"""OpenDocument files: merged cells, stored values, and cells that say they repeat for ever."""

import pytest

from cluster_gis.boundary.read import read_boundary
from tests.cluster_gis.boundary.corpus.writers import zip_files
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def content(kind, body):
    return (
        f'<?xml version="1.0"?><office:document-content {SPACES}><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )


def cell(value, more=""):
    if isinstance(value, float):
        typed = f'office:value-type="float" office:value="{value!r}"'
        return f"<table:table-cell {typed} {more}><text:p>{value:.0f}</text:p></table:table-cell>"
    return f"<table:table-cell {more}><text:p>{value}</text:p></table:table-cell>"


def table(rows, name="Toa do"):
    lines = "".join(
        f"<table:table-row>{''.join(cell(value) for value in row)}</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="{name}">{lines}</table:table>'


ROWS = [("Điểm", "X", "Y"), *((str(i), n, e) for i, (e, n) in enumerate(RECTANGLE, 1))]


def read(kind, body, name="a.ods", **options):
    mime = f"application/vnd.oasis.opendocument.{kind}"
    data = zip_files({"mimetype": mime.encode(), "content.xml": content(kind, body).encode()})
    return read_boundary(data, name, crs="EPSG:9210", commune=COMMUNE, **options)


def codes(reading):
    return {issue.code for issue in reading.issues if issue.severity != "info"}


def test_stored_values_count_not_what_the_cell_shows():
    exact = [ROWS[0], *((name, north + 0.25, east) for name, north, east in ROWS[1:])]
    reading = read("spreadsheet", table(exact))
    assert reading.outline.vertices[0].north == 2301000.25
    assert not reading.refused


def test_paragraphs_and_tables_of_a_text_are_one():
    words = "<text:p>Hệ tọa độ VN-2000, kinh tuyến<text:s/>trục 105°45'</text:p>"
    two_pages = table(ROWS[:3]) + table([ROWS[0], *ROWS[3:]])
    reading = read("text", words + two_pages, "a.odt")
    assert str(reading.areas.tm3_ha) == "10.000000"
    assert "kinh tuyến trục 105°45'" in reading.outline.words


def test_a_note_on_a_cell_is_not_its_content():
    noted = table(ROWS).replace(
        "<text:p>Điểm</text:p>",
        "<office:annotation><text:p>sai</text:p></office:annotation><text:p>Điểm</text:p>",
    )
    assert str(read("spreadsheet", noted).areas.tm3_ha) == "10.000000"


def test_two_sheets_with_tables_ask_which():
    body = table(ROWS) + table(ROWS, "Ban sao")
    assert codes(read("spreadsheet", body)) == {"several_layers"}
    assert str(read("spreadsheet", body, layer="Ban sao").areas.tm3_ha) == "10.000000"


@pytest.mark.parametrize(
    "repeated",
    [
        pytest.param(
            '<table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
            id="the-empty-rest-of-a-sheet",
        ),
        pytest.param(
            '<table:table-row><table:table-cell table:number-columns-repeated="999999999"/>'
            "</table:table-row>",
            id="an-empty-row-without-end",
        ),
    ],
)
def test_empty_cells_repeated_to_the_edge_are_passed_over(repeated):
    body = table(ROWS).replace("</table:table>", f"{repeated}</table:table>")
    assert str(read("spreadsheet", body).areas.tm3_ha) == "10.000000"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param('table:number-columns-repeated="999999999"', id="columns"),
        pytest.param("", id="rows"),
    ],
)
def test_filled_cells_repeated_without_end_are_refused(more):
    row = f'<table:table-row table:number-rows-repeated="999999999">{cell("7", more)}'
    body = f'<table:table table:name="a">{row}</table:table-row></table:table>'
    assert codes(read("spreadsheet", body)) == {"unreadable"}


def test_an_archive_without_content_holds_no_outline():
    data = zip_files({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    assert codes(read_boundary(data, "a.ods")) == {"no_outline"}
