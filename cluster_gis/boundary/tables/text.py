"""What the words around a table say: the stated area and the sentences that may name a CRS."""

import re

from cluster_gis.boundary.tables.labels import fold
from cluster_gis.boundary.tables.numbers import parse_number

_AREA = re.compile(
    r"(?:dien tich|area|\bs ?=|tong)[^0-9]{0,60}?(\d[\d., ]*\d|\d)\s*(ha\b|hecta|m2|m²|met vuong)"
)
MAX_WORDS = 20_000


def find_stated_area_ha(words: str) -> float | None:
    """The area printed in the text, hectares; None when none or several different ones are."""
    found: set[float] = set()
    for match in _AREA.finditer(fold(words[:MAX_WORDS]).replace("m²", "m2")):
        number = parse_number(match.group(1))
        if number is None:
            continue
        hectares = match.group(2).startswith("h")
        if number.style == "ambiguous" and number.other is not None:
            # "7.500 m2" is thousands, "74.955 ha" is decimals: clusters have at most 75 ha.
            value = number.other if hectares else number.value
        else:
            value = number.value
        found.add(value if hectares else value / 10_000)
    found.discard(0.0)
    return found.pop() if len(found) == 1 else None
