"""Administrative units, their lineage and the zones of provinces into the register."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cluster_gis.domain.intake import AdminUnitRecord, AdminUnits, ZoneRecord
from cluster_gis.domain.sources import SourceBook
from cluster_gis.storage.register import Changes, valid_range

#: First day of the two-level system with 34 provinces (Resolution 202/2025/QH15).
MERGER = date(2025, 7, 1)


def unit_validity(unit_key: str) -> str:
    """Days on which a unit of that system exists; when an old one began is not told."""
    return valid_range(MERGER) if unit_key.startswith("2025:") else valid_range(None, MERGER)


def _box(unit: AdminUnitRecord) -> str | None:
    if unit.box is None:
        return None
    west, south, east, north = unit.box
    if not (west < east and south < north):
        return None
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"SRID=4326;POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


def _unit(unit: AdminUnitRecord, source_key: str) -> dict[str, Any]:
    return {
        "unit_key": unit.unit_key,
        "code": unit.code,
        "level": unit.level,
        "name": unit.name,
        "short_name": unit.short_name,
        "unit_type": unit.unit_type,
        "parent_key": unit.parent_key,
        "province_key": unit.province_key,
        "island": unit.island,
        "place": f"SRID=4326;POINT({unit.point[0]} {unit.point[1]})" if unit.point else None,
        "extent": _box(unit),
        "source_key": source_key,
        "valid": unit_validity(unit.unit_key),
    }


def build_units(units: AdminUnits, book: SourceBook) -> Changes:
    """Rows of admin_unit and admin_unit_lineage; shares are not known and stay null."""
    changes = Changes()
    changes.add("admin_unit", [_unit(unit, book.dataset) for unit in units.units])
    changes.add(
        "admin_unit_lineage",
        [
            {
                "from_key": step.from_key,
                "to_key": step.to_key,
                "on_date": MERGER,
                "source_key": book.dataset,
                "valid": valid_range(MERGER),
            }
            for step in units.lineage
        ],
    )
    return changes


def build_zones(zones: Sequence[ZoneRecord], book: SourceBook) -> Changes:
    """Rows of measuring_zone. Boundaries of after the merger lie in the former province's zone."""
    changes = Changes()
    rows = []
    for zone in zones:
        last = zone.valid_to.last_day
        rows.append(
            {
                "unit_key": zone.unit_key,
                "srid": zone.srid,
                "central_meridian": zone.central_meridian,
                "source_key": book.dataset,
                "valid": valid_range(
                    zone.valid_from.start, last + timedelta(days=1) if last else None
                ),
            }
        )
    changes.add("measuring_zone", rows)
    return changes
