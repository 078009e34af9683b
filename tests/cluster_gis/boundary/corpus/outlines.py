"""Mistakes of the outline itself: open, crossing, repeated, missing or mistyped points."""

import random
from collections.abc import Iterator

from shapely import Polygon

from tests.cluster_gis.boundary.corpus.case import ALL_METRIC, Case, Maker
from tests.cluster_gis.boundary.corpus.places import Point
from tests.cluster_gis.boundary.corpus.writers import (
    TABLES,
    TableStyle,
    write_drawing,
    write_geojson,
    write_vector,
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
