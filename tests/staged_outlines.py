"""A file of outlines with every kind of defect that registers in daily use have; shapes of ours.

Around 106.55 E 20.72 N (xã Tiên Lãng, Hải Phòng), in VN-2000 / TM-3 105°45' unless said.
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from cluster_gis.boundary.datum import from_wgs84, to_wgs84
from cluster_gis.storage.register import Batch, insert_missing, write_versions

ZONE, VN2000_DEGREES, NEXT_ZONE = 9210, 4756, 9211
Ring = list[tuple[float, float]]
_EAST, _NORTH = (float(v[0]) for v in from_wgs84(ZONE, np.array([106.55]), np.array([20.72])))

#: A parallelogram of 400 m by 250 m, no side due north: 10 ha.
FIELD: Ring = [(0, 0), (400, 40), (425, 292.5), (25, 252.5)]
NAMES = {
    "hp-mot": "Một", "hp-hai": "Hai", "hp-ba": "Ba", "hp-bon": "Bốn", "hp-nam": "Năm",
    "hp-sau": "Sáu", "hp-bay": "Bảy", "hp-tam": "Tám", "hp-chin": "Chín", "hp-muoi": "Mười",
}  # fmt: skip


def moved(ring: Ring, east: float, north: float) -> Ring:
    """The ring moved by metres."""
    return [(x + east, y + north) for x, y in ring]


def degrees(ring: Ring, *, through: int = ZONE) -> Ring:
    """(lon, lat), EPSG:4326, of metres from the middle of the test's land."""
    east, north = np.array(ring).T
    lon, lat = to_wgs84(through, east + _EAST, north + _NORTH)
    return [(round(float(x), 9), round(float(y), 9)) for x, y in zip(lon, lat, strict=True)]


def without_shift(ring: Ring) -> Ring:
    """Degrees of VN-2000 given out as WGS 84: 195 m west, 108 m north."""
    lon, lat = np.array(degrees(ring)).T
    x, y = from_wgs84(VN2000_DEGREES, lon, lat)
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def feature(name: str, ring: Ring, stated_ha: float | None = 10.0, **more: Any) -> dict[str, Any]:
    """A GeoJSON feature with a name and a stated area."""
    properties = {"Tên": name, "dien_tich": stated_ha, **more}
    coordinates = [[*ring, ring[0]]]
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(features: Sequence[dict[str, Any]]) -> bytes:
    """The file."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


_BOW = [(0.0, 0.0), (400.0, 250.0), (410.0, 0.0), (10.0, 250.0)]
_FAR = moved(FIELD, 3000, 0)
_SQUARE = degrees([(-1500, -1500), (-1300, -1300)])
(W, S), (E, N) = _SQUARE
RECTANGLE: Ring = [(W, S), (E, S), (E, N), (W, N)]

#: In the order of the file; `EXPECTED` says what is to be named of each.
FEATURES = [
    feature("CCN Một", degrees(FIELD)),
    feature("Cụm công nghiệp Hai", degrees(moved(FIELD, 400, 40))),
    feature("CCN Ba", degrees(moved(_BOW, 0, 1500)), None),
    feature("CCN Bốn", RECTANGLE, None),
    feature("CCN NĂM", degrees(moved(FIELD, 0, -2000)), 20.0),
    feature("CCN Sáu", degrees(moved(FIELD, 0, 225))),
    feature("CCN Bảy", degrees(moved(FIELD, 2000, 1500))),
    feature("CCN Bảy", without_shift(moved(FIELD, 2000, 1500)), phien_ban="web"),
    feature("CCN Tám", degrees(_FAR)),
    feature("CCN Tám", degrees(_FAR, through=NEXT_ZONE)),
    feature("CCN Chín", [(y, x) for x, y in degrees(moved(FIELD, 1500, -1500))]),
    feature("CCN Mười", degrees(moved(FIELD, 0.2, -2000.1))),
    feature("CCN Lạ", degrees(moved(FIELD, 2000, -500))),
]
#: row -> {(code, about whom)} of errors and warnings.
EXPECTED: dict[int, set[tuple[str, str | None]]] = {
    1: {("overlap", "#6")},
    2: set(),
    3: {("self_intersection", None), ("area_differs_5pct", None)},
    4: {("placeholder_rectangle", None), ("area_differs_5pct", None)},
    5: {("area_differs_5pct", None), ("same_outline", "#12")},
    6: {("overlap", "#1")},
    7: {("vn2000_as_wgs84", "#8")},
    8: {("vn2000_as_wgs84", "#7")},
    9: {("wrong_central_meridian", "#10")},
    10: {
        ("wrong_central_meridian", "#9"),
        ("version_outside", "#9"),
        ("wrong_central_meridian", None),
        ("outside_commune", None),
    },
    11: {("axes_swapped", None)},
    12: {("same_outline", "#5")},
    13: set(),
}


def write_clusters(session: Session) -> None:
    """The clusters that the file names, all but "Lạ", established with 10 ha."""
    source = {"source_key": "test", "dataset": "test", "title": "Sổ thử"}
    insert_missing(session, "source", [source])
    codes = [{"code": code, "source_key": "test"} for code in NAMES]
    insert_missing(session, "industrial_cluster", codes)
    states = [
        {
            "cluster_code": code,
            "name": f"Cụm công nghiệp {name}",
            "status": "established",
            "status_basis": "stated",
            "province_key": "2025:31",
            "new_commune_text": "Xã Tiên Lãng",
            "place_basis": "none",
            "area_established_ha": 10,
            "source_key": "test",
            "valid": "[2020-01-01,)",
        }
        for code, name in NAMES.items()
    ]
    write_versions(
        session, by="tester", reason="clusters", batches=[Batch(table="cluster_state", rows=states)]
    )
