"""Works, progress, milestones and money of a simulated cluster."""

from datetime import date, timedelta
from decimal import Decimal

from cluster_gis.simulate.clusters import TREATMENT_SHARE, Builder, Cluster
from cluster_gis.simulate.land_and_water import add_land_and_water
from cluster_gis.simulate.shapes import line_ewkt, to_wgs84

#: type -> (item, planned capacity per hectare, unit)
WORKS = {
    "road": ("Đường giao thông nội bộ", Decimal(160), "m"),
    "pavement": ("Vỉa hè", Decimal(220), "m2"),
    "green": ("Cây xanh", Decimal(1100), "m2"),
    "water_supply": ("Cấp nước", Decimal(30), "m3/day"),
    "drainage": ("Thoát nước mưa", Decimal(180), "m"),
    "wastewater_collection": ("Thu gom nước thải", Decimal(150), "m"),
    "wastewater_treatment": ("Nhà máy xử lý nước thải tập trung", Decimal(25), "m3/day"),
    "solid_waste": ("Điểm tập kết chất thải rắn", Decimal(4), "m2"),
    "fire": ("Phòng cháy và chữa cháy", Decimal(1), "trụ"),
    "power": ("Cấp điện", Decimal(220), "kVA"),
    "lighting": ("Chiếu sáng công cộng", Decimal(5), "đèn"),
    "telecom": ("Thông tin liên lạc nội bộ", Decimal(120), "m"),
}
#: Works that are a line along the cluster's main road, in the order they lie beside each other; the
#: others stand on one spot by the road.
LINES = (
    *("road", "pavement", "water_supply", "drainage", "wastewater_collection"),
    *("lighting", "telecom"),
)
#: From the start of building to the end that the decision sets.
BUILDING_TIME = timedelta(days=790)
SHARES = (
    ("investor_equity", 30),
    ("bank_loan", 50),
    ("advance_from_tenants", 15),
    ("local_budget", 5),
)


def add_works(builder: Builder, cluster: Cluster) -> None:
    """Queue works with yearly progress, milestones and capital of one cluster."""
    if cluster.situation.status not in ("under_construction", "operating"):
        return
    done_share = _done_share(builder, cluster)
    finished = cluster.situation.status == "operating"
    treated = False
    for work_type, (item, per_ha, unit) in WORKS.items():
        key = f"{cluster.code}/{work_type}"
        builder.add(
            "infrastructure_work",
            work_key=key,
            cluster_code=cluster.code,
            work_type=work_type,
            common_work=True,
            item=item,
            planned_capacity=(per_ha * cluster.area_ha).quantize(Decimal(1)),
            capacity_unit=unit,
            planned_start_text=f"{cluster.building:%d/%m/%Y}",
            planned_end_text=f"{cluster.building + BUILDING_TIME:%d/%m/%Y}",
            geom=_position(cluster, work_type),
        )
        done = _is_done(builder, cluster, work_type, finished=finished)
        treated = treated or (done and work_type == "wastewater_treatment")
        _progress(builder, cluster, key, done=done, share=done_share)
    _milestones(builder, cluster, finished=finished)
    _capital(builder, cluster, done_share)
    add_land_and_water(builder, cluster, share=done_share, treated=treated, finished=finished)


def _position(cluster: Cluster, work_type: str) -> str | None:
    """Where a work is, EWKT in EPSG:4326; None for a cluster whose boundary is not known."""
    if not cluster.situation.boundary:
        return None
    outline = cluster.outline
    if work_type in LINES:
        across = 0.49 + 0.004 * LINES.index(work_type)
        points = [outline.inside(along, across) for along in (0.02, 0.98)]
    else:
        spots = [name for name in WORKS if name not in LINES]
        points = [outline.inside(0.1 + 0.8 * spots.index(work_type) / len(spots), 0.01)]
    return line_ewkt(to_wgs84(points, outline.srid))


def _done_share(builder: Builder, cluster: Cluster) -> Decimal:
    if cluster.situation.status == "operating":
        return Decimal(1)
    return Decimal(builder.random.uniform(0.15, 0.85)).quantize(Decimal("0.01"))


def _is_done(builder: Builder, cluster: Cluster, work_type: str, *, finished: bool) -> bool:
    situation = cluster.situation
    if work_type == "wastewater_treatment":
        drawn = finished and builder.random.random() < TREATMENT_SHARE
        return drawn if situation.wastewater is None else situation.wastewater
    if situation.works_done is not None:
        return situation.works_done
    if not finished:
        return False
    return work_type not in ("solid_waste", "fire") or builder.random.random() < 0.6


def _progress(builder: Builder, cluster: Cluster, key: str, *, done: bool, share: Decimal) -> None:
    """Records on 14 June and 14 December, as the statutory windows close."""
    days = _report_days(cluster)
    final = Decimal(100) if done else (share * 100 - (5 if share == 1 else 0))
    for n, day in enumerate(days, 1):
        pct = (final * n / len(days)).quantize(Decimal("0.1"))
        last = n == len(days)
        builder.add(
            "work_progress",
            progress_key=f"{key}/{day}",
            work_key=key,
            progress_pct=pct,
            completed=done and last,
            in_operation=done and last,
            as_of_from=day,
            as_of_until=day,
            as_of_precision="day",
            valid=f"[{day},)",
        )


def _report_days(cluster: Cluster) -> list[date]:
    """14 June and 14 December of the last years, since building began."""
    return [
        day
        for year in range(
            max(cluster.building.year, cluster.today.year - 3), cluster.today.year + 1
        )
        for day in (date(year, 6, 14), date(year, 12, 14))
        if cluster.building < day <= cluster.today
    ]


def _milestones(builder: Builder, cluster: Cluster, *, finished: bool) -> None:
    late = cluster.situation.late_months
    steps = (("Giải phóng mặt bằng", 6), ("San nền, đường trục", 14), ("Hoàn thành hạ tầng", 26))
    for n, (name, months) in enumerate(steps, 1):
        due = cluster.building + timedelta(days=round(months * 30.4))
        if late:
            due = cluster.today - timedelta(days=round(30.4 * late) - n)
        done = due - timedelta(days=10 * n) if finished else None
        builder.add(
            "milestone",
            milestone_key=f"{cluster.code}/{n}",
            cluster_code=cluster.code,
            name=name,
            due=due,
            done=done if done and done <= cluster.today else None,
        )


def _capital(builder: Builder, cluster: Cluster, share: Decimal) -> None:
    """Planned once; paid out cumulatively, with the reports and today."""
    reports = _report_days(cluster)
    for source, percent in SHARES:
        planned = cluster.capital_vnd * percent / 100
        amounts = [("planned", cluster.today, planned)]
        amounts += [
            ("disbursed", day, planned * share * n / (len(reports) + 1))
            for n, day in enumerate(reports, 1)
        ]
        amounts.append(("disbursed", cluster.today, planned * share))
        for kind, day, amount in amounts:
            # The newest keeps the short key: files exported of earlier editions name it.
            suffix = "" if day == cluster.today else f"/{day}"
            builder.add(
                "capital_amount",
                capital_key=f"{cluster.code}/{kind}/{source}{suffix}",
                cluster_code=cluster.code,
                kind=kind,
                fund_source=source,
                coverage="cumulative",
                amount_vnd=amount.quantize(Decimal(1)),
                as_of_from=day,
                as_of_until=day,
                as_of_precision="day",
            )
