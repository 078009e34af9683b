"""A version beyond the province, and outlines against the province's own loaded outline."""

import pytest
from shapely import box

from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.services import stage_boundaries as staging
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from cluster_gis.storage.register import Batch, write_versions
from tests.staged_outlines import FIELD, collection, degrees, feature, moved, write_clusters

#: 29 km east: 0.9 km beyond all boxes of the province's former communes.
BEYOND = moved(FIELD, 28_900, 0)
NEARER = moved(FIELD, 2_000, 0)


@pytest.fixture(params=[pytest.param(99, id="outline-by-outline"), pytest.param(0, id="as-a-set")])
def register(request, session, monkeypatch):
    write_clusters(session)
    monkeypatch.setattr(staging, "MANY", request.param)
    return session


def _codes(session, features, *wanted, **options):
    received = ReceivedFile(
        name="a.geojson",
        content=collection(features),
        source_title="x",
        options={"crs": "EPSG:4326", **options},
    )
    file_id = stage_boundaries(session, received, choices={}, by="tester")
    rows = staged_rows(session, get_staged_file(session, file_id))
    return [{(i.code, i.other) for i in row.all_issues if i.code in wanted} for row in rows]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"province": "Hải Phòng"}, id="of-the-declared-province"),
        pytest.param({}, id="of-the-cluster's-province"),
    ],
)
def test_of_two_versions_the_one_outside_the_province_is_named(register, options):
    rows = [feature("CCN Một", degrees(BEYOND)), feature("CCN Một", degrees(FIELD))]
    named = _codes(register, rows, "version_outside", **options)
    assert named == [{("version_outside", "#2")}, set()]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("CCN Một", BEYOND)], id="one-outline-may-be-the-boxes-mistake"),
        pytest.param([("CCN Một", FIELD), ("CCN Một", NEARER)], id="both-inside"),
        pytest.param([("CCN Một", FIELD), ("CCN Hai", BEYOND)], id="versions-of-two-clusters"),
        pytest.param(
            [("CCN Một", moved(BEYOND, 50, 0)), ("CCN Một", BEYOND)], id="both-equally-outside"
        ),
    ],
)
def test_no_other_outline_is_accused(register, rows):
    features = [feature(name, degrees(ring)) for name, ring in rows]
    assert not any(_codes(register, features, "version_outside", province="Hải Phòng"))


def test_an_outline_far_from_its_clusters_commune_is_named(register):
    rows = [
        feature("CCN Một", degrees(moved(FIELD, 15_000, 0))),
        feature("CCN Hai", degrees(FIELD)),
    ]
    named = _codes(register, rows, "outside_commune", province="Hải Phòng")
    assert named == [{("outside_commune", None)}, set()]


def test_a_loaded_outline_of_the_province_takes_the_place_of_its_boxes(register):
    shape = box(106.5, 20.7, 106.6, 20.8)
    row = {
        "unit_key": "2025:31",
        "geom": f"SRID=4326;MULTIPOLYGON({shape.wkt.removeprefix('POLYGON ')})",
        "quality": "official",
        "source_key": "test",
        "valid": "[2025-07-01,)",
    }
    batch = Batch(table="admin_unit_outline", rows=[row])
    write_versions(register, by="test", reason="outline", batches=[batch])
    rows = [feature("CCN Lạ", degrees(moved(FIELD, 6_000, 0))), feature("CCN Lạ", degrees(FIELD))]
    named = _codes(register, rows, "outside_commune", "version_outside", province="Hải Phòng")
    assert named == [{("outside_commune", None)}, set()]
