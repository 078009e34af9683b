"""The records of the planning map: clusters of a day with verdict, works and place.

The page, `/maps/plan` and `cluster-gis map plan` draw the same records.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.i18n import N_, translator
from cluster_gis.services.read_map import (
    ALL_PROVINCES,
    MapQuestion,
    MapRecords,
    choose_province,
    finish,
    read_ground,
)
from cluster_gis.services.remember_verdicts import Told, VerdictMemory
from cluster_gis.storage.queries.map_records import WorkCount, works_at

__all__ = [
    "ALL_PROVINCES",
    "PlanMapRecords",
    "choose_province",
    "read_plan_map",
    "read_plan_records",
]

#: The verdict shown on the map is that of this procedure.
MAP_PROCEDURE = "establish"
PlanMapRecords = MapRecords


def read_plan_map(
    session: Session,
    *,
    province: str | None,
    as_of: date,
    known_at: datetime | None = None,
    language: str = "vi",
    cluster_url: str | None = None,
    memory: VerdictMemory | None = None,
) -> MapRecords:
    """`read_plan_records` of these values."""
    return read_plan_records(
        session,
        MapQuestion(
            province=province,
            as_of=as_of,
            known_at=known_at,
            language=language,
            cluster_url=cluster_url,
            memory=memory,
        ),
    )


def read_plan_records(session: Session, question: MapQuestion) -> MapRecords:
    """What the map of a day shows; raises InvalidInput for an unknown province."""
    ground = read_ground(session, question)
    told: Mapping[str, Told] = {}
    if question.verdicts:
        told = (question.memory or VerdictMemory()).verdicts(
            session,
            ground.codes,
            procedure=MAP_PROCEDURE,
            on=question.as_of,
            revision=ground.revision,
            known_at=question.known_at,
        )
    works = works_at(session, as_of=question.as_of, revision=ground.revision)
    added: dict[str, Mapping[str, Any]] = {}
    for cluster in ground.clusters:
        verdict = told.get(cluster.code)
        infrastructure, text = _infrastructure(works.get(cluster.code), question.language)
        added[cluster.code] = {
            "verdict": verdict.verdict if verdict and cluster.state_known else None,
            "rule": verdict.rule if verdict else None,
            "verdict_text": verdict.said[question.language] if verdict and verdict.said else None,
            "infrastructure_state": infrastructure,
            "infrastructure_text": text,
        }
    return finish(session, ground, added)


def _infrastructure(works: WorkCount | None, language: str) -> tuple[str | None, str | None]:
    if works is None:
        return None, None
    _ = translator(language)
    said = _(N_("{works} works: {begun} begun, {in_operation} in operation")).format(
        works=works.works, begun=works.begun, in_operation=works.in_operation
    )
    if works.in_operation:
        return "in_operation", said
    return ("under_construction" if works.begun else "planned"), said
