"""Site clearance and wastewater treatment of a simulated cluster.

Drawn from the cluster's own code, so that what else is drawn of a simulation stays as it was.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cluster_gis.simulate.clusters import Builder, Cluster
from cluster_gis.storage.register import valid_range

MEASURES = ("counted", "plan_approved", "paid", "handed_over", "clean")
#: Share of the area that each measure has reached by the end of its years.
_LAG = Decimal("0.06")
_STANDARD, _OLD_STANDARD = "QCVN 40:2025/BTNMT", "QCVN 40:2011/BTNMT"
_NEW_STANDARD_FROM = date(2025, 9, 1)
_M3_PER_HA = Decimal(25)


def add_land_and_water(
    builder: Builder, cluster: Cluster, *, share: Decimal, treated: bool, finished: bool
) -> None:
    """Queue the measures of clearance and one statement of treatment, as of the last report."""
    day = last_report(builder.today)
    random = Random(f"{cluster.code} land and water")  # noqa: S311 - a simulation, no secret
    said = {
        "as_of_from": day,
        "as_of_until": day,
        "as_of_precision": "day",
        "valid": valid_range(day),
    }
    reached = Decimal(1) if finished else min(Decimal(1), share + Decimal("0.3"))
    for n, measure in enumerate(MEASURES):
        done = max(Decimal(0), reached - (Decimal(0) if finished else _LAG * n))
        builder.add(
            "land_clearance",
            clearance_key=f"{cluster.code}/clearance/{measure}/{day}/investor",
            cluster_code=cluster.code,
            measure=measure,
            area_ha=(cluster.area_ha * done).quantize(Decimal("0.01")),
            reporter="investor",
            **said,
        )
    designed = (_M3_PER_HA * cluster.area_ha).quantize(Decimal(1))
    builder.add(
        "wastewater_statement",
        statement_key=f"{cluster.code}/wastewater/{day}/investor",
        cluster_code=cluster.code,
        work_key=f"{cluster.code}/wastewater_treatment",
        designed_m3_per_day=designed,
        built_m3_per_day=designed if treated else None,
        actual_m3_per_day=(designed * random.randint(15, 90) / 100).quantize(Decimal(1))
        if treated
        else None,
        in_operation=treated,
        being_built=not treated and share > 0,
        standard=(_STANDARD if day >= _NEW_STANDARD_FROM else _OLD_STANDARD) if treated else None,
        meets_standard=random.random() < 0.9 if treated else None,
        permit_number=f"{random.randint(1, 400)}/GPMT (mô phỏng)" if treated else None,
        permit_until=day + timedelta(days=random.randint(-100, 2500)) if treated else None,
        reporter="investor",
        **said,
    )


def last_report(today: date) -> date:
    """The last 14 June or 14 December that is not after the day."""
    days = [date(year, month, 14) for year in (today.year - 1, today.year) for month in (6, 12)]
    return max(day for day in days if day <= today)
