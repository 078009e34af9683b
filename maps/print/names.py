"""Names on a printed map: clusters, and what helps to find one's way."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from cluster_gis.formats import Formats
from maps.print.labels import Label
from maps.print.model import PlaceName
from maps.print.placing import Placed
from maps.print.projection import Limits, Plane, contains
from maps.styles import QUIET_INK, SEA_NAME

#: More clusters than this in one frame: names would only hide each other.
MOST_NAMES = 400
#: Clusters are named at this scale or larger.
NAMES_FROM = 1_500_000
#: Fewer clusters than this: a name may stand off its symbol with a leading line.
_MOST_LED = 150
#: The area stands below the name at this scale or larger.
_AREAS_FROM = 100_000
_LOOKS = {
    "sea": (6.4, SEA_NAME, True, 3.0),
    "island": (5.2, QUIET_INK, True, 2.0),
    "archipelago": (6.4, QUIET_INK, True, 5.0),
    "province": (7.0, QUIET_INK, False, 2.5),
    "unit": (5.0, QUIET_INK, False, 1.0),
}


def short_name(name: str) -> str:
    """The name without "Cụm công nghiệp", in one line of at most 60 signs."""
    said = " ".join(name.split())
    for start in ("cụm công nghiệp ", "ccn "):
        if said.lower().startswith(start):
            said = said[len(start) :]
            break
    return (said[:1].upper() + said[1:])[:60]


def cluster_labels(
    spots: Sequence[tuple[Placed, float, float, float]],
    *,
    unit: float,
    scale: int,
    marked: str | None,
    language: str,
) -> list[Label]:
    """Names for clusters at (x, y, radius) in millimetres; none when there are too many."""
    if len(spots) > MOST_NAMES or scale > NAMES_FROM:
        return []
    formats = Formats(language)
    labels = []
    for item, x, y, reach in spots:
        known = item.feature["properties"]
        area = known.get("area_ha")
        lines = [short_name(known["name"])]
        if area is not None and scale <= _AREAS_FROM:
            lines.append(formats.hectares(area))
        labels.append(
            Label(
                x=x,
                y=y,
                lines=tuple(lines),
                size=5.4 * unit,
                clear=reach,
                bold=True,
                weight=9 if item.code == marked else (2 if area is not None else 1),
                far=len(spots) <= _MOST_LED,
            )
        )
    return labels


def base_labels(
    names: Iterable[PlaceName],
    plane: Plane,
    limits: Limits,
    *,
    unit: float,
    to: Callable[[float, float], tuple[float, float]],
) -> Iterator[Label]:
    """Names of seas, islands and units whose point lies in the window."""
    for name in names:
        point = plane.point(name.lon, name.lat)
        if not contains(limits, *point):
            continue
        size, colour, italic, weight = _LOOKS[name.kind]
        x, y = to(*point)
        yield Label(
            x=x,
            y=y,
            lines=name.lines,
            size=size * unit,
            italic=italic,
            colour=colour,
            weight=weight,
            centred=True,
            always=name.kind == "archipelago",
        )
