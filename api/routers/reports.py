"""Reports as JSON: the forms, who owes what, a form made now, a report as issued."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import DbSession, Language, ServerResources, only
from api.identity import Person, may, require
from api.parameters import parse_day, parse_known_at, today
from api.report_choice import place_of
from api.report_issue import Wanted, issue_now
from api.schemas import json_answer
from cluster_gis.domain.access import Action
from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.periods import latest_period, parse_period
from cluster_gis.services.issue_report import get_issued, read_issued
from cluster_gis.services.make_report import make_report
from cluster_gis.services.read_duties import read_duties
from cluster_gis.services.read_report_forms import read_forms
from cluster_gis.storage.queries.reporting import issued_document, issued_files, list_issued

router = APIRouter(prefix="/api/v1/reports", tags=["Reports"])

PeriodText = Annotated[str | None, Query(description="2026-H1, 2026-9M or 2026-Y")]
JSON = "application/json"


@router.get("")
def list_forms(
    session: DbSession, resources: ServerResources, person: Person, period: PeriodText = None
) -> dict[str, Any]:
    """The forms with their versions; issued reports, for those who may read them."""
    readable = may(person, Action.REPORT_READ)
    key = parse_period(period).key if period else None
    issued = list_issued(session, period=key) if readable else []
    return {
        "register": resources.settings.register,
        "forms": [
            {
                "form": form.form,
                "version": form.version,
                "title": {"vi": form.title.vi, "en": form.title.en},
                "subject": form.subject,
                "valid_from": form.valid_from,
                "valid_to": form.valid_to,
                "document": form.document,
                "verified": form.verified,
            }
            for form in read_forms()
        ],
        "issued": [
            {
                "sha256": one.sha256,
                "form": one.form,
                "period": one.period,
                "unit": one.unit_key,
                "issued_at": one.issued_at,
                "replaces": one.replaces,
            }
            for one in issued
        ],
    }


@router.get("/duties")
def list_duties(
    *,
    session: DbSession,
    resources: ServerResources,
    person: Person,
    period: PeriodText = None,
    province: Annotated[str | None, Query(description="Unit key, 2025:31")] = None,
    on: Annotated[str | None, Query(description="Day held against the due days")] = None,
) -> dict[str, Any]:
    """Who owes which report for the period, its last day in time and its state on the day.

    return: the newest version of its return, for those who read returns; null = none, or not told.
    """
    told = may(person, Action.RETURN_READ)
    day = parse_day("on", on) if on else today()
    chosen = parse_period(period) if period else latest_period(day)
    duties = read_duties(session, chosen, on=day, province=province)
    return {
        "register": resources.settings.register,
        "period": chosen.key,
        "on": day,
        "duties": [
            {
                "form": duty.form,
                "reporter": duty.reporter,
                "name": duty.name,
                "province": duty.province,
                "due": duty.due,
                "state": duty.state.value,
                "return": duty.version.id if told and duty.version else None,
                "return_state": duty.version.state.value if told and duty.version else None,
            }
            for duty in duties
        ],
    }


class IssueIn(BaseModel):
    """A report to be frozen. number (with its sign), signer: of a form that somebody receives.

    dated: day of the paper; left out = today. reason: why it is issued anew.
    """

    model_config = ConfigDict(extra="forbid")

    form: Annotated[str, Field(max_length=40)]
    period: Annotated[str, Field(max_length=20)]
    unit: Annotated[str, Field(max_length=100)] = ""
    number: Annotated[str, Field(max_length=200)] = ""
    dated: date | None = None
    signer: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str | None, Field(max_length=2000)] = None


@router.post("/issued", status_code=201, dependencies=[Depends(only())])
def issue(
    *,
    request: Request,
    reading: DbSession,
    resources: ServerResources,
    person: Person,
    language: Language,
    wanted: IssueIn,
) -> Response:
    """Freeze a form as known now, with its files; `sha256` is its address from then on."""
    total = issue_now(
        request,
        reading,
        person,
        Wanted(**wanted.model_dump()),
        language=language,
    )
    response = json_answer({"register": resources.settings.register, "sha256": total})
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/reports/issued/{total}"
    return response


@router.get("/issued/{total}")
def read_issued_report(
    session: DbSession, person: Person, total: Annotated[str, Path(max_length=64)]
) -> Response:
    """The canonical JSON of an issued report, byte for byte; its SHA-256 is the address."""
    issued = get_issued(session, total)
    report = read_issued(session, issued)
    require(person, Action.REPORT_READ, place_of(session, report))
    content = issued_document(session, issued.sha256) or b""
    files = ", ".join(
        f"{f['format']}-{f['language']}={f['sha256']}" for f in issued_files(session, issued.sha256)
    )
    return Response(content, media_type=JSON, headers={"X-Issued-Files": files})


@router.get("/forms/{form}")
def read_report(
    session: DbSession,
    resources: ServerResources,
    person: Person,
    form: Annotated[str, Path(max_length=40, description="04")],
    period: Annotated[str, Query(description="2026-H1, 2026-9M or 2026-Y")],
    unit: Annotated[str, Query(max_length=100, description="HP, 2025:31, a cluster's code")] = "",
    known_at: Annotated[
        str | None, Query(description="What the register knew then; left out = now.")
    ] = None,
) -> Response:
    """A form made now: cells with their parts, records and sources, as canonical JSON."""
    report = make_report(
        session,
        form,
        parse_period(period),
        unit,
        known_at=parse_known_at(known_at) if known_at else None,
        register=resources.settings.register,
        with_returns=may(person, Action.REPORT_READ),
    )
    return Response(canonical_json(report.document()), media_type=JSON)
