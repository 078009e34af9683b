"""Size of a cluster: AREA-MAX, AREA-MIN (with AREA-MIN-SPECIAL), AREA-EXP."""

from collections.abc import Mapping
from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import (
    AREA_PATHS,
    area_judged,
    area_not_known,
    compare,
    flips,
    spread_remark,
)
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V0, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import (
    Arm,
    Group,
    Limit,
    Outcome,
    Rule,
    Text,
    Verdict,
    Version,
    versions,
)

ACTS = ("plan_add", "plan_adjust", "establish")
KIND = "facts.cluster.kind"
MOUNTAINOUS = "facts.cluster.mountainous"
STATUS = "facts.cluster.status"
SETTING = "facts.settings.mountainous"


def _at_most(case: Case, version: Version) -> Outcome:
    """The area is at most the threshold: "không vượt quá" allows the limit itself.

    A pre-regulation cluster above it is the province's to keep or reduce (Điều 35 khoản 1, 4).
    """
    limit, path = version.limit, AREA_PATHS[case.procedure]
    area = area_judged(case)
    if area is None:
        return area_not_known(limit, path)
    values = {"area_ha": area, "threshold": limit.amount}
    turning = flips(case, path, area, limit)
    remarks = (spread_remark(case, path),) if turning else ()
    if compare(area, limit):
        return Outcome(
            Verdict.PASS,
            Text(N_("Area is {area_ha} ha; at most {threshold} ha is allowed."), values),
            measured=area,
            limit=limit,
            inputs=(path,),
            remarks=remarks,
            flips_within_spread=turning,
        )
    values["excess_ha"] = exact.subtract(area, limit.amount)
    legacy = case.cluster.status == "pre_regulation" and case.procedure != "expand"
    said = Text(
        N_("Area is {area_ha} ha, {excess_ha} ha above the limit of {threshold} ha."), values
    )
    if legacy:
        said = Text(
            N_(
                "Area is {area_ha} ha, above {threshold} ha; a cluster formed before the "
                "regulation of 2009 is kept or reduced as the province decides."
            ),
            values,
        )
    return Outcome(
        Verdict.NEEDS_REVIEW if legacy else Verdict.FAIL,
        said,
        measured=area,
        limit=limit,
        inputs=(path, STATUS),
        change=Text(N_("Reduce the area by {excess_ha} ha."), values),
        remarks=remarks,
        flips_within_spread=turning,
    )


def _special(case: Case, delegated: bool) -> bool | Verdict | None:
    """Does the smaller minimum hold: True, False, None = not known, NEEDS_REVIEW = the province's.

    Craft villages always; mountainous districts too, but in V4–V5 as the province decided
    (139/2025/NĐ-CP Điều 12).
    """
    kind, mountainous = case.cluster.kind, case.cluster.mountainous
    if kind == "craft_village":
        return True
    if delegated and case.settings.mountainous is False:
        mountainous = False
    if mountainous and (not delegated or case.settings.mountainous):
        return True
    if kind is None or mountainous is None:
        return None
    return Verdict.NEEDS_REVIEW if mountainous else False


def _at_least(case: Case, version: Version) -> Outcome:
    """At least 10 ha; 5 ha for craft villages and mountainous districts; 5 ha for all in V6."""
    ordinary, special = version.arm(""), version.arm("AREA-MIN-SPECIAL")
    path = AREA_PATHS[case.procedure]
    area = area_judged(case)
    if area is None:
        return area_not_known(ordinary, path)
    smaller: bool | Verdict | None = True
    limit = ordinary
    inputs: tuple[str, ...] = (path,)
    missing: tuple[str, ...] = ()
    if ordinary.threshold != special.threshold:
        inputs = (path, KIND, MOUNTAINOUS)
        smaller = _special(case, delegated=version.law in {"V4", "V5"})
        limit = special if smaller is True else ordinary
    turning = flips(case, path, area, limit)
    remarks = [spread_remark(case, path)] if turning else []
    values = {"area_ha": area, "threshold": limit.amount}
    arms: tuple[Arm, ...] = ()
    change = None
    if compare(area, ordinary) or (smaller is True and compare(area, special)):
        verdict = Verdict.PASS
        said = Text(N_("Area is {area_ha} ha; at least {threshold} ha is required."), values)
    elif not compare(area, special) or smaller is False:
        verdict = Verdict.FAIL
        limit = ordinary if smaller is False else special
        values = {
            "area_ha": area,
            "threshold": limit.amount,
            "short_ha": exact.subtract(limit.amount, area),
        }
        said = Text(
            N_("Area is {area_ha} ha, {short_ha} ha below the minimum of {threshold} ha."), values
        )
        change = Text(N_("Enlarge the area by {short_ha} ha."), values)
    else:
        values = {"area_ha": area, "low": special.amount, "high": ordinary.amount}
        verdict, said, change, missing = _between(case, smaller, values)
    if limit is special and limit is not ordinary:
        arms = (Arm("AREA-MIN-SPECIAL", verdict, area, special),)
    return Outcome(
        verdict,
        said,
        measured=area,
        limit=limit,
        inputs=inputs,
        missing=missing,
        change=change,
        remarks=tuple(remarks),
        arms=arms,
        flips_within_spread=turning,
    )


def _between(
    case: Case, smaller: bool | Verdict | None, values: Mapping[str, object]
) -> tuple[Verdict, Text, Text, tuple[str, ...]]:
    """The area lies between the two minima and the exception is not known or not settled."""
    if smaller is Verdict.NEEDS_REVIEW:
        said = Text(
            N_(
                "Area is {area_ha} ha, between {low} and {high} ha, and the district was "
                "mountainous: the province decides whether the smaller minimum still holds."
            ),
            values,
        )
        change = Text(N_("Supply the province's decision under 139/2025/NĐ-CP Điều 12."))
        return Verdict.NEEDS_REVIEW, said, change, (SETTING,)
    missing = tuple(
        path
        for path, value in ((KIND, case.cluster.kind), (MOUNTAINOUS, case.cluster.mountainous))
        if value is None
    )
    said = Text(
        N_(
            "Area is {area_ha} ha, between {low} and {high} ha: whether it is a craft-village "
            "cluster or lies in a mountainous district is not known."
        ),
        values,
    )
    change = Text(N_("Say the kind of cluster and whether the district is mountainous."))
    return Verdict.NOT_ENOUGH_DATA, said, change, missing


def _max(area_ha: str, parameter: str = "cluster.area_ha") -> tuple[Limit, ...]:
    return (Limit(parameter, "<=", Decimal(area_ha), "ha"),)


AREA_MAX = Rule(
    id="AREA-MAX",
    title=N_("Largest area of a cluster"),
    group=Group.CONDITION,
    procedures=ACTS,
    versions=(
        *versions(
            V0,
            locator="Quy chế quản lý cụm công nghiệp",
            limits=_max("50"),
            confidence=SECONDARY,
            procedures=("establish",),
        ),
        *versions(
            *(V1, V2, V3, V4, V5),
            locator="Điều 2 khoản 1",
            limits=_max("75"),
            confidence=TEXT,
            note=N_("A cluster formed before the regulation of 2009 needs review instead."),
        ),
        *versions(
            V6,
            locator="Điều 2 khoản 1",
            limits=_max("75"),
            confidence=SECONDARY,
            note=N_(
                "A cluster formed before the regulation of 2009 needs review instead: the province "
                "keeps or reduces it (Điều 35 khoản 4a)."
            ),
        ),
    ),
    check=_at_most,
    gap_before=True,
)


def _min(ordinary_ha: str, special_ha: str) -> tuple[Limit, ...]:
    return (
        Limit("cluster.area_ha (ordinary)", ">=", Decimal(ordinary_ha), "ha"),
        Limit(
            "cluster.area_ha (mountainous or craft_village)",
            ">=",
            Decimal(special_ha),
            "ha",
            rule="AREA-MIN-SPECIAL",
        ),
    )


AREA_MIN = Rule(
    id="AREA-MIN",
    title=N_("Smallest area of a cluster"),
    group=Group.CONDITION,
    procedures=ACTS,
    versions=(
        *versions(
            *(V1, V2, V3),
            locator="Điều 2 khoản 1",
            limits=_min("10", "5"),
            confidence=TEXT,
            note=N_("5 ha in a mountainous district or for a craft-village cluster."),
        ),
        *versions(
            *(V4, V5),
            locator="Điều 2 khoản 1",
            limits=_min("10", "5"),
            confidence=TEXT,
            note=N_(
                "5 ha for a craft-village cluster; in a mountainous district as the provincial "
                "People's Committee decides (139/2025/NĐ-CP Điều 12), else it needs review."
            ),
        ),
        *versions(
            V6,
            locator="Điều 2 khoản 1",
            limits=_min("5", "5"),
            confidence=SECONDARY,
            note=N_("One minimum for every cluster."),
        ),
    ),
    check=_at_least,
    gap_before=True,
)

_AFTER = "cluster.area_after_expansion_ha"

AREA_EXP = Rule(
    id="AREA-EXP",
    title=N_("Largest area after expansion"),
    group=Group.CONDITION,
    procedures=("expand",),
    versions=(
        *versions(
            V0,
            locator="Quy chế quản lý cụm công nghiệp",
            limits=_max("75", _AFTER),
            confidence=SECONDARY,
        ),
        *versions(
            V1, locator="Điều 10 khoản 2 điểm a", limits=_max("75", _AFTER), confidence=SECONDARY
        ),
        *versions(
            V2, locator="Điều 10 khoản 2 điểm a", limits=_max("75", _AFTER), confidence=MEMORY
        ),
        *versions(
            *(V3, V4, V5),
            locator="Điều 8 khoản 2 điểm a",
            limits=_max("75", _AFTER),
            confidence=TEXT,
        ),
        *versions(V6, locator="Điều 8 khoản 2", limits=_max("75", _AFTER), confidence=SECONDARY),
    ),
    check=_at_most,
    gap_before=True,
)

RULES = (AREA_MAX, AREA_MIN, AREA_EXP)
