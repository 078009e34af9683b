"""When two areas overlap, and when they only share an edge: the tolerances, and what is found.

Neighbours digitised or rounded one by one leave slivers along a common edge. Each piece that two
areas share is judged by itself: it is an overlap when both its area and its mean width exceed the
tolerance of the pair. Mean width = 2 x area / perimeter of the piece: near the width of a strip,
half the side of a square. The limits are this tool's, not of law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from cluster_gis.domain.restricted import CORRIDORS, LAYERS, PARK, STRICT

OverlapKind = Literal["cluster", "park", "restricted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """A shared piece must exceed both to be an overlap. area_m2: plane m²; width_m: metres."""

    area_m2: float
    width_m: float

    def exceeded_by(self, area_m2: float, width_m: float) -> bool:
        """True when the piece is an overlap; the limits themselves are still a sliver."""
        return area_m2 > self.area_m2 and width_m > self.width_m


#: Both outlines from coordinate tables: printed to the centimetre, staked out to a decimetre or
#: two, so a common edge of 400 m may differ by some tens of m².
SURVEYED = Tolerance(area_m2=50.0, width_m=0.5)
#: One of them traced from a map (half a millimetre at 1:10 000 is 5 m).
DIGITISED = Tolerance(area_m2=500.0, width_m=5.0)
#: Corridors and protected sites against a surveyed outline.
CORRIDOR = Tolerance(area_m2=50.0, width_m=1.0)
#: A boundary against the outline of a commune, by the outline's quality.
UNIT_OUTLINE: Mapping[str, Tolerance] = {
    "official": DIGITISED,
    "generalised": Tolerance(area_m2=5_000.0, width_m=20.0),
}


def tolerance_between(quality: str, other: str) -> Tolerance:
    """Of two boundaries by their qualities (`surveyed`, `digitised`)."""
    return SURVEYED if (quality, other) == ("surveyed", "surveyed") else DIGITISED


def tolerance_of_layer(layer: str, quality: str) -> Tolerance:
    """Of a boundary of that quality against a restricted layer (land use is mapped, not staked)."""
    if quality != "surveyed":
        return DIGITISED
    if layer in CORRIDORS or layer in STRICT:
        return CORRIDOR
    return SURVEYED if layer == PARK else DIGITISED


def layer_tolerances(quality: str) -> dict[str, Tolerance]:
    """Layer code -> tolerance, for a statement that measures all layers at once."""
    return {layer: tolerance_of_layer(layer, quality) for layer in LAYERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A cluster and what it overlaps, beyond the tolerance.

    code: the cluster; of two clusters the one whose code sorts first. other: cluster code or key of
    the restricted area. layer: its code, None for a cluster. area_ha: of the pieces that count,
    planar in EPSG:`srid`, the zone the first boundary is measured in; share_pct of its area.
    width_m: of the widest piece. lon, lat: a point inside the largest piece, EPSG:4326.
    sliver_ha: shared besides, in pieces within the tolerance.
    """

    kind: OverlapKind
    code: str
    name: str
    province_key: str | None
    quality: str
    other: str
    other_name: str | None
    other_quality: str | None
    layer: str | None
    area_ha: Decimal
    share_pct: Decimal
    width_m: Decimal
    sliver_ha: Decimal
    pieces: int
    srid: int
    lon: float
    lat: float

    @property
    def tolerance(self) -> Tolerance:
        """What it was held against."""
        if self.layer is not None:
            return tolerance_of_layer(self.layer, self.quality)
        return tolerance_between(self.quality, self.other_quality or "digitised")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShare:
    """Part of a boundary inside a commune whose outline is loaded: percent 0-100 of its area."""

    unit_key: str
    name: str
    share_pct: Decimal
    area_ha: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """How a boundary lies: its parts, and in which communes.

    declared: commune keys the register names. inside_pct: share inside them; None = not known,
    because the outline of one is not loaded. communes: those it lies in beyond the tolerance, of
    the outlines loaded. lon, lat: a point inside, EPSG:4326.
    """

    code: str
    name: str
    province_key: str | None
    quality: str
    parts: int
    area_ha: Decimal
    declared: tuple[str, ...]
    inside_pct: Decimal | None
    communes: tuple[UnitShare, ...]
    lon: float
    lat: float

    @property
    def crosses_communes(self) -> bool | None:
        """True when it lies in several communes; None = no outline that it touches is loaded."""
        return len(self.communes) > 1 if self.communes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An area near a cluster. distance_m: between the outlines, 0 = they touch or overlap.

    overlap_ha: beyond the tolerance, 0 = checked and clear; place: (lon, lat) of its nearest point.
    """

    kind: OverlapKind
    key: str
    name: str | None
    layer: str | None
    quality: str | None
    distance_m: Decimal
    overlap_ha: Decimal
    lon: float
    lat: float


def plain(value: Any) -> Any:
    """A record's value as JSON wants it: Decimal as number, tuples as lists."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
