"""The covering report as PDF: text, charts, the form as its annex, the map of the province."""

import io
from datetime import date
from typing import Any, Literal, cast

import segno
from pypdf import PdfReader, PdfWriter

from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.reports.charts import Bar, bars, draw
from cluster_gis.reports.map_sheets import SheetRequest, prepare_map, print_pdf
from cluster_gis.reports.narrative_document import narrative_data
from cluster_gis.reports.typesetting import typeset
from cluster_gis.services.make_report import Report
from cluster_gis.services.report_context import ReportContext
from maps.plan_map import LOOK

#: Rows drawn as bars: from the plan to clusters at work.
_STEPS = (
    ("1", N_("in the plan")),
    ("3", N_("established")),
    ("9", N_("detailed plan approved")),
    ("11", N_("project approved")),
    ("15", N_("at work")),
    ("26", N_("wastewater treatment built or being built")),
)


def narrative_pdf(
    report: Report,
    context: ReportContext,
    language: str,
    *,
    printed_on: date,
    link: str,
    paper: Paper | None = None,
) -> bytes:
    """The PDF: fonts inside, the map on a last page when one can be drawn. link: "" = no code."""
    data = narrative_data(report, context, language, printed_on=printed_on, paper=paper)
    text = typeset(
        "statutory_report.typ",
        data | {"charts": _charts(report, language), "qr": _code(link), "link": link},
        printed_on=printed_on,
    )
    plan = _map(report, context, language, printed_on)
    if plan is None:
        return text
    writer = PdfWriter()
    for part in (text, plan):
        writer.append(PdfReader(io.BytesIO(part)))
    writer.add_metadata({"/Title": data["subject"], "/Producer": "Cluster GIS"})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _charts(report: Report, language: str) -> list[dict[str, str]]:
    """Counts by step, of rows that are known; a partial one is marked."""
    _, formats = translator(language), Formats(language)
    cells = {cell.number: cell for cell in report.cells}
    rows = []
    for number, name in _STEPS:
        cell = cells.get(number)
        if cell is None or cell.value is None:
            continue
        mark = "" if cell.state == "complete" else " *"
        rows.append(Bar(_(name), float(cell.value), f"{formats.number(cell.value)}{mark}"))
    if not rows:
        return []
    title = _(N_("Clusters by step (* not complete)"))
    return [{"title": title, "svg": draw(bars(rows))}]


def _code(link: str) -> str:
    if not link:
        return ""
    picture = io.BytesIO()
    segno.make(link, micro=False).save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue().decode("utf-8")


def _map(report: Report, context: ReportContext, language: str, printed_on: date) -> bytes | None:
    if context.plan is None:
        return None
    register = cast("Literal['real', 'simulated']", report.register)
    made: dict[str, Any] = {"language": language, "register": register, "printed_on": printed_on}
    try:
        job = prepare_map(
            context.plan.records,
            LOOK,
            SheetRequest(paper="A4"),
            communes=context.plan.communes,
            **made,
        )
        return print_pdf(job)
    except InvalidInput:
        # No scale of the sheet shows the unit: the report stands without its map.
        return None
