"""`/audit`: who did what, by day, person, table and cluster; an act row by row; as files."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.identity import Person
from api.pages.context import Page, PageContext, render
from api.pages.tables import CSV, XLSX
from api.trail_question import Question, TrailQuestion, readable
from cluster_gis.domain.trail import Act
from cluster_gis.domain.trail_labels import OPERATION
from cluster_gis.errors import Conflict, NotFound
from cluster_gis.i18n import N_
from cluster_gis.reports.table_files import Value, table_csv, table_workbook
from cluster_gis.reports.trail_files import acts_table
from cluster_gis.services.read_day import MOST_ACTS, counts_of, read_day, tell_counts
from cluster_gis.services.tell_trail import TrailWords
from cluster_gis.storage.queries import trail as queries
from cluster_gis.storage.queries.trail import Wanted

router = APIRouter(include_in_schema=False)

PER_PAGE = 50
ROWS_PER_PAGE = 100


@router.get("/audit", response_class=HTMLResponse)
def show_acts(page: Page, session: DbSession, person: Person, question: Question) -> HTMLResponse:
    """The newest acts asked for; of one day also who did what."""
    acts = queries.list_acts(session, question.wanted, limit=PER_PAGE + 1)
    words = TrailWords(page.language)
    scope, on = readable(person)
    narrowed = any((question.wanted.person, question.wanted.table, question.wanted.cluster))
    day = question.day
    return render(
        "audit.html",
        page,
        question=question,
        acts=acts[:PER_PAGE],
        more=len(acts) > PER_PAGE,
        people=queries.people_of(session, question.wanted),
        day_people=read_day(session, day, scope=scope, on=on) if day and not narrowed else None,
        words=words,
        told={act.number: tell_counts(counts_of(act), words) for act in acts},
        tell_counts=tell_counts,
        day_before=day - timedelta(days=1) if day else None,
        day_after=day + timedelta(days=1) if day else None,
    )


@router.get("/audit.xlsx")
def save_workbook(page: Page, session: DbSession, question: Question) -> Response:
    """The acts asked for as an Excel file."""
    content = table_workbook(acts_table(*_chosen(page, session, question)))
    return _file(content, XLSX, "xlsx")


@router.get("/audit.csv")
def save_csv(page: Page, session: DbSession, question: Question) -> Response:
    """The acts asked for as CSV."""
    content = table_csv(acts_table(*_chosen(page, session, question)), page.language)
    return _file(content, CSV, "csv")


def _chosen(
    page: PageContext, session: DbSession, question: TrailQuestion
) -> tuple[list[Act], TrailWords, list[tuple[str, Value]]]:
    acts = queries.list_acts(session, question.wanted, limit=MOST_ACTS + 1)
    if len(acts) > MOST_ACTS:
        raise Conflict(
            N_("More than {most} acts; choose a day, a person or a table."), most=MOST_ACTS
        )
    _ = page.gettext
    words = TrailWords(page.language)
    wanted = question.wanted
    head: list[tuple[str, Value]] = [
        (_(N_("Day")), question.day or _(N_("every day"))),
        (_(N_("By")), wanted.person or _(N_("any person"))),
        (_(N_("Table")), words.table(wanted.table) if wanted.table else _(N_("every table"))),
        (_(N_("Cluster")), wanted.cluster or _(N_("every cluster"))),
    ]
    return acts, words, head


def _file(content: bytes, media_type: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="audit.{suffix}"'}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/audit/{number}", response_class=HTMLResponse)
def show_act(
    page: Page,
    session: DbSession,
    person: Person,
    number: Annotated[int, Path(ge=1)],
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """One act, row by row; raises NotFound for one that the reader may not see."""
    scope, on = readable(person)
    wanted = Wanted(scope=scope, on=on)
    act = queries.find_act(session, number, wanted)
    if act is None:
        raise NotFound(N_("The trail has no act {number}."), number=number)
    entries = queries.entries_of(session, act, wanted, after=after, limit=ROWS_PER_PAGE + 1)
    keys = {
        str(value)
        for entry in entries
        for side in (entry.old, entry.new)
        for name, value in (side or {}).items()
        if name == "source_key" or name.endswith("document_key")
    }
    return render(
        "audit_act.html",
        page,
        act=act,
        entries=entries[:ROWS_PER_PAGE],
        more=len(entries) > ROWS_PER_PAGE,
        total=queries.count_entries(session, act, wanted),
        whole=scope.everywhere,
        words=TrailWords(page.language, queries.titles_of(session, sorted(keys))),
        operations=OPERATION,
        after=after,
    )
