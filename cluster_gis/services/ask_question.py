"""Ask a question, pass it on, answer it, close it: each a step that stays as it was.

An office answers what lies on its desk; the Department of Industry and Trade may also record the
letter of an office that does not work here, naming it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, Place, Role, decide, may
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.domain.proposal_moves import Document, roles_at
from cluster_gis.domain.questions import Desk, NewQuestion, Question, state_after
from cluster_gis.errors import (
    ClusterGisError,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Stale,
    VersionNotNamed,
)
from cluster_gis.i18n import N_, Words
from cluster_gis.law.deadlines import due_date
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.procedure_steps import DayKind
from cluster_gis.law.rule_book import find_rule
from cluster_gis.services.write_proposal import Writer
from cluster_gis.services.write_proposal import place_of as place_of_proposal
from cluster_gis.storage.queries.proposal_base import unit_record
from cluster_gis.storage.queries.proposals import get_proposal
from cluster_gis.storage.queries.questions import (
    get_question,
    insert_question,
    insert_step,
    unit_of_cluster,
    update_question,
)
from cluster_gis.storage.queries.territory import place_of_cluster, place_of_unit
from cluster_gis.storage.register import revision_at

MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is given with a step. desk, due_on: of passing on. body: answer, reason or remark."""

    body: str = ""
    document: Document | None = None
    desk: Desk | None = None
    due_on: date | None = None


def working_days_after(asked: date, days: int) -> date:
    """The due day that many working days later, by the calendar of days off."""
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(
            N_("{field} is {value}; a number from 1 to {most} is expected."),
            field="days",
            value=days,
            most=MOST_DAYS,
        )
    due = due_date(asked, days, DayKind.WORKING, vietnam_calendar())
    if due is None:
        raise ValueError("a limit without a pause has a due day")
    return due


def place_of(session: Session, question: Question, on: date) -> Place:
    """Where the question belongs: every territory of its cluster, else its unit."""
    if question.cluster_code is not None:
        return place_of_cluster(session, question.cluster_code, on)
    return place_of_unit(session, question.unit_key, on)


def ask_question(session: Session, new: NewQuestion, writer: Writer) -> int:
    """Record a question and lay it on the desk of an office; returns its id. The caller commits.

    Raises InvalidInput naming the field, NotFound for what it is about.
    """
    unit_key, province_key, place = _where(session, new, writer)
    decide(writer.actor, Action.QUESTION_ASK, place, writer.on)
    for field, value in (("title", new.title), ("body", new.body), ("asked_by", new.asked_by)):
        if not value.strip():
            raise InvalidInput(N_("{field} is empty; a text is expected."), field=field)
    if new.asked_on > writer.on:
        raise InvalidInput(
            N_("{field} is {value}, a day in the future."),
            field="asked_on",
            value=f"{new.asked_on:%d/%m/%Y}",
        )
    _require_due(new.due_on, new.asked_on)
    _require_desk(session, new.desk, unit_key)
    document = None if new.document is None else new.document.to_json()
    question_id = insert_question(
        session,
        {
            "cluster_code": new.cluster_code,
            "rule": None if new.rule is None else find_rule(new.rule).id,
            "proposal_id": new.proposal_id,
            "unit_key": unit_key,
            "province_key": province_key,
            "title": new.title.strip(),
            "body": new.body.strip(),
            "asked_by": new.asked_by.strip(),
            "asked_on": new.asked_on,
            "document": document,
            "desk_role": new.desk.role.value,
            "desk_name": new.desk.name,
            "due_on": new.due_on,
            "created_by": writer.account,
            "created_by_name": writer.by,
        },
    )
    _note(
        session,
        get_question(session, question_id),
        writer,
        "ask",
        Action.QUESTION_ASK,
        place=place,
        document=document,
    )
    return question_id


def move_question(
    session: Session,
    question_id: int,
    move: str,
    said: Said,
    writer: Writer,
    *,
    expected: int | None,
) -> Question:
    """Pass on, answer or close; returns the question as it stands then. The caller commits.

    expected: the version the writer saw. Raises VersionNotNamed, Stale, Forbidden naming who could,
    IllegalTransition, InvalidInput naming what is missing.
    """
    question = get_question(session, question_id, lock=True)
    place = place_of(session, question, writer.on)
    decide(writer.actor, Action.QUESTION_ANSWER, place, writer.on)
    after = state_after(question.state, move)
    _require_version(question, expected)
    _require_right(session, question, move, said, writer, place)
    values: dict[str, Any] = {"state": after.value}
    if move == "forward":
        desk = said.desk
        if desk is None:
            raise InvalidInput(N_("{field}: which office is to answer?"), field="desk")
        if desk == question.desk:
            raise Conflict(N_("It lies with {who} already."), who=Words([desk.label]))
        _require_desk(session, desk, question.unit_key)
        _require_due(said.due_on, writer.on)
        values |= {"desk_role": desk.role.value, "desk_name": desk.name, "due_on": said.due_on}
    if move == "answer":
        if not said.body.strip():
            raise InvalidInput(N_("{field}: the text of the answer is expected."), field="body")
        values["answered_on"] = _answered_on(question, said, writer)
    if move == "close":
        if question.answered_on is None and not said.body.strip():
            raise InvalidInput(N_("{field} is empty; a reason is expected."), field="body")
        values["closed_on"] = writer.on
    update_question(session, question_id, values)
    moved = get_question(session, question_id)
    _note(
        session,
        moved,
        writer,
        move,
        Action.QUESTION_ANSWER,
        place=place,
        body=said.body.strip() or None,
        document=None if said.document is None else said.document.to_json(),
    )
    return moved


def _answered_on(question: Question, said: Said, writer: Writer) -> date:
    """The day of the letter, else today; within the life of the question."""
    day = writer.on if said.document is None else said.document.signed_on
    if not question.asked_on <= day <= writer.on:
        raise InvalidInput(
            N_("{field} is {value}; expected a day from the request, {first}, until today."),
            field="document.signed_on",
            value=f"{day:%d/%m/%Y}",
            first=f"{question.asked_on:%d/%m/%Y}",
        )
    return day


def may_step(session: Session, question: Question, move: str, actor: Actor, on: date) -> bool:
    """Whether a page may offer the step to this person."""
    place = place_of(session, question, on)
    if not may(actor, Action.QUESTION_ANSWER, place, on):
        return False
    try:
        state_after(question.state, move)
        _require_holder(session, question, move, actor, on, place)
    except ClusterGisError:
        return False
    return True


def is_on_desk_of(session: Session, question: Question, actor: Actor, on: date) -> bool:
    """Whether the question waits for this person."""
    return actor.operator or _holds(session, question, actor, on)


def _where(session: Session, new: NewQuestion, writer: Writer) -> tuple[str, str, Place]:
    """Unit, province and place, by the cluster, else the proposal, else the unit of who asks."""
    if new.rule is not None:
        find_rule(new.rule)
    if new.proposal_id is not None:
        proposal = get_proposal(session, new.proposal_id)
        place = place_of_proposal(session, proposal, writer.on)
        if not may(writer.actor, Action.PROPOSAL_READ, place, writer.on):
            raise NotFound(N_("There is no proposal {id}."), id=new.proposal_id)
        if new.cluster_code is None:
            return proposal.unit_key, proposal.province_key, place
    if new.cluster_code is not None:
        unit_key, province_key = unit_of_cluster(session, new.cluster_code, writer.on)
        return unit_key, province_key, place_of_cluster(session, new.cluster_code, writer.on)
    if new.rule is None:
        raise InvalidInput(
            N_("{field}: name the cluster, the rule or the proposal it is about."), field="about"
        )
    if not new.unit_key:
        raise InvalidInput(N_("{field}: name the unit that asks."), field="unit")
    unit = unit_record(session, new.unit_key, revision_at(session))
    if unit is None:
        raise NotFound(N_("There is no administrative unit {key}."), key=repr(new.unit_key))
    return new.unit_key, unit["province_key"], place_of_unit(session, new.unit_key, writer.on)


def _require_desk(session: Session, desk: Desk, unit_key: str) -> None:
    unit = unit_record(session, unit_key, revision_at(session))
    if desk.role is Role.COMMUNE and (unit is None or unit["level"] != "commune"):
        raise InvalidInput(
            N_("{field}: the question belongs to no commune that could answer it."), field="desk"
        )


def _require_due(due: date | None, first: date) -> None:
    if due is not None and due < first:
        raise InvalidInput(
            N_("{field}: {value} is before the first day {first}."),
            field="due_on",
            value=due.isoformat(),
            first=first.isoformat(),
        )


def _require_version(question: Question, expected: int | None) -> None:
    if expected is None:
        raise VersionNotNamed(N_("Name the version you read (If-Match)."))
    if expected != question.version:
        raise Stale(
            N_("It was changed meanwhile: you read version {read}, now it is {current}."),
            read=expected,
            current=question.version,
        )


def _require_right(
    session: Session, question: Question, move: str, said: Said, writer: Writer, place: Place
) -> None:
    _require_holder(session, question, move, writer.actor, writer.on, place)
    for_others = not (writer.actor.operator or _holds(session, question, writer.actor, writer.on))
    if move == "answer" and for_others and said.document is None:
        raise InvalidInput(
            N_("{field}: number and day of the office's letter are expected."), field="document"
        )


def _require_holder(
    session: Session, question: Question, move: str, actor: Actor, on: date, place: Place
) -> None:
    if actor.operator or _holds(session, question, actor, on):
        return
    roles = roles_at(actor, Action.QUESTION_ANSWER, place, on)
    if move in ("answer", "close") and Role.INDUSTRY_DEPARTMENT in roles:
        return
    if move == "close" and actor.account == question.created_by:
        return
    raise Forbidden(
        N_("“{title}” lies with: {roles}."),
        title=question.title,
        roles=Words([question.desk.label, ROLE_LABELS[Role.INDUSTRY_DEPARTMENT]]),
    )


def _holds(session: Session, question: Question, actor: Actor, on: date) -> bool:
    desk = question.desk
    unit_key = question.unit_key if desk.role is Role.COMMUNE else question.province_key
    roles = roles_at(actor, Action.QUESTION_ANSWER, place_of_unit(session, unit_key, on), on)
    if desk.role not in roles:
        return False
    if desk.role is not Role.OTHER_DEPARTMENT:
        return True
    own = {one.organisation for one in actor.memberships_on(on) if one.role is desk.role}
    return desk.name in own or "" in own


def _note(
    session: Session,
    question: Question,
    writer: Writer,
    move: str,
    action: Action,
    *,
    place: Place,
    body: str | None = None,
    document: Mapping[str, Any] | None = None,
) -> None:
    roles = roles_at(writer.actor, action, place, writer.on)
    insert_step(
        session,
        {
            "question_id": question.id,
            "version": question.version,
            "move": move,
            "at": writer.at,
            "on_date": writer.on,
            "desk_role": question.desk.role.value,
            "desk_name": question.desk.name,
            "due_on": question.due_on,
            "body": body,
            "document": document,
            "by_account": writer.account,
            "by_name": writer.by,
            "role": "operator" if writer.actor.operator or not roles else roles[0].value,
        },
    )
