import pytest
from pyproj import Transformer

from maps.graticule import build_graticule, central_meridian

EXTENT = (20.6, 106.5, 20.8, 106.8)


@pytest.mark.parametrize(
    ("epsg", "meridian"),
    [(9210, "105°45′"), (9209, "105°30′"), (9208, "104°45′"), (5897, "105°00′")],
)
def test_central_meridian_is_written_in_degrees_and_minutes(epsg, meridian):
    assert central_meridian(epsg) == meridian


def test_every_point_of_a_line_has_the_coordinate_the_line_is_named_for():
    grid = build_graticule(9210, EXTENT)
    back = Transformer.from_crs(4326, 9210, always_xy=True)
    assert {axis for axis, _, _ in grid["lines"]} == {"e", "n"}
    for axis, km, flat in grid["lines"]:
        eastings, northings = back.transform(flat[0::2], flat[1::2])
        measured = eastings if axis == "e" else northings
        assert measured == pytest.approx([km * 1000] * len(measured), abs=1.5)


def test_the_grid_covers_the_extent_and_not_much_more():
    grid = build_graticule(9210, EXTENT)
    lats = [lat for _, _, flat in grid["lines"] for lat in flat[1::2]]
    assert 20.57 < min(lats) < 20.62
    assert 20.78 < max(lats) < 20.83
