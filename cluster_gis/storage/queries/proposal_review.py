"""Files, opinions, comments and papers of a proposal: read and written, never committed here."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.orm import Session

from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.proposal_tables import attachment, comment, opinion, paper

_WITHOUT_CONTENT = [column for column in attachment.c if column.name != "content"]


def attachments_of(
    session: Session, proposal_id: int, *, removed: bool = False
) -> list[RowMapping]:
    """Files without their bytes, in the order they came; removed: also those taken off since."""
    query = (
        select(*_WITHOUT_CONTENT)
        .where(attachment.c.proposal_id == proposal_id)
        .order_by(attachment.c.id)
    )
    if not removed:
        query = query.where(attachment.c.removed_at.is_(None))
    return list(session.execute(query).mappings())


def attachment_with_content(session: Session, proposal_id: int, attachment_id: int) -> RowMapping:
    """One file with its bytes; raises NotFound."""
    query = select(attachment).where(
        attachment.c.proposal_id == proposal_id, attachment.c.id == attachment_id
    )
    row = session.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(N_("There is no file {id} in this proposal."), id=attachment_id)
    return row


def insert_attachment(session: Session, values: Mapping[str, Any]) -> int:
    """Keep a file; returns its id."""
    statement = insert(attachment).values(values).returning(attachment.c.id)
    return int(session.execute(statement).scalar_one())


def remove_attachment(session: Session, proposal_id: int, attachment_id: int) -> None:
    """Take a file off the draft; revisions that have it keep it. Raises NotFound."""
    statement = (
        update(attachment)
        .where(
            attachment.c.proposal_id == proposal_id,
            attachment.c.id == attachment_id,
            attachment.c.removed_at.is_(None),
        )
        .values(removed_at=func.now())
        .returning(attachment.c.id)
    )
    if session.execute(statement).scalar_one_or_none() is None:
        raise NotFound(N_("There is no file {id} in this proposal."), id=attachment_id)


def opinions_of(session: Session, proposal_id: int) -> list[RowMapping]:
    """Opinions asked for, in order; given_on null = not given yet."""
    query = select(opinion).where(opinion.c.proposal_id == proposal_id).order_by(opinion.c.id)
    return list(session.execute(query).mappings())


def insert_opinion(session: Session, values: Mapping[str, Any]) -> int:
    """An opinion asked for; returns its id."""
    statement = insert(opinion).values(values).returning(opinion.c.id)
    return int(session.execute(statement).scalar_one())


def answer_opinion(session: Session, opinion_id: int, values: Mapping[str, Any]) -> None:
    """The answer of the agency, or the reply to it."""
    session.execute(update(opinion).where(opinion.c.id == opinion_id).values(values))


def comments_of(session: Session, proposal_id: int) -> list[RowMapping]:
    """Comments in order."""
    query = select(comment).where(comment.c.proposal_id == proposal_id).order_by(comment.c.id)
    return list(session.execute(query).mappings())


def insert_comment(session: Session, values: Mapping[str, Any]) -> int:
    """A comment; returns its id."""
    statement = insert(comment).values(values).returning(comment.c.id)
    return int(session.execute(statement).scalar_one())


def resolve_comment(session: Session, proposal_id: int, comment_id: int, *, by: str) -> None:
    """Mark a comment as settled; raises NotFound when there is no open one of that id."""
    statement = (
        update(comment)
        .where(
            comment.c.proposal_id == proposal_id,
            comment.c.id == comment_id,
            comment.c.resolved_at.is_(None),
        )
        .values(resolved_by=by, resolved_at=func.now())
        .returning(comment.c.id)
    )
    if session.execute(statement).scalar_one_or_none() is None:
        raise NotFound(N_("There is no open comment {id} in this proposal."), id=comment_id)


def papers_of(session: Session, proposal_id: int) -> list[RowMapping]:
    """Papers on the ladder, in the order they were signed."""
    query = (
        select(paper)
        .where(paper.c.proposal_id == proposal_id)
        .order_by(paper.c.signed_on, paper.c.id)
    )
    return list(session.execute(query).mappings())


def insert_paper(session: Session, values: Mapping[str, Any]) -> int:
    """A paper of a step; returns its id."""
    statement = insert(paper).values(values).returning(paper.c.id)
    return int(session.execute(statement).scalar_one())
