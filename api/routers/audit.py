"""The trail as JSON: acts, one act row by row, a cluster's life."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.dependencies import DbSession, Language, only
from api.identity import Person
from api.pages.cluster_life import life_for
from api.trail_question import Question, readable
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.read_day import act_json
from cluster_gis.services.tell_trail import TrailWords, entry_json, life_json
from cluster_gis.storage.queries import trail as queries
from cluster_gis.storage.queries.trail import Wanted

router = APIRouter(prefix="/api/v1", tags=["Audit"])


@router.get(
    "/audit/acts",
    dependencies=[Depends(only("day", "by", "table", "cluster", "before", "limit"))],
)
def read_acts(
    session: DbSession,
    question: Question,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """The newest acts asked for, newest first; `next` is the `before` of the older ones."""
    acts = queries.list_acts(session, question.wanted, limit=limit + 1)
    shown = acts[:limit]
    return {
        "acts": [act_json(act) for act in shown],
        "next": shown[-1].number if len(acts) > limit else None,
    }


@router.get("/audit/acts/{number}", dependencies=[Depends(only("after", "limit"))])
def read_act(
    session: DbSession,
    person: Person,
    number: Annotated[int, Path(ge=1, le=2**62)],
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> dict[str, Any]:
    """One act with its entries; `next` is the `after` of those that follow."""
    scope, on = readable(person)
    wanted = Wanted(scope=scope, on=on)
    act = queries.find_act(session, number, wanted)
    if act is None:
        raise NotFound(N_("The trail has no act {number}."), number=number)
    entries = queries.entries_of(session, act, wanted, after=after, limit=limit + 1)
    shown = entries[:limit]
    return {
        **act_json(act),
        "entries": [entry_json(entry) for entry in shown],
        "next": shown[-1].position if len(entries) > limit else None,
    }


@router.get("/clusters/{code}/life", dependencies=[Depends(only("findings"))])
def read_cluster_life(
    *,
    session: DbSession,
    person: Person,
    language: Language,
    code: Annotated[str, Path(max_length=100)],
    findings: Annotated[bool, Query(description="With stored law findings")] = False,
) -> dict[str, Any]:
    """The life of a cluster, newest first; names in the language of the request."""
    life, _ = life_for(session, person, code, findings=findings)
    return life_json(life, TrailWords(language, life.titles))
