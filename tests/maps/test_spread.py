import math

import pytest

from maps.spread import Spot, radius_of, spread


def test_the_circle_has_the_decided_ground_area():
    assert math.pi * radius_of("50") ** 2 == pytest.approx(500_000)


def spot(radius_m, lon=106.6):
    return Spot(lon=lon, lat=20.7, radius_m=radius_m)


def test_a_cluster_alone_at_its_point_stays_there():
    assert spread([spot(400), spot(400, lon=106.7)]) == [None, None]


@pytest.mark.parametrize("radii", [[400, 300], [400, 400, 400], [100, 900, 0, 250, 489]])
def test_circles_that_share_a_point_do_not_touch(radii):
    placed = spread([spot(radius) for radius in radii])
    centres = []
    for index, size, ring_m in placed:
        assert size == len(radii)
        angle = 2 * math.pi * index / size
        centres.append((ring_m * math.cos(angle), ring_m * math.sin(angle)))
    for one, (a, radius_a) in enumerate(zip(centres, radii, strict=True)):
        for b, radius_b in list(zip(centres, radii, strict=True))[one + 1 :]:
            assert math.dist(a, b) > radius_a + radius_b
