"""The sheet as a file: lengths measured in the PDF, letters, words, fonts."""

import io
import re

import pytest
from pypdf import PdfReader

from cluster_gis.errors import InvalidInput
from cluster_gis.services.read_map import Overlay
from maps.print.document import About, write_pdf, write_png
from maps.print.paper import PAPERS_MM, Sheet
from maps.print.subject_sheet import draw_subject_sheet
from tests.maps.plans import cluster, point
from tests.maps.print.sheets import (
    MIDDLE,
    boxes,
    paths,
    print_map,
    rectangle_of,
    sides,
    text_of,
)

ABOUT = {
    "title": "Bản đồ",
    "subject": "Tình trạng",
    "author": "Sở Công Thương",
    "language": "vi",
}


A3 = Sheet("A3", True)


def draft(sheet=A3, scale=25_000, wanted=None, **more):
    wanted = wanted or print_map()
    return "Bản đồ", lambda: draw_subject_sheet(wanted, sheet, MIDDLE, scale=scale, **more)


def pdf_of(*drafts):
    return write_pdf(drafts, About(**ABOUT, printed_on=print_map().printed_on))


@pytest.fixture(scope="module")
def sheet_25k():
    return pdf_of(draft())


def test_one_kilometre_of_the_scale_bar_measures_40_mm_at_25_000(sheet_25k):
    fields = sorted(box for box in boxes(sheet_25k) if box[2] == pytest.approx(10, abs=0.005))
    assert len(fields) == 4
    assert len({round(y, 3) for _x, y, _width, _height in fields}) == 1
    assert fields[-1][0] + fields[-1][2] - fields[0][0] == pytest.approx(40, abs=0.005)
    assert "1 km" in text_of(sheet_25k)


def test_a_boundary_measures_its_ground_lengths_at_25_000(sheet_25k):
    """400 m by 250 m are 16.0 mm by 10.0 mm."""
    assert any(
        len(points) >= 4 and sides(points)[:2] == pytest.approx([16.0, 10.0], abs=0.005)
        for points in paths(sheet_25k)
    )


def test_grid_lines_stand_40_mm_apart_at_25_000(sheet_25k):
    upright = {
        round(points[0][0], 2)
        for points in paths(sheet_25k)
        if len(points) == 2 and points[0][0] == points[1][0] and sides(points)[0] > 100
    }
    apart = {round(b - a, 2) for a, b in zip(sorted(upright), sorted(upright)[1:], strict=False)}
    assert 40.0 in apart
    assert "590\u2009000" in text_of(sheet_25k) or "590 000" in text_of(sheet_25k)


@pytest.mark.parametrize("paper", ["A4", "A0"])
def test_the_page_is_the_paper(paper):
    page = PdfReader(io.BytesIO(pdf_of(draft(Sheet(paper, False), 250_000)))).pages[0]
    size = [float(side) / 72 * 25.4 for side in (page.mediabox.width, page.mediabox.height)]
    assert size == pytest.approx(PAPERS_MM[paper], abs=0.01)


def test_the_file_tells_title_and_language_and_embeds_its_letters(sheet_25k):
    reader = PdfReader(io.BytesIO(sheet_25k))
    assert reader.metadata.title == "Bản đồ"
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    kinds = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]
    assert kinds
    for kind in kinds:
        assert "BeVietnamPro" in kind["/BaseFont"]
        assert "/FontFile2" in kind["/FontDescriptor"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("BẢN ĐỒ QUY HOẠCH CỤM CÔNG NGHIỆP", id="title"),
        pytest.param("THÀNH PHỐ HẢI PHÒNG", id="province"),
        pytest.param("31/01/2026", id="day"),
        pytest.param("CHÚ GIẢI", id="legend"),
        pytest.param("Số cụm: 9", id="counts-those-not-placed-too"),
        pytest.param("Chưa rõ vị trí: không thể hiện được", id="not-placed"),
        pytest.param("TỶ LỆ 1 : 25.000", id="scale"),
        pytest.param("1 cm trên bản đồ bằng 250 m", id="scale-in-words"),
        pytest.param("kinh tuyến trục 105°45', múi chiếu 3°", id="system"),
        pytest.param("7/9 cụm chưa có ranh giới đo đạc", id="quality"),
        pytest.param("Nguồn một", id="sources"),
    ],
)
def test_the_sheet_says(sheet_25k, words):
    assert words in text_of(sheet_25k)


def test_in_english_nothing_stays_vietnamese_but_names():
    wanted = print_map(language="en", title="Planning map of industrial clusters")
    said = text_of(pdf_of(draft(wanted=wanted)))
    assert "SCALE 1 : 25,000" in said
    assert "LEGEND" in said
    assert "CHÚ GIẢI" not in said


def test_a_simulated_register_is_written_across_the_map():
    said = text_of(pdf_of(draft(wanted=print_map(register="simulated"))))
    assert said.replace(" ", "").count("DỮLIỆUMÔPHỎNG") == 2
    assert "không có cụm nào là thật" in said


def test_hostile_names_are_written_as_they_are():
    name = "Cụm công nghiệp $x^{2}$ <script> " + "Ắ" * 500
    wanted = print_map(clusters=[cluster("a", point(106.62, 20.79), name=name, status="planned")])
    assert re.search(r"\$x\^\{2\}\$ <script>", text_of(pdf_of(draft(wanted=wanted))))


def test_the_same_map_gives_the_same_bytes(sheet_25k):
    assert pdf_of(draft()) == sheet_25k


def test_a_picture_shows_the_same_sheet_and_is_refused_when_too_large():
    picture = write_png(draft()[1], dpi=30, title="Bản đồ")
    assert picture.startswith(b"\x89PNG")
    with pytest.raises(InvalidInput, match="at most"):
        write_png(draft(Sheet("A0", True))[1], dpi=600, title="Bản đồ")


def test_restricted_areas_stand_in_the_map_and_in_the_legend_below_the_subject():
    forest = Overlay(geometry=rectangle_of(300, 200), category="forest", label="Rừng thử")
    with_it = pdf_of(draft(wanted=print_map(constraints=[forest])))
    assert any(
        len(points) >= 4 and sides(points)[:2] == pytest.approx([12.0, 8.0], abs=0.005)
        for points in paths(with_it)
    )
    assert "Khu vực hạn chế" in text_of(with_it)
    assert "Khu vực hạn chế" not in text_of(pdf_of(draft(wanted=print_map(constraints=[]))))
