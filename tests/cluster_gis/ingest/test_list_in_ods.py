"""Lists of clusters saved as OpenDocument spreadsheets.

tests/libreoffice/hai-phong-edited.ods is hai-phong-edited.xlsx saved as ODS by LibreOffice 7.4.
"""

import contextlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_gis.errors import InvalidInput
from cluster_gis.ingest.cluster_list.read import read_cluster_list
from cluster_gis.ingest.cluster_list.sheets import read_sheets
from tests.cluster_gis.boundary.corpus.writers import zip_files

FOLDER = Path(__file__).parents[2] / "libreoffice"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods(rows, kind="spreadsheet"):
    body = f'<table:table table:name="DS">{"".join(rows)}</table:table>'
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES}><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return zip_files({"mimetype": mime.encode(), "content.xml": content.encode()})


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text="", more=""):
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_a_list_saved_by_libreoffice_reads_as_its_xlsx_does():
    read = [
        read_cluster_list((FOLDER / name).read_bytes(), name, locale="vi")
        for name in ("hai-phong-edited.xlsx", "hai-phong-edited.ods")
    ]
    assert len(read[1].rows) == 69
    assert read[0].columns == read[1].columns
    assert read[0].as_of == read[1].as_of
    # Lines of one cell are paragraphs in an ODS; blanks that do not break are plain ones there.
    values = [
        [
            ({key: (c.place, c.value) for key, c in one.cells.items()}, one.issues, one.empty)
            for one in reading.rows
        ]
        for reading in read
    ]
    assert values[0] == values[1]


def test_cells_keep_their_type_merged_ones_their_value_and_hidden_rows_are_known():
    day = 'office:value-type="date" office:date-value="2021-02-28T00:00:00"'
    half = 'office:value-type="float" office:value="0.5"'
    none = 'office:value-type="float" office:value="0"'
    over = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    [[sheet]] = read_sheets(
        ods(
            [
                row(cell("Huyện"), cell("Tên"), cell("Ngày"), cell("Ha")),
                row(cell("Tiên Lãng", over), cell("A"), cell("28/02/21", day), cell("0,5", half)),
                row(
                    "<table:covered-table-cell/>", cell("B"), cell(), cell("0", none),
                    more='table:visibility="collapse"',
                ),
                row(cell("x"), cell("Err:508"), '<table:table-cell table:formula="of:=A9"/>'),
                row(cell(more='table:number-columns-repeated="1024"'),
                    more='table:number-rows-repeated="1048000"'),
            ]
        ),
        "a.ods",
    )  # fmt: skip
    assert sheet.rows[1].cells == {1: "Tiên Lãng", 2: "A", 3: date(2021, 2, 28), 4: Decimal("0.5")}
    assert sheet.rows[2].cells == {1: "Tiên Lãng", 2: "B", 4: 0}
    assert [line.hidden for line in sheet.rows] == [False, False, True, False]
    assert sheet.rows[3].cells[2] == "#VALUE!"
    assert sheet.unsaved == ("DS!C4",)
    assert sheet.place(2, 3) == "DS!C2"


ODD = st.sampled_from(
    ["", "x", "-1", "0", "2", "9" * 5_000, "1e400", "NaN", "-inf", "0.1", "2021-02-30", "date",
     "float", "string", "collapse", "9999-12-31T24:00"]
)  # fmt: skip
NAMES = ("office:value-type", "office:value", "office:date-value", "table:formula",
         "table:number-columns-repeated", "table:number-rows-repeated",
         "table:number-columns-spanned", "table:number-rows-spanned")  # fmt: skip
CELL = st.builds(
    lambda more, text: cell(text, " ".join(f'{name}="{value}"' for name, value in more.items())),
    st.dictionaries(st.sampled_from(NAMES), ODD, max_size=4),
    st.sampled_from(["", "Tên CCN", "Diện tích (ha)", "35", "28/02/2021", "Err:508", "#REF!"]),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(CELL, max_size=5), max_size=6))
def test_odd_attributes_are_read_or_refused_never_raised(rows):
    head = row(cell("Tên CCN"), cell("Diện tích quy hoạch (ha)"), cell("Ngày ký"))
    with contextlib.suppress(InvalidInput):
        reading = read_cluster_list(ods([head, *(row(*cells) for cells in rows)]), "a.ods")
        assert reading.sheet == "DS"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ods([row(cell("Tên"))], kind="text"), id="a-text-document"),
        pytest.param(zip_files({"content.xml": b"<office"}), id="broken-xml"),
        pytest.param(zip_files({"content.xml": b"<!DOCTYPE x><a/>"}), id="entities"),
        pytest.param(zip_files({"mimetype": b"x"}), id="no-content"),
        pytest.param(
            zip_files({"content.xml": b'<?xml version="1.0" encoding="x"?><a/>'}), id="no-encoding"
        ),
        pytest.param(
            ods([row(cell("7"), more='table:number-rows-repeated="9000000"')]), id="a-flood-of-rows"
        ),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(content):
    with pytest.raises(InvalidInput) as refused:
        read_cluster_list(content, "a.ods")
    assert "a.ods" in str(refused.value)
