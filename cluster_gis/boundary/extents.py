"""Where a province or commune lies, from the units package: boxes of the units before 2025-07-01.

The package (vietnamadminunits) has a point for a commune of 2025 and a bounding box for each old
commune. A new commune's extent is the union of its old units' boxes. Boxes are wider than
outlines: lying inside one proves little, lying far outside proves much. Where a register has the
unit's outline, it is given in and takes the place of the boxes.
"""

import json
import math
import sqlite3
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cluster_gis.boundary.territory import Box, Territory
from cluster_gis.boundary.zones import get_provincial_zone
from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_

#: A box farther than this from the commune's own point is a geocoder's mistake, not an extent.
_BELIEVABLE_M = 60_000.0


class OldCommune(NamedTuple):
    """A commune before 2025-07-01."""

    code: str
    key: str
    province_code: str
    lon: float
    lat: float
    box: Box | None


@lru_cache(maxsize=32_768)
def fold_name(name: str) -> str:
    """Letters and digits only, lower case, no accents; đ as d."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D")).lower()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _connect() -> sqlite3.Connection:
    return sqlite3.connect(f"file:{_units_folder() / 'dataset.db'}?mode=ro&immutable=1", uri=True)


@cache
def _units_folder() -> Path:
    """The package's data, found without importing it (it would load pandas)."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SetupProblem(
            N_("The Python package {package} is missing."), package="vietnamadminunits"
        )
    return Path(spec.origin).parent / "data"


def _parse_box(text: str | None) -> Box | None:
    try:
        low, high = (text or "").split("–")
        south, west = (float(part) for part in low.split(","))
        north, east = (float(part) for part in high.split(","))
    except ValueError:
        return None
    return Box(west, south, east, north) if west < east and south < north else None


@cache
def _old_communes() -> tuple[OldCommune, ...]:
    query = (
        "SELECT wardCode, provinceKey, districtKey, wardKey, provinceCode, wardLon, wardLat,"
        " wardBounds FROM admin_units_legacy WHERE wardLon IS NOT NULL"
    )
    with _connect() as connection:
        rows = connection.execute(query).fetchall()
    return tuple(
        OldCommune(code or "", f"{p}_{d}_{w}", province, lon, lat, _parse_box(bounds))
        for code, p, d, w, province, lon, lat, bounds in rows
    )


@cache
def _successors() -> dict[tuple[str, str], tuple[str, ...]]:
    """(new province key, new commune key) -> keys of the old communes it took land from."""
    source = _units_folder() / "converter_2025.json"
    table = json.loads(source.read_text(encoding="utf-8"))
    found: dict[tuple[str, str], list[str]] = {}
    for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, old in communes.items():
            found.setdefault((province, commune), []).extend(old)
    for province, communes in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, pieces in communes.items():
            for piece in pieces:
                found.setdefault((province, piece["newWardKey"]), []).append(old)
    return {key: tuple(old) for key, old in found.items()}


class _NewCommune(NamedTuple):
    code: str
    name: str
    key: str
    short_key: str
    province_code: str
    province_key: str
    province: str
    lon: float
    lat: float


@cache
def _new_communes() -> tuple[_NewCommune, ...]:
    query = (
        "SELECT wardCode, ward, wardKey, wardShortKey, provinceCode, provinceKey, provinceShort,"
        " wardLon, wardLat FROM admin_units ORDER BY wardCode"
    )
    with _connect() as connection:
        return tuple(_NewCommune(*row) for row in connection.execute(query).fetchall())


def _zones_of(communes: list[OldCommune]) -> tuple[int, ...]:
    counts: dict[int, int] = {}
    for commune in communes:
        zone = get_provincial_zone(commune.province_code)
        if zone is not None:
            counts[zone] = counts.get(zone, 0) + 1
    return tuple(sorted(counts, key=lambda zone: -counts[zone]))


@cache
def _old_by_key() -> dict[str, OldCommune]:
    return {commune.key: commune for commune in _old_communes()}


def _point_box(lon: float, lat: float) -> Box:
    return Box(lon - 0.005, lat - 0.005, lon + 0.005, lat + 0.005)


def _of_new_commune(commune: _NewCommune) -> Territory:
    by_key = _old_by_key()
    keys = _successors().get((commune.province_key, commune.key), ())
    old = [by_key[key] for key in keys if key in by_key]
    boxes = [c.box or _point_box(c.lon, c.lat) for c in old]
    near = [box for box in boxes if box.distance_m(commune.lon, commune.lat) < _BELIEVABLE_M]
    return Territory(
        level="commune",
        key=f"2025:{commune.code}",
        name=f"{commune.name}, {commune.province}",
        boxes=tuple(near or boxes) or (_point_box(commune.lon, commune.lat),),
        zones=_zones_of(old),
    )


def _initials(name: str) -> str:
    return "".join(fold_name(word)[:1] for word in name.replace("-", " ").split())


@cache
def find_province(text: str) -> tuple[Territory, ...]:
    """Provinces of 2025, else before, that a code (`31`), name or initials (`HP`) can mean."""
    wanted = fold_name(text.removeprefix("2025:").removeprefix("VN-"))
    provinces = {c.province_code: (c.province, c.province_key) for c in _new_communes()}
    exact = [
        code for code, (name, key) in provinces.items() if wanted in (code, fold_name(name), key)
    ] or [code for code, (name, _) in provinces.items() if wanted == _initials(name)]
    if exact:
        return tuple(_of_province(code, provinces[code][0]) for code in exact)
    return _find_old_province(text)


def _find_old_province(text: str) -> tuple[Territory, ...]:
    """A province before 2025-07-01, by `pre2025:30` or by its name."""
    wanted = fold_name(text.removeprefix("pre2025:"))
    query = "SELECT DISTINCT provinceCode, provinceShort, provinceKey FROM admin_units_legacy"
    with _connect() as connection:
        rows = connection.execute(query).fetchall()
    found: list[Territory] = []
    for code, name, key in rows:
        if wanted in (fold_name(name), key) or text == f"pre2025:{code}":
            old = [commune for commune in _old_communes() if commune.province_code == code]
            boxes = tuple(commune.box for commune in old if commune.box is not None)
            zones = _zones_of(old)
            found.append(
                Territory(
                    level="province",
                    key=f"pre2025:{code}",
                    name=name,
                    boxes=boxes,
                    zones=zones,
                )
            )
    return tuple(found)


def _of_province(code: str, name: str) -> Territory:
    by_key = _old_by_key()
    old = [
        by_key[key]
        for c in _new_communes()
        if c.province_code == code
        for key in _successors().get((c.province_key, c.key), ())
        if key in by_key
    ]
    return Territory(
        level="province",
        key=f"2025:{code}",
        name=name,
        boxes=tuple(c.box for c in old if c.box is not None),
        zones=_zones_of(old),
    )


@cache
def find_commune(text: str, province_code: str | None = None) -> tuple[Territory, ...]:
    """Communes of 2025 (else one before) that a code or a name can mean, in a province if given."""
    wanted = fold_name(text.removeprefix("2025:").removeprefix("pre2025:"))
    found = tuple(
        _of_new_commune(c)
        for c in _new_communes()
        if (province_code is None or c.province_code == province_code)
        and wanted in (c.code, c.key, c.short_key, fold_name(c.name))
    )
    if found:
        return found
    return tuple(
        Territory(
            level="commune",
            key=f"pre2025:{c.code}",
            name=c.code,
            boxes=(c.box or _point_box(c.lon, c.lat),),
            zones=_zones_of([c]),
        )
        for c in _old_communes()
        if wanted == c.code
    )


@cache
def _old_points() -> np.ndarray:
    return np.array([(c.lon, c.lat) for c in _old_communes()])


def find_zone_at(lon: float, lat: float) -> int | None:
    """The provincial zone where a point lies, by the nearest old commune; None = none known."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    return _zone_near(round(lon, 3), round(lat, 3))


@lru_cache(maxsize=4096)
def _zone_near(lon: float, lat: float) -> int | None:
    nearest = int(np.argmin(((_old_points() - (lon, lat)) ** 2).sum(axis=1)))
    return get_provincial_zone(_old_communes()[nearest].province_code)
