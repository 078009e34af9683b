"""Provincial rules: AREA-LOCAL, OPS-LATE-LOCAL, PROC-LOCAL-*. They hold only where a case brings
the province's decision; the versions here are the reviewed examples (Hà Nội, Lào Cai).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from cluster_gis.domain.facts import Case, Override
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import AREA_PATHS, area_judged, area_not_known
from cluster_gis.law.documents import SECONDARY, TEXT
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version

KIND = "facts.cluster.kind"
OVERRIDES = "facts.settings.overrides"
MILESTONES = "facts.milestones"
#: Months of delay from which OPS-LATE-LOCAL warns (LAW OPS-LATE-12M).
WARN_MONTHS = 9


def overrides_on(case: Case, rule: str) -> Iterator[Override]:
    """The province's overrides of a rule in force on the day of the case, for its kind."""
    for override in case.settings.overrides:
        begun = override.effective_from <= case.on
        ended = override.effective_to is not None and case.on > override.effective_to
        of_kind = override.kind is None or case.cluster.kind in {None, override.kind}
        if override.rule == rule and begun and not ended and of_kind:
            yield override


@lru_cache(maxsize=512)
def _none(version: Version) -> Outcome:
    said = Text(N_("No provincial decision is given for this case; the one cited is an example."))
    return Outcome(
        Verdict.NOT_APPLICABLE,
        said,
        limit=version.limit,
        inputs=(OVERRIDES,),
        counts=False,
        shared=True,
    )


def _limit(override: Override, version: Version) -> Limit:
    shown = version.limit
    return Limit(shown.parameter, shown.operator, override.threshold, shown.unit)


def _local_area(case: Case, version: Version) -> Outcome:
    """The area reaches the province's own minimum for the kind of cluster."""
    overrides = list(overrides_on(case, "AREA-LOCAL"))
    if not overrides:
        return _none(version)
    path, area = AREA_PATHS[case.procedure], area_judged(case)
    kinds = {override.kind for override in overrides}
    if case.cluster.kind is None and kinds != {None}:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The kind of cluster is not known; the province's minimum depends on it.")),
            limit=_limit(overrides[0], version),
            inputs=(path, KIND),
            missing=(KIND,),
        )
    override = max(overrides, key=lambda found: found.threshold)
    limit = _limit(override, version)
    if area is None:
        return area_not_known(limit, path)
    holds = area >= override.threshold
    values = {
        "area_ha": area,
        "threshold": override.threshold,
        "short_ha": exact.subtract(override.threshold, area),
    }
    said = Text(N_("Area is {area_ha} ha; the province wants at least {threshold} ha."), values)
    return Outcome(
        Verdict.PASS if holds else Verdict.FAIL,
        said,
        measured=area,
        limit=limit,
        inputs=(path, KIND, OVERRIDES),
        change=None if holds else Text(N_("Enlarge the area by {short_ha} ha."), values),
        cited=(override.document, override.locator),
    )


def months_late(due: date, on: date) -> Decimal:
    """Months from the due date to the day, a started month counted as a half; 0 when not late."""
    if on <= due:
        return exact.ZERO
    months = (on.year - due.year) * 12 + on.month - due.month
    if on.day == due.day:
        return Decimal(months)
    return Decimal(months if on.day > due.day else months - 1) + Decimal("0.5")


def _local_late(case: Case, version: Version) -> Outcome:
    """Months behind without an adjusted schedule: a warning at nine, then the province's limit."""
    overrides = list(overrides_on(case, "OPS-LATE-LOCAL"))
    if not overrides:
        return _none(version)
    override = min(overrides, key=lambda found: found.threshold)
    limit, cited = _limit(override, version), (override.document, override.locator)
    if not case.milestones or any(m.due is None and m.done is None for m in case.milestones):
        said = Text(N_("The schedule of the infrastructure project is not known."))
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            said,
            limit=limit,
            inputs=(MILESTONES,),
            missing=(MILESTONES,),
            cited=cited,
        )
    late = max(
        months_late(m.due, case.on)
        if m.due is not None and (m.done is None or m.done > case.on)
        else exact.ZERO
        for m in case.milestones
    )
    verdict = Verdict.PASS
    if late > override.threshold:
        verdict = Verdict.FAIL
    elif late >= WARN_MONTHS:
        verdict = Verdict.NEEDS_REVIEW
    values = {"months": late, "threshold": override.threshold}
    return Outcome(
        verdict,
        Text(N_("Behind by {months} months; the province allows {threshold}."), values),
        measured=late,
        limit=limit,
        inputs=(MILESTONES, OVERRIDES),
        cited=cited,
    )


def _local_step(case: Case, version: Version) -> Outcome:
    """A step the province added; its dates are not among the facts."""
    for rule in ("PROC-LOCAL-OPINION", "PROC-LOCAL-POLICY"):
        if version.limit.rule == rule:
            for override in overrides_on(case, rule):
                return Outcome(
                    Verdict.NOT_ENOUGH_DATA,
                    Text(N_("The province added this step; ask for its evidence.")),
                    limit=_limit(override, version),
                    inputs=(OVERRIDES,),
                    cited=(override.document, override.locator),
                )
    return _none(version)


def _example(
    document: str,
    locator: str,
    limit: Limit,
    since: date,
    *,
    until: date | None = None,
    confidence: str = SECONDARY,
    note: str = "",
) -> tuple[Version, ...]:
    return (
        Version(
            document=document,
            locator=locator,
            effective_from=since,
            effective_to=until,
            confidence=confidence,
            limits=(limit,),
            note=note,
        ),
    )


_HA_NOI = "33/2022/QĐ-UBND Hà Nội"
_LAO_CAI = "16/2026/QĐ-UBND Lào Cai"

AREA_LOCAL = Rule(
    id="AREA-LOCAL",
    title=N_("The province's own minimum area"),
    group=Group.CONDITION,
    procedures=("establish",),
    versions=_example(
        _HA_NOI,
        "Quy chế quản lý cụm công nghiệp",
        Limit("cluster.area_ha (ordinary)", ">=", Decimal(30), "ha"),
        date(2022, 1, 1),
        until=date(2025, 12, 3),
        note=N_("Example of a province; craft village 15 ha. The day in 2022 is not verified."),
    ),
    check=_local_area,
    local=True,
)
OPS_LATE_LOCAL = Rule(
    id="OPS-LATE-LOCAL",
    title=N_("The province's own limit of delay"),
    group=Group.INFORMATION,
    procedures=("operate",),
    versions=_example(
        _HA_NOI,
        "Quy chế quản lý cụm công nghiệp",
        Limit("months late without schedule adjustment", "<=", Decimal(12), "months"),
        date(2022, 1, 1),
        until=date(2025, 12, 3),
        note=N_("Only where a provincial rule is configured."),
    ),
    check=_local_late,
    local=True,
)
PROC_LOCAL_OPINION = Rule(
    id="PROC-LOCAL-OPINION",
    title=N_("Opinion of departments in the province"),
    group=Group.PROCEDURE,
    procedures=("establish",),
    versions=_example(
        _LAO_CAI,
        "Quy chế Điều 2",
        Limit(
            "department opinion after request",
            "<=",
            Decimal(10),
            "working_days",
            rule="PROC-LOCAL-OPINION",
        ),
        date(2026, 3, 7),
        confidence=TEXT,
        note=N_("Silence counts as consent. Only where a provincial rule is configured."),
    ),
    check=_local_step,
    local=True,
)
PROC_LOCAL_POLICY = Rule(
    id="PROC-LOCAL-POLICY",
    title=N_("Investment-policy approval before the decision"),
    group=Group.PROCEDURE,
    procedures=("establish",),
    versions=_example(
        _LAO_CAI,
        "Quy chế Điều 6 khoản 1",
        Limit(
            "investment-policy approval before the establishment decision",
            "==",
            True,
            "bool",
            rule="PROC-LOCAL-POLICY",
        ),
        date(2026, 3, 7),
        confidence=TEXT,
        note=N_("Only where a provincial rule is configured."),
    ),
    check=_local_step,
    local=True,
)

RULES = (AREA_LOCAL, OPS_LATE_LOCAL, PROC_LOCAL_OPINION, PROC_LOCAL_POLICY)
