"""Clusters on a day: none is dropped, what is not known is said, the past stays as it was known."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.storage.queries.clusters import clusters_at, count_clusters_at, find_cluster_at
from cluster_gis.storage.queries.provinces import count_by_province, find_province
from cluster_gis.storage.register import Batch, write_versions
from tests.small_register import correct_leased_land, write_small_register

TODAY = date(2026, 1, 15)


@pytest.fixture
def small(session):
    """A session and the revision of the small register."""
    return session, write_small_register(session)


def test_names_are_in_vietnamese_order_with_dz_after_d(small):
    session, revision = small
    names = [c.name for c in clusters_at(session, TODAY, revision)]
    assert names == ["Đồ Sơn", "Đông Phố Mới", "Tiên Lãng", "Việt Hòa"]


def test_facts_of_the_day(small):
    session, revision = small
    cluster = find_cluster_at(session, "hp-tien-lang", TODAY, revision)
    assert cluster.status == "established"
    assert cluster.state_known
    assert (cluster.valid_from, cluster.valid_to) == (date(2021, 3, 1), None)
    assert (cluster.province_code, cluster.province_name) == ("31", "Thành phố Hải Phòng")
    assert cluster.commune_name == "Xã Tiên Lãng"
    assert cluster.area_established_ha == Decimal("49.37")
    assert cluster.fill_rate_pct == Decimal("50.00")
    assert cluster.fill_rate_printed_pct == 60
    assert cluster.capital_vnd == 816_600_000_000
    assert (cluster.boundary_quality, cluster.boundary_area_ha) == ("surveyed", 10)
    assert (cluster.lon, cluster.lat) == (106.55, 20.72)
    assert cluster.source_urls == ["https://a.example/q", "https://b.example/t"]


@pytest.mark.parametrize(
    ("day", "status", "known"),
    [
        pytest.param(date(2017, 12, 31), None, False, id="day-before-the-first-supported-one"),
        pytest.param(date(2018, 1, 1), "planned", True, id="first-supported-day"),
        pytest.param(date(2021, 2, 28), "planned", True, id="last-day-of-the-plan"),
        pytest.param(date(2021, 3, 1), "established", True, id="day-of-the-decision"),
    ],
)
def test_the_state_follows_the_day_and_is_never_guessed(small, day, status, known):
    session, revision = small
    cluster = find_cluster_at(session, "hp-tien-lang", day, revision)
    assert (cluster.status, cluster.state_known) == (status, known)
    assert cluster.name == "Tiên Lãng"
    assert cluster.place_basis == "commune"


def test_no_cluster_is_dropped_on_a_day_before_everything(small):
    session, revision = small
    clusters = clusters_at(session, date(1999, 1, 1), revision)
    assert len(clusters) == 4
    # A state of unknown time holds on every day.
    assert {c.code for c in clusters if c.state_known} == {"hp-do-son"}
    unknown = next(c for c in clusters if c.code == "hp-tien-lang")
    assert unknown.status_basis == "not_known"
    assert unknown.area_planned_ha is None
    assert unknown.boundary_quality == "none"


def test_after_the_last_version_the_name_is_that_of_the_last(session):
    write_small_register(session)
    gone = {"cluster_code": "lc-dong-pho-moi", "valid": "[2020-01-01,)"}
    revision = write_versions(
        session,
        by="t",
        reason="r",
        batches=[Batch(table="cluster_state", rows=[gone], mode="close")],
    )
    cluster = find_cluster_at(session, "lc-dong-pho-moi", TODAY, revision)
    assert (cluster.name, cluster.state_known, cluster.status) == ("Đông Phố Mới", False, None)


def test_a_correction_changes_what_is_known_now_and_not_what_was_known(session):
    before = write_small_register(session)
    after = correct_leased_land(session, Decimal("21"))
    rates = [
        find_cluster_at(session, "hp-tien-lang", TODAY, revision).fill_rate_pct
        for revision in (before, after)
    ]
    assert rates == [Decimal("50.00"), Decimal("60.00")]


def test_more_land_let_than_there_is_gives_no_rate(session):
    write_small_register(session)
    revision = correct_leased_land(session, Decimal("35.01"))
    assert find_cluster_at(session, "hp-tien-lang", TODAY, revision).fill_rate_pct is None


def test_at_revision_zero_nothing_was_known(small):
    session, _ = small
    assert clusters_at(session, TODAY, 0) == []
    assert find_cluster_at(session, "hp-tien-lang", TODAY, 0) is None


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        pytest.param("cum cong nghiep tien lang", ["hp-tien-lang"], id="typed-without-marks"),
        pytest.param("Tiên Lãng", ["hp-tien-lang"], id="typed-with-marks"),
        pytest.param("Tie\u0302n La\u0303ng", ["hp-tien-lang"], id="decomposed-marks"),
        pytest.param("lang tien", ["hp-tien-lang"], id="words-in-any-order"),
        pytest.param("hd-viet-hoa", ["hd-viet-hoa"], id="by-code"),
        pytest.param("hai duong", ["hd-viet-hoa"], id="by-former-province"),
        pytest.param("123/QĐ-UBND", ["hp-tien-lang"], id="by-decision"),
        pytest.param("%", [], id="wildcards-are-plain-characters"),
    ],
)
def test_search(small, search, codes):
    session, revision = small
    assert [c.code for c in clusters_at(session, TODAY, revision, search=search)] == codes
    assert count_clusters_at(session, TODAY, revision, search=search) == len(codes)


@pytest.mark.parametrize(
    ("value", "key", "codes"),
    [
        pytest.param("31", "2025:31", {"hp-tien-lang", "hp-do-son", "hd-viet-hoa"}, id="code-2025"),
        pytest.param("15", "2025:15", {"lc-dong-pho-moi"}, id="code-of-2025-before-the-older"),
        pytest.param(
            "hai-phong", "2025:31", {"hp-tien-lang", "hp-do-son", "hd-viet-hoa"}, id="slug"
        ),
        pytest.param("hai-duong", "pre2025:30", {"hd-viet-hoa"}, id="slug-of-an-abolished-one"),
        pytest.param("pre2025:30", "pre2025:30", {"hd-viet-hoa"}, id="full-key"),
        pytest.param("99", None, None, id="no-such-province"),
    ],
)
def test_provinces_are_found_by_key_code_and_slug(small, value, key, codes):
    session, revision = small
    province = find_province(session, value, revision=revision)
    assert (province and province.key) == key
    if province:
        found = clusters_at(session, TODAY, revision, province=province.key)
        assert {c.code for c in found} == codes


def test_provinces_tell_how_many_of_the_reported_clusters_are_known(small):
    session, revision = small
    counts = count_by_province(session, as_of=TODAY, revision=revision)
    told = {c.province.slug: (c.clusters, c.reported, c.reported_on) for c in counts}
    assert told == {"hai-phong": (3, 80, "2025-11"), "lao-cai": (1, None, None)}
    early = count_by_province(session, as_of=date(2025, 10, 1), revision=revision)
    assert [c.reported for c in early] == [None, None]
