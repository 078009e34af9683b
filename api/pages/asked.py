"""The questions about a cluster, a rule or a proposal, for a section of its page."""

from typing import Any

from sqlalchemy.orm import Session

from api.pages.context import PageContext
from api.parameters import today
from cluster_gis.domain.access import Action, Actor, Scope, scope_of
from cluster_gis.services.describe_question import questions_json
from cluster_gis.storage.queries.questions import list_questions


def asked_scope(person: Actor) -> Scope:
    """Where the reader may read questions."""
    return scope_of(person, Action.QUESTION_READ, today())


def asked_about(
    session: Session,
    page: PageContext,
    *,
    cluster: str | None = None,
    rule: str | None = None,
    proposal: int | None = None,
) -> list[dict[str, Any]] | None:
    """Rows of those the reader may see; None = the reader may see none at all."""
    on = today()
    scope = asked_scope(page.person)
    if scope.is_empty:
        return None
    found = list_questions(
        session, scope=scope, on=on, cluster_code=cluster, rule=rule, proposal_id=proposal
    )
    return questions_json(session, found, page.gettext, on=on)
