"""EXP-INFRA: common infrastructure that must be completed and in use before an expansion."""

from collections.abc import Iterable

from cluster_gis.domain.facts import Case, Work
from cluster_gis.i18n import N_
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version, versions

WORKS = "facts.works"
STATUS = "facts.cluster.status"
#: V3–V5: Điều 8 khoản 2 điểm d; V6 adds solid waste and fire.
ESSENTIAL = ("road", "water_supply", "wastewater_collection", "wastewater_treatment")
ESSENTIAL_V6 = (*ESSENTIAL, "solid_waste", "fire")
#: V1–V2: 68/2017/NĐ-CP Điều 2 khoản 6; "other" cannot be asked for by name.
COMMON_V1 = (
    *("road", "pavement", "green", "water_supply", "drainage", "wastewater_treatment"),
    *("solid_waste", "power", "lighting", "telecom", "operations_house", "security"),
)
WORK_NAMES = {
    "road": N_("internal roads"),
    "pavement": N_("pavements"),
    "green": N_("greenery"),
    "water_supply": N_("water supply"),
    "drainage": N_("drainage"),
    "wastewater_collection": N_("wastewater collection"),
    "wastewater_treatment": N_("wastewater treatment"),
    "solid_waste": N_("solid waste"),
    "fire": N_("fire prevention and fighting"),
    "power": N_("power supply"),
    "lighting": N_("public lighting"),
    "telecom": N_("telecommunication"),
    "operations_house": N_("operations house"),
    "security": N_("security"),
    "other": N_("other works"),
}


def _done(work: Work) -> bool | None:
    """Completed and in use; None when that is not known."""
    states = (work.completed, work.in_operation)
    if False in states:
        return False
    return None if None in states else True


def _all_done(works: Iterable[Work]) -> bool | None:
    states = {_done(work) for work in works}
    if False in states:
        return False
    return True if states == {True} else None


def _essential(works: tuple[Work, ...], types: tuple[str, ...]) -> dict[str, bool | None]:
    """State of each essential work; a type that is not listed is not known."""
    return {kind: _all_done(work for work in works if work.type == kind) for kind in types}


def _planned(works: tuple[Work, ...]) -> dict[str, bool | None]:
    """State of every work of the approved detailed plan (V1–V2).

    A type that is not listed is not known, since the plan may have it; one listed as not planned
    does not count.
    """
    states: dict[str, bool | None] = dict.fromkeys(COMMON_V1)
    for kind in {work.type or "other" for work in works}:
        of_kind = [work for work in works if (work.type or "other") == kind]
        states[kind] = _all_in_plan(of_kind)
    return states


def _all_in_plan(works: list[Work]) -> bool | None:
    states: set[bool | None] = set()
    for work in works:
        done = _done(work)
        if work.planned is False or done:
            states.add(True)
        else:
            states.add(done if work.planned else None)
    return _all_true(states)


def _all_true(states: set[bool | None]) -> bool | None:
    if False in states:
        return False
    return None if None in states else True


def _infrastructure(case: Case, version: Version) -> Outcome:
    """V1–V2 every work of the detailed plan; V3–V5 four essential ones; V6 six of them."""
    limit, works = version.limit, case.works
    if version.law == "V6" and case.cluster.status == "pre_regulation":
        said = Text(N_("Not applied to clusters formed before the regulation of 2009."))
        return Outcome(Verdict.NOT_APPLICABLE, said, limit=limit, inputs=(STATUS,))
    if works is None:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The state of the common infrastructure is not known.")),
            limit=limit,
            inputs=(WORKS,),
            missing=(WORKS,),
            change=Text(N_("Supply the state of each work, with its evidence.")),
        )
    if version.law in {"V1", "V2"}:
        states = _planned(works)
    else:
        states = _essential(works, ESSENTIAL_V6 if version.law == "V6" else ESSENTIAL)
    lacking = [WORK_NAMES[kind] for kind, done in states.items() if done is False]
    unknown = [kind for kind, done in states.items() if done is None]
    if lacking:
        values = {"works": lacking}
        return Outcome(
            Verdict.FAIL,
            Text(N_("Not completed and in use: {works}."), values),
            measured=False,
            limit=limit,
            inputs=(WORKS,),
            change=Text(N_("Complete and put into use: {works}."), values),
        )
    if unknown:
        values = {"works": [WORK_NAMES[kind] for kind in unknown]}
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(
                N_(
                    "Of these works it is not known whether they are completed and in use: {works}."
                ),
                values,
            ),
            limit=limit,
            inputs=(WORKS,),
            missing=tuple(f"{WORKS}[{kind}]" for kind in unknown),
            change=Text(N_("Supply the state of each work, with its evidence.")),
        )
    said = Text(N_("Every work this text asks for is completed and in use."))
    return Outcome(Verdict.PASS, said, measured=True, limit=limit, inputs=(WORKS,))


def _limit(text: str) -> tuple[Limit, ...]:
    return (Limit(text, "==", True, "bool"),)


_ALL = _limit("all common works of detailed plan completed and in operation")

EXP_INFRA = Rule(
    id="EXP-INFRA",
    title=N_("Common infrastructure completed and in use"),
    group=Group.CONDITION,
    procedures=("expand",),
    versions=(
        *versions(V1, locator="Điều 10 khoản 2", limits=_ALL, confidence=SECONDARY),
        *versions(V2, locator="Điều 10 khoản 2", limits=_ALL, confidence=MEMORY),
        *versions(
            *(V3, V4, V5),
            locator="Điều 8 khoản 2 điểm d",
            limits=_limit(
                "road, water_supply, wastewater_collection, wastewater_treatment "
                "completed and in use"
            ),
            confidence=TEXT,
        ),
        *versions(
            V6,
            locator="Điều 8 khoản 2 điểm d",
            limits=_limit(
                "road, water_supply, wastewater_collection, wastewater_treatment, "
                "solid_waste, fire "
                "completed and in use"
            ),
            confidence=SECONDARY,
            note=N_("Not applied to clusters formed before Decision 105/2009/QĐ-TTg."),
        ),
    ),
    check=_infrastructure,
    gap_before=True,
)

RULES = (EXP_INFRA,)
