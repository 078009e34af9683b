"""A report as the files it is issued with, and one of them by its format."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import product

from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.i18n import LANGUAGES
from cluster_gis.reports.form_workbook import form_workbook
from cluster_gis.services.make_report import Report

FORMATS = ("xlsx", "json")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def report_file(report: Report, fmt: str, language: str, *, printed_on: date) -> bytes:
    """The bytes of a report in one format and language."""
    if fmt == "json":
        plain = json.loads(canonical_json(report.document()))
        return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8")
    return form_workbook(report, language, printed_on=printed_on)


def report_files(
    report: Report, *, printed_on: date, formats: Sequence[str] = FORMATS
) -> dict[tuple[str, str], bytes]:
    """(format, language) -> bytes, both languages of each format."""
    return {
        (fmt, language): report_file(report, fmt, language, printed_on=printed_on)
        for fmt, language in product(formats, LANGUAGES)
        if fmt != "json" or language == LANGUAGES[0]
    }


def file_name(form: str, period: str, unit: str, fmt: str) -> str:
    """A name that is safe everywhere: 04-2026-H1-2025-31.xlsx."""
    stem = f"{form}-{period}-{unit or 'vn'}"
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in stem)
    return f"{safe}.{fmt}"
