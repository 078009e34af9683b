"""Names that help to find one's way: which of them a window at a scale can carry."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean

from maps.print.model import PlaceName, PrintMap, Unit
from maps.print.projection import Limits, contains

#: Communes are named at this scale or larger, provinces at the second.
_COMMUNES_FROM = 150_000
_PROVINCES_FROM = 2_000_000
#: A province is named where at least so many of its communes lie in the window.
_LEAST = 6


def names_in(wanted: PrintMap, limits: Limits, scale: int) -> Iterator[PlaceName]:
    """Names of seas and islands, of communes on large scales, of other provinces on small ones."""
    yield from wanted.names
    if scale > _PROVINCES_FROM:
        return
    window = wanted.plane.degrees(limits)
    seen: dict[str, list[Unit]] = defaultdict(list)
    for unit in wanted.units:
        if contains(window, unit.lon, unit.lat):
            seen[unit.province].append(unit)
            if scale <= _COMMUNES_FROM:
                yield PlaceName((unit.name,), unit.lon, unit.lat, "unit")
    for province, units in seen.items():
        if province not in wanted.provinces and len(units) >= _LEAST and scale > _COMMUNES_FROM:
            lon, lat = (fmean(part) for part in zip(*((u.lon, u.lat) for u in units), strict=True))
            yield PlaceName((province.upper(),), lon, lat, "province")
