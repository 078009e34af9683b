"""Questions as records for pages, commands and JSON, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, Territory, TerritoryKind, scope_of, unit
from cluster_gis.domain.questions import (
    MOVES,
    STATE_NAMES,
    STEP_NAMES,
    Desk,
    Question,
    QuestionState,
)
from cluster_gis.i18n import Translator
from cluster_gis.services.ask_question import is_on_desk_of, may_step
from cluster_gis.services.proposal_json import role_label
from cluster_gis.storage.queries.questions import answers_of, list_questions, steps_of
from cluster_gis.storage.queries.territory import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestion:
    """A question that waits. mine: on the desk of this person."""

    question: Question
    mine: bool
    overdue: bool


def waiting_questions(session: Session, actor: Actor, *, on: date) -> list[WaitingQuestion]:
    """Open questions of the person's territory: own ones first, then by due day."""
    scope = scope_of(actor, Action.QUESTION_READ, on)
    if scope.is_empty:
        return []
    found = list_questions(session, scope=scope, on=on, states=[QuestionState.OPEN])
    waiting = [
        WaitingQuestion(
            question=one,
            mine=is_on_desk_of(session, one, actor, on),
            overdue=one.is_overdue(on),
        )
        for one in found
    ]
    return sorted(waiting, key=lambda one: (not one.mine, not one.overdue))


def questions_json(
    session: Session, questions: Sequence[Question], translate: Translator, *, on: date
) -> list[dict[str, Any]]:
    """Rows of a list, with names of clusters and units, and the answers."""
    answers = answers_of(session, [one.id for one in questions])
    names = _names(session, questions)
    return [_row(one, names, answers.get(one.id), translate, on) for one in questions]


def question_json(
    session: Session, question: Question, actor: Actor, translate: Translator, *, on: date
) -> dict[str, Any]:
    """One question with its way and the steps open to the person."""
    [row] = questions_json(session, [question], translate, on=on)
    return row | {
        "steps": [step_json(one, translate) for one in steps_of(session, question.id)],
        "moves": [
            {"move": move, "label": translate(label)}
            for move, (label, _, _) in MOVES.items()
            if may_step(session, question, move, actor, on)
        ],
    }


def _names(session: Session, questions: Sequence[Question]) -> dict[Territory, str]:
    units = {key for one in questions for key in (one.unit_key, one.province_key)}
    codes = {one.cluster_code for one in questions if one.cluster_code}
    clusters = {Territory(TerritoryKind.CLUSTER, code) for code in codes}
    return names_of(session, {unit(key) for key in units} | clusters)


def _row(
    one: Question,
    names: dict[Territory, str],
    answer: RowMapping | None,
    translate: Translator,
    on: date,
) -> dict[str, Any]:
    cluster = one.cluster_code and Territory(TerritoryKind.CLUSTER, one.cluster_code)
    return {
        "id": one.id,
        "version": one.version,
        "title": one.title,
        "body": one.body,
        "cluster_code": one.cluster_code,
        "cluster_name": names.get(cluster) if cluster else None,
        "rule": one.rule,
        "proposal": one.proposal_id,
        "unit": one.unit_key,
        "unit_name": names[unit(one.unit_key)],
        "province": one.province_key,
        "asked_by": one.asked_by,
        "asked_on": one.asked_on,
        "document": one.document,
        "state": one.state.value,
        "state_label": translate(STATE_NAMES[one.state]),
        "desk": one.desk.role.value,
        "desk_label": translate(one.desk.label),
        "due_on": one.due_on,
        "overdue": one.is_overdue(on),
        "answered_on": one.answered_on,
        "closed_on": one.closed_on,
        "answer": None if answer is None else step_json(answer, translate),
    }


def step_json(row: RowMapping, translate: Translator) -> dict[str, Any]:
    """One step: who, when, in which role, to whom, what was said."""
    desk = Desk.parse(row["desk_role"], row["desk_name"])
    return {
        "move": row["move"],
        "label": translate(STEP_NAMES[row["move"]]),
        "on": row["on_date"],
        "at": row["at"],
        "desk": row["desk_role"],
        "desk_label": translate(desk.label),
        "due_on": row["due_on"],
        "body": row["body"],
        "document": row["document"],
        "by": row["by_name"],
        "role": role_label(row["role"], translate),
    }
