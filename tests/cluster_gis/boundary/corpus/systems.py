"""Mistakes of the coordinate system: axes, meridian, width of the zone, datum, old systems."""

from collections.abc import Iterator

from tests.cluster_gis.boundary.corpus.case import ALL_METRIC, Case, Maker
from tests.cluster_gis.boundary.corpus.places import FLIPPED, MERIDIANS, move, proj_of
from tests.cluster_gis.boundary.corpus.writers import (
    TABLES,
    TableStyle,
    replace_in_zip,
    write_geojson,
    write_table_file,
    write_vector,
)


def axes_swapped(m: Maker) -> Iterator[Case]:
    swapped = [(n, e) for e, n in m.grid()]
    for form in ALL_METRIC:
        yield Case(
            "axes_swapped",
            form,
            m.file(swapped, form, m.zone),
            frozenset({"axes_swapped"}),
            options=m.declared(form, m.zone),
        )
    degrees = [(lat, lon) for lon, lat in m.outline]
    yield Case(
        "axes_swapped",
        "geojson",
        write_geojson(degrees, crs=None),
        frozenset({"axes_swapped"}),
        options=m.options(),
    )


def wrong_meridian(m: Maker) -> Iterator[Case]:
    others = [c for c, cm in MERIDIANS.items() if 0.2 < abs(cm - MERIDIANS[m.zone]) <= 1.5]
    for form in ALL_METRIC:
        other = m.seed.choice(others)
        yield Case(
            "wrong_central_meridian",
            form,
            m.file(m.grid(other), form, m.zone),
            frozenset({"wrong_central_meridian"}),
            # 5897 and 3405 share the meridian 105° and lie 690 m apart: both are named.
            beside=frozenset({"zone_width_mixed"} if MERIDIANS[other] == 105.0 else ()),
            options=m.declared(form, m.zone),
        )


def zone_width(m: Maker) -> Iterator[Case]:
    utm = 3405 if m.commune.lon < 108 else 3406
    for form in ("csv", "xlsx", "dxf", "gpkg", "shp"):
        same = MERIDIANS[m.zone] == 105.0 and utm == 3405  # only 690 m apart
        yield Case(
            "zone_width_mixed",
            form,
            m.file(m.grid(utm), form, m.zone),
            frozenset() if same else frozenset({"zone_width_mixed"}),
            hidden=same,
            beside=frozenset({"wrong_central_meridian"} if utm == 3405 else ()),
            options=m.declared(form, m.zone),
        )
        yield Case(
            "zone_width_mixed",
            form,
            m.file(m.grid(), form, utm),
            frozenset() if same else frozenset({"zone_width_mixed"}),
            hidden=same,
            options=m.declared(form, utm),
        )
    points = m.grid()
    half = len(points) // 2
    mixed = points[:half] + m.grid(utm)[half:]
    if MERIDIANS[m.zone] != 105.0 or utm != 3405:
        yield Case(
            "zone_width_mixed",
            "csv",
            m.table(mixed, "csv", TableStyle(side_heading=None)),
            frozenset({"zone_width_mixed"}),
            beside=frozenset(
                {
                    "self_intersection",
                    "outside_commune",
                    "outside_vietnam",
                    "wrong_central_meridian",
                }
            ),
            options=m.declared("csv", m.zone),
        )


def wgs84_as_vn2000(m: Maker) -> Iterator[Case]:
    style = TableStyle(headings=("Điểm", "Vĩ độ", "Kinh độ"), side_heading=None)
    lines = [["Điểm", "Vĩ độ", "Kinh độ"]]
    lines += [[str(i), f"{lat:.7f}", f"{lon:.7f}"] for i, (lon, lat) in enumerate(m.outline, 1)]
    for form in TABLES:
        yield Case(
            "wgs84_as_vn2000",
            form,
            write_table_file(lines, form, style, numbers=True),
            frozenset({"wgs84_as_vn2000"}),
            options=m.options(crs=f"EPSG:{m.zone}"),
        )
    bare = m.grid(shift=None)  # projected from WGS 84 degrees without the datum shift
    for form in ("csv", "gpkg"):
        yield Case(
            "wgs84_as_vn2000",
            form,
            m.file(bare, form, m.zone),
            hidden=True,
            options=m.declared(form, m.zone),
        )


def vn2000_as_wgs84(m: Maker) -> Iterator[Case]:
    degrees = move(m.outline, "EPSG:4326", proj_of(4756))
    for form in ("kml", "kmz", "geojson"):
        data = (
            write_geojson(degrees, crs=None)
            if form == "geojson"
            else write_vector(degrees, form, "EPSG:4326")
        )
        yield Case("vn2000_as_wgs84", form, data, hidden=True, options=m.options())
    yield Case(
        "vn2000_as_wgs84",
        "geojson",
        write_geojson(m.grid(), crs=None),
        frozenset({"vn2000_as_wgs84"}),
        options=m.options(),
    )
    bare = write_vector(m.grid(), "shp", proj_of(m.zone, None))
    yield Case("vn2000_as_wgs84", "shp", bare, frozenset({"vn2000_as_wgs84"}), options=m.options())


WKT = (
    'PROJCS["VN2000",GEOGCS["VN-2000",DATUM["Vietnam_2000",'
    'SPHEROID["WGS 84",6378137,298.257223563],'
    'TOWGS84[{shift}]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",{meridian}],PARAMETER["scale_factor",0.9999],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)


def rotation_sign(m: Maker) -> Iterator[Case]:
    data = write_vector(m.grid(), "shp", f"EPSG:{m.zone}")
    wkt = WKT.format(shift=FLIPPED, meridian=MERIDIANS[m.zone])
    yield Case(
        "rotation_sign_flipped",
        "shp",
        replace_in_zip(data, ".prj", wkt.encode()),
        frozenset({"rotation_sign_flipped"}),
        options=m.options(),
    )
    points = m.grid()
    wrong = move(points, proj_of(m.zone, FLIPPED), "EPSG:4326")
    for form in TABLES:
        lines = [["Điểm", "X (m)", "Y (m)", "Vĩ độ", "Kinh độ"]]
        for i, ((e, n), (lon, lat)) in enumerate(zip(points, wrong, strict=True), 1):
            lines.append([str(i), f"{n:.2f}", f"{e:.2f}", f"{lat:.7f}", f"{lon:.7f}"])
        yield Case(
            "rotation_sign_flipped",
            form,
            write_table_file(lines, form, TableStyle(), numbers=True),
            frozenset({"rotation_sign_flipped"}),
            options=m.options(crs=f"EPSG:{m.zone}"),
        )


def hanoi_1972(m: Maker) -> Iterator[Case]:
    west = m.commune.lon < 108
    code, zone = ("EPSG:2044", 18) if west else ("EPSG:2045", 19)
    points = [(round(e, 2), round(n, 2)) for e, n in move(m.outline, "EPSG:4326", code)]
    assert all(zone * 1e6 < e < (zone + 1) * 1e6 for e, _ in points)
    for form in ("csv", "xlsx", "docx", "dxf"):
        yield Case(
            "hanoi_1972",
            form,
            m.file(points, form, m.zone),
            frozenset({"hanoi_1972"}),
            options=m.declared(form, m.zone),
        )


def crs_missing(m: Maker) -> Iterator[Case]:
    for form in (*TABLES, "dxf", "shp"):
        data = m.file(m.grid(), form, m.zone)
        if form == "shp":
            data = replace_in_zip(data, ".prj", None)
        yield Case("crs_missing", form, data, frozenset({"crs_missing"}), options=m.options())
