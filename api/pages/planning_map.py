"""`/`: the planning map of the province chosen, and `/maps/plan`, the map alone."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession, ServerResources
from api.pages.context import Page, PageContext, Verdicts, render
from api.plan_page import plan_page
from cluster_gis.formats import Formats
from cluster_gis.services.read_plan_map import read_plan_map
from cluster_gis.storage.queries.overview import count_gaps
from maps.assets import ServedAssets

router = APIRouter()

Frame = Annotated[bool, Query(description="The page around the map has the controls of the day.")]


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def show_planning_map(
    page: Page, session: DbSession, select: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """The page around the map: province, day, what is known of how many. select: a cluster."""
    key = page.province.province.key if page.province else None
    gaps = count_gaps(session, province=key, as_of=page.day, revision=page.revision)
    coverage = [_coverage(session, page, item) for item in page.shown if item.reported is not None]
    address = page.url("/maps/plan", province=page.province_slug, lang=page.language, frame="true")
    return render(
        "planning_map.html",
        page,
        gaps=gaps,
        coverage=coverage,
        map_url=f"{address}#cluster={quote(select)}" if select else address,
    )


def _coverage(session: DbSession, page: PageContext, item: Any) -> dict[str, Any]:
    counted = count_gaps(
        session, province=item.province.key, as_of=page.day, revision=page.revision
    )
    return {
        "province": item.province.short_name,
        "known": counted.established,
        "reported": item.reported,
        "when": Formats(page.language).printed(item.reported_on or ""),
        "url": item.source_url,
    }


@router.get("/maps/plan", response_class=HTMLResponse, include_in_schema=False)
def show_plan_map(
    *,
    page: Page,
    session: DbSession,
    resources: ServerResources,
    memory: Verdicts,
    frame: Frame = False,
) -> HTMLResponse:
    """The folium map by itself; with `frame`, without its own choice of province and day."""
    records = read_plan_map(
        session,
        province=page.province_slug,
        as_of=page.day,
        known_at=page.known_at,
        language=page.language,
        memory=memory,
        cluster_url=page.url("/clusters/{code}", province=None).replace("%7Bcode%7D", "{code}"),
    )
    html = plan_page(
        records,
        assets=ServedAssets(page.asset("").rstrip("/")),
        language=page.language,
        register=resources.settings.register,
        reload_url=None if frame else page.here(as_of=None),
        background=resources.settings.base_map_url,
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-cache", "Vary": "Cookie"})
