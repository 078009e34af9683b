"""Make the Word template of the covering report: templates/covering_report.docx of the reports.

Run from the checkout after a change of this file. The layout is that of Decree 30/2020/NĐ-CP, Annex
I: A4, margins 20 (top, bottom), 30 (left), 15 (right) mm, Times New Roman 13 to 14, head in two
columns, recipients left and signature right. What stands in {{ }} and {% %} is filled by docxtpl
from cluster_gis/reports/narrative_document.py; one template serves both languages.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TARGET = (
    Path(__file__).resolve().parents[1]
    / "cluster_gis"
    / "reports"
    / "templates"
    / "covering_report.docx"
)
FONT = "Times New Roman"
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def make() -> WordDocument:
    """The template."""
    document = Document()
    _styles(document)
    _page_number(document)
    _head(document)
    _title(document)
    _body(document)
    _foot(document)
    _annex(document)
    document.core_properties.author = "Cluster GIS"
    document.core_properties.title = "Covering report"
    return document


def _styles(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), FONT)
    style.paragraph_format.space_after = Pt(6)


def _write(
    paragraph: Paragraph, text: str, *, size: float = 13, bold: bool = False, italic: bool = False
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _line(cell: _Cell, text: str, *, first: bool = False, **look: object) -> Paragraph:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    return _write(paragraph, text, **look)  # type: ignore[arg-type]


def _rule_below(paragraph: Paragraph, indent_mm: float) -> None:
    """A line under the paragraph, shorter than it."""
    paragraph.paragraph_format.left_indent = Mm(indent_mm)
    paragraph.paragraph_format.right_indent = Mm(indent_mm)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _page_number(document: WordDocument) -> None:
    """Centred in the head from page 2, as the decree asks."""
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _head(document: WordDocument) -> None:
    table = document.add_table(rows=2, cols=2)
    _widths(table, (70, 98))
    left, right = table.rows[0].cells
    _line(left, "{{ superior }}", first=True, size=12)
    _line(left, "{{ reporter }}", size=12.5, bold=True)
    _rule_below(_line(left, "", size=2), 22)
    _line(right, "{{ nation }}", first=True, size=12.5, bold=True)
    _line(right, "{{ motto }}", bold=True)
    _rule_below(_line(right, "", size=2), 21)
    left, right = table.rows[1].cells
    _line(left, "{{ number }}", first=True)
    _line(right, "{{ place_and_day }}", first=True, italic=True)


def _widths(table: Table, widths: tuple[float, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _centred(document: WordDocument, text: str, **look: object) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(2)
    return _write(paragraph, text, **look)  # type: ignore[arg-type]


def _title(document: WordDocument) -> None:
    document.add_paragraph("{%p for mark in marks %}")
    warned = _centred(document, "{{ mark }}", size=13, bold=True)
    warned.runs[0].font.color.rgb = RGBColor(0xB3, 0x26, 0x1E)
    document.add_paragraph("{%p endfor %}")
    title = _centred(document, "{{ kind }}", size=14, bold=True)
    title.paragraph_format.space_before = Pt(12)
    _centred(document, "{{ subject }}", size=14, bold=True)
    _rule_below(_centred(document, "", size=2), 62)
    to = _centred(document, "{{ to }}", size=14)
    to.paragraph_format.space_before = Pt(10)
    document.add_paragraph("{%p for name in recipients %}")
    line = document.add_paragraph("- {{ name }}{{ ';' if not loop.last else '.' }}")
    line.paragraph_format.left_indent = Mm(35)
    line.paragraph_format.space_after = Pt(0)
    document.add_paragraph("{%p endfor %}")


def _body(document: WordDocument) -> None:
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{%p if section.level == 1 %}")
    heading = _write(document.add_paragraph(), "{{ section.heading }}", size=14, bold=True)
    heading.paragraph_format.space_before = Pt(8)
    heading.paragraph_format.keep_with_next = True
    document.add_paragraph("{%p else %}")
    below = _write(
        document.add_paragraph(), "{{ section.heading }}", size=14, bold=True, italic=True
    )
    below.paragraph_format.keep_with_next = True
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for text in section.paragraphs %}")
    text = document.add_paragraph("{{ text }}")
    text.alignment = JUSTIFY
    text.paragraph_format.first_line_indent = Mm(10)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def _foot(document: WordDocument) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    _widths(table, (85, 80))
    left, right = table.rows[0].cells
    first = left.paragraphs[0]
    first.paragraph_format.space_after = Pt(0)
    _write(first, "{{ copies_title }}", size=12, bold=True, italic=True)
    left.add_paragraph("{%p for copy in copies %}")
    line = left.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    _write(line, "{{ copy }}", size=11)
    left.add_paragraph("{%p endfor %}")
    right.paragraphs[0].text = "{%p for line in signer %}"
    _line(right, "{{ line }}", size=14, bold=True)
    right.add_paragraph("{%p endfor %}")
    right.add_paragraph().paragraph_format.space_after = Pt(70)
    _line(right, "{{ signed_by }}", size=14, bold=True)
    document.add_paragraph("{%p if link %}")
    code = document.add_paragraph("{{ qr }}")
    code.paragraph_format.space_after = Pt(0)
    _write(document.add_paragraph(), "{{ verify }}: {{ link }}", size=9)
    document.add_paragraph("{%p endif %}")


def _annex(document: WordDocument) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.different_first_page_header_footer = False
    _centred(document, "{{ annex }}", size=13, bold=True)
    _centred(document, "{{ period }}", size=12, italic=True)
    table = document.add_table(rows=4, cols=5)
    table.style = "Table Grid"
    for cell, place in zip(table.rows[0].cells, range(5), strict=True):
        _line(cell, f"{{{{ heads[{place}] }}}}", first=True, size=11, bold=True)
    _repeat(table)
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    for cell, name in zip(
        table.rows[2].cells, ("number", "label", "unit", "value", "remark"), strict=True
    ):
        paragraph = _line(cell, f"{{{{ row.{name} }}}}", first=True, size=11)
        if name in ("label", "remark"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if name == "value":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _widths(table, (14, 108, 24, 30, 81))
    document.add_paragraph("{%p for note in notes %}")
    _write(document.add_paragraph(), "{{ note }}", size=10, italic=True)
    document.add_paragraph("{%p endfor %}")


def _repeat(table: Table) -> None:
    """The head of the table again on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


if __name__ == "__main__":
    make().save(str(TARGET))
