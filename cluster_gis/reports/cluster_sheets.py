"""Sheets of single clusters: one as a PDF of its own, all of a province as an atlas."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from cluster_gis.boundary.zones import ZONES
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.reports.map_sheets import (
    PrintJob,
    SheetRequest,
    about,
    around_cluster,
    feature_of,
    prepare_map,
)
from cluster_gis.services.print_boundary import FoundTable
from cluster_gis.services.read_print import PrintRecords
from maps import styles
from maps.plan_map import LOOK
from maps.print.atlas import Entry, draw_list_page, entries_a_page
from maps.print.cluster_sheet import (
    PANEL_MM,
    ClusterSheet,
    PointRow,
    PointTable,
    draw_cluster_sheet,
    draw_table_page,
    table_page_count,
)
from maps.print.document import Draft, write_pdf
from maps.print.page import Page
from maps.print.paper import Sheet, choose
from maps.print.projection import Plane, middle_of, size_of
from maps.print.subject_sheet import draw_subject_sheet


def prepare_cluster(
    found: PrintRecords,
    request: SheetRequest,
    *,
    language: str,
    register: Literal["real", "simulated"],
    printed_on: date,
) -> PrintJob:
    """The plan of the province from which sheets of its clusters are made."""
    return prepare_map(
        found.records,
        LOOK,
        replace(request, bbox=None, cluster=None, theme=None),
        language=language,
        register=register,
        printed_on=printed_on,
        communes=found.communes,
        restricted=found.restricted,
    )


def print_cluster_sheet(job: PrintJob, found: PrintRecords, code: str) -> bytes:
    """The PDF of one cluster; a long coordinate table follows on pages of its own.

    Raises NotFound when there is no such cluster or no place of it is known.
    """
    name = feature_of(job.wanted.clusters, code)["properties"]["name"]
    drafts = _drafts(job, found.tables.get(code), code, number="1/1")
    return write_pdf(drafts, replace(about(job.wanted), title=" ".join(name.split())))


def atlas_drafts(job: PrintJob, found: PrintRecords) -> list[Draft]:
    """Index map, list of sheets, one sheet a cluster; to be written by `write_pdf`.

    A cluster without any known place has no sheet; the list says so.
    """
    wanted, _ = job.wanted, translator(job.wanted.language)
    paper = Sheet(job.request.paper, bool(job.request.landscape))
    placed = [feature for feature in wanted.clusters if feature.get("geometry") is not None]
    each = entries_a_page(paper)
    lists = -(-len(wanted.clusters) // each)
    pages: dict[str, int] = {}
    sheets: list[Draft] = []
    for number, feature in enumerate(placed, 1):
        code = feature["properties"]["code"]
        pages[code] = 1 + lists + len(sheets) + 1
        sheets += _drafts(job, found.tables.get(code), code, number=f"{number}/{len(placed)}")
    entries = _entries(job, pages)
    index: Draft = (_(N_("Index map")), lambda: _draw_index(job))
    listed = [
        _list_draft(job, entries[start : start + each], paper)
        for start in range(0, len(entries), each)
    ]
    return [index, *listed, *sheets]


def _list_draft(job: PrintJob, entries: Sequence[Entry], paper: Sheet) -> Draft:
    _ = translator(job.wanted.language)
    return _(N_("List of sheets")), lambda: draw_list_page(job.wanted, entries, paper)


def _entries(job: PrintJob, pages: dict[str, int]) -> list[Entry]:
    _, formats = translator(job.wanted.language), Formats(job.wanted.language)
    return [
        Entry(
            name=known["name"],
            state=_(styles.STATE.category(known.get("status")).label),
            area=formats.hectares(known["area_ha"]) if known.get("area_ha") is not None else "–",
            page=pages.get(known["code"]),
        )
        for known in (feature["properties"] for feature in job.wanted.clusters)
    ]


def _draw_index(job: PrintJob) -> Page:
    request = job.request
    sheet, scale = choose(
        size_of(job.area), paper=request.paper, landscape=bool(request.landscape), scale=None
    )
    title = translator(job.wanted.language)(N_("Atlas of industrial clusters"))
    return draw_subject_sheet(
        replace(job.wanted, title=title), sheet, middle_of(job.area), scale=scale
    )


def _drafts(job: PrintJob, table: FoundTable | None, code: str, *, number: str) -> list[Draft]:
    """The sheet of a cluster and the pages of its coordinate table."""
    request, wanted, province = job.request, job.wanted, job.area
    if table is not None and ZONES[table.epsg].kind == "tm3":
        # The sheet's grid is that of the coordinate table, so that points can be checked on it.
        west, south, east, north = wanted.plane.degrees(province)
        wanted = replace(wanted, plane=Plane(table.epsg))
        province = wanted.plane.limits((south, west, north, east))
    asked = ClusterSheet(
        wanted=wanted,
        code=code,
        area=around_cluster(wanted, code),
        province=province,
        table=_table(table) if table else None,
    )
    landscape = bool(request.landscape)
    sheet, scale = choose(
        size_of(asked.area),
        paper=request.paper,
        landscape=landscape,
        scale=request.scale,
        panel_mm=PANEL_MM,
    )
    name = " ".join(asked.feature["properties"]["name"].split())
    drafts: list[Draft] = [
        (name, lambda: draw_cluster_sheet(asked, sheet, scale=scale, number=number))
    ]
    points = asked.table
    if points is not None:
        said = translator(wanted.language)(N_("Coordinates: {name}")).format(name=name)
        drafts += [
            (said, lambda place=place: draw_table_page(asked, points, sheet, place))  # type: ignore[misc]
            for place in range(table_page_count(asked, sheet))
        ]
    return drafts


def _table(found: FoundTable) -> PointTable:
    rows = [PointRow(row.name, row.north, row.east, row.side_m) for row in found.table.rows]
    return PointTable(epsg=found.epsg, preamble=found.table.preamble[1:], rows=rows)
