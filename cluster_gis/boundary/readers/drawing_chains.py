"""Lines of a drawing that nearly meet: chains of them, with the gaps where no line is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist

import numpy as np
import shapely

from cluster_gis.boundary.readers.drawing_strokes import JOIN_M

Place = tuple[float, float]
Chain = list[Place]

#: Ends of lines nearer than this may have been meant to meet, metres and about the same in degrees.
GAP_M = 1.0
GAP_DEGREES = 1e-5
#: A ring of lines that nearly meet is this many times longer than what is missing of it.
_LONGER = 20
_MOST_PAIRS = 200_000


@dataclass(frozen=True, slots=True)
class Linked:
    """Lines put end to end. gaps: numbers of the points after which no line is drawn.

    nearly_closed: its last point lies near its first one, which is the last of the gaps.
    """

    places: Chain
    gaps: tuple[int, ...]
    nearly_closed: bool


def link_chains(chains: Sequence[Chain]) -> Iterator[Linked]:
    """Open chains joined where one end of each is the nearest free end of the other.

    Ends at one and the same place are not joined: more than two lines meet there, and which two
    belong together is not told.
    """
    partner = _partners(chains)
    seen: set[int] = set()
    # Chains with a free end first: what is left then goes round.
    free = [n for n in range(len(chains)) if 2 * n not in partner or 2 * n + 1 not in partner]
    for number in [*free, *range(len(chains))]:
        if number not in seen:
            yield _walk(chains, partner, number, seen)


def _partners(chains: Sequence[Chain]) -> dict[int, int]:
    """End -> the end it nearly meets; ends of chain n are 2n (its first place) and 2n + 1."""
    ends = np.array([place for chain in chains for place in (chain[0], chain[-1])])
    points = shapely.points(ends)
    reach = GAP_DEGREES if np.abs(ends).max() <= 360 else GAP_M
    first, second = shapely.STRtree(points).query(points, "dwithin", reach)
    upward = first < second
    first, second = first[upward][:_MOST_PAIRS], second[upward][:_MOST_PAIRS]
    apart = np.hypot(*(ends[first] - ends[second]).T)
    partner: dict[int, int] = {}
    for k in np.argsort(apart, kind="stable"):
        one, other = int(first[k]), int(second[k])
        own = one // 2 == other // 2
        if apart[k] == 0 or (own and len(chains[one // 2]) < 3):
            continue
        if one not in partner and other not in partner:
            partner[one], partner[other] = other, one
    return partner


def _walk(chains: Sequence[Chain], partner: dict[int, int], number: int, seen: set[int]) -> Linked:
    """The chain from this one on, over every gap, until it ends or comes back."""
    start = 2 * number
    if start in partner and start + 1 not in partner:
        start += 1  # from its free end on
    places: Chain = []
    gaps: list[int] = []
    at = start
    while True:
        chain = chains[at // 2]
        seen.add(at // 2)
        places += chain if at % 2 == 0 else chain[::-1]
        following = partner.get(at ^ 1)
        if following is None:
            return Linked(places, tuple(gaps), nearly_closed=False)
        ahead = chains[following // 2][0 if following % 2 == 0 else -1]
        if dist(places[-1], ahead) <= JOIN_M:
            places.pop()
        else:
            gaps.append(len(places) - 1)
        if following == start:
            return Linked(places, tuple(gaps), nearly_closed=_is_ring(places, gaps))
        at = following


def _is_ring(places: Chain, gaps: Sequence[int]) -> bool:
    around = [*places, places[0]]
    missing = sum(dist(places[n], around[n + 1]) for n in gaps)
    length = sum(dist(a, b) for a, b in pairwise(around))
    return len(set(places)) >= 3 and length > _LONGER * missing
