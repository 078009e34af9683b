"""What a map of any subject shares: the question asked, the clusters of a day, where things are.

A subject reads this ground with `read_ground` and adds to each cluster what it is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import STATUS_BASIS
from cluster_gis.domain.unit_names import place_name
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, Translator, data_translator, translator
from cluster_gis.services.remember_verdicts import VerdictMemory
from cluster_gis.storage.queries.clusters import ClusterAt, clusters_at
from cluster_gis.storage.queries.map_records import (
    Frame,
    Shape,
    frames_of,
    newest_source,
    shapes_at,
    source_titles,
)
from cluster_gis.storage.queries.overview import count_gaps
from cluster_gis.storage.queries.provinces import ProvinceCount, count_by_province
from cluster_gis.storage.register import revision_at

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
class MapQuestion:
    """What is asked of a map; each subject reads the fields it names in maps/subjects.py.

    as_of: the day of the facts. province: slug, code or unit key; None or "all" = every one.
    cluster_url: address of a cluster's page with {code} in it; None = the map stands alone.
    memory: verdicts a server remembers. procedure, on: what is judged, and the day of the law.
    units_on: day of the units told of; unit_level: province | district | commune, None = fitting.
    before, after: a day (ISO) or the key of a plan version. cluster: code of the cluster concerned.
    boundary: bytes and name of a boundary file.
    """

    as_of: date
    province: str | None = None
    known_at: datetime | None = None
    language: str = "vi"
    cluster_url: str | None = None
    memory: VerdictMemory | None = None
    verdicts: bool = True
    procedure: str = "establish"
    on: date | None = None
    units_on: date | None = None
    unit_level: str | None = None
    before: str | None = None
    after: str | None = None
    cluster: str | None = None
    boundary: tuple[bytes, str] | None = None
    crs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a tally. ratio: (numerator, denominator) column numbers, told in percent.

    of: number of the column that counts of how many clusters the sum is; of none it is not zero
    but not known.
    """

    label: str
    unit: str = ""
    ratio: tuple[int, int] | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A table beside the map whose figures follow the filter.

    A cluster's property `tally_<code>` is a list of [row number, figure, ...], one figure for each
    column that is no ratio; the table adds them up over the clusters shown. picks: a click on a
    row shows only the clusters that count in it. labels, title: in the reader's language.
    codes: short signs written small beside the labels, one for each; empty = none.
    """

    code: str
    title: str
    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    note: str = ""
    picks: bool = True
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A shape drawn beside the clusters: a unit, an outline before or after, a conflict.

    geometry: GeoJSON, EPSG:4326. category: code of the class in the subject's overlay theme.
    label, lines: text in the reader's language.
    """

    geometry: Mapping[str, Any]
    category: str
    label: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list beside the map: cluster code (None = no cluster here), class, texts."""

    code: str | None
    category: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRecords:
    """Plain data of one map. clusters: GeoJSON Features (EPSG:4326), see maps/plan_map.py.

    frames: province key -> where it is. known: province key -> established clusters known here.
    notes: sentences of this map in the reader's language. moments: labels of the two sides of a
    change. listing: title and lines of the list beside the map. focus: extent to open on
    (south, west, north, east). source_titles: address -> title. days: first and last of a slider.
    """

    clusters: Sequence[Mapping[str, Any]]
    provinces: Sequence[ProvinceCount]
    frames: Mapping[str, Frame]
    known: Mapping[str, int]
    chosen: ProvinceCount | None
    as_of: date
    known_at: datetime | None
    newest_source: str | None
    source_titles: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tallies: tuple[Tally, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    moments: tuple[str, str] | None = None
    listing: tuple[str, tuple[Entry, ...]] | None = None
    days: tuple[date, date] | None = None
    focus: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The clusters and provinces of a question, before a subject adds to them."""

    question: MapQuestion
    revision: int
    clusters: Sequence[ClusterAt]
    shapes: Mapping[str, Shape]
    provinces: Sequence[ProvinceCount]
    chosen: ProvinceCount | None
    slugs: Mapping[str, str]

    @property
    def codes(self) -> list[str]:
        """Codes of the clusters shown."""
        return [cluster.code for cluster in self.clusters]

    @property
    def gettext(self) -> Translator:
        """Msgid -> text in the reader's language."""
        return translator(self.question.language)


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


def read_ground(session: Session, question: MapQuestion) -> Ground:
    """Clusters of the day with their outlines; raises InvalidInput for an unknown province."""
    revision = revision_at(session, question.known_at)
    provinces = count_by_province(session, as_of=question.as_of, revision=revision)
    chosen = choose_province(provinces, question.province)
    key = chosen.province.key if chosen else None
    return Ground(
        question=question,
        revision=revision,
        clusters=clusters_at(session, question.as_of, revision, province=key),
        shapes=shapes_at(session, as_of=question.as_of, revision=revision),
        provinces=[chosen] if chosen else provinces,
        chosen=chosen,
        slugs={item.province.key: item.province.slug for item in provinces},
    )


def finish(
    session: Session, ground: Ground, added: Mapping[str, Mapping[str, Any]], **more: Any
) -> MapRecords:
    """The records of the map. added: code -> properties of the subject; more: fields of records."""
    shown = ground.provinces
    question, revision = ground.question, ground.revision
    return MapRecords(
        clusters=[
            _feature(cluster, ground, added.get(cluster.code, {})) for cluster in ground.clusters
        ],
        provinces=shown,
        frames=frames_of(
            session,
            [item.province.key for item in shown],
            as_of=question.as_of,
            revision=revision,
        ),
        known={
            item.province.key: count_gaps(
                session, province=item.province.key, as_of=question.as_of, revision=revision
            ).established
            for item in shown
            if item.reported is not None
        },
        chosen=ground.chosen,
        as_of=question.as_of,
        known_at=question.known_at,
        newest_source=newest_source(session),
        source_titles=source_titles(
            session, {url for cluster in ground.clusters for url in cluster.source_urls or ()}
        ),
        **more,
    )


def _feature(cluster: ClusterAt, ground: Ground, added: Mapping[str, Any]) -> Mapping[str, Any]:
    language = ground.question.language
    _ = translator(language)
    said = data_translator(language)
    shape = ground.shapes.get(cluster.code)
    geometry: Mapping[str, Any] | None = None
    if shape is not None:
        geometry = shape.geometry
    elif cluster.lon is not None:
        geometry = {"type": "Point", "coordinates": [cluster.lon, cluster.lat]}
    area, act = decided_area(cluster)
    units = [cluster.commune_name or cluster.new_commune_text, cluster.province_name]
    place = ", ".join(dict.fromkeys(unit for unit in units if unit))
    unstated = cluster.status_basis not in ("stated", "inferred")
    url = ground.question.cluster_url
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "code": cluster.code,
            "name": cluster.name,
            "province": ground.slugs.get(cluster.province_key, cluster.province_key),
            "place": place_name(place, language, _) or None,
            "anchor": place_name(cluster.place_label or cluster.commune_name or "", language, _)
            or None,
            "place_quality": _PLACE_QUALITY.get(cluster.place_basis),
            "boundary_quality": shape.quality if shape else None,
            "status": cluster.status,
            "status_basis": _status_basis(cluster),
            "status_text": _(STATUS_BASIS[cluster.status_basis]) if unstated else None,
            "decision": _decision(cluster, language),
            "area_ha": area,
            "area_act": act,
            "investor": said(cluster.infrastructure_investor or "") or None,
            "kind": cluster.kind,
            "units": _units(cluster),
            "sectors": [(part, said(part)) for part in _sectors(cluster)],
            **_fill(cluster),
            "sources": list(dict.fromkeys(cluster.source_urls or ())),
            "url": url.format(code=cluster.code) if url else None,
            **added,
        },
    }


def _units(cluster: ClusterAt) -> list[tuple[str, str, str]]:
    """(key, name, level) of the units that clusters are sought by."""
    units = (
        (cluster.commune_key, cluster.commune_name, "commune"),
        (cluster.former_district_key, cluster.former_district_name, "district"),
    )
    return [(key, name, level) for key, name, level in units if key and name]


def _sectors(cluster: ClusterAt) -> list[str]:
    """Sectors as recorded, one by one; sources part them by semicolons."""
    parts = (part.strip() for part in (cluster.sectors or "").split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _fill(cluster: ClusterAt) -> dict[str, str]:
    """The fill rate as text and whether it is computed or printed by a source."""
    for value, basis in (
        (cluster.fill_rate_pct, "computed"),
        (cluster.fill_rate_printed_pct, "printed"),
    ):
        if value is not None:
            return {"fill_pct": f"{round(value, 2).normalize():f}", "fill_basis": basis}
    return {}


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


def decided_area(cluster: ClusterAt) -> tuple[Any, str | None]:
    """The area that says how big a cluster is drawn, in hectares, and the act it is of."""
    for value, act in (
        (cluster.area_established_ha, "established"),
        (cluster.area_detailed_ha, "detailed"),
        (cluster.area_planned_ha, "planned"),
        (cluster.boundary_area_ha, "measured"),
    ):
        if value is not None:
            return value, act
    return None, None
