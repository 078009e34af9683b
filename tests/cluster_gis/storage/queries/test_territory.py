"""In which units a cluster lies on a day, and which clusters lie in a territory."""

from datetime import date

import pytest

from cluster_gis.domain.access import (
    COUNTRY,
    Scope,
    Territory,
    TerritoryKind,
    unit,
)
from cluster_gis.errors import NotFound
from cluster_gis.services.mark_same import mark_same, unmark_same
from cluster_gis.storage.queries.territory import (
    codes_within,
    names_of,
    place_of_cluster,
    place_of_territory,
)
from cluster_gis.storage.register import Batch, revision_at, write_versions
from tests.small_register import write_small_register

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def register(session):
    write_small_register(session)
    units = [
        ("pre2025:30", "province", "Tỉnh Hải Dương", None, "pre2025:30"),
        ("pre2025:31", "province", "Thành phố Hải Phòng", None, "pre2025:31"),
        ("pre2025:315", "district", "Huyện Tiên Lãng", "pre2025:31", "pre2025:31"),
        ("pre2025:11755", "commune", "Thị trấn Tiên Lãng", "pre2025:315", "pre2025:31"),
        ("pre2025:11757", "commune", "Xã Quyết Tiến", "pre2025:315", "pre2025:31"),
        ("2025:11800", "commune", "Xã Tiên Lãng", "2025:31", "2025:31"),
    ]
    rows = [
        {
            "unit_key": key,
            "code": key.partition(":")[2],
            "level": level,
            "name": name,
            "short_name": name,
            "parent_key": parent,
            "province_key": province,
            "island": False,
            "source_key": "plan",
            "valid": "[2025-07-01,)" if key.startswith("2025:") else "(,2025-07-01)",
        }
        for key, level, name, parent, province in units
    ]
    lineage = [
        {"from_key": old, "to_key": "2025:11800", "on_date": "2025-07-01", "source_key": "plan"}
        for old in ("pre2025:11755", "pre2025:11757")
    ]
    write_versions(
        session,
        by="t",
        reason="units",
        batches=[
            Batch(table="admin_unit", rows=rows),
            Batch(table="admin_unit_lineage", rows=lineage),
        ],
    )
    return session


def units_of(session, code, on):
    found = place_of_cluster(session, code, on).territories
    return {one.key for one in found if one.kind is TerritoryKind.UNIT}


def test_a_cluster_lies_in_the_units_of_the_day(register):
    assert units_of(register, "hp-tien-lang", AFTER) == {"2025:31", "2025:11800"}
    # Of two old communes none is chosen; their one district is.
    assert units_of(register, "hp-tien-lang", BEFORE) == {"pre2025:31", "pre2025:315"}


def test_hai_duong_ends_and_hai_phong_takes_over(register):
    assert units_of(register, "hd-viet-hoa", BEFORE) == {"pre2025:30"}
    assert units_of(register, "hd-viet-hoa", AFTER) == {"2025:31"}


def test_a_cluster_that_is_not_there(register):
    with pytest.raises(NotFound, match="no cluster 'hp-none'"):
        place_of_cluster(register, "hp-none", AFTER)


@pytest.mark.parametrize(
    ("territory", "on", "codes"),
    [
        pytest.param(
            unit("2025:31"), AFTER, {"hp-tien-lang", "hp-do-son", "hd-viet-hoa"}, id="province"
        ),
        pytest.param(unit("pre2025:30"), BEFORE, {"hd-viet-hoa"}, id="old-province"),
        pytest.param(unit("pre2025:30"), AFTER, set(), id="old-province-is-gone"),
        pytest.param(unit("2025:11800"), AFTER, {"hp-tien-lang"}, id="commune"),
        pytest.param(
            Territory(TerritoryKind.CLUSTER, "hp-do-son"), AFTER, {"hp-do-son"}, id="cluster"
        ),
        pytest.param(
            Territory(TerritoryKind.PROJECT, "hp-do-son/p1"), AFTER, {"hp-do-son"}, id="project"
        ),
    ],
)
def test_lists_show_what_lies_inside(register, territory, on, codes):
    scope = Scope(everywhere=False, territories=frozenset({territory}))
    revision = revision_at(register)
    assert set(register.scalars(codes_within(scope, on, revision))) == codes


def test_where_a_membership_holds_is_a_place_itself(register):
    commune = place_of_territory(register, unit("2025:11800"), AFTER)
    assert commune.lies_in(unit("2025:31"))
    project = place_of_territory(
        register, Territory(TerritoryKind.PROJECT, "hp-tien-lang/p1"), AFTER
    )
    assert project.lies_in(unit("2025:11800"))
    assert project.lies_in(Territory(TerritoryKind.CLUSTER, "hp-tien-lang"))
    country = place_of_territory(register, COUNTRY, AFTER)
    assert not country.lies_in(unit("2025:31"))
    with pytest.raises(NotFound):
        place_of_territory(register, unit("2025:99999"), AFTER)


def test_a_role_at_a_record_that_was_merged_holds_at_the_cluster_that_is_kept(register):
    old = Territory(TerritoryKind.CLUSTER, "hp-do-son")
    scope = Scope(everywhere=False, territories=frozenset({old}))

    def seen():
        return set(register.scalars(codes_within(scope, AFTER, revision_at(register))))

    assert not place_of_cluster(register, "hp-tien-lang", AFTER).lies_in(old)
    mark_same(
        register,
        ("hp-do-son", "hp-tien-lang"),
        keep="hp-tien-lang",
        source="Công văn 5/SCT",
        reason="cùng một cụm công nghiệp",
        by="t",
    )
    assert place_of_cluster(register, "hp-tien-lang", AFTER).lies_in(old)
    assert not place_of_cluster(register, "hd-viet-hoa", AFTER).lies_in(old)
    assert seen() == {"hp-do-son", "hp-tien-lang"}
    unmark_same(register, "hp-do-son", reason="hai quyết định khác nhau", by="t")
    assert not place_of_cluster(register, "hp-tien-lang", AFTER).lies_in(old)
    assert seen() == {"hp-do-son"}


def test_territories_are_called_by_name(register):
    cluster = Territory(TerritoryKind.CLUSTER, "hp-tien-lang")
    names = names_of(register, [unit("2025:31"), unit("2025:11800"), cluster])
    assert names[unit("2025:31")] == "Thành phố Hải Phòng"
    assert names[unit("2025:11800")] == "Xã Tiên Lãng – Thành phố Hải Phòng"
    assert names[cluster] == "Tiên Lãng"
