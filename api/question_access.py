"""What a person may see of questions, and what is told of their steps."""

from sqlalchemy.orm import Session

from api.identity import require_seen
from api.parameters import today
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.questions import STATE_NAMES, Question, QuestionState
from cluster_gis.services.ask_question import place_of
from cluster_gis.services.notify import Notice
from cluster_gis.storage.queries.questions import get_question


def seen_question(session: Session, question_id: int, person: Actor) -> Question:
    """The question, for who may read it; to others it is not there."""
    question = get_question(session, question_id)
    require_seen(person, Action.QUESTION_READ, place_of(session, question, today()))
    return question


def notice_of_question(question: Question, move: str, by: str) -> Notice:
    """What is told of a step, with the office that is to answer and until when."""
    waits = question.state is QuestionState.OPEN
    return Notice(
        subject="question",
        number=question.id,
        title=question.title,
        state=STATE_NAMES[question.state],
        move=move,
        by=by,
        province_key=question.province_key,
        unit_key=question.unit_key,
        role=question.desk.role.value if waits else None,
        due=question.due_on if waits else None,
    )
