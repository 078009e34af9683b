"""The short forms of a cluster: progress of a period, projects, support, inspections …"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.entry_parts import (
    entered_by,
    form_response,
    reporter_of,
    require_kinds,
    said,
    subjects_for,
)
from api.identity import Person, may
from api.if_match import require_version
from api.pages.context import Page, PageContext, parse_day
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain import progress_words as words
from cluster_gis.domain.access import Action, Actor
from cluster_gis.errors import Conflict, InvalidInput, Stale
from cluster_gis.i18n import N_
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.enter_progress import (
    ProgressEntry,
    ProgressPreview,
    enter_progress,
    preview_progress,
)
from cluster_gis.services.progress_form import period_end, recent_periods, said_rows
from cluster_gis.services.record_forms import SUBJECTS, Subject, read_form
from cluster_gis.services.stage_progress import shown_value
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(max_length=100)]
MOST_FIELDS = 4000
#: Hash of the part of the record's page that tells what was written.
_TOLD = {
    "progress": "",
    "projects": "#projects-heading",
    "support": "#support-heading",
    "legacy": "#legacy-heading",
    "inspections": "#inspections-heading",
}


async def sent_fields(request: Request) -> dict[str, str]:
    """Every text field of the form as sent; files are left to their own parameters."""
    form = await request.form(max_fields=MOST_FIELDS)
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(sent_fields)]


def find_subject(key: str) -> Subject:
    """What the form is about; raises InvalidInput."""
    if key not in SUBJECTS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="about",
            value=repr(key),
            expected=", ".join(SUBJECTS),
        )
    return SUBJECTS[key]


@router.get("/clusters/{code}/progress/entry")
def show_form(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: DbSession,
    code: Code,
    about: Annotated[str, Query(max_length=20)] = "progress",
    period: Annotated[str, Query(max_length=20)] = "",
    word: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The form, with what is held beside each field."""
    subject = find_subject(about)
    require_kinds(person, subject.kinds, place_of_cluster(session, code, today()))
    fields = {"period": period, "word": word}
    return _form_page(request, page, person, session, code, subject, fields)


@router.post("/clusters/{code}/progress/entry")
def take_form(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    code: Code,
    fields: Fields,
) -> Response:
    """Findings of what is filled in; with step=write it is written when none is an error.

    `version` names what the form was filled in upon: what changed meanwhile is shown first.
    """
    subject = find_subject(fields.get("about", "progress"))
    place = place_of_cluster(session, code, today())
    rows = said_rows(fields)
    require_kinds(person, {*subject.kinds, *(row.kind for row in rows)}, place)
    preview, problem, status = None, None, 200
    try:
        entry = _entry(person, page, code, fields)
        preview = preview_progress(session, entry, day=today())
        status = 422 if preview.has_error else 200
        if fields.get("step") == "write" and not preview.has_error:
            now = read_form(session, code, subject, as_of=today(), revision=page.revision).version
            require_version(fields.get("version", ""), now)
            with session.begin_nested():
                revision = enter_progress(session, entry, day=today())
            address = page.url(f"/clusters/{code}/progress", written=str(revision))
            return RedirectResponse(address + _TOLD[subject.key], 303)
    except Stale:
        problem, status = (
            page.gettext(
                N_(
                    "Somebody changed what this form is about while you filled it in. Nothing is "
                    "written yet; what is held now stands beside the fields. Look, then write "
                    "again."
                )
            ),
            412,
        )
    except (InvalidInput, Conflict) as error:
        problem, status = said(error, page), 422
    return _form_page(
        request,
        page,
        person,
        session,
        code,
        subject,
        fields,
        preview=preview,
        problem=problem,
        status=status,
    )


def _entry(person: Actor, page: PageContext, code: str, fields: Mapping[str, str]) -> ProgressEntry:
    period = fields.get("period") or recent_periods(today())[0]
    usual = f"{page.gettext(N_('periodic report'))} {period}"
    return ProgressEntry(
        code=code,
        rows=said_rows(fields),
        as_of=_as_of(fields),
        reporter=fields.get("reporter", ""),
        source=fields.get("source", ""),
        reason=fields.get("reason", "").strip() or usual,
        by=entered_by(person, fields),
    )


def _as_of(fields: Mapping[str, str]) -> date:
    """The day of the form: the one written, else the end of the period, never a day to come."""
    if fields.get("as_of", "").strip():
        return parse_day(fields["as_of"], "as_of")
    end = period_end(fields.get("period") or recent_periods(today())[0])
    return min(end, today())


def _form_page(
    request: Request,
    page: PageContext,
    person: Actor,
    session: Any,
    code: str,
    subject: Subject,
    fields: Mapping[str, str],
    *,
    preview: ProgressPreview | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    place = place_of_cluster(session, code, today())
    periods = recent_periods(today())
    period = fields.get("period") or periods[0]
    form = read_form(
        session,
        code,
        subject,
        as_of=today(),
        revision=page.revision,
        word=fields.get("word", ""),
        enterprises=may(person, Action.ENTERPRISE_READ, place),
    )
    return form_response(
        request,
        "progress_entry.html",
        page,
        status=status,
        code=code,
        form=form,
        subject=subject,
        subjects=subjects_for(person, place),
        cluster=form.record.cluster,
        fields=fields,
        reporter=fields.get("reporter") or reporter_of(person),
        account=person.account,
        periods=[period, *(p for p in periods if p != period)],
        period=period,
        ends={one: page.formats.day(min(period_end(one), today())) for one in [*periods, period]},
        preview=preview,
        errors=_errors(preview),
        typed={row.number for row in said_rows(fields)},
        problem=problem,
        words=words,
        shown=lambda column, value: shown_value(column, value, page.language),
        issue_text=lambda issue: issue_text(issue, page.gettext),
    )


def _errors(preview: ProgressPreview | None) -> int:
    """How many rows cannot be written as they stand."""
    found = preview.issues.values() if preview else ()
    return sum(any(issue.severity == "error" for issue in issues) for issues in found)
