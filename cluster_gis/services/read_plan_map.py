"""The records of the planning map: clusters of a day with verdict, works and place.

The page, `/maps/plan` and `cluster-gis map plan` draw the same records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import STATUS_BASIS
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator, translator
from cluster_gis.services.remember_verdicts import Told, VerdictMemory
from cluster_gis.storage.queries.clusters import ClusterAt, clusters_at
from cluster_gis.storage.queries.map_records import (
    Frame,
    Shape,
    WorkCount,
    frames_of,
    newest_source,
    shapes_at,
    works_at,
)
from cluster_gis.storage.queries.overview import count_gaps
from cluster_gis.storage.queries.provinces import ProvinceCount, count_by_province
from cluster_gis.storage.register import revision_at

#: The verdict shown on the map is that of this procedure.
MAP_PROCEDURE = "establish"
ALL_PROVINCES = "all"

_PLACE_QUALITY = {
    "commune": "commune",
    "successor_commune": "commune",
    "new_commune": "commune",
    "site": "commune",
    "commune_by_name": "commune_inferred",
    "district": "district",
}
_DATED_BY = ("decision", "event", "known_no_later_than")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMapRecords:
    """Plain data of one map. clusters: GeoJSON Features (EPSG:4326), see maps/plan_map.py.

    frames: province key -> where it is. known: province key -> established clusters known here.
    """

    clusters: Sequence[Mapping[str, Any]]
    provinces: Sequence[ProvinceCount]
    frames: Mapping[str, Frame]
    known: Mapping[str, int]
    chosen: ProvinceCount | None
    as_of: date
    known_at: datetime | None
    newest_source: str | None


def choose_province(provinces: Sequence[ProvinceCount], value: str | None) -> ProvinceCount | None:
    """The province of that slug, code or unit key; None = all. Raises InvalidInput."""
    if not value or value == ALL_PROVINCES:
        return None
    for item in provinces:
        if value in (item.province.slug, item.province.key, item.province.code):
            return item
    raise InvalidInput(
        N_("{field} is {value}; expected one of {expected}."),
        field="province",
        value=repr(value),
        expected=", ".join([*(item.province.slug for item in provinces), ALL_PROVINCES]),
    )


def read_plan_map(
    session: Session,
    *,
    province: str | None,
    as_of: date,
    known_at: datetime | None = None,
    language: str = "vi",
    cluster_url: str | None = None,
    memory: VerdictMemory | None = None,
) -> PlanMapRecords:
    """What the map of a day shows; raises InvalidInput for an unknown province.

    province: slug, code or unit key; None or "all" = every one. cluster_url: address of a
    cluster's page with {code} in it; None = the map stands alone in a file. memory: of a server.
    """
    revision = revision_at(session, known_at)
    provinces = count_by_province(session, as_of=as_of, revision=revision)
    chosen = choose_province(provinces, province)
    key = chosen.province.key if chosen else None
    shown = [chosen] if chosen else provinces
    clusters = clusters_at(session, as_of, revision, province=key)
    told = (memory or VerdictMemory()).verdicts(
        session,
        [cluster.code for cluster in clusters],
        procedure=MAP_PROCEDURE,
        on=as_of,
        revision=revision,
        known_at=known_at,
    )
    shapes = shapes_at(session, as_of=as_of, revision=revision)
    works = works_at(session, as_of=as_of, revision=revision)
    slugs = {item.province.key: item.province.slug for item in provinces}
    return PlanMapRecords(
        clusters=[
            _feature(
                cluster,
                province=slugs.get(cluster.province_key, cluster.province_key),
                told=told.get(cluster.code),
                shape=shapes.get(cluster.code),
                works=works.get(cluster.code),
                language=language,
                cluster_url=cluster_url,
            )
            for cluster in clusters
        ],
        provinces=shown,
        frames=frames_of(
            session, [item.province.key for item in shown], as_of=as_of, revision=revision
        ),
        known={
            item.province.key: count_gaps(
                session, province=item.province.key, as_of=as_of, revision=revision
            ).established
            for item in shown
            if item.reported is not None
        },
        chosen=chosen,
        as_of=as_of,
        known_at=known_at,
        newest_source=newest_source(session),
    )


def _feature(
    cluster: ClusterAt,
    *,
    province: str,
    told: Told | None,
    shape: Shape | None,
    works: WorkCount | None,
    language: str,
    cluster_url: str | None,
) -> Mapping[str, Any]:
    _ = translator(language)
    said = data_translator(language)
    geometry: Mapping[str, Any] | None = None
    if shape is not None:
        geometry = shape.geometry
    elif cluster.lon is not None:
        geometry = {"type": "Point", "coordinates": [cluster.lon, cluster.lat]}
    area, act = _area(cluster)
    infrastructure, infrastructure_text = _infrastructure(works, language)
    units = [cluster.commune_name or cluster.new_commune_text, cluster.province_name]
    unstated = cluster.status_basis not in ("stated", "inferred")
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "code": cluster.code,
            "name": cluster.name,
            "province": province,
            "place": ", ".join(dict.fromkeys(unit for unit in units if unit)) or None,
            "anchor": cluster.place_label or cluster.commune_name,
            "place_quality": _PLACE_QUALITY.get(cluster.place_basis),
            "boundary_quality": shape.quality if shape else None,
            "status": cluster.status,
            "status_basis": _status_basis(cluster),
            "status_text": _(STATUS_BASIS[cluster.status_basis]) if unstated else None,
            "decision": _decision(cluster, language),
            "area_ha": area,
            "area_act": act,
            "investor": said(cluster.infrastructure_investor or "") or None,
            "verdict": told.verdict if told and cluster.state_known else None,
            "rule": told.rule if told else None,
            "verdict_text": told.said[language] if told and told.said else None,
            "infrastructure_state": infrastructure,
            "infrastructure_text": infrastructure_text,
            "sources": list(cluster.source_urls or []),
            "url": cluster_url.format(code=cluster.code) if cluster_url else None,
        },
    }


def _status_basis(cluster: ClusterAt) -> str | None:
    if cluster.status_basis == "inferred":
        return "inferred"
    return cluster.start_basis if cluster.start_basis in _DATED_BY else None


def _decision(cluster: ClusterAt, language: str) -> str | None:
    if cluster.decision is None:
        return None
    decision = data_translator(language)(cluster.decision)
    if cluster.decision_from is None:
        return decision
    day = Formats(language).period(
        cluster.decision_from, cluster.decision_until, cluster.decision_precision
    )
    return f"{decision} ({day})"


def _area(cluster: ClusterAt) -> tuple[Any, str | None]:
    for value, act in (
        (cluster.area_established_ha, "established"),
        (cluster.area_detailed_ha, "detailed"),
        (cluster.area_planned_ha, "planned"),
        (cluster.boundary_area_ha, "measured"),
    ):
        if value is not None:
            return value, act
    return None, None


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
