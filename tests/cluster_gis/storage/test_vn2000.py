"""PostGIS and pyproj must put the same VN-2000 point in the same place."""

import pytest
from pyproj import Transformer
from pyproj.transformer import TransformerGroup
from sqlalchemy import text

VN2000 = [4756, 3405, 3406, 5896, 5897, 5898, 5899, *range(9205, 9219)]
#: (lon, lat) WGS 84, degrees: Hải Phòng, Lào Cai, Bạch Long Vĩ, Cà Mau, Khánh Hòa, and Vĩnh Long,
#: where PROJ left alone would take other parameters (the Mekong delta, 0.81 m).
POINTS = [
    (106.68, 20.86),
    (103.97, 22.48),
    (107.73, 20.13),
    (105.15, 9.18),
    (109.19, 12.24),
    (105.97, 10.25),
]
OPERATION = "VN-2000 to WGS 84 (2)"


def pinned(source: int, target: int) -> Transformer:
    """The pipeline through the official seven parameters, whatever the point."""
    group = TransformerGroup(f"EPSG:{source}", f"EPSG:{target}", always_xy=True)
    found = [t for t in group.transformers if OPERATION in t.description]
    assert found, f"no pipeline of EPSG:{source} uses {OPERATION}"
    return found[0]


@pytest.mark.parametrize("srid", VN2000)
def test_postgis_agrees_with_pyproj_to_a_millimetre(session, srid):
    degrees_per_mm = 0.001 / 111_320
    tolerance = degrees_per_mm if srid == 4756 else 0.001
    there, back = pinned(4326, srid), pinned(srid, 4326)
    for lon, lat in POINTS:
        row = session.execute(
            text(
                "SELECT ST_X(p), ST_Y(p), ST_X(b), ST_Y(b) "
                "FROM (SELECT p, ST_Transform(p, 4326) AS b FROM (SELECT "
                "ST_Transform(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :srid) AS p) q) r"
            ),
            {"lon": lon, "lat": lat, "srid": srid},
        ).one()
        x, y = there.transform(lon, lat)
        assert (row[0], row[1]) == pytest.approx((x, y), abs=tolerance, rel=0)
        assert (row[2], row[3]) == pytest.approx(
            back.transform(row[0], row[1]), abs=degrees_per_mm, rel=0
        )
        # There and back drops the ellipsoidal height in between: about 1 mm, in any program.
        assert (row[2], row[3]) == pytest.approx((lon, lat), abs=2 * degrees_per_mm, rel=0)


def test_the_official_parameters_move_the_published_point(session):
    """LAW.md §11 GEO-DATUM: VN-2000 106.68, 20.86 is WGS 84 106.681878306, 20.859004131."""
    lon, lat = session.execute(
        text(
            "SELECT ST_X(p), ST_Y(p) FROM "
            "(SELECT ST_Transform(ST_SetSRID(ST_MakePoint(106.68, 20.86), 4756), 4326) AS p) q"
        )
    ).one()
    assert (lon, lat) == pytest.approx((106.681878306, 20.859004131), abs=1.5e-9, rel=0)


def test_the_datum_is_pinned_again_after_a_restore(session):
    session.execute(text("UPDATE spatial_ref_sys SET auth_name = 'EPSG' WHERE srid = 5897"))
    assert session.scalar(text("SELECT register.pin_datum()")) == 1
    assert session.scalar(text("SELECT register.pin_datum()")) == 0
