"""What reading a boundary gives: coordinate system, geometry, areas, issues, offered repairs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping

from cluster_gis.boundary.issues import Issue
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.zones import ZONES
from cluster_gis.i18n import Translator

How = Literal["declared", "inferred", "chosen"]
Shape: TypeAlias = Polygon | MultiPolygon


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of the coordinates and where it lands.

    choice: what to give as `--crs` to choose it. lon, lat: middle of the outline, EPSG:4326.
    distance_m: from the declared commune or province, 0 inside; None = none was declared.
    separation_m: from the reading in use; None = none is in use.
    """

    code: int
    swapped: bool
    lon: float
    lat: float
    distance_m: float | None
    separation_m: float | None = None
    area_ha: float | None = None
    shape: Shape | None = None

    @property
    def choice(self) -> str:
        """The value of `--crs` that chooses this candidate."""
        return f"EPSG:{self.code}{'+swapped' if self.swapped else ''}"

    def to_json(self) -> dict[str, Any]:
        """Plain values; distances in metres."""
        return {
            "code": f"EPSG:{self.code}",
            "name": ZONES[self.code].label,
            "axes_swapped": self.swapped,
            "choice": self.choice,
            "lon": round(self.lon, 7),
            "lat": round(self.lat, 7),
            "distance_m": _rounded(self.distance_m),
            "separation_m": _rounded(self.separation_m),
            "area_ha": self.area_ha,
        }


def _rounded(metres: float | None) -> float | None:
    return None if metres is None else round(metres, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Areas of one outline side by side, hectares; None = not known.

    tm3_ha is what the law check uses: planar in EPSG:tm3_code, on the coordinates as received when
    tm3_as_received. utm_ha: planar in EPSG:utm_code. geodesic_ha: on the ellipsoid.
    difference_pct: of tm3_ha from stated_ha, in percent of stated_ha.
    """

    tm3_ha: Decimal | None = None
    tm3_code: int | None = None
    tm3_as_received: bool = False
    utm_ha: Decimal | None = None
    utm_code: int | None = None
    geodesic_ha: Decimal | None = None
    stated_ha: Decimal | None = None
    difference_pct: Decimal | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's keys."""
        return {
            "tm3_ha": _number(self.tm3_ha),
            "utm_ha": _number(self.utm_ha),
            "geodesic_ha": _number(self.geodesic_ha),
            "stated_ha": _number(self.stated_ha),
            "difference_pct": _number(self.difference_pct),
        }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """An offer, applied only when its code is accepted. shape: EPSG:4326 after the repair."""

    code: Literal["close_ring", "drop_repeated_points", "snap", "make_valid", "drop_heights"]
    area_before_ha: Decimal | None
    area_after_ha: Decimal | None
    shape: Shape

    def to_json(self) -> dict[str, Any]:
        """Plain values; areas in hectares."""
        change = None
        if self.area_before_ha is not None and self.area_after_ha is not None:
            change = float(self.area_after_ha - self.area_before_ha)
        return {
            "code": self.code,
            "area_before_ha": _number(self.area_before_ha),
            "area_after_ha": _number(self.area_after_ha),
            "area_change_ha": change,
            "geometry": mapping(self.shape),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryReading:
    """The answer about one outline.

    code: EPSG code in use, None = not known. received: polygon on the coordinates as received
    (easting, northing or lon, lat), which is what is stored. shape: the same in EPSG:4326.
    """

    outline: Outline | None = None
    code: int | None = None
    how: How | None = None
    swapped: bool = False
    candidates: Sequence[Candidate] = ()
    received: Shape | None = None
    shape: Shape | None = None
    areas: Areas = field(default_factory=Areas)
    issues: Sequence[Issue] = ()
    repairs: Sequence[Repair] = ()

    @property
    def refused(self) -> bool:
        """Whether the outline cannot be used as it stands."""
        return self.shape is None or any(issue.severity == "error" for issue in self.issues)

    def to_json(self, translate: Translator, *, details: bool = False) -> dict[str, Any]:
        """The contract of `boundary read`; details add repairs and the zones measured in."""
        answer: dict[str, Any] = {
            "crs": {
                "code": None if self.code is None else f"EPSG:{self.code}",
                "how": self.how,
                "candidates": [candidate.to_json() for candidate in self.candidates],
            },
            "geometry": None if self.shape is None else mapping(self.shape),
            "area": self.areas.to_json(),
            "issues": [issue.to_json(translate) for issue in self.issues],
        }
        if details:
            answer["repairs"] = [repair.to_json() for repair in self.repairs]
            answer["measured"] = {
                "tm3_code": self.areas.tm3_code,
                "tm3_as_received": self.areas.tm3_as_received,
                "utm_code": self.areas.utm_code,
                "law_uses": "tm3_ha",
            }
            for candidate, shown in zip(self.candidates, answer["crs"]["candidates"], strict=True):
                shown["geometry"] = None if candidate.shape is None else mapping(candidate.shape)
        return answer
