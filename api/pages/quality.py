"""`/quality`: what a second look at the register finds, by severity, owner, province and check."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.pages.context import Page, PageContext, render
from api.plan_page import base_layers
from api.quality_filter import Quality, QualityFilter, build_filter
from cluster_gis.domain.quality import CHECKS, OWNER_NAMES, SEVERITIES, SEVERITY_NAMES
from maps.assets import ServedAssets
from maps.quality_map import Spot, build_quality_map, is_wide

router = APIRouter(include_in_schema=False)

PER_PAGE = 100
#: Drawn at most; the list has them all.
MOST_SPOTS = 1000
Word = Annotated[str, Query(max_length=40)]


def _filter(page: PageContext, severity: str, owner: str, check: str) -> QualityFilter:
    province = page.province.province.key if page.province else None
    return build_filter(severity=severity, owner=owner, check=check, province=province)


@router.get("/quality", response_class=HTMLResponse)
def show_quality(
    *,
    page: Page,
    session: DbSession,
    memory: Quality,
    severity: Word = "",
    owner: Word = "",
    check: Word = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The issues; raises InvalidInput naming a filter that is not known."""
    wanted = _filter(page, severity, owner, check)
    found, checked_at = memory.verification(session, as_of=page.day, revision=page.revision)
    issues = wanted.of(found)
    here = [issue for issue in found.issues if wanted.province in (None, issue.province_key)]
    chosen = {"severity": severity or None, "owner": owner or None, "check": check or None}
    return render(
        "quality.html",
        page,
        found=found,
        checked_at=checked_at,
        wanted=wanted,
        issues=issues[(number - 1) * PER_PAGE : number * PER_PAGE],
        total=len(issues),
        number=number,
        last=max(1, -(-len(issues) // PER_PAGE)),
        by_severity=Counter(issue.severity for issue in here),
        by_owner=Counter(issue.owner for issue in here),
        by_check=Counter(issue.check for issue in here),
        provinces={item.province.key: item.province.short_name for item in page.provinces},
        placed=sum(issue.lon is not None for issue in issues),
        most_spots=MOST_SPOTS,
        map_url=page.url("/quality/map", lang=page.language, **chosen),
        severities=SEVERITIES,
        severity_names=SEVERITY_NAMES,
        owners=OWNER_NAMES,
        checks=CHECKS,
    )


@router.get("/quality/map", response_class=HTMLResponse)
def show_quality_map(
    *,
    page: Page,
    session: DbSession,
    memory: Quality,
    severity: Word = "",
    owner: Word = "",
    check: Word = "",
) -> HTMLResponse:
    """The places of the issues on a small map, for the page's frame."""
    found, _ = memory.verification(session, as_of=page.day, revision=page.revision)
    spots = [
        Spot(
            lon=issue.lon,
            lat=issue.lat,
            severity=issue.severity,
            title=issue.name or issue.code or "",
            text=issue.text(page.language),
            url=page.url(f"/clusters/{issue.code}") if issue.code else None,
            indicative=issue.indicative,
        )
        for issue in _filter(page, severity, owner, check).of(found)
        if issue.lon is not None and issue.lat is not None
    ][:MOST_SPOTS]
    layers = base_layers(page.day, country=is_wide(spots))
    built = build_quality_map(
        spots,
        land=layers.land,
        lines=layers.province_lines,
        assets=ServedAssets(page.asset("").rstrip("/")),
        _=page.gettext,
        language=page.language,
    )
    return HTMLResponse(
        built.figure.render(), headers={"Cache-Control": "no-cache", "Vary": "Cookie"}
    )
