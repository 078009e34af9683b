"""Checks that many rules share: a yes-or-no condition, and an area against a limit."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.rule import Check, Limit, Outcome, Saying, Text, Verdict, Version

#: procedure -> path of the area of the act judged (DESIGN: the `judge` contract).
AREA_PATHS = {
    "plan_add": "facts.cluster.area_planned_ha",
    "plan_adjust": "facts.adjustment.proposed_ha",
    "establish": "facts.cluster.area_established_ha",
    "operate": "facts.cluster.area_established_ha",
    "expand": "facts.cluster.area_after_expansion_ha",
}


def area_judged(case: Case) -> Decimal | None:
    """Hectares of the act judged; None when not known."""
    match case.procedure:
        case "plan_add":
            return case.cluster.area_planned_ha
        case "plan_adjust":
            return case.adjustment.proposed_ha
        case "expand":
            return case.cluster.area_after_expansion_ha
        case _:
            return case.cluster.area_established_ha


def flag(
    read: Callable[[Case], bool | None],
    path: str,
    *,
    holds: str,
    broken: str,
    unknown: str,
    change: str,
) -> Check:
    """A check of one yes-or-no fact; `change` says what would make it hold."""
    inputs = (path,)
    said = {True: Text(holds), False: Text(broken), None: Text(unknown)}
    verdicts = {True: Verdict.PASS, False: Verdict.FAIL, None: Verdict.NOT_ENOUGH_DATA}
    what = Text(change)

    @lru_cache(maxsize=512)  # bounded: what-if makes versions of its own
    def outcome(version: Version, value: bool | None) -> Outcome:
        return Outcome(
            verdicts[value],
            said[value],
            measured=value,
            limit=version.limit,
            inputs=inputs,
            missing=inputs if value is None else (),
            change=None if value else what,
            shared=True,
        )

    def check(case: Case, version: Version) -> Outcome:
        return outcome(version, read(case))

    return check


def compare(measured: Decimal, limit: Limit) -> bool:
    """True when `measured operator threshold` holds, unrounded."""
    threshold = limit.amount
    match limit.operator:
        case "<=":
            return measured <= threshold
        case "<":
            return measured < threshold
        case ">=":
            return measured >= threshold
        case ">":
            return measured > threshold
    return measured == threshold


def flips(case: Case, path: str, measured: Decimal, *limits: Limit) -> bool:
    """True when the spread of the measuring method reaches across one of the limits."""
    spread = case.area_spread_ha.get(path)
    if not spread:
        return False
    low, high = exact.subtract(measured, spread), exact.add(measured, spread)
    return any(compare(low, limit) != compare(high, limit) for limit in limits)


def spread_remark(case: Case, path: str) -> Text:
    """What is said when a verdict could turn within the spread of the area method."""
    return Text(
        N_("The verdict turns within the spread of the area method (± {spread_ha} ha)."),
        {"spread_ha": case.area_spread_ha[path]},
    )


def area_not_known(limit: Limit, path: str) -> Outcome:
    """The area of the act judged is missing."""
    return Outcome(
        Verdict.NOT_ENOUGH_DATA,
        Text(N_("The area of the act judged is not known.")),
        limit=limit,
        inputs=(path,),
        missing=(path,),
        change=Text(N_("Supply the area in hectares with its source.")),
    )


#: Said by rules whose facts a case does not carry, or that only inform.
ASK_FOR_EVIDENCE = N_("The facts of a case do not say it: ask for the evidence.")
REVIEW_ITEM = N_("The text gives no number: a person reviews it.")
INFORMATION_ONLY = N_("Information only; nothing is judged.")
STEP_LIMIT = N_("Statutory limit of this step; its dates are not among the facts of a case.")


def stated(verdict: Verdict, message: str) -> Saying:
    """A rule that says the same of every case: the text's limit and what a person does with it."""
    said = Text(message)

    def say(version: Version) -> Outcome:
        return Outcome(verdict, said, limit=version.limit)

    return say


asked = stated(Verdict.NOT_ENOUGH_DATA, ASK_FOR_EVIDENCE)
reviewed = stated(Verdict.NEEDS_REVIEW, REVIEW_ITEM)
informed = stated(Verdict.NOT_APPLICABLE, INFORMATION_ONLY)
