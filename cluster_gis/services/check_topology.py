"""How clusters lie to each other, to restricted areas and to their communes.

`check_topology` asks it of the whole register, `find_neighbourhood` of one cluster. Only
boundaries count; a place is indicative.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.restricted import PARK
from cluster_gis.domain.topology import (
    Neighbour,
    Overlap,
    OverlapKind,
    Placement,
    UnitShare,
    plain,
)
from cluster_gis.storage.queries import topology as queries

#: Degrees of latitude in a metre, widened: a degree of longitude is shorter up north.
_DEGREES_PER_M = 1 / 100_000
#: Neighbours told of one cluster, of each sort.
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """What was found on a day at a revision. boundaries: how many were looked at."""

    as_of: date
    revision: int
    boundaries: int
    overlaps: tuple[Overlap, ...]
    placements: tuple[Placement, ...]

    def to_json(self) -> dict[str, Any]:
        """As the command prints it; an overlap with the tolerance it exceeds."""
        return {
            "as_of": self.as_of.isoformat(),
            "revision": self.revision,
            "boundaries": self.boundaries,
            "overlaps": [overlap_to_json(item) for item in self.overlaps],
            "placements": [
                plain(asdict(item)) | {"crosses_communes": item.crosses_communes}
                for item in self.placements
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """Around one cluster. srid: the zone metres and hectares are measured in.

    within_m: how far was looked. overlaps: those of this cluster.
    """

    code: str
    srid: int
    within_m: float
    neighbours: tuple[Neighbour, ...]
    overlaps: tuple[Overlap, ...]
    placement: Placement


def overlap_to_json(item: Overlap) -> dict[str, Any]:
    """The overlap with the tolerance it exceeds."""
    answer: dict[str, Any] = plain(asdict(item)) | {"tolerance": asdict(item.tolerance)}
    return answer


def check_topology(
    session: Session, *, as_of: date, revision: int, province: str | None = None
) -> Topology:
    """Overlaps and placements of every boundary held on the day. province: unit key, old or new."""
    rows = queries.pairs_on(session, as_of=as_of, revision=revision, province=province)
    placed = _placements(session, as_of=as_of, revision=revision, province=province, code=None)
    return Topology(
        as_of=as_of,
        revision=revision,
        boundaries=len(placed),
        overlaps=tuple(_overlap(row) for row in rows),
        placements=placed,
    )


def find_neighbourhood(
    session: Session, code: str, *, as_of: date, revision: int, within_m: float = 5_000.0
) -> Neighbourhood | None:
    """What lies near and over one cluster; None when it has no boundary on the day."""
    placed = _placements(session, as_of=as_of, revision=revision, province=None, code=code)
    if not placed:
        return None
    clocks: dict[str, Any] = {"as_of": as_of, "revision": revision}
    overlaps = tuple(
        _overlap(row) for row in queries.pairs_on(session, **clocks, province=None, code=code)
    )
    over = {item.other if item.code == code else item.code: item.area_ha for item in overlaps}
    asked = clocks | {
        "code": code,
        "within_m": within_m,
        "degrees": within_m * _DEGREES_PER_M,
        "most": MOST,
    }
    found = [
        _neighbour(row, over)
        for statement in (queries.neighbouring_clusters(), queries.neighbouring_restricted())
        for row in queries.read_rows(session, statement, **asked)
    ]
    return Neighbourhood(
        code=code,
        srid=queries.measuring_srid_of(session, code, **clocks),
        within_m=within_m,
        neighbours=tuple(found),
        overlaps=overlaps,
        placement=placed[0],
    )


def _kind(layer: str | None) -> OverlapKind:
    if layer is None:
        return "cluster"
    return "park" if layer == PARK else "restricted"


def _overlap(row: RowMapping) -> Overlap:
    return Overlap(kind=_kind(row["layer"]), **row)


def _neighbour(row: RowMapping, over: dict[str, Decimal]) -> Neighbour:
    overlap_ha = over.get(row["key"], Decimal(0))
    return Neighbour(kind=_kind(row["layer"]), overlap_ha=overlap_ha, **row)


def _placements(
    session: Session, *, as_of: date, revision: int, province: str | None, code: str | None
) -> tuple[Placement, ...]:
    clocks: dict[str, Any] = {"as_of": as_of, "revision": revision}
    outlined = {
        row["unit_key"] for row in queries.read_rows(session, queries.outlined_communes(), **clocks)
    }
    shares: dict[str, list[RowMapping]] = {}
    if outlined:
        for row in queries.read_rows(session, queries.commune_shares(), **clocks, code=code):
            shares.setdefault(row["code"], []).append(row)
    rows = queries.read_rows(session, queries.placements(), **clocks, province=province, code=code)
    return tuple(_placement(row, shares.get(row["code"], []), outlined) for row in rows)


def _placement(row: RowMapping, shares: Sequence[RowMapping], outlined: set[str]) -> Placement:
    declared = tuple(row["declared"])
    inside: Decimal | None = None
    # Old and new commune of one place: the outline of either will do, neither is "not known".
    checked = [key for key in declared if key in outlined]
    if checked:
        within = sum((s["area_ha"] for s in shares if s["unit_key"] in checked), Decimal(0))
        inside = _percent(within, row["area_ha"])
    return Placement(
        **{name: row[name] for name in ("code", "name", "province_key", "quality", "parts")},
        area_ha=row["area_ha"],
        declared=declared,
        inside_pct=inside,
        communes=tuple(
            UnitShare(
                unit_key=share["unit_key"],
                name=share["name"],
                share_pct=_percent(share["area_ha"], row["area_ha"]),
                area_ha=share["area_ha"],
            )
            for share in shares
            if share["counts"]
        ),
        lon=row["lon"],
        lat=row["lat"],
    )


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return min(part * 100 / whole, Decimal(100)).quantize(Decimal("0.01"))
