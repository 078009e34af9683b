"""`/`: the desk, one page with the map of a subject; `/maps/rows/…`: what follows the day."""

import gzip
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession, ServerResources
from api.desk import FIRST_DAY, DeskMemory, desk_frame, desk_rows
from api.desk_address import check_address
from api.map_question import ask
from api.pages.cluster_view import PROCEDURES
from api.pages.context import Page, PageContext, Verdicts, render
from api.parameters import today
from cluster_gis.domain.labels import KIND, PROCEDURE
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.remember_verdicts import VerdictMemory
from cluster_gis.storage.queries.clusters import find_cluster_at
from cluster_gis.storage.queries.map_history import PlanVersionAt, plan_versions
from maps.assets import ServedAssets
from maps.layers import category_data
from maps.styles import STATE, VERDICT
from maps.subjects import SUBJECTS, Subject

router = APIRouter()

FIRST_SUBJECT = "plan"


def get_memory(request: Request) -> DeskMemory:
    """What this server keeps of the desk."""
    memory: DeskMemory = request.app.state.desk
    return memory


Memory = Annotated[DeskMemory, Depends(get_memory)]


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def show_desk(
    page: Page, request: Request, session: DbSession, resources: ServerResources, memory: Memory
) -> HTMLResponse:
    """The page with the map of a subject. Every part of its address is checked, none is guessed."""
    subject = _subject(page.query.get("subject") or FIRST_SUBJECT)
    check_address(request.query_params, subject)
    texts = _texts(page, subject)
    question = ask(subject, MapQuestion(as_of=page.day), texts)
    address = page.url(f"/maps/rows/{subject.code}", province=None, lang=page.language, **texts)
    head, body, script = desk_frame(
        session,
        subject,
        memory=memory,
        provinces=page.provinces,
        as_of=page.day,
        revision=page.revision,
        language=page.language,
        register=resources.settings.register,
        assets=ServedAssets(page.asset("").rstrip("/")),
        background=resources.settings.base_map_url,
        desk={
            "rows_url": page.url(
                f"/maps/rows/{subject.code}",
                province=None,
                as_of=None,
                known_at=None,
                lang=page.language,
                **texts,
            ),
            "card_url": "/maps/card/",
            "list_url": "/clusters",
            "day": page.day.isoformat(),
            "dated": page.dated,
            "of_a_day": subject.dated,
            "known_at": page.query.get("known_at") or None,
            "first_day": FIRST_DAY.isoformat(),
            "today": today().isoformat(),
            "register": _register(page),
            "states": {one.code: page.gettext(one.label) for one in STATE.categories},
            "kinds": {code: page.gettext(label) for code, label in KIND.items()},
            "subjects": [
                {"code": one.code, "label": page.gettext(one.look.short)}
                for one in SUBJECTS.values()
                if one.has_page
            ],
            "first_subject": FIRST_SUBJECT,
            "dropped": {option.name: None for one in SUBJECTS.values() for option in one.options},
            "options": _options(page, session, subject, question),
        },
    )
    return render(
        "planning_map.html",
        page,
        subject=subject,
        rows_url=address,
        head=head,
        body=body,
        script=script,
    )


def _subject(code: str) -> Subject:
    """A subject that an address alone can ask for; raises InvalidInput naming those."""
    subject = SUBJECTS.get(code)
    if subject is None or not subject.has_page:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="subject",
            value=repr(code),
            expected=", ".join(one.code for one in SUBJECTS.values() if one.has_page),
        )
    return subject


def _register(page: PageContext) -> str:
    """Which register is read, and its revision."""
    _ = page.gettext
    name = _(N_("Simulated register")) if page.simulated else _(N_("Register of public facts"))
    if not page.recorded_at:
        return name
    revision = _(N_("data revision {revision}, recorded {moment}")).format(
        revision=page.revision, moment=page.formats.moment(page.recorded_at)
    )
    return f"{name} · {revision}"


def _texts(page: PageContext, subject: Subject) -> dict[str, str]:
    return {option.name: page.query.get(option.name, "") for option in subject.options}


def _versions(page: PageContext, session: Session) -> list[list[str]]:
    """(key, words) of the versions of plans, those of the province chosen first, oldest first."""
    known = plan_versions(session, revision=page.revision)
    own = page.province.province.key if page.province else None

    def order(one: PlanVersionAt) -> tuple[bool, str, str]:
        return one.province_key != own, one.plan, str(one.approved_from or "")

    return [[one.key, _version_words(page, one)] for one in sorted(known.values(), key=order)]


def _version_words(page: PageContext, version: PlanVersionAt) -> str:
    """Name, number and date; the name of the plan where the version's own does not tell it."""
    number = version.document or ""
    parts = [version.title if number != version.title else "", number]
    if version.title in number or number in version.title:
        parts = [version.title]
    if version.approved_from:
        parts.append(page.formats.day(version.approved_from))
    said = ", ".join(part for part in parts if part)
    # "Quy hoạch thành phố Hải Phòng 2021-2030 (…)" names its plan; a bare number does not.
    return said if version.title.casefold().startswith("quy hoạch") else f"{said}: {version.plan}"


def _options(
    page: PageContext, session: Session, subject: Subject, question: MapQuestion
) -> list[dict[str, Any]]:
    """The subject's own questions as fields, with what is asked now."""
    fields: list[dict[str, Any]] = []
    for option in subject.options:
        value = getattr(question, option.field)
        if value is None and option.days_after is not None and not _asked(page, subject):
            value = question.as_of + timedelta(days=option.days_after)
        if isinstance(value, date):
            value = page.formats.day(value)
        fields.append(
            {
                "name": option.name,
                "label": page.gettext(option.label),
                "kind": option.kind,
                "value": _printed(page, value),
                "versions": _versions(page, session) if option.kind == "moment" else None,
                "choices": option.choices
                and [
                    *([] if value else [["", page.gettext(N_("what fits"))]]),
                    *([code, page.gettext(label)] for code, label in option.choices.items()),
                ],
            }
        )
    return fields


def _asked(page: PageContext, subject: Subject) -> bool:
    """True when the address names one of the subject's own options."""
    return any(page.query.get(option.name) for option in subject.options)


def _printed(page: PageContext, value: Any) -> str:
    """A day as the reader's language writes it, also one that came as text."""
    try:
        return page.formats.day(date.fromisoformat(str(value)))
    except ValueError:
        return "" if value is None else str(value)


@router.get("/maps/rows/{code}", include_in_schema=False)
def send_rows(
    *,
    code: Annotated[str, Path(max_length=40)],
    page: Page,
    request: Request,
    session: DbSession,
    resources: ServerResources,
    memory: Memory,
    verdicts: Verdicts,
    accept_encoding: Annotated[str, Header()] = "",
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """Clusters of the day with the classes of a subject, as the scripts of the desk read them."""
    subject = _subject(code)
    check_address(request.query_params, subject)
    question = ask(subject, _question(page, verdicts), _texts(page, subject))
    rows = desk_rows(
        session,
        subject,
        question,
        memory=memory,
        revision=page.revision,
        register=resources.settings.register,
        assets=ServedAssets(page.asset("").rstrip("/")),
    )
    headers: Mapping[str, str] = {
        "ETag": rows.etag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding, Cookie",
    }
    if rows.etag in if_none_match:
        return Response(status_code=304, headers=dict(headers))
    if "gzip" in accept_encoding:
        return Response(
            rows.packed,
            media_type="application/json",
            headers={**headers, "Content-Encoding": "gzip"},
        )
    return Response(
        gzip.decompress(rows.packed), media_type="application/json", headers=dict(headers)
    )


def _question(page: PageContext, memory: VerdictMemory) -> MapQuestion:
    return MapQuestion(
        as_of=page.day,
        province=None,
        known_at=page.known_at,
        language=page.language,
        cluster_url=page.url("/clusters/{code}", province=None).replace("%7Bcode%7D", "{code}"),
        memory=memory,
        verdicts=False,
    )


@router.get("/maps/card/{code}", include_in_schema=False)
def send_verdicts(
    code: Annotated[str, Path(max_length=100)], page: Page, session: DbSession, verdicts: Verdicts
) -> Mapping[str, Any]:
    """The verdict of every procedure on one cluster, with the finding that weighs most."""
    state = find_cluster_at(session, code, page.day, page.revision)
    if state is None:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    said = []
    for procedure in PROCEDURES:
        told = verdicts.verdicts(
            session,
            [code],
            procedure=procedure,
            on=page.day,
            revision=page.revision,
            known_at=page.known_at,
        ).get(code)
        verdict = told.verdict if told and state.state_known else None
        said.append(
            {
                "procedure": page.gettext(PROCEDURE[procedure]),
                "category": category_data(VERDICT.category(verdict), page.gettext),
                "rule": told.rule if told and verdict else None,
                "text": told.said[page.language] if told and verdict and told.said else None,
            }
        )
    return {"title": page.gettext(N_("Verdicts by procedure")), "procedures": said}
