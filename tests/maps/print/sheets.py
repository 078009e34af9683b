"""Made-up maps on paper, and lengths read back from the PDF."""

import io
import math
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ContentStream

from maps.print.model import PlaceName, PrintMap, Unit
from maps.print.projection import Plane
from maps.styles import STATE
from tests.maps.plans import cluster, example_clusters

#: The square kilometre corner of the made-up maps, VN-2000 / TM-3 105-45 (easting, northing).
MIDDLE = (590_000.0, 2_300_000.0)
HP = Plane(9210)


def lonlat(x, y):
    """WGS 84 degrees of a point of the zone."""
    west, south, east, north = HP.degrees((x, y, x, y))
    return (west + east) / 2, (south + north) / 2


def rectangle_of(width_m, height_m, x=MIDDLE[0], y=MIDDLE[1]):
    """A rectangle of the zone as GeoJSON in EPSG:4326."""
    corners = [(0, 0), (width_m, 0), (width_m, height_m), (0, height_m), (0, 0)]
    return {
        "type": "Polygon",
        "coordinates": [[lonlat(x + right, y + up) for right, up in corners]],
    }


def surveyed(code="hp-do-dac"):
    """400 m by 250 m with a surveyed boundary."""
    return cluster(
        code,
        rectangle_of(400, 250),
        name="Cụm công nghiệp Đo Đạc",
        status="operating",
        boundary_quality="surveyed",
        area_ha=Decimal("10"),
    )


def print_map(**changes):
    values = {
        "language": "vi",
        "title": "Bản đồ quy hoạch cụm công nghiệp",
        "subtitle": "Thành phố Hải Phòng",
        "clusters": [*example_clusters(), surveyed()],
        "theme": STATE,
        "plane": HP,
        "as_of": date(2026, 1, 31),
        "printed_on": date(2026, 2, 1),
        "sources": ["Nguồn một"],
        "names": [PlaceName(("Vịnh Bắc Bộ",), 107.0, 20.635, "sea")],
        "units": [Unit("Xã Tiên Lãng", "Hải Phòng", 106.55, 20.72)],
        "provinces": ["Hải Phòng"],
        "insets": [("Bạch Long Vĩ", (20.09, 107.66, 20.18, 107.79))],
    }
    return PrintMap(**{**values, **changes})


def text_of(pdf, page=0):
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[page].extract_text().split())


def paths(pdf, page=0):
    """Every subpath of a page as its points, in millimetres of paper."""
    reader = PdfReader(io.BytesIO(pdf))
    found, points = [], []
    for operands, operator in ContentStream(reader.pages[page].get_contents(), reader).operations:
        if operator == b"m":
            points = [tuple(float(value) / 72 * 25.4 for value in operands)]
            found.append(points)
        elif operator == b"l":
            points.append(tuple(float(value) / 72 * 25.4 for value in operands))
    return found


def boxes(pdf, page=0):
    """Upright rectangles of a page: (x, y, width, height) in millimetres."""
    found = []
    for points in paths(pdf, page):
        xs, ys = {round(x, 3) for x, _y in points}, {round(y, 3) for _x, y in points}
        if len(points) >= 4 and len(xs) == 2 and len(ys) == 2:
            found.append((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    return found


def sides(points):
    """Lengths of the sides of a path, millimetres."""
    return [math.dist(a, b) for a, b in pairwise(points)]
