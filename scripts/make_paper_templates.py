"""Make the Word templates of a proposal's papers: cluster_gis/reports/templates/papers/*.docx.

Run from the checkout after a change of papers.toml: the templates are shipped, and an office may
change a copy in Word. What stands in {{ }} and {% %} is filled by docxtpl; docs/papers.md says how.
Layout: Decree 30/2020/NĐ-CP, annex I.
"""

from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from cluster_gis.reports.paper_patterns import (
    FOLDER,
    TEXT_KEYS,
    PaperKind,
    pattern_of,
    patterns,
)

FONT = "Times New Roman"
#: Width of the text between the margins.
PORTRAIT_MM, LANDSCAPE_MM = 165, 252
CENTER, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
ALIGNS = {"l": LEFT, "c": CENTER, "r": RIGHT}


def make(kind: PaperKind) -> WordDocument:
    """The template of one paper."""
    pattern = pattern_of(kind)
    document = Document()
    _page(document, landscape=pattern.get("landscape", False))
    _head(document, pattern)
    _title(document, pattern)
    _blocks(document, pattern["blocks"])
    texts = len(document.paragraphs)
    _foot(document, pattern)
    _keep_last(document, texts)
    _notes(document)
    document.core_properties.title = pattern["title"]
    document.core_properties.author = "Cluster GIS"
    return document


def _page(document: WordDocument, *, landscape: bool) -> None:
    section = document.sections[0]
    size = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = size
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    for name in ("Normal", "Header"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(6)
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        line = header.paragraphs[0]
        line.alignment = CENTER
        mark = line.add_run("{{ watermark }} ")
        mark.bold, mark.font.color.rgb = True, RGBColor(0xB3, 0x26, 0x1E)
        if numbered:
            _page_number(line)


def _page_number(line: Paragraph) -> None:
    """Number of the page, centred above the text from the second page on."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(OxmlElement("w:r"))
    line._p.append(field)


def _line(
    holder: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: Any = CENTER,
    after: float = 0,
) -> Paragraph:
    paragraph: Paragraph = holder.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.space_before = Pt(0)
    return paragraph


def _rule(holder: Any, share: int) -> None:
    """A thin line under a heading, as wide as `share` per cent of where it stands."""
    paragraph = holder.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(3)
    run = paragraph.add_run("\u2500" * share)
    run.font.size = Pt(5)


def _grid(document: WordDocument, widths: tuple[float, float]) -> list[_Cell]:
    """Two columns without lines; the cells start empty."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    cells = list(table.rows[0].cells)
    _keep_whole(table)
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        table.columns[place].width = cell.width = Mm(width)
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
    return cells


def _head(document: WordDocument, pattern: Mapping[str, Any]) -> None:
    wide = LANDSCAPE_MM if pattern.get("landscape") else PORTRAIT_MM
    left, right = _grid(document, (wide * 0.4, wide * 0.6))
    _line(left, "{%p if issuer_parent %}")
    _line(left, "{{ issuer_parent }}", size=12)
    _line(left, "{%p endif %}")
    _line(left, "{{ issuer }}", size=13, bold=True)
    _rule(left, 12)
    if not pattern.get("plain"):
        _line(left, "Số: {{ number }}{{ number_sign }}", size=13)
    if pattern.get("draft"):
        _line(left, "{{ draft_mark }}", size=13, bold=True)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _rule(right, 32)
    _line(right, "{{ place }}, {{ day_words }}", size=13, italic=True)


def _title(document: WordDocument, pattern: Mapping[str, Any]) -> None:
    _line(document, "", size=6)
    _line(document, pattern["title"], bold=True)
    _line(document, pattern["subject"], bold=True)
    _rule(document, 18)
    receivers = pattern.get("to", [])
    if len(receivers) == 1:
        _line(document, f"Kính gửi: {receivers[0]}.", after=8)
    for place, receiver in enumerate(receivers if len(receivers) > 1 else ()):
        if place == 0:
            _line(document, "Kính gửi:", align=LEFT).paragraph_format.left_indent = Mm(45)
        end = "." if place + 1 == len(receivers) else ";"
        line = _line(document, f"- {receiver}{end}", align=LEFT)
        line.paragraph_format.left_indent = Mm(60)
    if pattern.get("decision"):
        _line(document, "{{ issuer_name|upper }}", bold=True, after=8)


def _blocks(document: WordDocument, blocks: list[Mapping[str, Any]]) -> None:
    for block in blocks:
        if "when" in block:
            _tag(document, "if " + block["when"])
        if "each" in block:
            _tag(document, f"for {block['as']} in {block['each']}")
            _blocks(document, block["blocks"])
            _tag(document, "endfor")
        elif "table" in block:
            _table(document, block["table"])
        else:
            key = next(key for key in TEXT_KEYS if key in block)
            _text(document, key, block[key])
        if "when" in block:
            _tag(document, "endif")


def _keep_last(document: WordDocument, texts: int) -> None:
    """The signature never stands alone on a page: the last of the texts goes along."""
    for paragraph in document.paragraphs[texts:]:
        paragraph.paragraph_format.keep_with_next = True
    for paragraph in reversed(document.paragraphs[:texts]):
        if not paragraph.text.startswith("{%p"):
            paragraph.paragraph_format.keep_with_next = True
            return


def _tag(document: WordDocument, tag: str) -> None:
    """A line of control; docxtpl takes its paragraph away."""
    document.add_paragraph("{%p " + tag + " %}")


def _text(document: WordDocument, key: str, text: str) -> None:
    if key == "h":
        line = _line(document, text, bold=True, align=LEFT, after=4)
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = Pt(6)
        return
    if key == "c":
        _line(document, text, bold=True, after=6)
        return
    if key == "q":
        line = _line(document, f"({text})", size=12, italic=True, align=JUSTIFY, after=4)
    else:
        said = f"- {text}" if key == "b" else text
        head, rest = _article(said)
        line = _line(
            document, head or rest, bold=bool(head), italic=key == "i", align=JUSTIFY, after=4
        )
        if head:
            line.add_run(rest).font.size = Pt(14)
        line.paragraph_format.keep_with_next = text.endswith(":")
    line.paragraph_format.first_line_indent = Mm(10)


def _article(text: str) -> tuple[str, str]:
    """("Điều 1.", " …") of an article of a decision, else ("", text)."""
    if not text.startswith("Điều "):
        return "", text
    head, dot, rest = text.partition(". ")
    return f"{head}{dot.strip()}", f" {rest}"


def _table(document: WordDocument, table: Mapping[str, Any]) -> None:
    columns = table["columns"]
    made: Table = document.add_table(rows=4, cols=len(columns))
    made.style = "Table Grid"
    made.autofit = False
    section = document.sections[0]
    landscape = section.orientation == WD_ORIENT.LANDSCAPE
    room = Mm(LANDSCAPE_MM if landscape else PORTRAIT_MM)
    whole = sum(float(column[2]) for column in columns)
    for place, (head, cell, share, align) in enumerate(columns):
        width = Emu(int(room * float(share) / whole))
        made.columns[place].width = width
        for row in made.rows:
            row.cells[place].width = width
        _fill(made.rows[0].cells[place], head, bold=True, align=CENTER)
        _fill(made.rows[2].cells[place], cell, align=ALIGNS[align])
    _fill(made.rows[1].cells[0], "{%tr for row in " + table["rows"] + " %}")
    _fill(made.rows[3].cells[0], "{%tr endfor %}")
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(header)
    _keep_whole(made)
    _line(document, "", size=6)


def _keep_whole(table: Table) -> None:
    """No row is cut by the end of a page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _fill(cell: _Cell, text: str, *, bold: bool = False, align: Any = LEFT) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(11)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)


def _foot(document: WordDocument, pattern: Mapping[str, Any]) -> None:
    _line(document, "", size=6)
    wide = LANDSCAPE_MM if pattern.get("landscape") else PORTRAIT_MM
    left, right = _grid(document, (wide * 0.5, wide * 0.5))
    receivers = pattern.get("recipients", [])
    _line(left, "Nơi nhận:" if receivers else "", size=12, bold=True, italic=True, align=LEFT)
    for place, receiver in enumerate(receivers):
        end = "." if place + 1 == len(receivers) else ";"
        _line(left, f"- {receiver}{end}", size=11, align=LEFT)
    _line(right, "{%p for line in signs %}")
    _line(right, "{{ line }}", bold=True)
    _line(right, "{%p endfor %}")
    for _ in range(3):
        _line(right, "")
    _line(right, "{{ signer }}", bold=True)


def _notes(document: WordDocument) -> None:
    """What is still missing, on a page of its own; the page is gone when nothing is."""
    _tag(document, "if notes")
    page = _line(document, patterns()["words"]["notes_title"], size=13, bold=True, after=6)
    page.paragraph_format.page_break_before = True
    _tag(document, "for note in notes")
    _line(document, "{{ loop.index }}. {{ note }}.", size=13, align=LEFT, after=2)
    _tag(document, "endfor")
    _tag(document, "endif")


def main() -> None:
    """Write every template."""
    for kind in PaperKind:
        if kind is not PaperKind.MAP:
            make(kind).save(str(FOLDER / f"{kind.value}.docx"))


if __name__ == "__main__":
    main()
