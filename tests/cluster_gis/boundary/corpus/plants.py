"""Every plant in every format it can stand in."""

import random
from collections.abc import Iterator

from tests.cluster_gis.boundary.corpus.case import Case, Maker, Plant
from tests.cluster_gis.boundary.corpus.outlines import (
    missing_vertex,
    repeated_point,
    ring_unclosed,
    self_intersection,
    side_length,
    unreadable_number,
    wrong_digit,
)
from tests.cluster_gis.boundary.corpus.papers import (
    area_differs,
    clean,
    column_groups,
    number_format,
    outside_commune,
)
from tests.cluster_gis.boundary.corpus.systems import (
    axes_swapped,
    crs_missing,
    hanoi_1972,
    rotation_sign,
    vn2000_as_wgs84,
    wgs84_as_vn2000,
    wrong_meridian,
    zone_width,
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
