"""Questions and difficulties: asked, passed on, answered. A step names its version (If-Match)."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.dependencies import DbSession, Gettext, only
from api.identity import Person
from api.if_match import Version, versioned_answer
from api.parameters import today
from api.proposal_access import writer_of
from api.proposal_bodies import DocumentIn
from api.question_access import notice_of_question, seen_question
from api.schemas import json_answer
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor, scope_of
from cluster_gis.domain.questions import Desk, NewQuestion, QuestionState
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.ask_question import (
    MOST_DAYS,
    Said,
    ask_question,
    move_question,
    working_days_after,
)
from cluster_gis.services.describe_question import question_json, questions_json
from cluster_gis.services.notify import tell
from cluster_gis.storage.queries.questions import get_question, list_questions

router = APIRouter(prefix="/api/v1", tags=["Questions"])
Number = Annotated[int, Path(ge=1, le=2**62)]
Words = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=200)]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]
Asked = Annotated[str | None, Query(max_length=100)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Routed(_Body):
    """desk: role of the office; desk_name: of another department. due_on, or days of work."""

    desk: Short | None = None
    desk_name: Short | None = None
    due_on: date | None = None
    days: Days | None = None
    document: DocumentIn | None = None

    def due(self, first: date) -> date | None:
        """The due day, however it was given."""
        if self.days is not None and self.due_on is not None:
            raise InvalidInput(
                N_("{field}: give the day or the number of working days, not both."), field="days"
            )
        return self.due_on if self.days is None else working_days_after(first, self.days)


class QuestionIn(_Routed):
    """A question about a cluster, a rule or a proposal; unit: of who asks, when only a rule."""

    title: Short
    body: Words
    asked_by: Short
    asked_on: date
    cluster: Annotated[str, Field(max_length=100)] | None = None
    rule: Annotated[str, Field(max_length=60)] | None = None
    proposal: Annotated[int, Field(ge=1, le=2**62)] | None = None
    unit: Annotated[str, Field(max_length=20)] | None = None

    def to_question(self) -> NewQuestion:
        """The record of the domain."""
        return NewQuestion(
            title=self.title,
            body=self.body,
            asked_by=self.asked_by,
            asked_on=self.asked_on,
            desk=Desk.parse(self.desk or "", self.desk_name),
            cluster_code=self.cluster,
            rule=self.rule,
            proposal_id=self.proposal,
            unit_key=self.unit,
            due_on=self.due(self.asked_on),
            document=None if self.document is None else self.document.to_document(),
        )


class StepIn(_Routed):
    """forward, answer or close. body: the answer, or the reason."""

    move: Short
    body: Words = ""

    def to_said(self, on: date) -> Said:
        """The record of the domain."""
        return Said(
            body=self.body,
            document=None if self.document is None else self.document.to_document(),
            desk=None if self.desk is None else Desk.parse(self.desk, self.desk_name),
            due_on=self.due(on),
        )


@router.get(
    "/questions", dependencies=[Depends(only("state", "overdue", "cluster", "rule", "proposal"))]
)
def read_questions(
    session: DbSession,
    person: Person,
    gettext: Gettext,
    state: Annotated[QuestionState | None, Query()] = None,
    overdue: Annotated[bool, Query()] = False,
    cluster: Asked = None,
    rule: Asked = None,
    proposal: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """Questions of the person's territory: open ones first, by due day."""
    on = today()
    found = list_questions(
        session,
        scope=scope_of(person, Action.QUESTION_READ, on),
        on=on,
        states=None if state is None else [state],
        overdue=overdue,
        cluster_code=cluster,
        rule=rule,
        proposal_id=proposal,
    )
    return json_answer({"questions": questions_json(session, found, gettext, on=on)})


@router.post("/questions", dependencies=[Depends(only())], status_code=201)
def ask(
    request: Request,
    session: Writer,
    person: Person,
    gettext: Gettext,
    after: BackgroundTasks,
    wanted: QuestionIn,
) -> Response:
    """Ask an office; the answer names the question and its version."""
    made = ask_question(session, wanted.to_question(), writer_of(person))
    response = _changed(session, made, person, gettext)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/questions/{made}"
    told = notice_of_question(get_question(session, made), "ask", writer_of(person).by)
    after.add_task(tell, request.app.state.notice_sinks, told)
    return response


@router.get("/questions/{question_id}", dependencies=[Depends(only())])
def read_question(
    session: DbSession, person: Person, gettext: Gettext, question_id: Number
) -> Response:
    """One question with its way; its ETag is the version to write against."""
    seen_question(session, question_id, person)
    return _changed(session, question_id, person, gettext)


@router.post("/questions/{question_id}/steps", dependencies=[Depends(only())])
def make_step(
    *,
    request: Request,
    session: Writer,
    person: Person,
    gettext: Gettext,
    after: BackgroundTasks,
    question_id: Number,
    wanted: StepIn,
    version: Version,
) -> Response:
    """Pass it on, answer it or close it."""
    seen_question(session, question_id, person)
    who = writer_of(person)
    moved = move_question(
        session, question_id, wanted.move, wanted.to_said(who.on), who, expected=version
    )
    told = notice_of_question(moved, wanted.move, who.by)
    after.add_task(tell, request.app.state.notice_sinks, told)
    return _changed(session, question_id, person, gettext)


def _changed(session: Session, question_id: int, person: Actor, gettext: Translator) -> Response:
    question = get_question(session, question_id)
    answer: dict[str, Any] = question_json(session, question, person, gettext, on=today())
    return versioned_answer(answer, question.version)
