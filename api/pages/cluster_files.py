"""`/clusters.xlsx`, `/clusters.csv`: the list as the page filters it; and the empty template."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import DbSession, ServerResources
from api.pages.clusters import (
    ANY_FORMED_LABEL,
    CLASS_THEMES,
    cluster_filter,
    parse_order,
    wanted_classes,
)
from api.pages.context import Page, PageContext
from cluster_gis.domain.list_columns import STATUS
from cluster_gis.first_use import on_first_use
from cluster_gis.i18n import N_
from cluster_gis.reports.cluster_list import build_csv, build_workbook
from cluster_gis.services.read_cluster_list import ClusterList, read_cluster_list
from cluster_gis.storage.queries.cluster_list import ANY_FORMED, ClusterFilter
from cluster_gis.storage.queries.cluster_record import units_by_key

if TYPE_CHECKING:
    from cluster_gis.reports.list_template import build_template
else:
    build_template = on_first_use("cluster_gis.reports.list_template", "build_template")

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Text = Annotated[str, Query(max_length=200)]


def get_list(
    page: Page,
    session: DbSession,
    resources: ServerResources,
    q: Text = "",
    status: Text = "",
    unit: Text = "",
    sort: Text = "name",
) -> ClusterList:
    """The list as the page filters and sorts it."""
    wanted = cluster_filter(page, session, q=q, status=status, unit=unit)
    order, descending = parse_order(sort or "name")
    entries = read_cluster_list(
        session,
        wanted,
        as_of=page.day,
        revision=page.revision,
        language=page.language,
        order=order,
        descending=descending,
    )
    return ClusterList(
        entries=entries,
        province=page.province.province.name if page.province else None,
        as_of=page.day,
        known_at=page.known_at,
        revision=page.revision,
        register=resources.settings.register,
        filters=_told(page, session, wanted),
    )


Listed = Annotated[ClusterList, Depends(get_list)]


def _told(page: PageContext, session: DbSession, wanted: ClusterFilter) -> list[tuple[str, str]]:
    """The filter as people say it."""
    told = []
    if wanted.status:
        label = STATUS.get(wanted.status, N_("Not known on this date"))
        if wanted.status == ANY_FORMED:
            label = ANY_FORMED_LABEL
        told.append((N_("State"), page.gettext(label)))
    told += [
        (CLASS_THEMES[name].label, page.gettext(CLASS_THEMES[name].category(code).label))
        for name, code in wanted_classes(page).items()
    ]
    if wanted.unit:
        units = units_by_key(session, [wanted.unit], revision=page.revision)
        name = units[wanted.unit]["name"] if wanted.unit in units else wanted.unit
        told.append((N_("Unit"), str(name)))
    if wanted.search:
        told.append((N_("Search"), f"“{wanted.search}”"))
    return told


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/clusters.xlsx", include_in_schema=False)
def download_workbook(page: Page, listed: Listed) -> Response:
    """The list as an Excel file; the filter stands in its first rows."""
    return _file(build_workbook(listed, page.language), _name(page, "xlsx"), XLSX)


@router.get("/clusters.csv", include_in_schema=False)
def download_csv(page: Page, listed: Listed) -> Response:
    """The same as CSV."""
    return _file(build_csv(listed, page.language), _name(page, "csv"), CSV)


@router.get("/clusters/template.xlsx", include_in_schema=False)
def download_template(page: Page) -> Response:
    """The empty list to fill in."""
    return _file(build_template(page.language), "cluster-list-template.xlsx", XLSX)


def _name(page: PageContext, suffix: str) -> str:
    return f"clusters-{page.province_slug}-{page.day.isoformat()}.{suffix}"
