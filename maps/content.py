"""What a map shows, as plain data: no database, no file; records come in ready.

A cluster is a GeoJSON Feature, EPSG:4326; its properties are told in maps/plan_map.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from cluster_gis.services.read_map import Entry, Overlay, Tally
from maps.graticule import Extent
from maps.layers import Feature

#: Shown while the register holds no province: northern Việt Nam.
NORTH: Extent = (20.0, 102.0, 23.5, 108.2)

#: Part of every map of the whole country, as Vietnamese map regulations ask: (name, extent).
ARCHIPELAGOS: tuple[tuple[str, Extent], ...] = (
    ("Quần đảo Hoàng Sa", (15.6, 111.0, 17.3, 113.0)),
    ("Quần đảo Trường Sa", (7.3, 111.3, 11.8, 115.9)),
)
#: A map that spans more degrees of latitude than this is one of the country.
_COUNTRY_SPAN = 8.0

#: (text, latitude, longitude, kind); positions from Natural Earth's land layer.
SEA_AND_ISLANDS = (
    ("Vịnh Bắc Bộ", 20.635, 107.0, "sea"),
    ("Đảo Cát Hải", 20.80, 106.90, "island"),
    ("Đảo Cát Bà", 20.79, 107.02, "island"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceView:
    """A province that can be chosen. extent: (south, west, north, east) of the land shown first.

    insets: (name, extent) of islands too far out for that: each gets a frame of its own.
    zone_epsg: the VN-2000 TM-3 zone; None = no grid is drawn.
    """

    code: str
    name: str
    extent: Extent
    zone_epsg: int | None
    insets: tuple[tuple[str, Extent], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many clusters are known against how many an official page reports.

    when: date of that page, as text ("2025-11").
    """

    province: str
    known: int
    reported: int
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseLayers:
    """GeoJSON FeatureCollections in EPSG:4326; None = not there.

    province_lines, unit_lines: only lines that existed on the date shown; a line whose
    property `kind` is "country" is drawn as the land border.
    background: {"url": tile template, "attribution": text} of an online map, off at first.
    """

    land: Feature | None = None
    province_lines: Feature | None = None
    unit_lines: Feature | None = None
    background: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMap:
    """Everything a map shows, whatever its subject.

    province: code of the one shown first; None = all. known_at: recorded time that the
    answer holds for; None = now. data_date: the newest fact, as text.
    sources: names of what the map was made from. reload_url: address that answers
    `?as_of=YYYY-MM-DD`; None = the date is fixed (a file).
    theme: code of the theme shown first; None = the first of the subject. The fields after it are
    those of `cluster_gis.services.read_map.MapRecords`.
    """

    clusters: Sequence[Feature]
    provinces: Sequence[ProvinceView]
    province: str | None
    as_of: date
    known_at: datetime | None = None
    register: Literal["real", "simulated"] = "real"
    base: BaseLayers = field(default_factory=BaseLayers)
    coverage: Sequence[Coverage] = ()
    sources: Sequence[str] = ()
    data_date: str | None = None
    reload_url: str | None = None
    theme: str | None = None
    source_titles: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    tallies: Sequence[Tally] = ()
    overlays: Sequence[Overlay] = ()
    moments: tuple[str, str] | None = None
    listing: tuple[str, Sequence[Entry]] | None = None
    days: tuple[date, date] | None = None
    focus: Extent | None = None


def is_country_map(provinces: Sequence[ProvinceView]) -> bool:
    """True when the provinces together show the country: its land layer is then needed whole."""
    south, _west, north, _east = union([view.extent for view in provinces])
    return north - south > _COUNTRY_SPAN


def union(extents: Sequence[Extent]) -> Extent:
    """The smallest extent that holds all of them; with none, that of northern Việt Nam."""
    if not extents:
        return NORTH
    souths, wests, norths, easts = zip(*extents, strict=True)
    return min(souths), min(wests), max(norths), max(easts)
