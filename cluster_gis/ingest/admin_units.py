"""Administrative units before and since 2025-07-01, from the package vietnamadminunits.

Read straight from the package's SQLite table and its conversion table; names and codes are those
of the statistics office. Points are taken for communes of 2025 only: the terms of the older
points are unclear. Boxes are of units before 2025-07-01, those of newer units their union. A few
points of the package belong to a namesake elsewhere: one far from the commune's own box is left out
and listed as an issue.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

from cluster_gis.domain.intake import (
    AdminUnitRecord,
    AdminUnits,
    DatasetNote,
    Issue,
    LineageRecord,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

PACKAGE = "vietnamadminunits"
#: 63 provinces, 696 districts, 10,035 communes and 5 districts without communes; 34 and 3,321.
KNOWN_COUNTS = {"pre2025": (63, 696, 10_035), "2025": (34, 0, 3_321)}
#: Communes of the merged Hải Phòng.
KNOWN_HAIPHONG_COMMUNES = 114

#: A point further than this from its commune's box is not of that commune (degrees, about 28 km).
#: Namesakes lie 0.25 to 0.82 degrees off; points that only miss a narrow box, up to 0.13.
FARTHEST_POINT_DEG = Decimal("0.25")
SPECIAL_ZONE = "Đặc khu"

Point = tuple[Decimal, Decimal]
Box = tuple[Decimal, Decimal, Decimal, Decimal]
Record = Mapping[str, Any]


def admin_units_note() -> DatasetNote:
    """Where the units come from."""
    return DatasetNote(
        folder="admin_units",
        title=f"{PACKAGE} {metadata.version(PACKAGE)}",
        publisher="Tran Ngoc Minh Hieu, after the General Statistics Office",
        retrieved="",
        licence="MIT",
        crs="EPSG:4326",
    )


def _box(text: str | None) -> Box | None:
    """Corners (west, south, east, north) of the text `south,west – north,east`."""
    if not text:
        return None
    (south, west), (north, east) = (corner.split(",") for corner in text.split(" – "))
    return Decimal(west), Decimal(south), Decimal(east), Decimal(north)


def _union(boxes: Iterable[Box | None]) -> Box | None:
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def _distance(point: Point, box: Box) -> Decimal:
    """Degrees by which a point lies outside a box; 0 = inside."""
    (lon, lat), (west, south, east, north) = point, box
    return max(west - lon, lon - east, south - lat, lat - north, Decimal(0))


def _point(row: Record, box: Box | None, issues: list[Issue]) -> Point | None:
    if row["wardLon"] is None or row["wardLat"] is None:
        return None
    point = Decimal(str(row["wardLon"])), Decimal(str(row["wardLat"]))
    # The boxes of Hoàng Sa and Trường Sa are those of the mainland office, their points are right.
    if row["wardType"] != SPECIAL_ZONE and box and _distance(point, box) > FARTHEST_POINT_DEG:
        issues.append(
            Issue(
                dataset="admin_units",
                file="dataset.db",
                line=0,
                field=f"2025:{row['wardCode']}",
                value=f"{point[0]}, {point[1]}",
                reason=N_("the point lies far outside the units the commune was made of"),
            )
        )
        return None
    return point


def _unit(
    system: str,
    level: Literal["province", "district", "commune"],
    row: Record,
    column: str,
    parent_key: str | None,
    **more: Any,
) -> AdminUnitRecord:
    code = row[f"{column}Code"]
    name = normalize("NFC", row[column])
    key = f"{system}:{code}"
    short = normalize("NFC", row[f"{column}Short"])
    return AdminUnitRecord(
        unit_key=key,
        code=code,
        level=level,
        name=name,
        short_name=short,
        unit_type=name.removesuffix(short).strip() or None,
        parent_key=parent_key,
        province_key=f"{system}:{row['provinceCode']}",
        **more,
    )


def _old_units(rows: Iterable[Record]) -> Iterator[AdminUnitRecord]:
    seen: set[str] = set()
    for row in rows:
        province, district = f"pre2025:{row['provinceCode']}", f"pre2025:{row['districtCode']}"
        if province not in seen:
            yield _unit(
                "pre2025", "province", row, "province", None, box=_box(row["provinceBounds"])
            )
        if district not in seen:
            box = _box(row["districtBounds"])
            yield _unit("pre2025", "district", row, "district", province, box=box)
        seen |= {province, district}
        if row["wardCode"]:
            yield _unit("pre2025", "commune", row, "ward", district, box=_box(row["wardBounds"]))


def _lineage(
    conversion: Mapping[str, Any], old: Mapping[str, str], new: Mapping[tuple[str, str], str]
) -> Iterator[LineageRecord]:
    """old: key of the conversion table -> unit_key; new: (province, commune) keys -> unit_key."""
    for province, communes in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, parts in communes.items():
            for part in parts:
                yield LineageRecord(from_key=old[part], to_key=new[province, commune], main=True)
    for province, communes in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, successors in communes.items():
            for successor in successors:
                yield LineageRecord(
                    from_key=old[part],
                    to_key=new[province, successor["newWardKey"]],
                    main=bool(successor["isDefaultNewWard"]),
                )


def _new_units(
    rows: Iterable[Record], boxes: Mapping[str, Box | None], issues: list[Issue]
) -> Iterator[AdminUnitRecord]:
    seen: set[str] = set()
    for row in rows:
        province = f"2025:{row['provinceCode']}"
        if province not in seen:
            yield _unit("2025", "province", row, "province", None, box=boxes.get(province))
        seen.add(province)
        box, area = boxes.get(f"2025:{row['wardCode']}"), row["wardAreaKm2"]
        yield _unit(
            "2025",
            "commune",
            row,
            "ward",
            province,
            point=_point(row, box, issues),
            box=box,
            area_km2=None if area is None else Decimal(str(area)),
            island=row["wardType"] == SPECIAL_ZONE,
        )


def _table(connection: sqlite3.Connection, name: str) -> list[Record]:
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608 - two constants


def read_admin_units(folder: Path | None = None) -> AdminUnits:
    """Both systems and their lineage. folder: the package's data folder, None = the installed one.

    Raises InvalidInput when the counts are not the known ones (63 to 34 provinces and so on).
    """
    if folder is None:
        folder = Path(str(resources.files(PACKAGE))) / "data"
    connection = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    try:
        old_rows = _table(connection, "admin_units_legacy")
        new_rows = _table(connection, "admin_units")
    finally:
        connection.close()
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))

    old_keys = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": (
            f"pre2025:{row['wardCode'] or row['districtCode']}"
        )
        for row in old_rows
    }
    new_keys = {(row["provinceKey"], row["wardKey"]): f"2025:{row['wardCode']}" for row in new_rows}
    provinces_old = {row["provinceKey"]: f"pre2025:{row['provinceCode']}" for row in old_rows}
    provinces_new = {row["provinceKey"]: f"2025:{row['provinceCode']}" for row in new_rows}
    lineage = list(_lineage(conversion, old_keys, new_keys))
    lineage += [
        LineageRecord(from_key=provinces_old[part], to_key=provinces_new[whole], main=True)
        for whole, parts in conversion["DICT_PROVINCE"].items()
        for part in parts
    ]
    old_units = list(_old_units(old_rows))
    old_boxes = {unit.unit_key: unit.box for unit in old_units}
    parts_of: dict[str, list[Box | None]] = {}
    for step in lineage:
        parts_of.setdefault(step.to_key, []).append(old_boxes[step.from_key])
    boxes = {key: _union(parts) for key, parts in parts_of.items()}
    issues: list[Issue] = []
    new_units = list(_new_units(new_rows, boxes, issues))
    zones = {unit.unit_key for unit in new_units if unit.island}
    islands = {step.from_key for step in lineage if step.main and step.to_key in zones}
    old_units = [replace(unit, island=unit.unit_key in islands) for unit in old_units]
    units = AdminUnits(units=(*old_units, *new_units), lineage=tuple(lineage), issues=tuple(issues))
    _check_counts(units)
    return units


def _check_counts(units: AdminUnits) -> None:
    for system, known in KNOWN_COUNTS.items():
        found = tuple(
            sum(u.level == level and u.unit_key.startswith(f"{system}:") for u in units.units)
            for level in ("province", "district", "commune")
        )
        if found != known:
            raise InvalidInput(
                N_("{field} has {found} provinces, districts and communes; {known} are known."),
                field=f"{PACKAGE}, {system}",
                found=found,
                known=known,
            )
