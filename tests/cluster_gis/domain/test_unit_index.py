from dataclasses import replace
from decimal import Decimal

import pytest

from cluster_gis.domain.intake import AdminUnitRecord, AdminUnits, LineageRecord
from cluster_gis.domain.unit_index import UnitIndex, search_form
from cluster_gis.ingest.haiphong_clusters import read_haiphong_clusters


def unit(key, level, name, short, parent, province, lon=None):
    return AdminUnitRecord(
        unit_key=key,
        code=key.partition(":")[2],
        level=level,
        name=name,
        short_name=short,
        unit_type=None,
        parent_key=parent,
        province_key=province,
        point=None if lon is None else (Decimal(lon), Decimal("20")),
    )


OLD, NEW = "pre2025:31", "2025:31"


@pytest.fixture
def index():
    return UnitIndex(
        AdminUnits(
            units=(
                unit(OLD, "province", "Thành phố Hải Phòng", "Hải Phòng", None, OLD),
                unit("pre2025:313", "district", "Huyện An Lão", "An Lão", OLD, OLD),
                unit("pre2025:11629", "commune", "Thị trấn An Lão", "An Lão", "pre2025:313", OLD),
                unit("pre2025:11635", "commune", "Xã Bát Trang", "Bát Trang", "pre2025:313", OLD),
                unit(NEW, "province", "Thành phố Hải Phòng", "Hải Phòng", None, NEW),
                unit("2025:11629", "commune", "Xã An Lão", "An Lão", NEW, NEW, "106.5"),
                unit("2025:11635", "commune", "Xã An Khánh", "An Khánh", NEW, NEW, "106.7"),
            ),
            lineage=(
                LineageRecord(from_key="pre2025:11629", to_key="2025:11629", main=True),
                LineageRecord(from_key="pre2025:11635", to_key="2025:11629", main=False),
                LineageRecord(from_key="pre2025:11635", to_key="2025:11635", main=True),
                LineageRecord(from_key=OLD, to_key=NEW, main=True),
            ),
        )
    )


@pytest.fixture
def cluster():
    found = read_haiphong_clusters().clusters.records[0]
    return replace(
        found, place_communes=(), communes_2025=(), former_communes=(), place_basis="commune"
    )


@pytest.mark.parametrize(
    "name",
    ["Xã Bát Trang", "Bát Trang", "BÁT TRANG", "bat trang", "Xã  Bát Trang".replace("  ", " ")],
)
def test_a_unit_is_found_by_its_printed_name(index, name):
    assert index.find("pre2025", "commune", name, "pre2025:313").unit_key == "pre2025:11635"


def test_a_name_of_another_place_finds_nothing(index):
    assert index.find("pre2025", "commune", "Quang Trung", "pre2025:313") is None
    assert index.find("pre2025", "commune", "Bát Trang", NEW) is None


def test_the_main_successor_comes_first(index):
    assert index.successors("pre2025:11635") == ("2025:11635", "2025:11629")


def test_a_named_old_commune_lies_at_the_commune_that_took_over(index, cluster):
    place = index.place_of(replace(cluster, place_communes=(("An Lão", "Bát Trang"),)), NEW)
    assert (place.commune_key, place.former_commune_key) == ("2025:11635", "pre2025:11635")
    assert (place.point, place.basis) == ((Decimal("106.7"), Decimal(20)), "commune")
    assert place.former_district_key == "pre2025:313"


def test_a_commune_of_2025_that_a_source_names_goes_first(index, cluster):
    named = replace(
        cluster, communes_2025=("Xã An Lão",), place_communes=(("An Lão", "Bát Trang"),)
    )
    assert index.place_of(named, NEW).commune_key == "2025:11629"


def test_two_communes_give_the_middle_of_their_points(index, cluster):
    named = replace(cluster, communes_2025=("Xã An Lão", "Xã An Khánh"))
    place = index.place_of(named, NEW)
    assert place.point == (Decimal("106.6"), Decimal(20))
    assert place.label == "Xã An Lão, Xã An Khánh"


def test_a_district_alone_lies_amid_the_communes_that_took_it_over(index, cluster):
    place = index.place_of(replace(cluster, place_basis="district"), NEW)
    assert (place.point, place.basis) == ((Decimal("106.6"), Decimal(20)), "district")
    assert (place.commune_key, place.label) == (None, "Huyện An Lão")


def test_nothing_known_is_no_place(index, cluster):
    unknown = replace(cluster, former_district=None, former_province=None, place_basis="none")
    assert index.place_of(unknown, NEW).point is None
    assert index.place_of(unknown, NEW).basis == "none"


def test_search_form_knows_the_letter_d():
    assert search_form("Đặc khu Bạch Long Vĩ") == "dac khu bach long vi"
