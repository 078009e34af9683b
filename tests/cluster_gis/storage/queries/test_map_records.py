from datetime import date

import pytest
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.map_records import frames_of
from cluster_gis.storage.register import Batch, revision_at, write_versions
from tests.small_register import write_small_register

AS_OF = date(2026, 11, 22)


@pytest.fixture
def register(session: Session) -> Session:
    write_small_register(session)
    return session


def zone(unit_key: str, srid: int, meridian: str) -> dict[str, object]:
    return {
        "unit_key": unit_key,
        "srid": srid,
        "central_meridian": meridian,
        "source_key": "plan",
        "valid": "(,)",
    }


def hai_phong_zone(session: Session, *zones: dict[str, object]) -> int | None:
    if zones:
        batches = [Batch(table="measuring_zone", rows=list(zones))]
        write_versions(session, by="test", reason="zones", batches=batches)
    frames = frames_of(session, ["2025:31"], as_of=AS_OF, revision=revision_at(session))
    return frames["2025:31"].zone_epsg


def test_a_zone_that_is_not_recorded_is_not_made_up(register: Session):
    assert hai_phong_zone(register) is None


def test_a_merged_province_shows_the_grid_of_the_former_one_whose_name_it_bears(register: Session):
    former = zone("pre2025:31", 9210, "105°45'")
    assert hai_phong_zone(register, former, zone("pre2025:30", 9209, "105°30'")) == 9210


def test_a_zone_of_its_own_comes_first(register: Session):
    own = zone("2025:31", 9209, "105°30'")
    assert hai_phong_zone(register, zone("pre2025:31", 9210, "105°45'"), own) == 9209
