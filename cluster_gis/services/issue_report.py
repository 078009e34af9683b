"""Issue a report: freeze its cells and files; verify it, compare it with what is known now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.canonical import canonical_json, sum_of
from cluster_gis.domain.reporting.documents import ChangedCell, changed_cells
from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.make_report import Report, make_report
from cluster_gis.services.read_document import report_of_document
from cluster_gis.storage.queries import reporting as queries
from cluster_gis.storage.queries.reporting import IssuedReport

#: (format, language) -> bytes of a file.
Files = Mapping[tuple[str, str], bytes]


def sum_of_report(report: Report) -> str:
    """The sum that the report is issued under; its files print it."""
    return sum_of(canonical_json(report.document()))


def issue_report(
    session: Session,
    report: Report,
    files: Files,
    *,
    by: str,
    on: date,
    reason: str | None = None,
    paper: Paper | None = None,
) -> str:
    """Freeze the report with its files; returns its sum. Nothing commits.

    paper: number, day and signer that its files print; None = an internal form.
    A second report of the same form, period and unit replaces the first and needs a reason; the
    first stays. Raises Conflict when just this report was issued already.
    """
    document = canonical_json(report.document())
    total = sum_of(document)
    if queries.find_issued(session, total) is not None:
        raise Conflict(N_("This report was issued already ({sum})."), sum=total[:16])
    earlier = queries.list_issued(
        session, period=report.period.key, form=report.form.form, unit=report.unit.key
    )
    words = (reason or "").strip() or None
    if earlier and words is None:
        raise InvalidInput(
            N_("{field}: {unit} has an issued report for {period}; say why it is issued anew."),
            field="reason",
            unit=report.unit.name,
            period=report.period.key,
        )
    queries.insert_issued(
        session,
        {
            "sha256": total,
            "document": document,
            "form": report.form.form,
            "form_version": report.form.version,
            "period": report.period.key,
            "unit_key": report.unit.key,
            "unit_name": report.unit.name,
            "province_key": report.unit.province,
            "cut_off": report.cut_off,
            "known_at": report.known_at,
            "revision": report.revision,
            "replaces": earlier[0].sha256 if earlier else None,
            "reason": words,
            "by": by,
            "on": on,
            "paper_number": paper.number if paper else None,
            "paper_dated": paper.dated if paper else None,
            "paper_signer": paper.signer if paper else None,
        },
    )
    for (fmt, language), content in files.items():
        queries.insert_file(
            session,
            {
                "report": total,
                "format": fmt,
                "language": language,
                "content": content,
                "sha256": sum_of(content),
            },
        )
    return total


def get_issued(session: Session, total: str) -> IssuedReport:
    """The issued report of this sum, or that a file of this sum belongs to; raises NotFound."""
    found = queries.find_issued(session, total.strip().lower())
    if found is None:
        raise NotFound(N_("No report was issued here under the sum {sum}."), sum=total[:70])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking an issued report showed.

    same: made again for its moment, it has the same canonical JSON to the byte.
    changed: cells that are other figures today.
    """

    issued: IssuedReport
    same: bool
    changed: tuple[ChangedCell, ...]


def verify_report(session: Session, total: str, *, register: str) -> Verification:
    """Make an issued report again, for its moment and as known now, and compare."""
    issued = get_issued(session, total)
    document = issued_document(session, issued.sha256)
    typed = _typed_of(document)
    period = parse_period(issued.period)

    def again(known_at: Any) -> Report:
        return make_report(
            session,
            issued.form,
            period,
            issued.unit_key,
            known_at=known_at,
            register=register,
            typed=typed,
            version=issued.form_version,
        )

    same = sum_of_report(again(issued.known_at)) == issued.sha256
    now = json.loads(canonical_json(again(None).document()))
    return Verification(issued=issued, same=same, changed=changed_cells(document, now))


def issued_document(session: Session, total: str) -> Mapping[str, Any]:
    """The frozen cells; raises NotFound."""
    content = queries.issued_document(session, get_issued(session, total).sha256)
    found: Mapping[str, Any] = json.loads(content or b"{}")
    return found


def _typed_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Figures that the reporter of a return had typed."""
    return {
        record["field"]: record["said"]
        for record in document["records"].values()
        if record["table"] == "reporting.report_return"
        and record["row"] == document["unit"]["key"]
        and document["form"] in ("01", "02")
    }


def read_issued(session: Session, issued: IssuedReport) -> Report:
    """The frozen report as it was made, read back from its canonical JSON."""
    document = issued_document(session, issued.sha256)
    return report_of_document(document, province=issued.province_key)
