"""VN-2000 to WGS 84: the official parameters, and what the usual mistakes cost."""

import numpy as np
import pytest

from cluster_gis.boundary.candidates import separation_m
from cluster_gis.boundary.datum import from_wgs84, get_datum_shift, to_degrees, to_wgs84
from cluster_gis.boundary.zones import ZONES


def test_the_datum_shift_is_the_official_one_by_name():
    shift = get_datum_shift("VN-2000")
    assert shift is not None
    assert "VN-2000 to WGS 84 (2)" in shift.description
    assert "convention=coordinate_frame" in shift.definition


def test_the_published_pair_agrees_to_its_digits():
    lon, lat = to_wgs84(4756, 106.68, 20.86)
    assert (round(float(lon), 9), round(float(lat), 9)) == (106.681878306, 20.859004131)


@pytest.mark.parametrize("code", sorted(c for c, z in ZONES.items() if z.kind in ("tm3", "utm")))
def test_a_point_on_the_central_meridian_has_the_false_easting(code):
    east, north = 500_000.0, 2_300_000.0
    lon, lat = to_degrees(code, east, north)
    assert float(lon) == pytest.approx(ZONES[code].meridian, abs=1e-11)
    # The meridian arc on the ellipsoid, by its series, times the scale factor.
    a, f = 6378137.0, 1 / 298.257223563
    n = f / (2 - f)
    phi = np.radians(float(lat))
    arc = (
        a
        / (1 + n)
        * (
            (1 + n**2 / 4 + n**4 / 64) * phi
            - (3 / 2) * (n - n**3 / 8) * np.sin(2 * phi)
            + (15 / 16) * (n**2 - n**4 / 4) * np.sin(4 * phi)
            - (35 / 48) * n**3 * np.sin(6 * phi)
        )
    )
    scale = 0.9999 if ZONES[code].kind == "tm3" else 0.9996
    assert arc * scale == pytest.approx(north, abs=0.001)


@pytest.mark.parametrize("code", sorted(ZONES))
def test_there_and_back_is_exact_to_two_millimetres_up_to_the_zone_edges(code):
    # Heights are left out both ways, which costs 1 mm; nothing legal is measured after a trip.
    meridian = ZONES[code].meridian or 106.0
    lon = np.array([meridian - 1.5, meridian - 0.01, meridian, meridian + 1.5])
    lat = np.array([8.6, 12.0, 20.8, 23.3])
    east, north = from_wgs84(code, lon, lat)
    again = to_wgs84(code, east, north)
    assert np.abs(again[0] - lon).max() < 2e-8
    assert np.abs(again[1] - lat).max() < 2e-8


def test_a_flipped_rotation_moves_a_point_by_three_quarters_of_a_metre():
    right = to_wgs84(9210, 596200.0, 2301125.0)
    wrong = to_wgs84(9210, 596200.0, 2301125.0, rotation_flipped=True)
    apart = separation_m((float(right[0]), float(right[1])), (float(wrong[0]), float(wrong[1])))
    assert apart == pytest.approx(0.747, abs=0.01)


def test_no_shift_at_all_moves_a_point_by_two_hundred_and_twenty_four_metres():
    right = to_wgs84(9210, 596200.0, 2301125.0)
    wrong = to_degrees(9210, 596200.0, 2301125.0)
    apart = separation_m((float(right[0]), float(right[1])), (float(wrong[0]), float(wrong[1])))
    assert apart == pytest.approx(224.4, abs=0.3)
