"""AREA-TOL: a small change needs no adjustment of the plan first. A route, not a condition."""

from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import compare, flips, spread_remark
from cluster_gis.law.documents import MEMORY, RESOLUTION_19, SECONDARY, TEXT, V2, V3, V4, V5, V6
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version, versions

PLANNED, PROPOSED = "facts.adjustment.planned_ha", "facts.adjustment.proposed_ha"
COMMUNE, DISTRICT = "facts.adjustment.same_commune", "facts.adjustment.same_district"
LAND_FITS = "facts.cluster.land_use_plan_fits"
IN_PLAN, IN_DECISION = "facts.cluster.area_planned_ha", "facts.cluster.area_established_ha"
SETTING = "facts.settings.tolerance"


def _areas(case: Case) -> tuple[tuple[str, Decimal | None], tuple[str, Decimal | None]]:
    """(path, hectares) as planned and as proposed.

    To establish, the areas of the plan and of the decision stand in for an adjustment not given.
    """
    planned: tuple[str, Decimal | None] = (PLANNED, case.adjustment.planned_ha)
    proposed: tuple[str, Decimal | None] = (PROPOSED, case.adjustment.proposed_ha)
    if case.procedure == "establish":
        if planned[1] is None:
            planned = (IN_PLAN, case.cluster.area_planned_ha)
        if proposed[1] is None:
            proposed = (IN_DECISION, case.cluster.area_established_ha)
    return planned, proposed


def _same_unit(case: Case, version: Version) -> Verdict:
    """Whether it stays in the unit: district in V3, commune elsewhere, V4 as the province set."""
    commune, district = case.adjustment.same_commune, case.adjustment.same_district
    if commune:
        return Verdict.PASS
    unit = case.settings.tolerance if version.law == "V4" else None
    if version.law == "V3" or unit == "former_district":
        return _of(district)
    if version.law == "V4" and unit is None:
        if commune is None:
            return Verdict.FAIL if district is False else Verdict.NOT_ENOUGH_DATA
        return Verdict.NEEDS_REVIEW if district else _of(district)
    return _of(commune)


def _of(stays: bool | None) -> Verdict:
    if stays is None:
        return Verdict.NOT_ENOUGH_DATA
    return Verdict.PASS if stays else Verdict.FAIL


def _tolerance(case: Case, version: Version) -> Outcome:
    """Pass = decided in the establishment decision; fail = the plan must be adjusted first."""
    limit = version.limit
    (planned_path, planned), (proposed_path, proposed) = _areas(case)
    inputs: tuple[str, ...] = (planned_path, proposed_path, COMMUNE, DISTRICT, LAND_FITS)
    if version.law == "V4":
        inputs = (*inputs, SETTING)
    stays, fits = _same_unit(case, version), _of(case.cluster.land_use_plan_fits)
    growth = None
    within = Verdict.NOT_ENOUGH_DATA
    if planned is not None and proposed is not None:
        growth = exact.subtract(proposed, planned)
        within = Verdict.PASS if compare(growth, limit) else Verdict.FAIL
    shrinks = growth is not None and growth < 0
    parts = (within, stays, fits)
    if Verdict.FAIL in parts:
        verdict = Verdict.FAIL
    elif Verdict.NOT_ENOUGH_DATA in parts:
        verdict = Verdict.NOT_ENOUGH_DATA
    elif stays is Verdict.NEEDS_REVIEW or shrinks:
        verdict = Verdict.NEEDS_REVIEW
    else:
        verdict = Verdict.PASS
    missing: tuple[str, ...] = ()
    if verdict is Verdict.NOT_ENOUGH_DATA:
        known = (
            (planned_path, planned),
            (proposed_path, proposed),
            (LAND_FITS, case.cluster.land_use_plan_fits),
        )
        missing = tuple(path for path, value in known if value is None)
        if stays is Verdict.NOT_ENOUGH_DATA:
            missing = (*missing, DISTRICT if version.law == "V3" else COMMUNE)
    values = {"growth_ha": growth, "threshold": limit.amount}
    turning = growth is not None and flips(case, proposed_path, growth, limit)
    return Outcome(
        verdict,
        _said(verdict, within, stays, values, shrinks=shrinks),
        measured=growth,
        limit=limit,
        inputs=inputs,
        missing=missing,
        remarks=(spread_remark(case, proposed_path),) if turning else (),
        flips_within_spread=turning,
    )


def _said(
    verdict: Verdict,
    within: Verdict,
    stays: Verdict,
    values: dict[str, Decimal | None],
    *,
    shrinks: bool,
) -> Text:
    if verdict is Verdict.PASS:
        return Text(
            N_(
                "Growth of {growth_ha} ha (at most {threshold}), same unit: no plan "
                "adjustment first."
            ),
            values,
        )
    if within is Verdict.FAIL:
        grows = N_(
            "Growth of {growth_ha} ha is above {threshold} ha: the plan must be adjusted first."
        )
        return Text(grows, values)
    if verdict is Verdict.FAIL:
        leaves = N_("The place leaves the unit: the plan must be adjusted first.")
        unfit = N_("The land does not fit the land-use plan: the plan must be adjusted first.")
        return Text(leaves if stays is Verdict.FAIL else unfit)
    if verdict is Verdict.NOT_ENOUGH_DATA:
        return Text(
            N_("Whether the change is small enough to need no plan adjustment is not known.")
        )
    if shrinks:
        return Text(N_("The area becomes smaller; the text states no limit for that."))
    return Text(
        N_(
            "The place moves to another commune of the former district: the province "
            "decides whether "
            "that is a small change (139/2025/NĐ-CP Điều 12)."
        )
    )


_GROWTH = (Limit("proposed_area_ha - planned_area_ha", "<=", Decimal(5), "ha"),)
_SAME_COMMUNE = N_("In the same commune, fitting the land-use plan; the largest area still holds.")

AREA_TOL = Rule(
    id="AREA-TOL",
    title=N_("Small change without adjusting the plan first"),
    group=Group.ROUTE,
    procedures=("plan_adjust", "establish"),
    versions=(
        *versions(
            V2,
            locator="28/2020/TT-BCT (điều chỉnh nhỏ, thường xuyên)",
            limits=_GROWTH,
            confidence=MEMORY,
            procedures=("plan_adjust",),
            note=_SAME_COMMUNE,
        ),
        *versions(
            V3,
            locator="Điều 10 khoản 4",
            limits=_GROWTH,
            confidence=TEXT,
            note=N_(
                "In the same district, fitting the land-use plan; the largest area still holds."
            ),
        ),
        *versions(
            V4,
            locator="Điều 10 khoản 4; 139/2025/NĐ-CP Điều 12",
            limits=_GROWTH,
            confidence=TEXT,
            note=N_(
                "The unit is the province's decision; without it the same commune passes, another "
                "commune of the former district needs review."
            ),
        ),
        *versions(
            V5,
            locator="19/2026/NQ-CP Phụ lục III, I, 2.4",
            limits=_GROWTH,
            confidence=TEXT,
            document=RESOLUTION_19,
            note=_SAME_COMMUNE,
        ),
        *versions(V6, locator="Điều 10", limits=_GROWTH, confidence=SECONDARY, note=_SAME_COMMUNE),
    ),
    check=_tolerance,
)

RULES = (AREA_TOL,)
