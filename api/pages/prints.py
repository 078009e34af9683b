"""`/maps/{subject}.pdf` and `/clusters/{code}/sheet.pdf`: maps on paper at an exact scale."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import DbSession
from api.map_question import ask
from api.pages.context import Page, PageContext, Verdicts
from api.pages.documents import PDF, download
from api.parameters import today
from cluster_gis.errors import InvalidInput
from cluster_gis.first_use import on_first_use
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_print import read_cluster_print, read_print
from maps.print.paper import parse_bbox, parse_paper, parse_scale
from maps.subjects import get_subject

if TYPE_CHECKING:
    from cluster_gis.reports.cluster_sheets import prepare_cluster, print_cluster_sheet
    from cluster_gis.reports.map_sheets import SheetRequest, prepare_map, print_pdf
else:
    prepare_cluster = on_first_use("cluster_gis.reports.cluster_sheets", "prepare_cluster")
    print_cluster_sheet = on_first_use("cluster_gis.reports.cluster_sheets", "print_cluster_sheet")
    SheetRequest = on_first_use("cluster_gis.reports.map_sheets", "SheetRequest")
    prepare_map = on_first_use("cluster_gis.reports.map_sheets", "prepare_map")
    print_pdf = on_first_use("cluster_gis.reports.map_sheets", "print_pdf")

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=80)]
#: Turn of the paper, as addresses write it.
_TURNS = {"": None, "landscape": True, "portrait": False}


@router.get("/maps/{code}.pdf")
def print_map(
    *,
    page: Page,
    session: DbSession,
    memory: Verdicts,
    code: Annotated[str, Path(max_length=40)],
    paper: Text = "A3",
    scale: Text = "",
    orientation: Text = "",
    cluster: Text = "",
    bbox: Text = "",
    theme: Text = "",
    author: Text = "",
    signatures: bool = False,
) -> Response:
    """One sheet of a subject; options of the subject, province and day as on its page."""
    subject = get_subject(code)
    own = {option.name for option in subject.options}
    request = SheetRequest(
        paper=parse_paper(paper),
        landscape=_turn(orientation),
        scale=parse_scale(scale) if scale.strip() else None,
        bbox=parse_bbox(bbox) if bbox.strip() else None,
        cluster=None if "cluster" in own else cluster or None,
        author=author.strip() or None,
        signatures=signatures,
        theme=theme or None,
    )
    texts = {name: page.query.get(name, "") for name in own}
    question = ask(subject, _question(page, memory), texts)
    found = read_print(session, subject.read(session, question), codes=())
    job = prepare_map(
        found.records,
        subject.look,
        request,
        language=page.language,
        register="simulated" if page.simulated else "real",
        printed_on=today(),
        communes=found.communes,
        restricted=found.restricted,
    )
    return download(print_pdf(job), PDF, f"map-{code}-{page.province_slug}-{page.day}.pdf")


@router.get("/clusters/{code}/sheet.pdf")
def print_sheet(
    *,
    page: Page,
    session: DbSession,
    memory: Verdicts,
    code: Annotated[str, Path(max_length=100)],
    paper: Text = "A4",
    scale: Text = "",
    orientation: Text = "",
) -> Response:
    """The sheet of one cluster: boundary with numbered points, or its indicative circle."""
    request = SheetRequest(
        paper=parse_paper(paper),
        landscape=_turn(orientation),
        scale=parse_scale(scale) if scale.strip() else None,
    )
    found = read_cluster_print(session, code, _question(page, memory))
    job = prepare_cluster(
        found,
        request,
        language=page.language,
        register="simulated" if page.simulated else "real",
        printed_on=today(),
    )
    made = print_cluster_sheet(job, found, code)
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in code)
    return download(made, PDF, f"cluster-{safe}-{page.day}.pdf")


def _turn(text: str) -> bool | None:
    if text not in _TURNS:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="orientation",
            value=repr(text),
            expected="landscape, portrait",
        )
    return _TURNS[text]


def _question(page: PageContext, memory: Verdicts) -> MapQuestion:
    return MapQuestion(
        as_of=page.day,
        province=page.province_slug,
        known_at=page.known_at,
        language=page.language,
        memory=memory,
    )
