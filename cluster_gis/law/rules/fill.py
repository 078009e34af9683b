"""EST-FILL: average fill rate of the unit's established clusters (A), or its unleased land (B)."""

from collections.abc import Sequence
from decimal import Decimal

from cluster_gis.domain.facts import Case, UnitCluster
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.documents import SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.fill_rate import (
    LICENSED_NOT_RECORDED,
    Land,
    contradiction,
    contradicts,
    counts_licensed,
    land_of,
    settle,
    shown_simple,
    shown_unleased,
    shown_weighted,
    simple_average_above,
    unleased_within,
    weighted_average_above,
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
from cluster_gis.law.rules.unit import Reading, readings_of

UNIT = "facts.unit_clusters"
KIND = "facts.cluster.kind"


def _average_arm(lands: Sequence[Land], limit: Limit) -> Verdict:
    """Arm A. The text does not say simple or area-weighted mean: both are computed."""
    return settle(simple_average_above(lands, limit), weighted_average_above(lands, limit))


def _unleased_arm(lands: Sequence[Land], limit: Limit) -> Verdict:
    """Arm B. Where counting licensed land as leased would turn it, a person reviews."""
    leased_only = unleased_within(lands, limit)
    if leased_only is not False:
        return settle(leased_only)
    return settle(False, unleased_within(lands, limit, licensed_is_leased=True))


def _arms(clusters: Sequence[UnitCluster], version: Version, reading: str) -> tuple[Arm, Arm]:
    count = counts_licensed(version)
    lands = [land_of(cluster, count_licensed=count) for cluster in clusters]
    average, unleased = version.arm("EST-FILL-A"), version.arm("EST-FILL-B")
    return (
        Arm("EST-FILL-A", _average_arm(lands, average), shown_weighted(lands), average, reading),
        Arm("EST-FILL-B", _unleased_arm(lands, unleased), shown_unleased(lands), unleased, reading),
    )


def _missing_lands(clusters: Sequence[UnitCluster]) -> tuple[str, ...]:
    return tuple(
        f"{UNIT}[{place}].{name}"
        for place, cluster in enumerate(clusters)
        for name in ("industrial_land_ha", "leased_industrial_land_ha")
        if not getattr(cluster, name)
        and (name == "industrial_land_ha" or cluster.leased_industrial_land_ha is None)
    )


def _unit_fill(case: Case, version: Version) -> Outcome:
    """Average fill rate of the unit's established clusters, or its unleased land.

    No list = not known; an empty list = checked, none there. V6 exempts high-tech and eco.
    """
    kind, clusters = case.cluster.kind, case.unit_clusters
    limit = version.limit
    exempting = version.law == "V6"
    if exempting and kind in {"hightech", "eco"}:
        said = Text(N_("Not applied to high-tech and eco clusters."))
        return Outcome(Verdict.NOT_APPLICABLE, said, limit=limit, inputs=(KIND,))
    if clusters is None:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The unit's established clusters are not known, or not known to be all.")),
            limit=limit,
            inputs=(UNIT,),
            missing=(UNIT,),
            change=Text(N_("Supply the complete list of the unit's established clusters.")),
        )
    if not clusters:
        said = Text(N_("The unit has no other established cluster."))
        return Outcome(Verdict.NOT_APPLICABLE, said, limit=limit, inputs=(UNIT,))
    readings = readings_of(case, version)
    judged = [(reading, _read(reading, version)) for reading in readings]
    outcome = _agree(case, version, judged)
    if exempting and kind is None and outcome.verdict is Verdict.FAIL:
        said = Text(
            N_(
                "The fill condition fails, unless it is a high-tech or eco cluster: the "
                "kind is not known."
            )
        )
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            said,
            measured=outcome.measured,
            limit=limit,
            inputs=outcome.inputs,
            missing=(KIND,),
            change=outcome.change,
            remarks=outcome.remarks,
            arms=outcome.arms,
        )
    return outcome


def _read(reading: Reading, version: Version) -> tuple[Verdict, tuple[Arm, ...]]:
    """The verdict of one reading of the unit; several candidate sets must agree."""
    verdicts: set[Verdict] = set()
    arms: list[Arm] = []
    for clusters in reading.candidates:
        if not clusters:
            verdicts.add(Verdict.NOT_APPLICABLE)
            continue
        pair = _arms(clusters, version, reading.unit)
        arms.extend(pair)
        verdicts.add(either(*(arm.verdict for arm in pair)))
    if len(verdicts) == 1:
        return verdicts.pop(), tuple(arms)
    return Verdict.NOT_ENOUGH_DATA, tuple(arms)


def _agree(
    case: Case,
    version: Version,
    judged: Sequence[tuple[Reading, tuple[Verdict, tuple[Arm, ...]]]],
) -> Outcome:
    """One outcome of one or two readings of the unit; a disagreement is for a person."""
    verdicts = {verdict for _, (verdict, _) in judged}
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.NEEDS_REVIEW
    if len(judged) > 1 and Verdict.NOT_ENOUGH_DATA in {found for _, (found, _) in judged}:
        verdict = Verdict.NOT_ENOUGH_DATA
    reading = judged[0][0]
    members = max((r.candidates for r, _ in judged), key=lambda sets: len(sets[0]))[0]
    lands = [land_of(cluster, count_licensed=counts_licensed(version)) for cluster in members]
    arms = tuple(arm for _, (_, found) in judged for arm in found)
    inputs = (UNIT, "facts.settings.agg_unit") if len(judged) > 1 else (UNIT,)
    missing: tuple[str, ...] = ()
    if verdict is Verdict.NOT_ENOUGH_DATA:
        missing = _missing_lands(case.unit_clusters or ())
        if any(len(r.candidates) > 1 for r, _ in judged):
            missing = (*missing, f"facts.cluster.{reading.unit}")
    elif verdict is Verdict.NEEDS_REVIEW and len(judged) > 1:
        missing = ("facts.settings.agg_unit",)
    return Outcome(
        verdict,
        _said(lands, version, verdict, disagree=len(judged) > 1 and bool(verdicts)),
        measured=arms[0].measured if arms else None,
        limit=version.limit,
        inputs=inputs,
        missing=missing,
        change=_change(lands, version) if verdict is not Verdict.PASS else None,
        remarks=_remarks(case, version, verdict),
        arms=arms,
    )


def _said(lands: Sequence[Land], version: Version, verdict: Verdict, *, disagree: bool) -> Text:
    values = {
        "weighted_pct": shown_weighted(lands),
        "simple_pct": shown_simple(lands),
        "unleased_ha": shown_unleased(lands),
        "threshold_pct": version.arm("EST-FILL-A").amount,
        "threshold_ha": version.arm("EST-FILL-B").amount,
        "clusters": len(lands),
    }
    if disagree:
        return Text(
            N_(
                "The readings of the unit (commune, former district) disagree or one is not known; "
                "the province decides which unit counts."
            ),
            values,
        )
    if None in values.values():
        return Text(
            N_(
                "Land figures of the unit's {clusters} clusters are incomplete; the known ones are "
                "compared with an average above {threshold_pct} % or unleased land up to "
                "{threshold_ha} ha, whatever the missing ones are."
            ),
            values,
        )
    if verdict is Verdict.NOT_APPLICABLE:
        return Text(N_("The unit has no other established cluster."))
    return Text(
        N_(
            "Average fill rate of the unit's {clusters} clusters: {weighted_pct} % by area, "
            "{simple_pct} % simple (above {threshold_pct} % wanted); unleased industrial land "
            "{unleased_ha} ha (limit {threshold_ha} ha). One of the two must hold."
        ),
        values,
    )


def _change(lands: Sequence[Land], version: Version) -> Text | None:
    unleased = shown_unleased(lands)
    if unleased is None or not lands:
        return Text(N_("Supply industrial and leased land of every cluster of the unit."))
    limit = version.arm("EST-FILL-B")
    values = {"lease_ha": exact.subtract(unleased, limit.amount), "threshold_ha": limit.amount}
    if values["lease_ha"] < 0:
        return None
    if limit.operator == "<" and not values["lease_ha"]:
        return Text(
            N_("Lease any further land in the unit, to come below {threshold_ha} ha."), values
        )
    if limit.operator == "<":
        return Text(
            N_("Lease more than {lease_ha} ha more in the unit, to come below {threshold_ha} ha."),
            values,
        )
    return Text(
        N_("Lease {lease_ha} ha more in the unit, to come to {threshold_ha} ha unleased."), values
    )


def _remarks(case: Case, version: Version, verdict: Verdict) -> tuple[Text, ...]:
    clusters = case.unit_clusters or ()
    remarks = [
        contradiction(cluster.code or f"{UNIT}[{place}]")
        for place, cluster in enumerate(clusters)
        if contradicts(cluster)
    ]
    unrecorded = any(cluster.licensed_not_leased_ha is None for cluster in clusters)
    if verdict is Verdict.FAIL and counts_licensed(version) and unrecorded:
        remarks.append(LICENSED_NOT_RECORDED)
    return tuple(remarks)


def _unit_limits(operator: str, unleased_ha: str) -> tuple[Limit, ...]:
    return (
        Limit(
            "avg fill rate of established clusters in unit",
            ">",
            Decimal(50),
            "%",
            rule="EST-FILL-A",
        ),
        Limit(
            "total unleased industrial land in unit",
            operator,
            Decimal(unleased_ha),
            "ha",
            rule="EST-FILL-B",
        ),
    )


EST_FILL = Rule(
    id="EST-FILL",
    title=N_("Fill rate of the unit's established clusters"),
    group=Group.CONDITION,
    procedures=("establish",),
    versions=(
        *versions(
            *(V1, V2),
            locator="Điều 10 khoản 1",
            limits=_unit_limits("<", "50"),
            confidence=SECONDARY,
            note=N_("One of the two must hold; not applied where the unit has no other cluster."),
        ),
        *versions(
            V3,
            locator="Điều 8 khoản 1 điểm c",
            limits=_unit_limits("<=", "100"),
            confidence=TEXT,
            note=N_("One of the two must hold; not applied where the unit has no other cluster."),
        ),
        *versions(
            *(V4, V5),
            locator="Điều 8 khoản 1 điểm c",
            limits=_unit_limits("<=", "100"),
            confidence=TEXT,
            note=N_(
                "The unit is decided by the province (139/2025/NĐ-CP Điều 12); without "
                "its decision "
                "commune and former district are computed and a disagreement needs review."
            ),
        ),
        *versions(
            V6,
            locator="Điều 8 khoản 1 điểm c",
            limits=_unit_limits("<=", "50"),
            confidence=SECONDARY,
            note=N_("The unit is the commune; not applied to high-tech and eco clusters."),
        ),
    ),
    check=_unit_fill,
    gap_before=True,
)


RULES = (EST_FILL,)
