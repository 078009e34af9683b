"""The covering report as a Word file, laid out as Decree 30/2020/NĐ-CP asks."""

import io
from datetime import date
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from cluster_gis.domain.reporting.forms import WHOLE
from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.reports.form_words import form_words, inner_name, period_words, unit_words
from cluster_gis.reports.legal_opinion import xml_safe
from cluster_gis.reports.narrative import tell_report
from cluster_gis.reports.typesetting import TEMPLATES
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.make_report import Report
from cluster_gis.services.report_context import ReportContext


def narrative_document(
    report: Report,
    context: ReportContext,
    language: str,
    *,
    printed_on: date,
    link: str,
    paper: Paper | None = None,
) -> bytes:
    """The DOCX file: head, text drawn from the figures, the form as its annex, recipients.

    link: the verification address the QR code holds; "" = not issued, no code.
    """
    document = DocxTemplate(TEMPLATES / "covering_report.docx")
    data = xml_safe(narrative_data(report, context, language, printed_on=printed_on, paper=paper))
    picture: Any = ""
    if link:
        png = io.BytesIO()
        segno.make(link, micro=False).save(png, kind="png", scale=6, border=2)
        png.seek(0)
        picture = InlineImage(document, png, width=Mm(24))
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document.render(data | {"qr": picture, "link": link}, sandbox, autoescape=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def narrative_data(
    report: Report,
    context: ReportContext,
    language: str,
    *,
    printed_on: date,
    paper: Paper | None = None,
) -> dict[str, Any]:
    """Plain data of the covering report, for the Word and the PDF template."""
    _, formats = translator(language), Formats(language)
    words = form_words(report, language, printed_on=printed_on, paper=paper)
    cells = {cell.number: cell for cell in report.cells}
    vietnamese = language == "vi"
    superior, body = _bodies(report, language)
    copies = [
        _(N_("- as above;")),
        _(N_("- on file.")),
    ]
    rows = []
    for figure in report.form.figures:
        cell = cells.get(figure.number)
        value = ""
        if cell is not None and cell.value is not None:
            value = formats.number(cell.value, 0 if figure.unit in WHOLE else 4)
        rows.append(
            {
                "number": figure.number,
                "label": figure.label.of(language),
                "unit": "" if figure.aggregate == "section" else unit_words(figure, language),
                "value": value,
                "remark": explain_cell(cell, figure, language) if cell else "",
                "section": figure.aggregate == "section",
            }
        )
    return {
        "language": language,
        "superior": superior.upper(),
        "reporter": body.upper(),
        "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        if vietnamese
        else "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc"
        if vietnamese
        else "Independence - Freedom - Happiness",
        "number": words.number_line,
        "place_and_day": words.place_and_day,
        "kind": _(N_("REPORT")),
        "subject": _(N_("Situation of industrial clusters of {unit}, {period}")).format(
            unit=inner_name(report.unit.name), period=period_words(report.period, language)
        ),
        "to": _(N_("To:")),
        "recipients": list(words.recipients),
        "marks": list(words.marks),
        "sections": [
            {"heading": one.heading, "level": one.level, "paragraphs": list(one.paragraphs)}
            for one in tell_report(report, context, language)
        ],
        "annex": _(N_("Annex: {form}")).format(form=f"{words.number} – {words.title}"),
        "heads": [
            _(N_("No.")),
            _(N_("Indicator")),
            _(N_("Unit of measure")),
            _(N_("Result")),
            _(N_("Remarks")),
        ],
        "rows": rows,
        "notes": [*words.notes, words.known],
        "copies_title": _(N_("Copies:")),
        "copies": copies,
        "signer": list(words.signer),
        "signed_by": words.signed_by,
        "verify": _(N_("Verify this report")),
        "form": words.number,
        "title": words.title,
        "period": words.period,
        "basis": words.basis,
    }


def _bodies(report: Report, language: str) -> tuple[str, str]:
    """The body above the reporter ("" = none) and the reporter, as the head of a paper has them."""
    _, unit = translator(language), inner_name(report.unit.name)
    if report.form.form == "04":
        return _(N_("PC of {unit}")).format(unit=unit), _(N_("Department of Industry and Trade"))
    return "", _(N_("People's Committee of {unit}")).format(unit=unit)
