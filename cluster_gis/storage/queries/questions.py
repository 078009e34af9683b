"""Questions and their steps: read and written, never committed here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, insert, literal, or_, select, text, update
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Scope, TerritoryKind
from cluster_gis.domain.actors import Role
from cluster_gis.domain.questions import Desk, Question, QuestionState
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.territory import codes_within
from cluster_gis.storage.question_tables import question, step
from cluster_gis.storage.register import revision_at

_UNIT_OF_CLUSTER = text("""
    SELECT coalesce(s.commune_key, s.province_key) AS unit_key, s.province_key
    FROM register.cluster_state s
    WHERE s.cluster_code = :code AND s.recorded @> CAST(:revision AS bigint)
    ORDER BY published.rank_version(s.valid, daterange(:on, :on, '[]')) LIMIT 1
""")


def unit_of_cluster(session: Session, code: str, on: date) -> tuple[str, str]:
    """(commune or province, province) in which a cluster lies on the day; raises NotFound."""
    row = session.execute(
        _UNIT_OF_CLUSTER, {"code": code, "on": on, "revision": revision_at(session)}
    ).one_or_none()
    if row is None:
        raise NotFound(N_("There is no cluster {code}."), code=repr(code))
    return row.unit_key, row.province_key


def get_question(session: Session, question_id: int, *, lock: bool = False) -> Question:
    """The question; lock: nobody else changes it until the transaction ends. Raises NotFound."""
    query = select(question).where(question.c.id == question_id)
    row = session.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotFound(N_("There is no question {id}."), id=question_id)
    return _question(row)


def _question(row: RowMapping) -> Question:
    known = dict(row)
    known["state"] = QuestionState(known["state"])
    known["desk"] = Desk(role=Role(known.pop("desk_role")), name=known.pop("desk_name"))
    return Question(**known)


def list_questions(
    session: Session,
    *,
    scope: Scope,
    on: date,
    states: Sequence[QuestionState] | None = None,
    overdue: bool = False,
    cluster_code: str | None = None,
    rule: str | None = None,
    proposal_id: int | None = None,
    province_key: str | None = None,
    limit: int = 1000,
) -> list[Question]:
    """Questions inside the scope: overdue and open ones first by due day, then the newest.

    overdue: only those open whose due day lies before `on`.
    """
    late = and_(question.c.state == QuestionState.OPEN.value, question.c.due_on < on)
    query = (
        select(question)
        .order_by(
            question.c.state != QuestionState.OPEN.value,
            question.c.due_on.asc().nulls_last(),
            question.c.asked_on.desc(),
            question.c.id.desc(),
        )
        .limit(limit)
    )
    query = query.where(_inside(session, scope, on))
    if states is not None:
        query = query.where(question.c.state.in_([one.value for one in states]))
    if overdue:
        query = query.where(late)
    for column, value in (
        (question.c.cluster_code, cluster_code),
        (question.c.rule, rule),
        (question.c.proposal_id, proposal_id),
        (question.c.province_key, province_key),
    ):
        if value is not None:
            query = query.where(column == value)
    return [_question(row) for row in session.execute(query).mappings()]


def _inside(session: Session, scope: Scope, on: date) -> ColumnElement[bool]:
    """Of a unit or a cluster of the scope."""
    if scope.everywhere:
        return literal(value=True)
    if not scope.territories:
        return literal(value=False)
    units = [one.key for one in scope.territories if one.kind is TerritoryKind.UNIT]
    codes = codes_within(scope, on, revision_at(session))
    return or_(
        question.c.unit_key.in_(units),
        question.c.province_key.in_(units),
        question.c.cluster_code.in_(codes),
    )


def difficulties_of(
    session: Session,
    codes: Sequence[str],
    *,
    unit_key: str,
    first: date,
    last: date,
    scope: Scope,
    on: date,
) -> list[Question]:
    """Questions of the clusters, or of the unit without a cluster, that were alive in the period.

    Asked by its last day and not closed before its first one; unit_key "" = the country.
    """
    bare: list[ColumnElement[bool]] = [question.c.cluster_code.is_(None)]
    if unit_key:
        bare.append(or_(question.c.unit_key == unit_key, question.c.province_key == unit_key))
    query = (
        select(question)
        .where(
            or_(question.c.cluster_code.in_(codes), and_(*bare)),
            question.c.asked_on <= last,
            or_(question.c.closed_on.is_(None), question.c.closed_on >= first),
            _inside(session, scope, on),
        )
        .order_by(question.c.asked_on, question.c.id)
    )
    return [_question(row) for row in session.execute(query).mappings()]


def insert_question(session: Session, values: Mapping[str, Any]) -> int:
    """A new question; returns its id."""
    statement = insert(question).values(values).returning(question.c.id)
    return int(session.execute(statement).scalar_one())


def update_question(session: Session, question_id: int, values: Mapping[str, Any]) -> int:
    """Set columns and raise the version by one; returns the new version."""
    statement = (
        update(question)
        .where(question.c.id == question_id)
        .values({**values, "version": question.c.version + 1})
        .returning(question.c.version)
    )
    return int(session.execute(statement).scalar_one())


def insert_step(session: Session, values: Mapping[str, Any]) -> None:
    """Who did what with it, when, with which paper."""
    session.execute(insert(step).values(values))


def steps_of(session: Session, question_id: int) -> list[RowMapping]:
    """Its way from the asking to the end."""
    query = select(step).where(step.c.question_id == question_id).order_by(step.c.version)
    return list(session.execute(query).mappings())


def answers_of(session: Session, question_ids: Sequence[int]) -> dict[int, RowMapping]:
    """The answer of each question that has one."""
    query = select(step).where(step.c.question_id.in_(question_ids), step.c.move == "answer")
    return {row["question_id"]: row for row in session.execute(query).mappings()}


_CLUSTER_CHOICES = text("""
    SELECT DISTINCT ON (s.cluster_code) s.cluster_code AS code, s.name
    FROM register.cluster_state s
    WHERE s.province_key = ANY(:provinces) AND s.recorded @> CAST(:revision AS bigint)
    ORDER BY s.cluster_code, published.rank_version(s.valid, daterange(:on, :on, '[]'))
""")


def cluster_choices(
    session: Session, province_keys: Sequence[str], on: date
) -> list[tuple[str, str]]:
    """(code, name) of the clusters of provinces, by name."""
    values = {"provinces": list(province_keys), "on": on, "revision": revision_at(session)}
    rows = session.execute(_CLUSTER_CHOICES, values).all()
    return sorted(((row.code, row.name) for row in rows), key=lambda one: one[1])
