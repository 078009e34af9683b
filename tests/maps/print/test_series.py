"""A series covers the area once; sheets without a cluster have no number."""

from itertools import pairwise

import pytest

from maps.print.document import About, write_pdf
from maps.print.paper import Sheet, lay_out
from maps.print.projection import contains
from maps.print.series import cut, draw_tile_sheet
from tests.maps.plans import example_clusters
from tests.maps.print.sheets import HP, print_map, text_of

A4 = Sheet("A4", True)


@pytest.fixture(scope="module")
def wanted():
    return print_map(clusters=example_clusters())


@pytest.fixture(scope="module")
def tiles(wanted):
    return cut(wanted, HP.limits((20.5, 106.1, 21.25, 107.3)), A4, 100_000)


def test_the_sheets_join_without_gap_or_overlap_and_cover_the_area(tiles):
    room = lay_out(A4).map
    area = HP.limits((20.5, 106.1, 21.25, 107.3))
    for tile in tiles:
        west, south, east, north = tile.limits
        assert (east - west, north - south) == pytest.approx((room.width * 100, room.height * 100))
    assert min(tile.limits[0] for tile in tiles) <= area[0]
    assert max(tile.limits[3] for tile in tiles) >= area[3]
    edges = sorted({round(tile.limits[0], 3) for tile in tiles})
    steps = {round(b - a, 2) for a, b in pairwise(edges)}
    assert steps == {round(room.width * 100, 2)}


def test_every_cluster_of_the_area_stands_on_one_numbered_sheet(tiles):
    numbered = [tile for tile in tiles if tile.number is not None]
    assert [tile.number for tile in numbered] == list(range(1, len(numbered) + 1))
    assert all(tile.clusters for tile in numbered)
    assert sum(tile.clusters for tile in tiles) == 6  # one lies in another province, one nowhere
    spot = HP.point(106.6, 20.72)
    assert sum(contains(tile.limits, *spot) for tile in numbered) == 1


def test_a_sheet_counts_what_it_shows_and_tells_its_place(wanted, tiles):
    tile = max(tiles, key=lambda item: item.clusters)
    about = About(title="", subject="", author="", language="vi", printed_on=wanted.as_of)
    made = write_pdf([("", lambda: draw_tile_sheet(wanted, tiles, tile, A4, scale=100_000))], about)
    said = text_of(made)
    assert f"Tờ {tile.number}/" in said
    assert "Số cụm trong khung tờ bản đồ này:" in said
    assert "Sơ đồ ghép mảnh" in said
