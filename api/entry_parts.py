"""What the pages of entry share: who reports, who records, which kinds a person may enter."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from fastapi import Request, Response

from api.forms import form_token, remember_token
from api.identity import may, require
from api.pages.context import PageContext, render
from api.parameters import today
from cluster_gis.domain.access import Action, Actor, Place, Role
from cluster_gis.errors import ClusterGisError
from cluster_gis.i18n import N_
from cluster_gis.services.read_cluster_progress import (
    ClusterProgress,
    as_investor,
    without_enterprises,
)
from cluster_gis.services.record_forms import SUBJECTS, Subject

#: Kinds of rows that ask for another right than to enter progress.
_OWN_RIGHT: Final[Mapping[str, Action]] = {"inspection": Action.INSPECTION_ENTER}
_REPORTERS: Final[Mapping[Role, str]] = {
    Role.INVESTOR: "investor",
    Role.COMMUNE: "commune",
    Role.DISTRICT: "district",
    Role.INDUSTRY_DEPARTMENT: "department",
    Role.PROVINCE: "department",
    Role.ENTERPRISE: "enterprise",
}
#: Name of a field -> what the forms call it.
FIELDS: Final[Mapping[str, str]] = {
    "as_of": N_("Figures to the day"),
    "source": N_("Source: number and date of the paper"),
    "reason": N_("Reason"),
    "by": N_("Who records it"),
    "period": N_("Period"),
    "reporter": N_("Reporter"),
    "rows": N_("Fields to fill in"),
    "lon": N_("Longitude (degrees)"),
    "lat": N_("Latitude (degrees)"),
}


def require_kinds(person: Actor, kinds: Collection[str], place: Place | None) -> None:
    """Raise SignInNeeded or Forbidden unless the person may enter rows of all these kinds there."""
    for action in sorted({_OWN_RIGHT.get(kind, Action.PROGRESS_ENTER) for kind in kinds}):
        require(person, action, place)


def subjects_for(person: Actor, place: Place) -> list[Subject]:
    """The forms that the person may fill in there."""
    return [
        subject
        for subject in SUBJECTS.values()
        if all(
            may(person, _OWN_RIGHT.get(kind, Action.PROGRESS_ENTER), place)
            for kind in subject.kinds
        )
    ]


def seen_by(person: Actor, place: Place, record: ClusterProgress) -> ClusterProgress:
    """The record as the person may read it: rows of single enterprises are not for everybody."""
    if may(person, Action.ENTERPRISE_READ, place):
        return record
    own = may(person, Action.PROGRESS_ENTER, place)
    return as_investor(record) if own else without_enterprises(record)


def reporter_of(person: Actor) -> str:
    """Who the person reports as, by the first role held today that reports; the investor else."""
    for held in person.memberships_on(today()):
        if held.role in _REPORTERS:
            return _REPORTERS[held.role]
    return "investor"


def entered_by(person: Actor, fields: Mapping[str, str]) -> str:
    """Who records it: the account, else the name that the person wrote."""
    return person.account or fields.get("by", "")


def said(error: ClusterGisError, page: PageContext, **names: str) -> str:
    """The message of an error in the language of the page; a field is called as people call it.

    names: what this page calls fields that others call otherwise.
    """
    values = {k: page.gettext(v) if isinstance(v, str) else v for k, v in error.values.items()}
    name = str(error.values.get("field"))
    called = {**FIELDS, **names}
    if name in called:
        values["field"] = f"“{page.gettext(called[name])}”"
    return page.gettext(error.message).format(**values) if values else page.gettext(error.message)


def form_response(
    request: Request, template: str, page: PageContext, *, status: int = 200, **values: Any
) -> Response:
    """A page with a form: its token remembered, never kept by a cache."""
    token = form_token(request)
    response = render(template, page, status=status, token=token, **values)
    remember_token(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response
