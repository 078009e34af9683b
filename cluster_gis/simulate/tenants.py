"""Projects, leases, inspections, support and needs of a simulated cluster.

Drawn from the cluster's own code, so that what else is drawn of a simulation stays as it was. The
leases come to the land that the land balance lets, at the opening and since. No tax code is
invented: any number might be somebody's.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cluster_gis.simulate.clusters import Builder, Cluster
from cluster_gis.storage.register import valid_range

#: Sector -> its section of VSIC (27/2018/QĐ-TTg).
SECTORS = (
    ("cơ khí, gia công kim loại", "25"),
    ("may mặc", "14"),
    ("chế biến thực phẩm", "10"),
    ("linh kiện điện tử", "26"),
    ("chế biến gỗ", "16"),
    ("bao bì, nhựa", "22"),
)
LEASE_DAYS = 50 * 365
_STEP = Decimal("0.0001")
FINDINGS = (
    ("Chưa hoàn thành đấu nối nước thải của toàn bộ dự án", "Hoàn thành đấu nối"),
    ("Chưa cập nhật quỹ đất còn trống trên trang thông tin", "Công khai diện tích chưa cho thuê"),
    ("Chậm tiến độ hạng mục đường nội bộ", "Có phương án đẩy nhanh tiến độ"),
    ("Thiếu sổ theo dõi vận hành trạm xử lý nước thải", "Lập và lưu sổ vận hành"),
    ("Chưa ban hành quy chế dịch vụ công cộng, tiện ích", "Ban hành quy chế"),
)
NEEDS = (
    ("wastewater_treatment", "Trạm xử lý nước thải tập trung", 22, True),
    ("road", "Đường kết nối vào cụm công nghiệp", 15, False),
    ("drainage", "Hệ thống thoát nước mưa", 9, False),
)


def add_tenants(builder: Builder, cluster: Cluster) -> None:
    """Queue what enterprises, inspectors and programmes have left in a cluster."""
    if cluster.situation.status not in ("under_construction", "operating"):
        return
    random = Random(f"{cluster.code} tenants")  # noqa: S311 - a simulation, no secret
    if cluster.situation.status == "operating":
        _projects(builder, cluster, random)
    _inspections(builder, cluster, random)
    _support(builder, cluster, random)


def _projects(builder: Builder, cluster: Cluster, random: Random) -> None:
    at_opening, leased = cluster.leased
    opened, filled = cluster.terms
    known = cluster.situation.land_known
    n_projects = max(1, int(leased / 2))
    first = n_projects // 2 + 1
    shares = [*_shares(at_opening, first), *_shares(leased - at_opening, n_projects - first)]
    if first == n_projects:  # the only tenants took the rest themselves
        shares[0] += leased - at_opening
    for n, area in enumerate(shares[:n_projects], 1):
        signed = opened if n <= first else filled
        _project(builder, cluster, random, n, area if known and area > 0 else None, signed)
    if not known:
        return
    for n, (area, signed) in enumerate(_contracts(cluster, first, n_projects), 1):
        project = n if n <= n_projects else 1
        builder.add(
            "land_lease",
            lease_key=f"{cluster.code}/lease/{n}",
            cluster_code=cluster.code,
            project_key=_key(cluster, project),
            tenant=_enterprise(cluster, project),
            kind="sublease",
            area_ha=area,
            contract_number=f"{n:02}/HĐTĐ (mô phỏng)",
            signed_on=signed,
            ends_on=signed + timedelta(days=LEASE_DAYS),
            reporter="investor",
            valid=valid_range(signed, signed + timedelta(days=LEASE_DAYS)),
        )


def _contracts(cluster: Cluster, first: int, n_projects: int) -> Iterator[tuple[Decimal, date]]:
    """Hectares and day of each contract: they come to the land let at the opening, and now."""
    at_opening, leased = cluster.leased
    opened, filled = cluster.terms
    rest = leased - at_opening
    yield from ((area, opened) for area in _shares(at_opening, first) if area > 0)
    later = _shares(rest, max(1, n_projects - first))
    yield from ((area, filled) for area in later if area > 0)


def _shares(total: Decimal, parts: int) -> list[Decimal]:
    """A sum in nearly equal parts, exactly."""
    if parts < 1:
        return []
    each = (total / parts).quantize(_STEP)
    return [each] * (parts - 1) + [total - each * (parts - 1)]


def _key(cluster: Cluster, n: int) -> str:
    return f"{cluster.code}/project/{n}"


def _enterprise(cluster: Cluster, n: int) -> str:
    return f"Doanh nghiệp mô phỏng {cluster.code[3:]}-{n:02}"


def _project(
    builder: Builder, cluster: Cluster, random: Random, n: int, area: Decimal | None, signed: date
) -> None:
    sector, sector_code = SECTORS[(int(cluster.code[-2:]) + random.randint(0, 2)) % len(SECTORS)]
    approved = signed - timedelta(days=random.randint(20, 200))
    working = signed + timedelta(days=random.randint(200, 500))
    hectares = area if area is not None else Decimal(2)
    registered = (hectares * random.randint(20, 70)).quantize(Decimal(1)) * 10**9
    row: dict[str, Any] = {
        "project_key": _key(cluster, n),
        "cluster_code": cluster.code,
        "name": f"Nhà máy mô phỏng {cluster.code[3:]}-{n:02}",
        "enterprise": _enterprise(cluster, n),
        "sector": sector,
        "sector_code": sector_code,
        "foreign_capital": random.random() < 0.2,
        "craft_producer": cluster.situation.kind == "craft_village",
        "approval_kind": "registration_certificate",
        "approved_on": approved,
        "land_ha": area,
        "registered_capital_vnd": registered,
        "discharges_wastewater": random.random() < 0.7,
        "reporter": "investor",
    }
    labour = int(hectares * random.randint(35, 110))
    spent = registered * random.randint(60, 110) / 100
    stopped = random.random() < 0.04
    runs = working <= builder.today
    builder.add(
        "enterprise_project",
        **row,
        state="building",
        valid=valid_range(approved, working if runs else None),
    )
    if runs:
        builder.add(
            "enterprise_project",
            **row,
            state="stopped" if stopped else "operating",
            operating_since=working,
            realised_capital_vnd=spent,
            labour_contract=0 if stopped else labour,
            valid=valid_range(working),
        )


def _inspections(builder: Builder, cluster: Cluster, random: Random) -> None:
    """About one cluster in four, with no finding to three; half of what is due is remedied."""
    if random.random() > 0.25:
        return
    day = builder.today - timedelta(days=random.randint(20, 500))
    if day <= cluster.building:
        return
    decision = f"{random.randint(10, 400)}/QĐ-SCT (mô phỏng)"
    found: list[tuple[str | None, str | None]] = [*random.sample(FINDINGS, random.randint(0, 3))]
    for n, (finding, remedy) in enumerate(found or [(None, None)], 1):
        due = day + timedelta(days=30 * random.randint(1, 4)) if finding else None
        done = day + timedelta(days=random.randint(15, 110))
        remedied = done if finding and done <= builder.today and random.random() < 0.6 else None
        builder.add(
            "inspection",
            inspection_key=f"{cluster.code}/inspection/{day}/{n}",
            cluster_code=cluster.code,
            inspector="Đoàn kiểm tra mô phỏng của Sở Công Thương",
            inspected_on=day,
            decision=decision,
            kind="regular",
            subject="investor",
            scope="Đầu tư hạ tầng kỹ thuật, bảo vệ môi trường, công khai thông tin",
            finding=finding,
            remedy=remedy,
            due=due,
            remedied_on=remedied,
            reporter="department",
            valid=valid_range(day),
        )


def _support(builder: Builder, cluster: Cluster, random: Random) -> None:
    """A grant in one cluster of twelve, a need in one of six."""
    if random.random() < 1 / 12:
        year = random.randint(max(2015, cluster.building.year), builder.today.year)
        total = Decimal(random.randint(40, 120)) * 10**8
        proposed = (total * random.randint(20, 30) / 100).quantize(Decimal(1))
        state = random.choice(("proposed", "approved", "paid", "paid"))
        builder.add(
            "support_grant",
            grant_key=f"{cluster.code}/support/1",
            cluster_code=cluster.code,
            programme="Chương trình khuyến công mô phỏng",
            programme_kind="khuyen_cong_local",
            year=year,
            purpose="infrastructure",
            title=f"Hỗ trợ hạ tầng {cluster.code} (mô phỏng)",
            total_cost_vnd=total,
            proposed_vnd=proposed,
            approved_vnd=proposed if state != "proposed" else None,
            paid_vnd=proposed if state == "paid" else None,
            state=state,
            state_on=date(year, 6, 30),
            valid=valid_range(date(year, 6, 30)),
        )
    if random.random() < 1 / 6:
        work_type, missing, billions, environmental = random.choice(NEEDS)
        operating = cluster.situation.status == "operating"
        builder.add(
            "support_need",
            need_key=f"{cluster.code}/need/1",
            cluster_code=cluster.code,
            work_type=work_type,
            missing_work=f"{missing} (mô phỏng)",
            cost_vnd=Decimal(billions + random.randint(-5, 10)) * 10**9,
            year=builder.today.year + 1,
            environmental=environmental and operating,
            difficult_area=cluster.situation.mountainous,
            priority_type=cluster.situation.kind != "ordinary",
            reporter="commune",
        )
