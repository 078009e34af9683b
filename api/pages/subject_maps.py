"""`/maps/{subject}`: the map of a subject alone, or the way to the desk that shows it."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import DbSession, ServerResources
from api.map_question import ask
from api.pages.context import Page, PageContext, Verdicts
from api.subject_page import subject_page
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.remember_verdicts import VerdictMemory
from maps.assets import ServedAssets
from maps.subjects import SUBJECTS

router = APIRouter()

Alone = Annotated[bool, Query(description="The folium map by itself.")]


@router.get("/maps/{code}", response_class=HTMLResponse, include_in_schema=False)
def show_subject_map(
    *,
    code: str,
    page: Page,
    session: DbSession,
    resources: ServerResources,
    memory: Verdicts,
    frame: Alone = False,
) -> Response:
    """With `frame` the map alone; without, the way to the desk, which has the subject too."""
    subject = SUBJECTS.get(code)
    if subject is None or not subject.has_page:
        raise NotFound(
            N_("There is no map of {subject}; there are: {known}."),
            subject=repr(code),
            known=", ".join(one.code for one in SUBJECTS.values() if one.has_page),
        )
    texts = {option.name: page.query.get(option.name, "") for option in subject.options}
    if not frame:
        return RedirectResponse(page.url("/", subject=code, lang=page.query.get("lang"), **texts))
    question = ask(subject, _question(page, memory), texts)
    records = subject.read(session, question)
    html = subject_page(
        subject,
        records,
        assets=ServedAssets(page.asset("").rstrip("/")),
        language=page.language,
        register=resources.settings.register,
        background=resources.settings.base_map_url,
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-cache", "Vary": "Cookie"})


def _question(page: PageContext, memory: VerdictMemory) -> MapQuestion:
    return MapQuestion(
        as_of=page.day,
        province=page.province_slug,
        known_at=page.known_at,
        language=page.language,
        cluster_url=page.url("/clusters/{code}", province=None).replace("%7Bcode%7D", "{code}"),
        memory=memory,
    )
