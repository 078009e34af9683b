"""Progress as JSON: the delay monitor, the record of one cluster, and entries by programs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import DbSession, Gettext, ServerResources, TwoClocks, only
from api.entry_parts import require_kinds, seen_by
from api.identity import Person
from api.parameters import today
from api.schemas import answer_head, json_answer
from api.writing import Writer
from cluster_gis.domain.progress_words import SETTLES
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, translator
from cluster_gis.law.judgement_json import both
from cluster_gis.services.describe_staging import issue_json
from cluster_gis.services.enter_progress import (
    ProgressEntry,
    ProgressPreview,
    SaidRow,
    enter_progress,
    preview_progress,
)
from cluster_gis.services.read_cluster_progress import (
    ClusterProgress,
    read_cluster_progress,
)
from cluster_gis.services.read_delays import Delay, Group, Monitor, read_delays
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(prefix="/api/v1", tags=["Progress"])
Code = Annotated[str, Path(max_length=100, description="Code of a cluster, such as hp-tien-lang.")]
Plain = dict[str, Any]


@router.get("/progress", dependencies=[Depends(only("as_of", "known_at", "province"))])
def read_progress_monitor(
    *,
    request: Request,
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
    province: Annotated[str | None, Query(description="31, 2025:31 or hai-phong")] = None,
) -> Response:
    """Clusters that are built or operate by days late, then by investor, unit and type of work.

    null = not known, never zero. idle_vnd: paid out where works are late or stalled and not
    finished. provisions: what of the law a delay triggers, with how sure its text is.
    """
    key = None
    if province is not None:
        unit = find_province(session, province, revision=moment.revision)
        if unit is None:
            raise InvalidInput(
                N_(
                    "The parameter {field} is {value}; expected a province such as 31, 2025:31 or "
                    "hai-phong."
                ),
                field="province",
                value=repr(province),
            )
        key = unit.key
    asked = ("delays", moment.revision, moment.as_of, key)
    # A revision never changes, so what was read of it holds; the page asks for the same.
    monitor: Monitor = request.app.state.desk.recall(
        asked,
        lambda: read_delays(session, as_of=moment.as_of, revision=moment.revision, province=key),
    )
    return json_answer(
        {
            **answer_head(resources.settings.register, moment),
            "clusters": [delay_json(delay) for delay in monitor.delays],
            "by_investor": _groups(monitor.by(lambda delay: delay.investor)),
            "by_province": _groups(monitor.by(lambda delay: delay.province)),
            "by_work_type": [asdict(group) for group in monitor.works],
        }
    )


def delay_json(delay: Delay) -> Plain:
    """One cluster of the monitor as plain values."""
    stone = delay.late_stone
    return {
        "code": delay.code,
        "name": delay.name,
        "province": delay.province,
        "unit": delay.unit,
        "investor": delay.investor,
        "status": delay.status,
        "works": delay.works,
        "works_known": delay.works_known,
        "done_pct": delay.done_pct,
        "finished": delay.finished,
        "days_late": delay.days_late,
        "late_milestone": None
        if stone is None
        else {"name": stone.name, "due": stone.due, "cause": stone.cause, "reason": stone.reason},
        "last_report": delay.last_report,
        "stalled_months": delay.stalled_months,
        "planned_vnd": delay.planned_vnd,
        "paid_vnd": delay.paid_vnd,
        "idle_vnd": delay.idle_vnd,
        "unspent_vnd": delay.unspent_vnd,
        "provisions": [provision_json(one) for one in delay.provisions],
        "inspections": None if delay.remedies is None else asdict(delay.remedies),
    }


def provision_json(one: Any) -> Plain:
    """A provision as plain values, its texts in both languages."""
    return {
        "rule": one.rule,
        "document": one.document,
        "locator": one.locator,
        "confidence": one.confidence,
        "verdict": one.verdict,
        "message": both(one.said),
    }


def _groups(groups: list[Group]) -> list[Plain]:
    return [asdict(group) for group in groups]


@router.get("/clusters/{code}/progress", dependencies=[Depends(only("as_of", "known_at"))])
def read_progress_of_cluster(
    *,
    person: Person,
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
    code: Code,
) -> Response:
    """Works, curve, milestones, capital, site clearance, wastewater, projects, leases, fill rates.

    disagreements: statements of one thing and day by different reporters, all of them held, with
    who settles them. Rows of single enterprises and files of evidence are told only to those who
    may read them there. fill: each rate with its basis and its parts; printed rates stand apart.
    """
    record = read_cluster_progress(session, code, as_of=moment.as_of, revision=moment.revision)
    record = seen_by(person, place_of_cluster(session, code, today()), record)
    return json_answer({**answer_head(resources.settings.register, moment), **record_json(record)})


def record_json(record: ClusterProgress) -> Plain:
    """The record of a cluster as plain values; amounts in VND, areas in hectares."""
    end = record.forecast
    return {
        "code": record.cluster.code,
        "name": record.cluster.name,
        "days_late": record.days_late,
        "stalled_months": record.stalled_months,
        "provisions": [provision_json(one) for one in record.provisions],
        "forecast": None if end is None else asdict(end),
        "curve": {
            "works": record.curve.works,
            "planned_works": record.curve.planned_works,
            **{
                name: [{"day": day, "share_pct": round(share, 4)} for day, share in points]
                for name, points in (
                    ("planned", record.curve.planned),
                    ("done", record.curve.done),
                    ("paid", record.curve.money),
                )
            },
        },
        "works": [
            {**_row(line.work), "statements": [_row(said) for said in line.said]}
            for line in record.works
        ],
        "milestones": [asdict(stone) for stone in record.stones],
        "capital": [
            {"kind": kind, "fund_source": fund, "amount_vnd": sum_.amount_vnd, "as_of": sum_.day}
            for (kind, fund), sum_ in record.capital.by_fund.items()
        ],
        "clearance": {name: [_row(r) for r in rows] for name, rows in record.clearance.items()},
        "wastewater": [_row(row) for row in record.wastewater],
        "projects": [_row(row) for row in record.projects],
        "leases": [_row(row) for row in record.leases],
        "support": [_row(row) for row in record.grants],
        "needs": [_row(row) for row in record.needs],
        "legacy": [_row(row) for row in record.legacy],
        "inspections": [_row(row) for row in record.inspections],
        "remedies": None if record.remedies is None else asdict(record.remedies),
        "fill": [
            {
                "basis": rate.basis,
                "filled_ha": rate.filled_ha,
                "ground_ha": rate.ground_ha,
                "ground_on": rate.ground_on,
                "pct": None if rate.pct is None else round(rate.pct, 4),
                "contradicts": rate.contradicts,
            }
            for rate in record.fill
        ],
        "fill_printed": [_row(row) for row in record.printed_fill],
        "evidence": [_row(row) for row in record.evidence],
        "disagreements": [
            {
                "what": one.what,
                "measure": one.measure,
                "day": one.day,
                "said": [
                    {"reporter": who, "value": value, "key": key} for who, value, key in one.said
                ],
                "settled_by": {"vi": translator("vi")(SETTLES), "en": SETTLES},
            }
            for one in record.disagreements
        ],
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "message": {lang: one.text(lang, translator(lang)) for lang in ("vi", "en")},
                "owner": {lang: translator(lang)(one.owner) for lang in ("vi", "en")},
            }
            for one in record.findings
        ],
    }


def _row(row: Mapping[str, Any]) -> Plain:
    """A row of the register without what only the database needs."""
    left_out = ("geom", "place", "begins", "ends", "cluster_code", "common_work")
    return {name: value for name, value in row.items() if name not in left_out}


class ProgressIn(BaseModel):
    """What a program says of a cluster's progress.

    rows: each with `row` (work, capital, clearance, wastewater, milestone, project, lot, lease,
    support, need, legacy, inspection) and the columns of that kind; numbers 1234.5, money in VND,
    days 2026-06-14, yes/no as true/false.
    dry_run: check only, write nothing.
    """

    model_config = ConfigDict(extra="forbid")

    as_of: date
    reporter: str = Field(max_length=40)
    source: str = Field(max_length=500)
    reason: str = Field(max_length=2000)
    by: str = Field(max_length=200)
    rows: list[dict[str, str | int | float | bool | None]] = Field(min_length=1, max_length=2000)
    dry_run: bool = False


@router.post("/clusters/{code}/progress", dependencies=[Depends(only())])
def enter_progress_of_cluster(
    *, person: Person, session: Writer, gettext: Gettext, code: Code, body: ProgressIn
) -> Response:
    """Check rows, and write them as one revision when none has an error.

    Answers every finding by row and column; 422 when a row has an error, nothing is then written.
    A program sends an API token of an account that may enter progress of this cluster.
    """
    kinds = {str(row.get("row", "")) for row in body.rows}
    require_kinds(person, kinds, place_of_cluster(session, code, today()))
    entry = ProgressEntry(
        code=code,
        rows=[_said(row, number) for number, row in enumerate(body.rows, 1)],
        as_of=body.as_of,
        reporter=body.reporter,
        source=body.source,
        reason=body.reason,
        by=person.account or body.by,
        plain=True,
    )
    day = today()
    preview = preview_progress(session, entry, day=day)
    revision = None
    if not preview.has_error and not body.dry_run:
        revision = enter_progress(session, entry, day=day)
    answer = json_answer({"revision": revision, **preview_json(preview, gettext)})
    if preview.has_error:
        answer.status_code = 422
    return answer


def _said(row: Mapping[str, Any], number: int) -> SaidRow:
    kind = str(row.get("row", ""))
    return SaidRow(
        kind=kind, texts={key: value for key, value in row.items() if key != "row"}, number=number
    )


def preview_json(preview: ProgressPreview, gettext: Gettext) -> Plain:
    """What is found in the rows, by number and column."""
    found = [
        {"row": number, **issue_json(issue, gettext)}
        for number, issues in preview.issues.items()
        for issue in issues
    ]
    return {
        "rows": len(preview.rows),
        "errors": [one for one in found if one["severity"] == "error"],
        "warnings": [one for one in found if one["severity"] != "error"],
    }
