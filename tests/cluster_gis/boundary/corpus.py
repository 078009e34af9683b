"""Files with one planted mistake or none. Knows how offices go wrong, not how it is found out.

A case says which codes name its mistake (`names`, any of them), or that the file's own evidence
cannot show it (`names` empty and `hidden`): then only `crs_unconfirmed` may be said. `beside` are
codes that follow from the mistake and accuse nobody of anything else.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from shapely import Polygon

from tests.cluster_gis.boundary.corpus_places import (
    COMMUNES,
    FLIPPED,
    MERIDIANS,
    Commune,
    Point,
    draw_outline,
    move,
    proj_of,
)
from tests.cluster_gis.boundary.corpus_writers import (
    TABLES,
    TableStyle,
    random_style,
    replace_in_zip,
    table_lines,
    write_drawing,
    write_geojson,
    write_table_file,
    write_vector,
)

VECTORS = ("geojson", "gpkg", "shp", "gml")
EXTENSIONS = {"shp": "zip"}


@dataclass
class Case:
    mistake: str
    form: str
    data: bytes
    names: frozenset[str] = frozenset()
    hidden: bool = False
    beside: frozenset[str] = frozenset()
    options: dict[str, object] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        return f"ranh.{EXTENSIONS.get(self.form, self.form)}"


class Maker:
    """One outline in one commune, and the ways to write it down."""

    def __init__(self, seed: random.Random) -> None:
        self.seed = seed
        self.commune: Commune = seed.choice(COMMUNES)
        self.outline = draw_outline(self.commune, seed)
        self.zone = self.commune.zone

    def grid(self, code: int | None = None, shift: str | None = "") -> list[Point]:
        """The outline in a zone, rounded to the centimetre."""
        proj = proj_of(code or self.zone) if shift == "" else proj_of(code or self.zone, shift)
        return [(round(e, 2), round(n, 2)) for e, n in move(self.outline, "EPSG:4326", proj)]

    def options(self, **more: object) -> dict[str, object]:
        return {"commune": self.commune.code, **more}

    def names(self, count: int) -> list[str]:
        stem = self.seed.choice(["", "", "M", "R"])
        return [f"{stem}{i}" for i in range(1, count + 1)]

    def table(
        self,
        points: list[Point],
        form: str,
        style: TableStyle | None = None,
        names: list[str] | None = None,
        change: Callable[[list[list[str]]], None] | None = None,
    ) -> bytes:
        style = style or random_style(self.seed)
        lines = table_lines(points, names or self.names(len(points)), style)
        if change:
            change(lines)
        numbers = not style.vietnamese and self.seed.random() < 0.7
        return write_table_file(lines, form, style, numbers=numbers)

    def file(self, points: list[Point], form: str, code: int) -> bytes:
        """Any format, with the system declared as `code` where the format can say so."""
        if form in TABLES:
            return self.table(points, form)
        if form == "dxf":
            return write_drawing(points, lines=self.seed.random() < 0.3)
        if form == "geojson":
            return write_geojson(points, crs=f"urn:ogc:def:crs:EPSG::{code}")
        return write_vector(points, form, f"EPSG:{code}")

    def declared(self, form: str, code: int) -> dict[str, object]:
        """Options: tables and drawings get the system by `--crs`, others carry it."""
        bare = form in (*TABLES, "dxf")
        return self.options(**({"crs": f"EPSG:{code}"} if bare else {}))


Plant = Callable[[Maker], Iterator[Case]]
ALL_METRIC = (*TABLES, "dxf", *VECTORS)


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


def ring_unclosed(m: Maker) -> Iterator[Case]:
    names = frozenset({"ring_unclosed"})
    points = m.grid()
    yield Case(
        "ring_unclosed",
        "geojson",
        write_geojson(points, crs=f"EPSG:{m.zone}", close=False),
        names,
        options=m.options(),
    )
    yield Case(
        "ring_unclosed",
        "dxf",
        write_drawing(points, close=False),
        names,
        options=m.options(crs=f"EPSG:{m.zone}"),
    )
    kml = write_vector(m.outline, "kml", "EPSG:4326").decode()
    first, rest = kml.split("<coordinates>", 1)
    body, tail = rest.split("</coordinates>", 1)
    open_body = " ".join(body.split()[:-1])
    text = f"{first}<coordinates>{open_body}</coordinates>{tail}"
    yield Case("ring_unclosed", "kml", text.encode(), names, options=m.options())
    for form in TABLES:
        off = [*points, (points[0][0] + 1.3, points[0][1])]
        listed = m.names(len(points))
        yield Case(
            "ring_unclosed",
            form,
            m.table(off, form, TableStyle(side_heading=None), [*listed, listed[0]]),
            names,
            options=m.declared(form, m.zone),
        )


def repeated_point(m: Maker) -> Iterator[Case]:
    for form in ALL_METRIC:
        if form == "dxf":
            continue  # a CAD program drops a side of no length by itself
        points = m.grid()
        at = m.seed.randrange(1, len(points) - 1)
        twice = [*points[: at + 1], points[at], *points[at + 1 :]]
        yield Case(
            "repeated_point",
            form,
            m.file(twice, form, m.zone),
            frozenset({"repeated_point"}),
            options=m.declared(form, m.zone),
        )


def _exchange_two(points: list[Point], seed: random.Random) -> list[Point]:
    """Two neighbours exchanged so that sides really cross."""
    for at in seed.sample(range(len(points) - 1), len(points) - 1):
        changed = [*points]
        changed[at], changed[at + 1] = changed[at + 1], changed[at]
        if not Polygon(changed).is_valid:
            return changed
    raise AssertionError("no exchange makes this outline cross itself")


def self_intersection(m: Maker) -> Iterator[Case]:
    for form in ALL_METRIC:
        points = m.grid()
        points = _exchange_two(points, m.seed)
        yield Case(
            "self_intersection",
            form,
            m.file(points, form, m.zone),
            frozenset({"self_intersection"}),
            options=m.declared(form, m.zone),
        )


def missing_vertex(m: Maker) -> Iterator[Case]:
    for form in TABLES:
        points = m.grid()
        names = m.names(len(points))
        at = m.seed.randrange(1, len(points) - 1)
        del points[at], names[at]
        yield Case(
            "missing_vertex",
            form,
            m.table(points, form, TableStyle(side_heading=None), names),
            frozenset({"missing_vertex"}),
            options=m.declared(form, m.zone),
        )


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


def crs_missing(m: Maker) -> Iterator[Case]:
    for form in (*TABLES, "dxf", "shp"):
        data = m.file(m.grid(), form, m.zone)
        if form == "shp":
            data = replace_in_zip(data, ".prj", None)
        yield Case("crs_missing", form, data, frozenset({"crs_missing"}), options=m.options())


def side_length(m: Maker) -> Iterator[Case]:
    for form in TABLES:
        points = m.grid()

        def change(lines: list[list[str]]) -> None:
            row = m.seed.choice([line for line in lines[2:] if len(line) == 4 and line[3]])
            row[3] = f"{float(row[3]) + 9:.2f}"

        style = TableStyle(footnote=None)
        yield Case(
            "side_length_differs",
            form,
            m.table(points, form, style, change=change),
            frozenset({"side_length_differs"}),
            options=m.declared(form, m.zone),
        )


def wrong_digit(m: Maker) -> Iterator[Case]:
    for form in ("csv", "xlsx", "geojson"):
        points = m.grid()
        at = m.seed.randrange(len(points))
        points[at] = (points[at][0], points[at][1] + m.seed.choice([-100_000, 20_000, 300_000]))
        data = (
            m.table(points, form, TableStyle(side_heading=None))
            if form in TABLES
            else m.file(points, form, m.zone)
        )
        yield Case(
            "outlying_point",
            form,
            data,
            frozenset({"outlying_point"}),
            beside=frozenset({"self_intersection", "outside_commune", "outside_vietnam"}),
            options=m.declared(form, m.zone),
        )


def unreadable_number(m: Maker) -> Iterator[Case]:
    for form in TABLES:

        def change(lines: list[list[str]]) -> None:
            row = m.seed.choice([line for line in lines[2:] if len(line) == 3])
            row[1] = row[1].replace(row[1][2], "O", 1) if row[1][2].isdigit() else "O" + row[1]

        yield Case(
            "coordinate_unreadable",
            form,
            m.table(m.grid(), form, TableStyle(side_heading=None, footnote=None), change=change),
            frozenset({"coordinate_unreadable"}),
            beside=frozenset({"missing_vertex"}),
            options=m.declared(form, m.zone),
        )


PLANTS: tuple[Plant, ...] = (
    clean, axes_swapped, wrong_meridian, zone_width, wgs84_as_vn2000, vn2000_as_wgs84,
    rotation_sign, hanoi_1972, ring_unclosed, repeated_point, self_intersection, missing_vertex,
    number_format,
    column_groups, area_differs, outside_commune, crs_missing, side_length, wrong_digit,
    unreadable_number,
)  # fmt: skip


def make_corpus(seed: int, rounds: int = 1) -> Iterator[Case]:
    """Every plant in every format it can stand in, each with an outline of its own."""
    numbers = random.Random(seed)
    for _ in range(rounds):
        for plant in PLANTS:
            yield from plant(Maker(random.Random(numbers.random())))
