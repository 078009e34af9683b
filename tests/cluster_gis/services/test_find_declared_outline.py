"""The outline of a declared unit is the one loaded in the register, else there is none."""

import pytest
from shapely import box
from sqlalchemy import text

from cluster_gis.services.find_declared_outline import find_declared_outline
from cluster_gis.storage.register import Batch, write_versions
from tests.small_register import write_small_register

SHAPE = box(106.656, 20.782, 106.696, 20.822)


@pytest.fixture
def loaded(session):
    write_small_register(session)
    [source] = session.execute(text("SELECT source_key FROM register.source LIMIT 1")).one()
    row = {
        "unit_key": "2025:11689",
        "geom": f"SRID=4326;MULTIPOLYGON({SHAPE.wkt.removeprefix('POLYGON ')})",
        "quality": "generalised",
        "source_key": source,
        "valid": "[2025-07-01,)",
    }
    batch = Batch(table="admin_unit_outline", rows=[row])
    write_versions(session, by="test", reason="outline", batches=[batch])
    return session


def test_a_loaded_outline_comes_with_the_margin_of_its_quality(loaded):
    found = find_declared_outline(loaded, None, "11689")
    assert found.unit_key == "2025:11689"
    assert found.shape.equals(SHAPE)
    assert found.margin_m == 1000


@pytest.mark.parametrize(
    ("province", "commune"),
    [
        pytest.param(None, None, id="no-unit-declared"),
        pytest.param("HP", None, id="none-loaded-for-the-province"),
        pytest.param(None, "no such commune", id="unknown-unit"),
        pytest.param(None, "Tân Hưng", id="a-name-of-several-communes"),
    ],
)
def test_otherwise_there_is_none(loaded, province, commune):
    assert find_declared_outline(loaded, province, commune) is None
