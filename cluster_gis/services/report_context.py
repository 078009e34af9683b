"""What the covering report tells besides the form: the period before, delays, the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Scope
from cluster_gis.domain.questions import Question
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.services.make_report import Report, make_report
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_plan_map import read_plan_records
from cluster_gis.services.read_print import PrintRecords, read_print
from cluster_gis.services.report_facts import COMMUNES_SINCE
from cluster_gis.storage.queries.questions import difficulties_of
from cluster_gis.storage.queries.report_facts import dated_milestones, late_milestones

#: Every question, as for the operator of the server.
EVERYWHERE = Scope(everywhere=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateStone:
    """A milestone that was due and not done on the cut-off. days: how late."""

    code: str
    name: str
    due: date
    days: int
    cause: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """before: the same period a year earlier, as known now; None = its unit was another one.

    dated: how many milestones have a day set, 0 = no schedule is known, so that none can be late.
    questions: of the clusters, or of the province alone, alive in the period.
    plan: the map of the unit's province on the cut-off, None = none can be drawn.
    """

    before: Report | None
    late: Sequence[LateStone]
    dated: int
    questions: Sequence[Question]
    plan: PrintRecords | None


def read_context(
    session: Session, report: Report, *, language: str, asked: Scope = EVERYWHERE
) -> ReportContext:
    """The context of a report, known at its moment. asked: whose questions may be told."""
    return ReportContext(
        before=_before(session, report),
        late=[
            LateStone(
                code=row["cluster_code"],
                name=row["name"],
                due=row["due"],
                days=(report.cut_off - row["due"]).days,
                cause=row["cause"],
                reason=row["reason"],
            )
            for row in late_milestones(
                session, sorted(report.names), as_of=report.cut_off, revision=report.revision
            )
        ],
        dated=dated_milestones(
            session, sorted(report.names), as_of=report.cut_off, revision=report.revision
        ),
        questions=difficulties_of(
            session,
            sorted(report.names),
            unit_key=report.unit.key,
            first=report.period.first,
            last=report.cut_off,
            scope=asked,
            on=report.cut_off,
        ),
        plan=_plan(session, report, language),
    )


def _before(session: Session, report: Report) -> Report | None:
    """None across the change of units: the old unit is not the new one."""
    earlier = report.period.before
    if (earlier.last < COMMUNES_SINCE) != (report.cut_off < COMMUNES_SINCE):
        return None
    if report.form.subject in ("cluster", "project"):
        return None
    try:
        return make_report(
            session,
            report.form.form,
            earlier,
            report.unit.key,
            known_at=report.known_at,
            register=report.register,
        )
    except InvalidInput:
        return None


def _plan(session: Session, report: Report, language: str) -> PrintRecords | None:
    if report.cut_off < COMMUNES_SINCE or report.unit.province is None or not report.names:
        return None
    question = MapQuestion(
        as_of=report.cut_off,
        province=report.unit.province,
        known_at=report.known_at,
        language=language,
        verdicts=False,
    )
    try:
        records = read_plan_records(session, question)
    except (InvalidInput, NotFound):
        return None
    return read_print(session, records, codes=())
