"""A staged file as plain values: what the command prints as JSON and the API answers."""

import re
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import FieldChange, RowIssue, StagedFile, StagedRow
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.storage.queries.staging import count_rows, staged_rows

#: How a language writes a number; the signs are taken from its translation.
_SAMPLE = N_("1,234.5")
_NUMBER = re.compile(r"(-?)(\d{6,}|\d+(?=[. ]))(?:\.(\d+))?(?: (%|ha|billion VND))?")


def issue_text(issue: RowIssue, translate: Translator) -> str:
    """The message in the language of `translate`; values that are msgids are translated too.

    Numbers among the values, with or without a unit, are written as the language does.
    """
    values = {k: _said(v, translate) if isinstance(v, str) else v for k, v in issue.values.items()}
    text = translate(issue.message)
    return text.format(**values) if values else text


def _said(value: str, translate: Translator) -> str:
    """A value of a message: 12500.5 ha -> 12.500,5 ha in Vietnamese; a msgid is translated."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return translate(value) if value else value
    sign, whole, part, unit = found.groups()
    sample = translate(_SAMPLE)
    text = sign + f"{int(whole):,}".replace(",", sample[1])
    text += sample[5] + part if part and part.strip("0") else ""
    return f"{text} {translate(unit)}" if unit else text


def issue_json(issue: RowIssue, translate: Translator) -> dict[str, Any]:
    """Code, severity, message and place."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue_text(issue, translate),
        "line": issue.line,
        "point": issue.point,
        "cell": issue.cell,
        "field": issue.field,
        "value": issue.value,
        "lon": issue.lon,
        "lat": issue.lat,
        "other": issue.other,
    }


def file_json(file: StagedFile, counts: dict[str, int], translate: Translator) -> dict[str, Any]:
    """The file without its rows. Times are UTC."""
    return {
        "id": file.id,
        "kind": file.kind,
        "state": file.state,
        "file_name": file.file_name,
        "sha256": file.sha256,
        "size": file.size,
        "options": dict(file.options),
        "source": file.source_title,
        "document": file.document_key,
        "staged_by": file.staged_by,
        "staged_at": file.staged_at.isoformat(),
        "base_revision": file.base_revision,
        "findings_hold": file.findings_hold,
        "applied_revision": file.applied_revision,
        "undone_revision": file.undone_revision,
        "discarded_by": file.discarded_by,
        "discarded_reason": file.discarded_reason,
        "issues": [issue_json(issue, translate) for issue in file.issues],
        "counts": counts,
    }


def row_json(
    row: StagedRow, translate: Translator, questions: list[RowIssue] | None = None
) -> dict[str, Any]:
    """One row with its issues, candidates and decision; findings null = not checked now."""
    findings = row.findings
    return {
        "row": row.row_no,
        "label": row.label,
        "place": row.place,
        "payload": dict(row.payload),
        "cluster": row.cluster_code,
        "matched_by": row.matched_by,
        "candidates": [
            {
                "code": c.code,
                "name": c.name,
                "score": c.score,
                "evidence": list(c.evidence),
                "distance_km": c.distance_km,
            }
            for c in row.candidates
        ],
        "issues": [issue_json(issue, translate) for issue in row.issues],
        "findings": None
        if findings is None
        else [issue_json(issue, translate) for issue in findings],
        "questions": [issue_json(issue, translate) for issue in questions or ()],
        "choices": dict(row.choices),
        "decision": row.decision,
        "decided_by": row.decided_by,
    }


def describe_file(
    session: Session,
    file: StagedFile,
    translate: Translator,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> dict[str, Any]:
    """The file with its rows, all of them unless limited."""
    kind = kind_of(file.kind)
    rows = staged_rows(session, file, limit=limit, offset=offset)
    return {
        **file_json(file, count_rows(session, file.id), translate),
        "rows": [row_json(row, translate, list(kind.open_questions(row))) for row in rows],
    }


def change_json(change: FieldChange, translate: Translator) -> dict[str, Any]:
    """A fact before and after."""
    return {
        "field": translate(change.field),
        "before": change.before,
        "after": change.after,
        "unit": change.unit,
    }
