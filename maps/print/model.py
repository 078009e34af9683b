"""What a printed map shows: plain data, ready in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.services.read_map import Overlay
from maps.graticule import Extent
from maps.print.projection import Plane
from maps.styles import Theme

Feature = Mapping[str, Any]
NameKind = Literal["sea", "island", "archipelago", "province", "unit"]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name written on the base map. lon, lat: EPSG:4326. lines: top to bottom."""

    lines: tuple[str, ...]
    lon: float
    lat: float
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune: its name, its province's short name, its place in EPSG:4326."""

    name: str
    province: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintMap:
    """One subject on one date. clusters: GeoJSON Features as in maps/plan_map.py.

    title: of the sheet; subtitle: the province or the cluster it is of. plane: the VN-2000 system.
    known_at: None = now. data_date: newest fact, as text. names, units: for orientation;
    provinces: short names of those the map is of. insets: (name, extent) of far islands.
    shapes: drawn below the clusters, in classes of shape_theme. remarks: of the subject.
    constraints: restricted areas of the day, in classes of styles.RESTRICTED; None = not asked for.
    restricted: the counts are of a frame, not of the province.
    moments: the two sides of a comparison, in words; None = one day.
    author: who made it. signatures: empty boxes to sign. printed_on: legal day.
    """

    language: str
    title: str
    subtitle: str
    clusters: Sequence[Feature]
    theme: Theme
    plane: Plane
    as_of: date
    printed_on: date
    known_at: datetime | None = None
    register: Literal["real", "simulated"] = "real"
    data_date: str | None = None
    sources: Sequence[str] = ()
    names: Sequence[PlaceName] = ()
    units: Sequence[Unit] = ()
    provinces: Sequence[str] = ()
    remarks: Sequence[str] = ()
    shapes: Sequence[Overlay] = ()
    shape_theme: Theme | None = None
    constraints: Sequence[Overlay] | None = None
    insets: Sequence[tuple[str, Extent]] = field(default=())
    restricted: bool = False
    moments: tuple[str, str] | None = None
    author: str | None = None
    signatures: bool = False

    @property
    def when(self) -> str:
        """What day, or which two sides, the map is of; in the reader's language."""
        _ = translator(self.language)
        if self.moments:
            before, after = self.moments
            return _(N_("Changes from {before} to {after}")).format(before=before, after=after)
        return _(N_("State on {day}")).format(day=Formats(self.language).day(self.as_of))
