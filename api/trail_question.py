"""Which acts of the trail a page or a program asks for, and what of them its reader may see."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from api.dependencies import DbSession
from api.identity import Person
from api.pages.context import parse_day
from api.parameters import today
from cluster_gis.domain.access import Action, Actor, Scope, scope_of
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.read_day import bounds_of
from cluster_gis.storage.queries.trail import Wanted, watched_tables


def readable(person: Actor) -> tuple[Scope, date]:
    """Where the person may read the trail, and the day of which its territories are."""
    return scope_of(person, Action.AUDIT_READ, today()), today()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailQuestion:
    """day: None = every day. tables: those there are. wanted: as the trail takes it."""

    day: date | None
    tables: list[str]
    wanted: Wanted


def get_question(
    session: DbSession,
    person: Person,
    day: Annotated[str, Query(max_length=20, description="2026-11-22, time of Việt Nam")] = "",
    by: Annotated[str, Query(max_length=200, description="Account or name")] = "",
    table: Annotated[str, Query(max_length=100, description="register.cluster_state")] = "",
    cluster: Annotated[str, Query(max_length=100, description="Code of a cluster")] = "",
    before: Annotated[int | None, Query(ge=1, description="Acts before this number")] = None,
) -> TrailQuestion:
    """The question of a request; raises InvalidInput naming what is not known."""
    tables = watched_tables(session)
    if table and table not in tables:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="table",
            value=repr(table),
            expected=", ".join(tables),
        )
    asked = parse_day(day, "day") if day.strip() else None
    since, until = bounds_of(asked) if asked else (None, None)
    scope, on = readable(person)
    wanted = Wanted(
        since=since,
        until=until,
        person=by.strip() or None,
        table=table or None,
        cluster=cluster.strip() or None,
        before=before,
        scope=scope,
        on=on,
    )
    return TrailQuestion(day=asked, tables=tables, wanted=wanted)


Question = Annotated[TrailQuestion, Depends(get_question)]
