"""A staged file in text or JSON, as the commands print it."""

import json

from sqlalchemy.orm import Session

from cluster_gis.cli.terminal import current_translator
from cluster_gis.domain import staging_labels as words
from cluster_gis.domain.staging import StagedRow
from cluster_gis.i18n import N_
from cluster_gis.services.describe_staging import describe_file, issue_text
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.storage.queries.staging import count_rows, get_staged_file, staged_rows


def file_text(session: Session, file_id: int, output_format: str) -> str:
    """A staged file with its rows, as text or JSON; printed only after the work is committed."""
    translate = current_translator()
    file = get_staged_file(session, file_id)
    if output_format == "json":
        return json.dumps(
            describe_file(session, file, translate), ensure_ascii=False, indent=1, default=str
        )
    head = translate(N_("Staged file {id} ({kind}, {state}): {name}, source: {source}."))
    counted = translate(
        N_(
            "{total} rows: {accept} accepted, {reject} rejected, {undecided} undecided;"
            " {unmatched} without a cluster, {with_errors} with errors."
        )
    )
    lines = [
        head.format(
            id=file.id,
            kind=translate(words.KIND[file.kind]),
            state=translate(words.STATE[file.state]),
            name=file.file_name,
            source=file.source_title,
        ),
        counted.format(**count_rows(session, file_id)),
    ]
    if not file.findings_hold:
        stale = translate(
            N_("The findings were of other rows or an older register; run: {command}")
        )
        lines.append(stale.format(command=f"cluster-gis staging check {file.id}"))
    kind = kind_of(file.kind)
    for row in staged_rows(session, file):
        lines += _row_lines(row)
        for question in kind.open_questions(row) if row.decision != "reject" else ():
            lines.append(f"     ?        {question.field}: {issue_text(question, translate)}")
    return "\n".join(lines)


def _row_lines(row: StagedRow) -> list[str]:
    translate = current_translator()
    how = f" ({translate(words.MATCHED_BY[row.matched_by])})" if row.matched_by else ""
    decision = translate(words.DECISION[row.decision])
    lines = [
        f"{row.row_no:>4} {row.label} → {row.cluster_code or '?'}{how}  [{decision}]"
        f"  {row.place or ''}".rstrip()
    ]
    for candidate in row.candidates if row.cluster_code is None else ():
        evidence = ", ".join(translate(words.EVIDENCE[e]) for e in candidate.evidence)
        lines.append(
            f"     --cluster {candidate.code}  {candidate.score:.2f}  {candidate.name} ({evidence})"
        )
    for issue in row.all_issues:
        where = " ".join(str(p) for p in (issue.cell, issue.line, issue.point) if p is not None)
        spot = f"  [{issue.lon:.6f} {issue.lat:.6f}]" if issue.lon and issue.lat else ""
        lines.append(
            f"     {translate(words.SEVERITY[issue.severity]):8} {issue.code}:"
            f" {issue_text(issue, translate)}{'  (' + where + ')' if where else ''}{spot}"
        )
    return lines
