"""`/settings`: what provinces decided and were given, in force on the day, and the form for it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import remember_token
from api.identity import Person, may, require
from api.pages.context import Page, PageContext, parse_day, render
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.province_settings import SETTING_NAMES, SETTINGS, VALUE_NAMES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, fill
from cluster_gis.services.settle_province import set_province_setting, settings_told
from cluster_gis.storage.queries.places import Commune, communes_of_2025
from cluster_gis.storage.queries.territory import place_of_unit

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=500)]
FIELDS: dict[str, str] = {
    "unit": N_("Unit"),
    "setting": N_("Setting"),
    "document": N_("Paper (number and day)"),
    "first_day": N_("First day"),
    "last_day": N_("Last day (empty = open)"),
    **SETTING_NAMES,
}


@router.get("/settings", response_class=HTMLResponse)
def show_settings(request: Request, page: Page, session: DbSession, person: Person) -> Response:
    """Settings in force on the day; the form for who may record one."""
    return _page(request, page, session, person, {})


@router.post("/settings")
def record(
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    unit: Words = "",
    setting: Words = "",
    value: Words = "",
    document: Words = "",
    first_day: Words = "",
    last_day: Words = "",
) -> Response:
    """Record a setting for its days; what is wrong comes back with what was typed."""
    given = {
        "unit": unit,
        "setting": setting,
        "value": value,
        "document": document,
        "first_day": first_day,
        "last_day": last_day,
    }
    require(person, Action.PROVINCE_SETTLE, place_of_unit(session, unit, today()))
    try:
        with session.begin_nested():
            set_province_setting(
                session,
                unit,
                setting=setting,
                value=value,
                document=document,
                first_day=parse_day(first_day, "first_day"),
                last_day=parse_day(last_day, "last_day") if last_day else None,
                by=person.recorded_as,
            )
    except InvalidInput as error:
        return _page(request, page, session, person, given, error)
    return RedirectResponse(page.url("/settings"), 303)


def _page(
    request: Request,
    page: PageContext,
    session: Session,
    person: Actor,
    given: Mapping[str, str],
    error: InvalidInput | None = None,
) -> Response:
    problems = {}
    if error is not None:
        field = error.field or ""
        values = dict(error.values) | {"field": page.gettext(FIELDS.get(field, field))}
        said = fill(error.message, values, page.gettext)
        problems["value" if field in SETTINGS else field] = said
    units = {one.province.key: one.province.name for one in page.provinces}
    units |= {one.unit_key: f"{one.name} – {one.province_name}" for one in _communes(page, session)}
    rows = settings_told(
        session,
        on=page.day,
        revision=page.revision,
        province_key=page.province.province.key if page.province else None,
    )
    settled = (
        [
            (key, name)
            for key, name in units.items()
            if may(person, Action.PROVINCE_SETTLE, place_of_unit(session, key, today()))
        ]
        if may(person, Action.PROVINCE_SETTLE)
        else []
    )
    response = render(
        "settings.html",
        page,
        status=200 if error is None else 422,
        rows=rows,
        units=units,
        settled=settled,
        names=SETTING_NAMES,
        values=VALUE_NAMES,
        given=defaultdict(str, given),
        problems=problems,
        token=page.visitor.token,
    )
    remember_token(request, response, page.visitor.token)
    return response


def _communes(page: PageContext, session: Session) -> list[Commune]:
    return [one for item in page.shown for one in communes_of_2025(session, item.province.key)]
