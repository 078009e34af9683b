"""A report as the files it is issued with, and one of them by its format."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.first_use import on_first_use
from cluster_gis.i18n import LANGUAGES
from cluster_gis.services.make_report import Report
from cluster_gis.services.report_context import ReportContext

if TYPE_CHECKING:
    from cluster_gis.reports.form_workbook import form_workbook
    from cluster_gis.reports.narrative_document import narrative_document
    from cluster_gis.reports.narrative_pdf import narrative_pdf
    from cluster_gis.reports.table_workbook import table_workbook
else:
    form_workbook = on_first_use("cluster_gis.reports.form_workbook", "form_workbook")
    table_workbook = on_first_use("cluster_gis.reports.table_workbook", "table_workbook")
    narrative_document = on_first_use(
        "cluster_gis.reports.narrative_document", "narrative_document"
    )
    narrative_pdf = on_first_use("cluster_gis.reports.narrative_pdf", "narrative_pdf")

FORMATS = ("xlsx", "docx", "pdf", "json")
#: Formats that tell more than the form; only forms of an area have a covering report.
TOLD = ("docx", "pdf")
_WITH_TEXT = frozenset({"province", "local_unit"})
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def formats_of(form: Form) -> tuple[str, ...]:
    """The formats a form is made in."""
    told = form.subject in _WITH_TEXT and form.layout == "indicators"
    return FORMATS if told else tuple(fmt for fmt in FORMATS if fmt not in TOLD)


def report_file(
    report: Report,
    context: ReportContext | None,
    fmt: str,
    language: str,
    *,
    printed_on: date,
    link: str = "",
    paper: Paper | None = None,
) -> bytes:
    """The bytes of a report in one format and language. context: needed for DOCX and PDF alone.

    paper: number, day and signer of an issued report.
    """
    if fmt == "json":
        plain = json.loads(canonical_json(report.document()))
        return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8")
    if fmt == "xlsx" and report.form.layout == "table":
        return table_workbook(report, language, printed_on=printed_on, link=link, paper=paper)
    if fmt == "xlsx":
        return form_workbook(report, language, printed_on=printed_on, link=link, paper=paper)
    told = context or ReportContext(before=None, late=(), dated=0, questions=(), plan=None)
    make = narrative_document if fmt == "docx" else narrative_pdf
    return make(report, told, language, printed_on=printed_on, link=link, paper=paper)


def report_files(
    report: Report,
    context: ReportContext | None,
    *,
    printed_on: date,
    link: str = "",
    paper: Paper | None = None,
    formats: Sequence[str] | None = None,
) -> dict[tuple[str, str], bytes]:
    """(format, language) -> bytes, both languages of each format that has words."""
    return {
        (fmt, language): report_file(
            report, context, fmt, language, printed_on=printed_on, link=link, paper=paper
        )
        for fmt, language in product(formats or formats_of(report.form), LANGUAGES)
        if fmt != "json" or language == LANGUAGES[0]
    }


def file_name(form: str, period: str, unit: str, fmt: str) -> str:
    """A name that is safe everywhere: 04-2026-H1-2025-31.xlsx."""
    stem = f"{form}-{period}-{unit or 'vn'}"
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in stem)
    return f"{safe}.{fmt}"
