"""Building and running a cluster: OPS-SCHEDULE decides, the other duties are shown."""

from datetime import date
from decimal import Decimal

from cluster_gis.domain.facts import Case, Milestone
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import asked, informed, reviewed
from cluster_gis.law.documents import SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import (
    Group,
    Limit,
    Outcome,
    Rule,
    Saying,
    Text,
    Verdict,
    Version,
    versions,
)

MILESTONES = "facts.milestones"
DETAILED, ESTABLISHED = "facts.cluster.area_detailed_ha", "facts.cluster.area_established_ha"
RESERVED, INDUSTRIAL = "facts.cluster.sme_reserved_ha", "facts.cluster.industrial_land_ha"
#: The detailed plan may differ from the decision by the tolerance of AREA-TOL.
DETAILED_TOLERANCE_HA = Decimal(5)


def days_late(milestone: Milestone, on: date) -> int | None:
    """Days a milestone is late on a day, 0 when it is not; None when its due date is not known.

    Due today is not late. One done after `on` is not done yet.
    """
    if milestone.done is not None and milestone.done <= on:
        return 0
    if milestone.due is None:
        return None
    return max(0, (on - milestone.due).days)


def _schedule(case: Case, version: Version) -> Outcome:
    """No milestone of the decision's schedule is overdue; done late passes with a remark."""
    if not case.milestones:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The schedule of the infrastructure project is not known.")),
            limit=version.limit,
            inputs=(MILESTONES,),
            missing=(MILESTONES,),
            change=Text(N_("Supply the milestones of the decision with their due dates.")),
        )
    late = {place: days_late(m, case.on) for place, m in enumerate(case.milestones)}
    worst = max((days for days in late.values() if days), default=0)
    names = [
        milestone.name or f"{MILESTONES}[{place}]"
        for place, milestone in enumerate(case.milestones)
        if late[place]
    ]
    values = {"days": worst, "names": names}
    missing: tuple[str, ...] = ()
    change = None
    if worst:
        verdict = Verdict.FAIL
        said = Text(N_("Late by up to {days} days: {names}."), values)
        change = Text(N_("Finish, or have the schedule adjusted by decision: {names}."), values)
    elif None in late.values():
        verdict = Verdict.NOT_ENOUGH_DATA
        said = Text(N_("A due date of the schedule is not known."))
        missing = tuple(f"{MILESTONES}[{place}].due" for place, d in late.items() if d is None)
    else:
        verdict = Verdict.PASS
        said = Text(N_("No milestone is late."))
    done_late = [
        Text(N_("{name} was done late."), {"name": m.name or f"{MILESTONES}[{place}]"})
        for place, m in enumerate(case.milestones)
        if m.done and m.due and m.due < m.done <= case.on
    ]
    return Outcome(
        verdict,
        said,
        measured=None if verdict is Verdict.NOT_ENOUGH_DATA else worst,
        limit=version.limit,
        inputs=(MILESTONES,),
        missing=missing,
        change=change,
        remarks=tuple(done_late),
    )


def _detailed_plan(case: Case, version: Version) -> Outcome:
    """An approved detailed plan covers the cluster, its area near that of the decision."""
    detailed, established = case.cluster.area_detailed_ha, case.cluster.area_established_ha
    limit, inputs = version.limit, (DETAILED, ESTABLISHED)
    if detailed is None or established is None:
        known = ((DETAILED, detailed), (ESTABLISHED, established))
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The area of the approved detailed plan, or of the decision, is not known.")),
            limit=limit,
            inputs=inputs,
            missing=tuple(path for path, value in known if value is None),
            change=Text(N_("Supply the decision number and the area of the detailed plan.")),
        )
    apart = abs(exact.subtract(detailed, established))
    near = apart <= DETAILED_TOLERANCE_HA
    values = {"apart_ha": apart, "tolerance_ha": DETAILED_TOLERANCE_HA}
    return Outcome(
        Verdict.PASS if near else Verdict.NEEDS_REVIEW,
        Text(
            N_(
                "The detailed plan differs from the decision by {apart_ha} ha (up to "
                "{tolerance_ha} "
                "ha is a small change)."
            ),
            values,
        ),
        measured=True,
        limit=limit,
        inputs=inputs,
    )


def _reserved_share(case: Case, version: Version) -> Outcome:
    """The share this cluster reserves; the rule is met over the province, never by one cluster."""
    reserved, whole = case.cluster.sme_reserved_ha, case.cluster.industrial_land_ha
    inputs = (RESERVED, INDUSTRIAL)
    if reserved is None or not whole:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The land reserved for high-tech firms, SMEs and start-ups is not known.")),
            limit=version.limit,
            inputs=inputs,
            missing=tuple(
                path
                for path, lacks in ((RESERVED, reserved is None), (INDUSTRIAL, not whole))
                if lacks
            ),
        )
    share = exact.shown_ratio(reserved, whole, exact.HUNDRED)
    return Outcome(
        Verdict.NEEDS_REVIEW,
        Text(
            N_(
                "This cluster reserves {reserved_ha} ha, {share_pct} %; the average is "
                "the province's."
            ),
            {"reserved_ha": reserved, "share_pct": share},
        ),
        measured=share,
        limit=version.limit,
        inputs=inputs,
    )


def _yes(parameter: str) -> tuple[Limit, ...]:
    return (Limit(parameter, "==", True, "bool"),)


def _from_v3(limits: tuple[Limit, ...], locator: str, note: str = "") -> tuple[Version, ...]:
    return (
        *versions(V3, V4, V5, locator=locator, limits=limits, confidence=TEXT, note=note),
        *versions(V6, locator=locator, limits=limits, confidence=SECONDARY, note=note),
    )


def _shown(rule: str, title: str, says: Saying, shown: tuple[Version, ...]) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.INFORMATION,
        procedures=("operate",),
        versions=shown,
        says=says,
    )


OPS_SCHEDULE = Rule(
    id="OPS-SCHEDULE",
    title=N_("The schedule of the decision is kept"),
    group=Group.OPERATION,
    procedures=("operate",),
    versions=_from_v3(
        (Limit("days late of milestones not done", "<=", Decimal(0), "days"),),
        "Điều 19 khoản 1",
        N_("An adjusted schedule replaces the old one."),
    ),
    check=_schedule,
)

_DETAILED = _yes("approved detailed plan before works")

OPS_DETAIL_PLAN = Rule(
    id="OPS-DETAIL-PLAN",
    title=N_("Approved detailed plan before works"),
    group=Group.INFORMATION,
    procedures=("operate",),
    versions=(
        *versions(V1, V2, locator="15/2017/TT-BCT Điều 9", limits=_DETAILED, confidence=SECONDARY),
        *_from_v3(_DETAILED, "Điều 14, 15, 16 khoản 1"),
    ),
    check=_detailed_plan,
)

_REGULATION = (Limit("service regulation sent after approval", "<=", Decimal(5), "working_days"),)
_TENANTS = N_("Approved before the first tenant; tenants are heard, if any.")
_SECTOR = _yes("project sector in decision or encouraged list")
_TYPE = _yes("project sector, investor group and cluster type in decision or encouraged list")
_RESOLUTION_198 = "198/2025/QH15"
_FROM_198 = date(2025, 5, 17)


def _of_198(limit: Limit, locator: str, note: str = "") -> tuple[Version, ...]:
    return (
        Version(
            document=_RESOLUTION_198,
            locator=locator,
            effective_from=_FROM_198,
            effective_to=None,
            confidence=TEXT,
            limits=(limit,),
            note=note,
        ),
    )


RULES = (
    OPS_SCHEDULE,
    OPS_DETAIL_PLAN,
    _shown(
        "OPS-PUBLISH",
        N_("Unleased land is published"),
        asked,
        _from_v3(_yes("unleased land area published on websites"), "Điều 19 khoản 5"),
    ),
    _shown(
        "OPS-UNIT",
        N_("A unit manages and operates the cluster"),
        asked,
        _from_v3(_yes("management and operation unit exists"), "Điều 19 khoản 1"),
    ),
    _shown(
        "OPS-MAINTAIN",
        N_("Common works are maintained"),
        reviewed,
        _from_v3(_yes("common works maintained and in operation"), "Điều 19 khoản 2"),
    ),
    _shown(
        "OPS-SERVICE-REG",
        N_("Regulation on public services"),
        asked,
        (
            *versions(
                *(V1, V2),
                locator="điều về dịch vụ công cộng, tiện ích",
                limits=_REGULATION,
                confidence=TEXT,
            ),
            *_from_v3(_REGULATION, "Điều 17 khoản 2", _TENANTS),
        ),
    ),
    _shown(
        "OPS-INSPECT",
        N_("Regular inspections of one producer"),
        informed,
        _from_v3(
            (
                Limit(
                    "regular specialised inspections of one producer per year",
                    "<=",
                    Decimal(1),
                    "inspections",
                ),
            ),
            "Điều 24 khoản 2",
            N_("Unless there are signs of violation; a duty of the inspecting agencies."),
        ),
    ),
    _shown(
        "OPS-SECTOR",
        N_("Sectors match the decision and the encouraged list"),
        reviewed,
        (
            *versions(V1, V2, locator="Điều 3 khoản 1", limits=_SECTOR, confidence=SECONDARY),
            *versions(V3, V4, V5, locator="Điều 3 khoản 1", limits=_SECTOR, confidence=TEXT),
            *versions(V6, locator="Điều 3", limits=_TYPE, confidence=SECONDARY),
        ),
    ),
    _shown(
        "OPS-START-GATE",
        N_("Producers start after the common infrastructure is completed"),
        asked,
        versions(
            V6,
            locator="Điều 21 khoản 1",
            limits=(
                Limit(
                    "producers started before common infrastructure was completed",
                    "==",
                    Decimal(0),
                    "projects",
                ),
            ),
            confidence=SECONDARY,
        ),
    ),
    _shown(
        "OPS-SME-LAND-AVG",
        N_("Land reserved for high-tech firms, SMEs and start-ups: average"),
        informed,
        _of_198(
            Limit("average reserved land per zone/cluster in province", ">=", Decimal(20), "ha"),
            "Điều 7 khoản 4",
            N_("Or 5 %; for clusters established after 2025-05-17, set by the province."),
        ),
    ),
    Rule(
        id="OPS-SME-LAND-SHARE",
        title=N_("Land reserved for high-tech firms, SMEs and start-ups: share"),
        group=Group.INFORMATION,
        procedures=("operate",),
        versions=_of_198(
            Limit("reserved share of zone/cluster land in province", ">=", Decimal(5), "%"),
            "Điều 7 khoản 4",
            N_("Or 20 ha on average."),
        ),
        check=_reserved_share,
    ),
    _shown(
        "OPS-SME-RELEASE",
        N_("Reserved land that nobody leased may be released"),
        informed,
        _of_198(
            Limit(
                "years after infrastructure completion before others may lease reserved land",
                ">=",
                Decimal(2),
                "years",
            ),
            "Điều 7 khoản 5",
            N_(
                "Only without state support; from 2026-09-15 the investor reports and the province "
                "adjusts the decision (32/2024/NĐ-CP Điều 18 khoản 4a)."
            ),
        ),
    ),
    _shown(
        "OPS-RENT-30",
        N_("Lower sublease rent for these firms"),
        informed,
        _of_198(
            Limit("sublease rent reduction for eligible firms", ">=", Decimal(30), "%"),
            "Điều 7 khoản 6",
            N_("For the first 5 years."),
        ),
    ),
    _shown(
        "OPS-RENT-CLAIM",
        N_("Claim of the rent refund"),
        informed,
        (
            Version(
                document="20/2026/NĐ-CP",
                locator="Điều 5 khoản 2 điểm c",
                effective_from=date(2026, 1, 15),
                effective_to=None,
                confidence=TEXT,
                limits=(Limit("refund claim after payment", "<=", Decimal(12), "months"),),
            ),
        ),
    ),
)
