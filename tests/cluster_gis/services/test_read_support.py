"""The support ledger with its caps, needs in order, legacy clusters, sector lists."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.ingest.support_totals import read_support_totals
from cluster_gis.law.support_caps import check_caps
from cluster_gis.services.enter_progress import (
    ProgressEntry,
    SaidRow,
    enter_progress,
    preview_progress,
)
from cluster_gis.services.read_support import (
    SectorEntry,
    end_sector,
    enter_sector,
    read_legacy,
    read_sectors,
    read_support,
)
from cluster_gis.storage.register import revision_at
from tests.small_register import write_small_register

CODE, DAY = "hp-tien-lang", date(2026, 9, 14)
MILLION = 10**6
GRANT = {
    "programme": "Khuyến công quốc gia",
    "programme_kind": "khuyen_cong_national",
    "year": 2025,
    "title": "Đường nội bộ",
    "purpose": "infrastructure",
    "total_cost_vnd": 9000 * MILLION,
    "approved_vnd": 2500 * MILLION,
    "state": "approved",
    "state_on": "2025-03-01",
}


@pytest.fixture(scope="module")
def register(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def session(register):
    with register.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


def entry(*rows: tuple[str, dict[str, object]]) -> ProgressEntry:
    said = [SaidRow(kind=kind, texts=texts, number=n) for n, (kind, texts) in enumerate(rows, 1)]
    return ProgressEntry(
        code=CODE,
        rows=said,
        as_of=date(2026, 6, 14),
        reporter="department",
        source="Báo cáo",
        reason="theo dõi hỗ trợ",
        by="tester",
        plain=True,
    )


def at(session, **more: object) -> dict[str, object]:
    return {"as_of": DAY, "revision": revision_at(session), **more}


def test_a_grant_moves_on_by_versions_and_cost_and_support_stay_apart(session):
    enter_progress(session, entry(("support", GRANT)), day=DAY)
    paid = {"state": "paid", "state_on": "2025-11-20", "paid_vnd": 2400 * MILLION}
    enter_progress(session, entry(("support", GRANT | paid)), day=DAY)
    [grant] = read_support(session, **at(session)).grants
    assert (grant.row["state"], grant.support_vnd) == ("paid", 2400 * MILLION)
    [total] = read_support(session, **at(session)).sums
    assert (total.total_cost_vnd, total.support_vnd) == (9000 * MILLION, 2400 * MILLION)
    [before] = read_support(session, as_of=date(2025, 6, 1), revision=revision_at(session)).grants
    assert (before.row["state"], before.support_vnd) == ("approved", 2500 * MILLION)
    assert [(cap.rule, cap.verdict) for cap in grant.caps] == [("SUP-KC-INFRA", "pass")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"state": "stopped"}, "missing", id="stopped-without-a-reason"),
        pytest.param({"approved_vnd": 9001 * MILLION}, "support_above_cost", id="above-the-cost"),
        pytest.param({"year": 1025}, "no_such_year", id="a-year-of-long-ago"),
        pytest.param({"paid_vnd": 2600 * MILLION}, "step_above", id="more-paid-than-approved"),
        pytest.param({"state_on": "2027-01-01"}, "day_to_come", id="a-day-to-come"),
    ],
)
def test_odd_grants_are_named(session, change, code):
    preview = preview_progress(session, entry(("support", GRANT | change)), day=DAY)
    assert [issue.code for issues in preview.issues.values() for issue in issues] == [code]


def grant(**more: object) -> dict[str, object]:
    row = {
        "programme_kind": "khuyen_cong_national",
        "purpose": "infrastructure",
        "year": 2016,
        "state_on": None,
        "total_cost_vnd": None,
        "proposed_vnd": None,
        "appraised_vnd": None,
        "approved_vnd": None,
        "paid_vnd": None,
    }
    return row | {k: Decimal(v) * MILLION if k.endswith("_vnd") else v for k, v in more.items()}


@pytest.mark.parametrize(
    ("row", "verdicts"),
    [
        pytest.param(grant(paid_vnd=3000), {"SUP-KC-INFRA": "pass"}, id="the-cap-itself"),
        pytest.param(grant(paid_vnd=3001), {"SUP-KC-INFRA": "fail"}, id="above-it-in-2016"),
        pytest.param(
            grant(paid_vnd=3001, year=2019),
            {"SUP-KC-INFRA": "needs_review"},
            id="a-raise-that-was-not-read-does-not-decide",
        ),
        pytest.param(grant(paid_vnd=6001, year=2019), {"SUP-KC-INFRA": "fail"}, id="above-both"),
        pytest.param(grant(paid_vnd=3001, year=2013), {}, id="before-the-text"),
        pytest.param(grant(), {}, id="a-support-not-known-is-not-judged"),
        pytest.param(
            grant(
                programme_kind="state_infrastructure",
                total_cost_vnd=100,
                approved_vnd=31,
                year=2025,
            ),
            {"SUP-30PCT": "fail"},
            id="above-thirty-percent",
        ),
    ],
)
def test_caps_of_the_day(row, verdicts):
    assert {cap.rule: cap.verdict for cap in check_caps(row)} == verdicts


def test_a_detailed_plan_has_a_cap_and_a_share():
    found = check_caps(grant(purpose="detailed_plan", paid_vnd=500, total_cost_vnd=900))
    assert [(cap.unit, cap.verdict) for cap in found] == [("VND", "pass"), ("%", "fail")]


def test_the_printed_totals_of_2018_lie_within_the_cap_and_their_shares_are_those_known():
    printed = {
        record.measure: record.value
        for record in read_support_totals().records
        if record.level == "national"
    }
    average = printed["khuyen_cong_cluster_support"] / printed["khuyen_cong_cluster_projects"]
    assert round(average / MILLION) == 1763
    [cap] = check_caps(grant(paid_vnd=average / MILLION, year=2018))
    assert cap.verdict == "pass"
    money = printed["khuyen_cong_cluster_support"] / printed["khuyen_cong_support"]
    projects = printed["khuyen_cong_cluster_projects"] / printed["khuyen_cong_projects"]
    assert (round(money * 100, 1), round(projects * 100, 1)) == (Decimal("16.2"), Decimal("4.2"))


def test_needs_with_more_grounds_come_first_and_an_unknown_cost_last(session):
    enter_progress(
        session,
        entry(
            ("need", {"missing_work": "Đường gom", "cost_vnd": 5 * 10**9}),
            ("need", {"missing_work": "Cây xanh"}),
            ("need", {"missing_work": "Trạm xử lý", "cost_vnd": 9 * 10**9, "environmental": True}),
        ),
        day=DAY,
    )
    needs = read_support(session, **at(session)).needs
    assert [need.row["missing_work"] for need in needs] == ["Trạm xử lý", "Đường gom", "Cây xanh"]


def test_a_legacy_cluster_without_a_decision_meets_the_days_of_law(session):
    said = {"outcome": "undecided", "formed_text": "Hình thành năm 2005"}
    enter_progress(session, entry(("legacy", said)), day=DAY)
    [found] = read_legacy(session, **at(session))
    verdicts = {one.rule.id: one.outcome.verdict.value for one in found.findings}
    assert verdicts["LEG-DEADLINE"] == "fail"
    decided = {"outcome": "established", "document": "12/QĐ-UBND", "decided_on": "2026-01-05"}
    enter_progress(session, entry(("legacy", decided)), day=DAY)
    [found] = read_legacy(session, **at(session))
    assert found.findings == []
    [before] = read_legacy(session, as_of=date(2026, 1, 4), revision=revision_at(session))
    assert before.row["outcome"] == "undecided"


def sector(name: str, class_: str, **more: object) -> SectorEntry:
    return SectorEntry(
        **{
            "province_key": "2025:31",
            "sector": name,
            "class_": class_,
            "since": date(2024, 1, 1),
            "source": "Quyết định 5/QĐ-UBND",
            "reason": "danh mục của thành phố",
            "by": "tester",
            **more,
        }
    )


def test_projects_are_held_against_the_list_of_the_day(session):
    for line in (
        sector("dệt nhuộm", "not_accepted"),
        sector("cơ khí", "encouraged"),
        sector("hóa chất", "conditional", condition="công nghệ sạch", sector_code="20"),
    ):
        assert enter_sector(session, line) is not None
    rows = [
        ("project", {"project_name": name, **more, "as_of": "2026-06-14"})
        for name, more in (
            ("A", {"sector": "Dệt nhuộm vải"}),
            ("B", {"sector": "Cơ khí chính xác"}),
            ("C", {"sector_code": "2011"}),
            ("D", {"sector": "May mặc"}),
            ("E", {}),
        )
    ]
    enter_progress(session, entry(*rows), day=DAY)
    found = read_sectors(session, **at(session))
    matched = {one.project["name"]: one.rule["class"] for one in found.matches}
    assert matched == {"A": "not_accepted", "C": "conditional"}
    assert (found.unmatched, found.silent) == (1, 1)
    end_sector(
        session, "2025:31", "dệt nhuộm", until=date(2026, 1, 1), reason="danh mục mới", by="tester"
    )
    names = {one.project["name"] for one in read_sectors(session, **at(session)).matches}
    assert names == {"C"}
    with pytest.raises(NotFound):
        end_sector(session, "2025:31", "mỏ", until=DAY, reason="danh mục mới", by="tester")


def test_a_conditional_sector_names_its_condition(session):
    with pytest.raises(InvalidInput, match="condition"):
        enter_sector(session, sector("xi mạ", "conditional"))
