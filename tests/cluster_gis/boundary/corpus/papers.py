"""Clean files in every way of printing them, and files that disagree with what is declared."""

from collections.abc import Iterator
from decimal import Decimal

from shapely import Polygon

from tests.cluster_gis.boundary.corpus.case import ALL_METRIC, Case, Maker
from tests.cluster_gis.boundary.corpus.places import MERIDIANS
from tests.cluster_gis.boundary.corpus.writers import (
    TABLES,
    TableStyle,
    random_style,
    write_geojson,
    write_vector,
)


def clean(m: Maker) -> Iterator[Case]:
    for form in ALL_METRIC:
        points = m.grid()
        stated = Decimal(str(round(Polygon(points).area / 10_000, 2)))
        options = m.declared(form, m.zone) | {"stated_area_ha": stated}
        yield Case("none", form, m.file(points, form, m.zone), options=options)
    for form in ("kml", "kmz", "geojson"):
        data = (
            write_geojson(m.outline, crs=None)
            if form == "geojson"
            else write_vector(m.outline, form, "EPSG:4326")
        )
        yield Case("none", form, data, options=m.options())
    meridian = MERIDIANS[m.zone]
    whole, minutes = int(meridian), round(meridian % 1 * 60)
    for words in (
        f"Hệ tọa độ VN-2000, kinh tuyến trục {whole}°{minutes:02d}', múi chiếu 3°",
        f"Hệ toạ độ VN2000 KTT {whole}-{minutes:02d}, múi 3 độ",
        f"VN-2000 / TM-3 {whole}-{minutes:02d}",
    ):
        style = random_style(m.seed, words=words)
        for form in TABLES:
            yield Case("none", form, m.table(m.grid(), form, style), options=m.options())
    for form in TABLES:
        style = random_style(m.seed)
        style.vietnamese, style.groups = True, m.seed.choice([1, 2, 3])
        yield Case("none", form, m.table(m.grid(), form, style), options=m.declared(form, m.zone))


def number_format(m: Maker) -> Iterator[Case]:
    for form in TABLES:
        style = TableStyle(vietnamese=True)
        yield Case(
            "number_format",
            form,
            m.table(m.grid(), form, style),
            frozenset({"number_format"}),
            options=m.declared(form, m.zone),
        )


def column_groups(m: Maker) -> Iterator[Case]:
    for form in TABLES:
        style = random_style(m.seed)
        style.groups = m.seed.choice([2, 3])
        yield Case(
            "column_groups",
            form,
            m.table(m.grid(), form, style),
            frozenset({"column_groups"}),
            options=m.declared(form, m.zone),
        )


def area_differs(m: Maker) -> Iterator[Case]:
    for form in ("csv", "docx", "gpkg", "dxf"):
        for share, code in ((1.03, "area_differs_1pct"), (0.8, "area_differs_5pct")):
            points = m.grid()
            stated = Decimal(str(round(Polygon(points).area / 10_000 * share, 2)))
            options = m.declared(form, m.zone) | {"stated_area_ha": stated}
            data = m.file(points, form, m.zone)
            yield Case(code, form, data, frozenset({code}), options=options)


def outside_commune(m: Maker) -> Iterator[Case]:
    for form in ("xlsx", "shp", "kml"):
        north = -0.35 if m.commune.lat > 21 else 0.35
        moved = Maker(m.seed)
        moved.commune, moved.zone = m.commune, m.zone
        moved.outline = [(lon, lat + north) for lon, lat in m.outline]
        data = (
            write_vector(moved.outline, form, "EPSG:4326")
            if form == "kml"
            else moved.file(moved.grid(), form, m.zone)
        )
        yield Case(
            "outside_commune",
            form,
            data,
            frozenset({"outside_commune"}),
            options=m.options() if form == "kml" else m.declared(form, m.zone),
        )
