"""Two versions of one outline: the mistake between them is named, a real difference stays one."""

import pytest
from shapely import Polygon

from cluster_gis.boundary.versions import explain_difference, overlap_share
from tests.cluster_gis.boundary.corpus.places import FLIPPED, move, proj_of
from tests.cluster_gis.boundary.tables import RECTANGLE

OUTLINE = [*RECTANGLE[:3], (596100.0, 2301400.0), RECTANGLE[3]]


def degrees(proj):
    return Polygon(move(OUTLINE, proj, "EPSG:4326"))


RIGHT = degrees(proj_of(9210))


@pytest.mark.parametrize(
    ("other", "code", "metres"),
    [
        pytest.param(degrees(proj_of(9210, None)), "vn2000_as_wgs84", 224, id="no-datum-shift"),
        pytest.param(degrees(proj_of(9210, FLIPPED)), "rotation_sign_flipped", 0.7, id="sign"),
        pytest.param(degrees(proj_of(9209)), "wrong_central_meridian", 26_004, id="quarter-degree"),
        pytest.param(degrees(proj_of(9212)), "wrong_central_meridian", 52_008, id="half-degree"),
        pytest.param(degrees(proj_of(3405)), "zone_width_mixed", 78_000, id="six-degree-zone"),
        pytest.param(
            Polygon([(y, x) for x, y in RIGHT.exterior.coords]), "axes_swapped", None, id="swapped"
        ),
    ],
)
def test_a_known_mistake_between_versions_is_named_both_ways(other, code, metres):
    for pair in ((RIGHT, other), (other, RIGHT)):
        [issue] = explain_difference(*pair)
        assert issue.code == code
        if metres is not None:
            assert float(issue.value) == pytest.approx(metres, rel=0.05)


def test_versions_cut_to_six_decimals_are_the_same():
    cut = Polygon([(round(x, 6), round(y, 6)) for x, y in RIGHT.exterior.coords])
    assert explain_difference(RIGHT, cut) == []


def test_a_version_with_one_corner_surveyed_again_is_still_known_by_the_shift():
    places = move(OUTLINE, proj_of(9210, None), "EPSG:4326")
    places[3] = (places[3][0] + 0.0006, places[3][1])
    [issue] = explain_difference(RIGHT, Polygon(places))
    assert issue.code == "vn2000_as_wgs84"


def test_a_different_outline_is_only_different():
    other = Polygon([(x + 0.003, y) for x, y in RIGHT.exterior.coords])
    [issue] = explain_difference(RIGHT, other)
    assert issue.code == "versions_differ"
    assert overlap_share(RIGHT, other) < 0.2
    assert overlap_share(RIGHT, RIGHT) == pytest.approx(1)
