"""A return as plain values: what the command prints as JSON and the API answers."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.periods import due_date
from cluster_gis.domain.reporting.returns import ReturnVersion
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.hold_returns import (
    TYPED_FORMS,
    compare_with_parts,
    is_typed,
    report_of,
)
from cluster_gis.services.report_facts import plain
from cluster_gis.services.work_on_returns import (
    Person,
    is_draft,
    may_correct,
    moves_open,
    tag_of,
)
from cluster_gis.storage.queries.reporting import moves_of


def return_json(version: ReturnVersion) -> dict[str, Any]:
    """The head of a version, without figures."""
    return {
        "id": version.id,
        "form": version.form,
        "period": version.period,
        "reporter": version.reporter,
        "version": version.version,
        "state": version.state.value,
        "reason": version.reason,
        "submitted_on": version.submitted_on.isoformat() if version.submitted_on else None,
        "tag": tag_of(version),
    }


def describe_return(
    session: Session, version: ReturnVersion, person: Person, language: str
) -> dict[str, Any]:
    """The version with its figures, what the person may do with it, and what happened.

    figures: value null = not known, `note` says why. typed: what the reporter typed. A form 04
    also tells where it is not the sum of the forms 03, and which units sent none.
    """
    report = report_of(session, version, register=person.register)
    cells = {cell.number: cell for cell in report.cells}
    due = due_date(report.form, report.period)
    typing = is_draft(version) and version.form in TYPED_FORMS
    answer: dict[str, Any] = {
        **return_json(version),
        "name": report.unit.name,
        "due": due.isoformat() if due else None,
        "known_at": report.known_at.isoformat() if report.known_at else None,
        "figures": [
            {
                "number": figure.number,
                "field": figure.key,
                "label": figure.label.of(language),
                "unit": figure.unit,
                "value": None if (found := cells[figure.number]).value is None
                else plain(found.value),
                "state": found.state,
                "note": explain_cell(found, figure, language),
                "typed": version.typed.get(figure.key),
                "may_type": typing and is_typed(figure),
            }
            for figure in report.form.values
            if figure.number in cells
        ],
        "moves": [_move_json(move) for move in moves_of(session, version.id)],
        "may": [move.value for move in moves_open(session, person, version)],
        "may_correct": may_correct(session, person, version),
    }  # fmt: skip
    if version.form == "04":
        wrong, silent = compare_with_parts(session, report.period, version.reporter, whole=report)
        answer["not_the_sum"] = [
            {
                "number": row.number,
                "whole": None if row.whole is None else plain(row.whole),
                "parts": None if row.parts is None else plain(row.parts),
            }
            for row in wrong
        ]
        answer["units_without_form_03"] = silent
    return answer


def _move_json(move: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "move": move["move"],
        "from": move["from_state"],
        "to": move["to_state"],
        "by": move["by_whom"],
        "at": move["at"].isoformat(),
        "on": move["on_date"].isoformat(),
        "remark": move["remark"],
    }
