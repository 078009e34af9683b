"""`/clusters`: the list, with search, filters, order and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.pages.context import Page, PageContext, Verdicts, render
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.classify_clusters import codes_in_classes
from cluster_gis.storage.queries.cluster_list import (
    ANY_FORMED,
    ORDERS,
    ClusterFilter,
    count_by_status,
    list_clusters,
    units_with_clusters,
)
from cluster_gis.storage.queries.clusters import ClusterAt
from cluster_gis.storage.queries.lineage import same_clusters
from maps.styles import STATE, THEMES
from maps.subject_styles import DELAY, DONE, FILL, UNLEASED, WASTEWATER

router = APIRouter()

PER_PAGE = 100
#: Theme -> its classes, by which the list can be filtered besides the state.
CLASS_THEMES = {theme.code: theme for theme in (FILL, UNLEASED, DONE, WASTEWATER, DELAY)}
STATUSES = [category.code for category in STATE.categories] + [ANY_FORMED]
ANY_FORMED_LABEL = N_("Established, being built or operating")
#: The procedure whose verdict is told in the list.
LIST_PROCEDURE = "establish"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What the list shows. counts: status -> clusters, whatever status is wanted.

    merged: code -> names of other records that mean the same cluster.
    """

    rows: Sequence[ClusterAt]
    verdicts: Mapping[str, str]
    counts: Mapping[str, int]
    found: int
    total: int
    wanted: ClusterFilter
    order: str
    descending: bool
    number: int
    merged: Mapping[str, Sequence[str]]

    @property
    def last(self) -> int:
        """Number of the last page, from 1."""
        return max(1, -(-self.found // PER_PAGE))


@router.get("/clusters", response_class=HTMLResponse, include_in_schema=False)
def show_clusters(
    *,
    page: Page,
    session: DbSession,
    memory: Verdicts,
    q: Annotated[str, Query(max_length=200)] = "",
    status: Annotated[str, Query(max_length=40)] = "",
    unit: Annotated[str, Query(max_length=40)] = "",
    sort: Annotated[str, Query(max_length=20)] = "name",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    hx_request: Annotated[str, Header()] = "",
    hx_history_restore_request: Annotated[str, Header()] = "",
) -> HTMLResponse:
    """The whole page, or for htmx only the results; both from the same records."""
    wanted = cluster_filter(page, session, q=q, status=status, unit=unit)
    shown = _read(session, memory, page, wanted, sort=sort or "name", number=number)
    partial = hx_request == "true" and hx_history_restore_request != "true"
    return render(
        "parts/cluster_results.html" if partial else "clusters.html",
        page,
        list=shown,
        themes=THEMES,
        class_themes=CLASS_THEMES,
        classes=wanted_classes(page),
        any_formed=(ANY_FORMED, ANY_FORMED_LABEL),
        units=()
        if partial
        else units_with_clusters(
            session,
            province=wanted.province,
            as_of=page.day,
            revision=page.revision,
        ),
    )


def cluster_filter(
    page: PageContext, session: DbSession, *, q: str, status: str, unit: str
) -> ClusterFilter:
    """What the address asks for; raises InvalidInput for an unknown state or class."""
    province = page.province.province.key if page.province else None
    classes = wanted_classes(page)
    return ClusterFilter(
        province=province,
        status=_check("status", status, STATUSES) or None,
        unit=unit or None,
        search=q.strip() or None,
        codes=codes_in_classes(
            session, classes, province=province, as_of=page.day, revision=page.revision
        )
        if classes
        else None,
    )


def wanted_classes(page: PageContext) -> dict[str, str]:
    """Theme -> class that the address asks for (`?wastewater=none`); raises InvalidInput."""
    return {
        name: _check(name, value, [kind.code for kind in theme.categories])
        for name, theme in CLASS_THEMES.items()
        if (value := page.query.get(name, ""))
    }


def _check(name: str, value: str, allowed: Sequence[str]) -> str:
    if value and value not in allowed:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field=name,
            value=repr(value),
            expected=", ".join(allowed),
        )
    return value


def parse_order(sort: str) -> tuple[str, bool]:
    """(order, descending) of `sort`; raises InvalidInput."""
    order, descending = sort.removeprefix("-"), sort.startswith("-")
    if order not in ORDERS:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="sort",
            value=repr(sort),
            expected=", ".join([*ORDERS, *(f"-{name}" for name in ORDERS)]),
        )
    return order, descending


def _read(
    session: DbSession,
    memory: Verdicts,
    page: PageContext,
    wanted: ClusterFilter,
    *,
    sort: str,
    number: int,
) -> ListPage:
    order, descending = parse_order(sort)
    clock: dict[str, Any] = {"as_of": page.day, "revision": page.revision}
    any_status = replace(wanted, status=None)
    counts = count_by_status(session, any_status, **clock)
    rows = list_clusters(
        session,
        wanted,
        **clock,
        order=order,
        descending=descending,
        limit=PER_PAGE,
        offset=(number - 1) * PER_PAGE,
    )
    codes = [row.code for row in rows]
    told = memory.verdicts(
        session,
        codes,
        procedure=LIST_PROCEDURE,
        on=page.day,
        revision=page.revision,
        known_at=page.known_at,
    )
    merged: dict[str, list[str]] = {}
    for item in same_clusters(session, revision=page.revision):
        merged.setdefault(item.kept_code, []).append(item.name)
    return ListPage(
        rows=rows,
        verdicts={code: one.verdict for code, one in told.items()},
        counts=counts,
        found=sum(counts.get(one, 0) for one in wanted.statuses or counts),
        total=sum(counts.values()),
        wanted=wanted,
        order=order,
        descending=descending,
        number=number,
        merged=merged,
    )
