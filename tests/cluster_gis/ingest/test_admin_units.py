import json
import shutil
import sqlite3
from decimal import Decimal
from importlib import resources
from pathlib import Path
from unicodedata import is_normalized

import pytest

from cluster_gis.errors import InvalidInput
from cluster_gis.ingest.admin_units import KNOWN_HAIPHONG_COMMUNES, PACKAGE, read_admin_units


@pytest.fixture(scope="module")
def units():
    return read_admin_units()


def count(units, system, level, province=None):
    return sum(
        unit.level == level
        and unit.unit_key.startswith(f"{system}:")
        and province in (None, unit.province_key)
        for unit in units.units
    )


def test_63_provinces_became_34(units):
    assert (count(units, "pre2025", "province"), count(units, "2025", "province")) == (63, 34)
    assert (count(units, "pre2025", "district"), count(units, "2025", "district")) == (696, 0)
    assert (count(units, "pre2025", "commune"), count(units, "2025", "commune")) == (10_035, 3_321)


def test_the_merged_haiphong_has_114_communes(units):
    assert count(units, "2025", "commune", "2025:31") == KNOWN_HAIPHONG_COMMUNES == 114


def test_keys_are_unique_and_parents_exist(units):
    keys = {unit.unit_key for unit in units.units}
    assert len(keys) == len(units.units)
    assert all(unit.parent_key is None or unit.parent_key in keys for unit in units.units)
    assert all(unit.province_key in keys for unit in units.units)


def test_names_are_composed_unicode(units):
    assert all(is_normalized("NFC", unit.name) for unit in units.units)


def test_haiphong_is_made_of_two_provinces_and_laocai_too(units):
    merged = {step.from_key for step in units.lineage if step.to_key == "2025:31"}
    assert merged == {"pre2025:30", "pre2025:31"}
    assert {s.from_key for s in units.lineage if s.to_key == "2025:15"} == {
        "pre2025:10",
        "pre2025:15",
    }


def test_every_old_commune_went_somewhere_and_every_new_one_came_from_somewhere(units):
    sources = {step.from_key for step in units.lineage}
    targets = {step.to_key for step in units.lineage}
    for unit in units.units:
        if unit.level == "commune":
            assert unit.unit_key in (sources if unit.unit_key.startswith("pre2025:") else targets)


def test_a_divided_commune_has_one_main_successor(units):
    provinces = {unit.unit_key for unit in units.units if unit.level == "province"}
    steps = [step for step in units.lineage if step.from_key not in provinces]
    main = [step.from_key for step in steps if step.main]
    assert len(main) == len(set(main)) == len({step.from_key for step in steps})


def test_points_are_of_communes_of_2025_only(units):
    with_point = [unit for unit in units.units if unit.point is not None]
    assert all(unit.unit_key.startswith("2025:") and unit.level == "commune" for unit in with_point)
    assert len(with_point) == 3_321 - len(units.issues)


def test_a_point_of_a_namesake_elsewhere_is_left_out_and_listed(units):
    [issue] = [issue for issue in units.issues if issue.field == "2025:04714"]
    assert issue.value == "104.393, 22.036"
    yen_binh = next(unit for unit in units.units if unit.unit_key == "2025:04714")
    assert (yen_binh.name, yen_binh.point) == ("Xã Yên Bình", None)
    assert len(units.issues) == 9


def test_islands_of_the_east_sea_keep_their_points(units):
    points = {unit.name: unit.point for unit in units.units if unit.island and unit.point}
    assert points["Đặc khu Hoàng Sa"] == (Decimal("112.135"), Decimal("16.568"))
    assert points["Đặc khu Trường Sa"] == (Decimal("114.45"), Decimal("9.71"))
    assert "Đặc khu Bạch Long Vĩ" in points


def test_a_box_is_west_south_east_north(units):
    boxes = [unit.box for unit in units.units if unit.box is not None]
    assert all(west <= east and south <= north for west, south, east, north in boxes)
    assert all(100 < west < 120 and 5 < south < 25 for west, south, _, _ in boxes)


def test_another_edition_of_the_package_is_refused(tmp_path):
    folder = Path(str(resources.files(PACKAGE))) / "data"
    shutil.copy(folder / "dataset.db", tmp_path)
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    with sqlite3.connect(tmp_path / "dataset.db") as connection:
        connection.execute("DELETE FROM admin_units WHERE wardCode = '11948'")
    conversion["DICT_PROVINCE_WARD_NO_DIVIDED"]["thanhphohaiphong"].pop("dackhubachlongvi")
    (tmp_path / "converter_2025.json").write_text(json.dumps(conversion), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"3320"):
        read_admin_units(tmp_path)
