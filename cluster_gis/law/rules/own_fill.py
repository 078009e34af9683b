"""EXP-FILL: this cluster's fill rate (A), or a demand for land above what it has (B)."""

from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.exact import HUNDRED, ZERO
from cluster_gis.law.fill_rate import (
    LICENSED_NOT_RECORDED,
    Land,
    contradiction,
    contradicts,
    counts_licensed,
    land_of,
    settle,
    shown_unleased,
    shown_weighted,
)
from cluster_gis.law.rule import (
    Arm,
    Group,
    Limit,
    Outcome,
    Rule,
    Text,
    Verdict,
    Version,
    either,
    versions,
)

INDUSTRIAL = "facts.cluster.industrial_land_ha"
LEASED = "facts.cluster.leased_industrial_land_ha"
LICENSED = "facts.cluster.licensed_not_leased_ha"
DEMAND = "facts.cluster.documented_demand_ha"


def _own_fill(case: Case, version: Version) -> Outcome:
    """This cluster's fill rate, or a demand above its industrial land (two readings of it)."""
    cluster = case.cluster
    first, second = version.arm("EXP-FILL-A"), version.arm("EXP-FILL-B")
    land = land_of(cluster, count_licensed=counts_licensed(version))
    inputs = (INDUSTRIAL, LEASED, LICENSED, DEMAND)
    if land.industrial is None:
        remarks = (contradiction("facts.cluster"),) if contradicts(cluster) else ()
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The industrial land of the approved detailed plan is not known.")),
            limit=first,
            inputs=inputs,
            missing=() if remarks else (INDUSTRIAL,),
            change=Text(N_("Supply industrial, leased and licensed land of the cluster.")),
            remarks=remarks,
        )
    needed = exact.multiply(first.amount, land.industrial)
    low, high = (exact.multiply(bound or ZERO, HUNDRED) >= needed for bound in land.filled)
    rate = settle(low if low == high else None)
    demand = _demand_arm(case, land)
    shown = shown_weighted([land])
    verdict = either(rate, demand)
    missing = tuple(
        path
        for path, value in (
            (LEASED, cluster.leased_industrial_land_ha),
            (DEMAND, cluster.documented_demand_ha),
        )
        if value is None
    )
    values = {
        "fill_pct": shown,
        "threshold_pct": first.amount,
        "unleased_ha": shown_unleased([land]),
        "demand_ha": cluster.documented_demand_ha,
        "industrial_ha": land.industrial,
        "lease_ha": exact.subtract(exact.multiply(needed, Decimal("0.01")), land.filled[0]),
    }
    unrecorded = cluster.licensed_not_leased_ha is None and counts_licensed(version)
    return Outcome(
        verdict,
        _own_said(verdict, values),
        measured=shown,
        limit=first,
        inputs=inputs,
        missing=missing if verdict is Verdict.NOT_ENOUGH_DATA else (),
        change=None
        if verdict is Verdict.PASS
        else Text(
            N_("Lease {lease_ha} ha more, or document a demand above {industrial_ha} ha."), values
        ),
        remarks=(LICENSED_NOT_RECORDED,) if verdict is Verdict.FAIL and unrecorded else (),
        arms=(
            Arm("EXP-FILL-A", rate, shown, first),
            Arm("EXP-FILL-B", demand, cluster.documented_demand_ha, second),
        ),
    )


def _demand_arm(case: Case, land: Land) -> Verdict:
    """Demand above the industrial land: alone, and added to leased land; both must agree."""
    demand, leased = case.cluster.documented_demand_ha, case.cluster.leased_industrial_land_ha
    if demand is None or land.industrial is None:
        return Verdict.NOT_ENOUGH_DATA
    alone = demand > land.industrial
    if leased is not None:
        return settle(alone, exact.add(leased, demand) > land.industrial)
    return Verdict.PASS if alone else Verdict.NOT_ENOUGH_DATA if demand else Verdict.FAIL


def _own_said(verdict: Verdict, values: dict[str, Decimal | None]) -> Text:
    if values["fill_pct"] is None:
        return Text(N_("Leased land is not known; industrial land is {industrial_ha} ha."), values)
    if values["demand_ha"] is None:
        return Text(
            N_(
                "Fill rate is {fill_pct} % (at least {threshold_pct} % wanted), unleased land "
                "{unleased_ha} ha; demand for leasing is not known."
            ),
            values,
        )
    if verdict is Verdict.NEEDS_REVIEW:
        return Text(
            N_(
                "Fill rate is {fill_pct} % (at least {threshold_pct} % wanted). A demand of "
                "{demand_ha} ha exceeds the {industrial_ha} ha of industrial land only when leased "
                "land is added to it: two readings of the text."
            ),
            values,
        )
    return Text(
        N_(
            "Fill rate is {fill_pct} % (at least {threshold_pct} % wanted), unleased land "
            "{unleased_ha} ha; demand is {demand_ha} ha against {industrial_ha} ha of "
            "industrial land."
        ),
        values,
    )


def _own_limits(fill_pct: str) -> tuple[Limit, ...]:
    return (
        Limit("fill rate of this cluster", ">=", Decimal(fill_pct), "%", rule="EXP-FILL-A"),
        Limit(
            "lease demand vs existing industrial land",
            ">",
            "industrial_land_ha",
            "ha",
            rule="EXP-FILL-B",
        ),
    )


EXP_FILL = Rule(
    id="EXP-FILL",
    title=N_("Fill rate of the cluster, or demand above its land"),
    group=Group.CONDITION,
    procedures=("expand",),
    versions=(
        *versions(V1, locator="Điều 10 khoản 2", limits=_own_limits("60"), confidence=SECONDARY),
        *versions(V2, locator="Điều 10 khoản 2", limits=_own_limits("60"), confidence=MEMORY),
        *versions(
            *(V3, V4, V5),
            locator="Điều 8 khoản 2 điểm c",
            limits=_own_limits("60"),
            confidence=TEXT,
        ),
        *versions(
            V6, locator="Điều 8 khoản 2 điểm c", limits=_own_limits("50"), confidence=SECONDARY
        ),
    ),
    check=_own_fill,
    gap_before=True,
)

RULES = (EXP_FILL,)
