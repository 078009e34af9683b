"""Records of the occupancy map: fill rate and unlet land of clusters, and of units of any day.

The rate of a unit is that of its clusters together: let land over industrial land of those of
which both are known. The others are counted beside it, never taken for empty.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import (
    Column,
    Ground,
    MapQuestion,
    MapRecords,
    Overlay,
    Tally,
    finish,
    read_ground,
)
from cluster_gis.storage.queries.clusters import ClusterAt
from cluster_gis.storage.queries.map_units import UnitAt, districts_before, units_at

#: Districts ended on this day, the provinces of 2025 began.
REFORM = date(2025, 7, 1)
#: Decree 32/2024/NĐ-CP, Điều 2 khoản 7: licensed land counts as let from this day.
LICENSED_COUNTS = date(2024, 5, 1)
LEVELS = {
    "province": N_("Province"),
    "district": N_("District (until 30/06/2025)"),
    "commune": N_("Commune"),
}
_NOT_ESTABLISHED = ("planned", "withdrawn")


@dataclass(frozen=True, slots=True)
class Land:
    """Industrial land of a cluster and what of it is let, hectares; both or nothing."""

    industrial_ha: Decimal
    let_ha: Decimal

    @property
    def fill_pct(self) -> Decimal:
        """Let land over industrial land, percent."""
        return self.let_ha * 100 / self.industrial_ha


def land_of(cluster: ClusterAt, on: date) -> Land | None:
    """What is let of a cluster on a day; None = not known, or more let than there is."""
    if cluster.industrial_land_ha is None or cluster.leased_industrial_land_ha is None:
        return None
    licensed = cluster.licensed_not_leased_ha if on >= LICENSED_COUNTS else None
    let = cluster.leased_industrial_land_ha + (licensed or 0)
    return Land(cluster.industrial_land_ha, let) if let <= cluster.industrial_land_ha else None


def read_occupancy_records(session: Session, question: MapQuestion) -> MapRecords:
    """The clusters with fill rate and unlet land, and the same by unit of `units_on`."""
    ground = read_ground(session, question)
    _ = ground.gettext
    day = question.units_on or question.as_of
    level = question.unit_level or fitting_level(day, one_province=ground.chosen is not None)
    if level == "district" and day >= REFORM:
        raise InvalidInput(
            N_("{field} is {value}; districts ended on 30/06/2025, a day before is expected."),
            field="units_on",
            value=day.isoformat(),
        )
    homes = homes_of(session, ground.clusters, day=day, level=level, revision=ground.revision)
    keys = {key for key in homes.values() if key}
    units = units_at(session, keys, day=day, revision=ground.revision)
    order = sorted(units.values(), key=lambda unit: unit.name)
    number = {unit.key: place for place, unit in enumerate(order)}
    lands = {cluster.code: land_of(cluster, question.as_of) for cluster in ground.clusters}
    added = {
        cluster.code: _added(
            ground, cluster, lands[cluster.code], number.get(homes[cluster.code] or "", len(order))
        )
        for cluster in ground.clusters
    }
    shown_day = Formats(question.language).day(day)
    table = Tally(
        code="units",
        title=_(N_("By {level}, units of {day}")).format(level=_(LEVELS[level]), day=shown_day),
        labels=(*(unit.name for unit in order), _(N_("Unit not known"))),
        columns=(
            Column(label=_(N_("Number of clusters"))),
            Column(label=_(N_("Rate known"))),
            Column(label=_(N_("Industrial land")), unit="ha", of=1),
            Column(label=_(N_("Not let")), unit="ha", of=1),
            Column(label=_(N_("Fill rate")), unit="%", ratio=(4, 2)),
        ),
        note=_(
            N_(
                "Land and rate of the clusters of which both figures are known; "
                "the others are not counted as empty."
            )
        ),
    )
    return finish(
        session,
        ground,
        added,
        tallies=(table,),
        overlays=_overlays(ground, order, homes, lands),
        notes=()
        if any(unit.outline for unit in order)
        else (
            _(N_("No outline of these units was loaded: the table tells them, the map cannot.")),
        ),
    )


def fitting_level(day: date, *, one_province: bool) -> str:
    """The level of units that tells clusters apart: those of the day within one province."""
    if not one_province:
        return "province"
    return "district" if day < REFORM else "commune"


def homes_of(
    session: Session,
    clusters: Sequence[ClusterAt],
    *,
    day: date,
    level: str,
    revision: int,
    by_lineage: bool = True,
) -> dict[str, str | None]:
    """Cluster code -> key of the unit it lies in on that day; None = not known.

    by_lineage: a district that no source names is taken from the commune of 2025.
    """
    before = day < REFORM
    if level == "province":
        return {
            one.code: one.former_province_key if before else one.province_key for one in clusters
        }
    if level == "commune":
        return {one.code: one.former_commune_key if before else one.commune_key for one in clusters}
    unsure = {one.commune_key for one in clusters if by_lineage and not one.former_district_key}
    made_from = districts_before(session, [key for key in unsure if key], revision=revision)
    return {
        one.code: one.former_district_key or made_from.get(one.commune_key or "")
        for one in clusters
    }


def fill_class(pct: Decimal | None) -> str | None:
    """Class of a fill rate; None = not known."""
    if pct is None:
        return None
    for least, name in ((90, "full"), (60, "high"), (50, "half")):
        if pct >= least:
            return name
    return "low"


def cluster_fill_class(cluster: ClusterAt, land: Land | None) -> str | None:
    """Class of a cluster; "not_yet" before there is land to let, None = not known."""
    filled = fill_class(land.fill_pct if land else None)
    return "not_yet" if filled is None and cluster.status in _NOT_ESTABLISHED else filled


def unleased_class(unleased_ha: Decimal | None) -> str | None:
    """Class of the land not let, hectares; None = not known."""
    if unleased_ha is None:
        return None
    for least, name in ((20, "large"), (5, "middle")):
        if unleased_ha >= least:
            return name
    return "small" if unleased_ha > 0 else "none"


def _added(ground: Ground, cluster: ClusterAt, land: Land | None, unit: int) -> dict[str, Any]:
    _, formats = ground.gettext, Formats(ground.question.language)
    free = land.industrial_ha - land.let_ha if land else None
    printed = cluster.fill_rate_printed_pct
    facts = [
        (
            _(N_("Fill rate")),
            formats.percent(round(land.fill_pct, 2)) if land else "",
            _(N_("a source prints {pct}")).format(pct=formats.percent(printed))
            if printed is not None
            else "",
        ),
        (_(N_("Not let")), formats.hectares(free) if free is not None else "", ""),
        (
            _(N_("Industrial land")),
            formats.hectares(cluster.industrial_land_ha)
            if cluster.industrial_land_ha is not None
            else "",
            "",
        ),
    ]
    figures = (land.industrial_ha, free, land.let_ha) if land else (0, 0, 0)
    known, (industrial, not_let, let) = int(land is not None), figures
    return {
        "fill": cluster_fill_class(cluster, land),
        "unleased": unleased_class(free),
        "facts": facts,
        "tally_units": [
            # The last figure is the numerator of the rate: it has no column of its own.
            [unit, 1, known, float(industrial), float(not_let or 0), float(let)]
        ],
    }


def _overlays(
    ground: Ground,
    units: Sequence[UnitAt],
    homes: dict[str, str | None],
    lands: dict[str, Land | None],
) -> tuple[Overlay, ...]:
    _, formats = ground.gettext, Formats(ground.question.language)
    inside: dict[str, list[Land]] = defaultdict(list)
    for code, key in homes.items():
        if key and (land := lands[code]):
            inside[key].append(land)
    shapes = []
    for unit in units:
        if unit.outline is None:
            continue
        held = inside[unit.key]
        industrial = sum((land.industrial_ha for land in held), Decimal(0))
        let = sum((land.let_ha for land in held), Decimal(0))
        pct = let * 100 / industrial if industrial else None
        said = formats.percent(round(pct, 1)) if pct is not None else _(N_("not known"))
        shapes.append(
            Overlay(
                geometry=unit.outline,
                category=fill_class(pct) or "unknown",
                label=unit.name,
                lines=(f"{_(N_('Fill rate'))}: {said}",),
            )
        )
    return tuple(shapes)
