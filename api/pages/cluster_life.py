"""`/clusters/{code}/life`: what became of a record: old and new, who, when, why, from where."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.identity import Person, require
from api.pages.context import Page, render
from api.pages.tables import CSV, XLSX
from api.parameters import today
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.trail_labels import CHANGE
from cluster_gis.reports.table_files import table_csv, table_workbook
from cluster_gis.reports.trail_files import life_table
from cluster_gis.services.tell_trail import Life, TrailWords, read_life
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)

Code = Annotated[str, Path(max_length=100)]
Findings = Annotated[bool, Query()]
#: Moments on one page; older ones follow.
PER_PAGE = 30


def life_for(session: DbSession, person: Actor, code: str, *, findings: bool) -> tuple[Life, str]:
    """The life and the cluster's name; raises NotFound, SignInNeeded, Forbidden."""
    place = place_of_cluster(session, code, today())
    require(person, Action.AUDIT_READ, place)
    return read_life(session, code, findings=findings), place.label


@router.get("/clusters/{code}/life", response_class=HTMLResponse)
def show_life(
    *,
    page: Page,
    session: DbSession,
    person: Person,
    code: Code,
    findings: Findings = False,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The life, newest first."""
    life, name = life_for(session, person, code, findings=findings)
    return render(
        "cluster_life.html",
        page,
        life=life,
        name=name,
        findings=findings,
        moments=life.moments[(number - 1) * PER_PAGE : number * PER_PAGE],
        number=number,
        last=max(1, -(-len(life.moments) // PER_PAGE)),
        words=TrailWords(page.language, life.titles),
        kinds=CHANGE,
    )


@router.get("/clusters/{code}/life.xlsx")
def save_workbook(
    *, page: Page, session: DbSession, person: Person, code: Code, findings: Findings = False
) -> Response:
    """The life as an Excel file, one row a field."""
    life, _ = life_for(session, person, code, findings=findings)
    content = table_workbook(life_table(life, TrailWords(page.language, life.titles)))
    return _file(content, XLSX, f"{code}-life.xlsx")


@router.get("/clusters/{code}/life.csv")
def save_csv(
    *, page: Page, session: DbSession, person: Person, code: Code, findings: Findings = False
) -> Response:
    """The life as CSV, one row a field."""
    life, _ = life_for(session, person, code, findings=findings)
    table = life_table(life, TrailWords(page.language, life.titles))
    return _file(table_csv(table, page.language), CSV, f"{code}-life.csv")


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
