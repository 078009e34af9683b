"""Make the Word templates of the legal opinion: cluster_gis/reports/templates/legal_opinion.*.docx.

Run from the checkout after a change of this file or of the words: the templates are shipped, and
an office may change a copy in Word. What stands in {{ }} and {% %} is filled by docxtpl from
cluster_gis/reports/opinion_words.py.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from cluster_gis.i18n import LANGUAGES, translator
from cluster_gis.reports.opinion_words import WORDS

FOLDER = Path(__file__).resolve().parents[1] / "cluster_gis" / "reports" / "templates"
FONT = "Times New Roman"
RED = RGBColor(0xB3, 0x26, 0x1E)


def make(language: str) -> WordDocument:
    """The template in one language."""
    _ = translator(language)
    word = {name: _(text) for name, text in WORDS.items()}
    document = Document()
    _page(document)
    _header(document, word)
    title = document.add_paragraph(word["title"].upper(), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _pairs(document, word)
    document.add_paragraph("{{ disclaimer }}").runs[0].italic = True
    _bullets(document, word["quality"], "quality", "item")
    _bullets(document, word["notices"], "notices", "item")
    document.add_heading(word["map"], 1)
    document.add_paragraph("{{ map }}")
    document.add_paragraph("{{ map_caption }}").runs[0].italic = True
    _table(document, word, "facts", {"fact": "name", "value": "value", "source": "source"})
    _findings(document, word)
    _bullets(
        document, word["missing"], "missing", "item.name }} – " + word["waits"] + " {{ item.rules"
    )
    _bullets(document, word["decisions"], "decisions", "item.said")
    columns = {"step": "title", "who": "who", "within": "within", "basis": "basis"}
    _table(document, word, "steps", columns)
    _table(document, word, "dossier", {"paper": "title", "need": "need", "basis": "basis"})
    columns = {"rule": "title", "verdict": "verdict_words", "why": "message", "basis": "basis"}
    _table(document, word, "others", columns)
    document.add_paragraph()
    signature = document.add_paragraph(word["signature"])
    signature.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.core_properties.title = word["title"]
    document.core_properties.author = "Cluster GIS"
    return document


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Title", "Heading 1", "List Bullet", "Header", "Footer"):
        style = document.styles[name]
        style.font.name = FONT
        properties = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            properties.set(qn(kind), FONT)
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Title"].font.size = Pt(16)
    document.styles["Heading 1"].font.size = Pt(13)


def _header(document: WordDocument, word: dict[str, str]) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    mark = header.add_run("{{ watermark }} ")
    mark.bold, mark.font.color.rgb, mark.font.size = True, RED, Pt(14)
    header.add_run("{{ name }} · {{ procedure }} · {{ on }}").font.size = Pt(9)
    footer = section.footer.paragraphs[0]
    footer.add_run(
        f"Cluster GIS · {word['revision']} {{{{ revision }}}} · {word['page']} "
    ).font.size = Pt(9)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)


def _pairs(document: WordDocument, word: dict[str, str]) -> None:
    rows = (
        ("subject", "{{ name }} ({{ code }}) {{ place }}"),
        ("procedure", "{{ procedure }}"),
        ("law_day", "{{ on }}"),
        ("law", "{{ law }}"),
        ("facts_day", "{{ facts_on }}"),
        ("revision", "{{ revision }}"),
        ("printed", "{{ printed_on }}"),
        ("result", "{{ result.words }} ({{ result.counts }})"),
    )
    table = document.add_table(rows=0, cols=2)
    for name, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = word[name], value
        cells[0].width, cells[1].width = Mm(45), Mm(120)
        if name == "result":
            cells[1].paragraphs[0].runs[0].bold = True


def _bullets(document: WordDocument, heading: str, name: str, value: str) -> None:
    document.add_heading(heading, 1)
    document.add_paragraph("{%p for item in " + name + " %}")
    document.add_paragraph("{{ " + value + " }}", style="List Bullet")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ w.none }}")
    document.add_paragraph("{%p endfor %}")


def _table(
    document: WordDocument, word: dict[str, str], name: str, columns: dict[str, str]
) -> None:
    document.add_heading(word[name], 1)
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _text(cell, word[column], bold=True)
    table.rows[1].cells[0].text = "{%tr for row in " + name + " %}"
    for cell, field in zip(table.rows[2].cells, columns.values(), strict=True):
        _text(cell, "{{ row." + field + " }}")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _text(cell: _Cell, text: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(10)


def _findings(document: WordDocument, word: dict[str, str]) -> None:
    document.add_heading(word["findings"], 1)
    document.add_paragraph("{%p for f in findings %}")
    head = document.add_paragraph()
    head.add_run("{{ f.verdict_words }}: {{ f.title }}").bold = True
    head.add_run(" [{{ f.rule }}]").font.size = Pt(9)
    head.paragraph_format.keep_with_next = True
    document.add_paragraph("{{ f.message }}")
    for label, field in (
        ("basis", "{{ f.basis }} ({{ f.confidence_words }})"),
        ("measured", "{{ f.measured }}; " + word["limit"].lower() + ": {{ f.limit }}"),
    ):
        _line(document, word[label], field)
    for label, field in (
        ("facts_used", "facts"),
        ("change", "change"),
        ("open", "open"),
        ("decision", "decision"),
    ):
        document.add_paragraph("{%p if f." + field + " %}")
        _line(document, word[label], "{{ f." + field + " }}")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")


def _line(document: WordDocument, label: str, value: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.left_indent = Mm(6)
    line.paragraph_format.space_after = Pt(2)
    line.add_run(f"{label}: ").italic = True
    line.add_run(value)
    for run in line.runs:
        run.font.size = Pt(10.5)


if __name__ == "__main__":
    for chosen in LANGUAGES:
        make(chosen).save(str(FOLDER / f"legal_opinion.{chosen}.docx"))
