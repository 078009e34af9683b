"""Plan and land: EST-PLAN, EST-LAND, EXP-LAND."""

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.checks import flag
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version, versions

LAND_FITS = "facts.cluster.land_use_plan_fits"
LAND_SETTING = "facts.settings.land_plan"

_LIST = (Limit("in approved List of clusters of the province", "==", True, "bool"),)

EST_PLAN = Rule(
    id="EST-PLAN",
    title=N_("The cluster is in the approved plan"),
    group=Group.CONDITION,
    procedures=("establish",),
    versions=(
        *versions(
            V1,
            locator="Điều 10 khoản 1",
            limits=(Limit("in approved cluster development plan (quy hoach)", "==", True, "bool"),),
            confidence=SECONDARY,
        ),
        *versions(
            V2,
            locator="Điều 10 khoản 1 (66/2020/NĐ-CP)",
            limits=(Limit("in cluster plan of the approved provincial plan", "==", True, "bool"),),
            confidence=SECONDARY,
        ),
        *versions(*(V3, V4, V5), locator="Điều 8 khoản 1 điểm a", limits=_LIST, confidence=TEXT),
        *versions(V6, locator="Điều 8 khoản 1 điểm a", limits=_LIST, confidence=SECONDARY),
    ),
    check=flag(
        lambda case: case.cluster.in_approved_plan,
        "facts.cluster.in_approved_plan",
        holds=N_("The cluster is in the approved plan or List."),
        broken=N_("The cluster is not in the approved plan or List."),
        unknown=N_("Whether the cluster is in the approved plan or List is not known."),
        change=N_(
            "Have the cluster added to the approved plan; supply the decision's number and date."
        ),
    ),
    gap_before=True,
)

_fits = flag(
    lambda case: case.cluster.land_use_plan_fits,
    LAND_FITS,
    holds=N_("The land fits every land-use plan this text asks for."),
    broken=N_("The land does not fit a land-use plan this text asks for."),
    unknown=N_("Whether the land fits the land-use plans is not known."),
    change=N_("Have the land-use plan adjusted, or choose land that fits it."),
)


def _land(case: Case, version: Version) -> Outcome:
    """The land fund fits the land-use plan.

    V4–V5: the province decides which plan stands for the district's; without its decision a plan
    in force that fits is accepted, one that does not fit is for a person (LAW §3).
    """
    delegated = version.law in {"V4", "V5"} and case.settings.land_plan is None
    if delegated and case.cluster.land_use_plan_fits is False:
        return Outcome(
            Verdict.NEEDS_REVIEW,
            Text(
                N_(
                    "The land does not fit the land-use plan in force; which plan stands for the "
                    "district's is the province's decision (139/2025/NĐ-CP Điều 12)."
                )
            ),
            measured=False,
            limit=version.limit,
            inputs=(LAND_FITS, LAND_SETTING),
            missing=(LAND_SETTING,),
            change=Text(N_("Supply the province's decision under 139/2025/NĐ-CP Điều 12.")),
        )
    return _fits(case, version)


def _plan_limit(text: str) -> tuple[Limit, ...]:
    return (Limit(text, "==", True, "bool"),)


_FITS = _plan_limit("land fund fits land-use plan")
_FITS_DOWN = _plan_limit(
    "land fund fits provincial land-use plan or land-use targets set down to commune"
)
_FITS_BOTH = _plan_limit("land fund fits district land-use plan and annual plan")
_DISTRICT = N_("The district's land-use plan.")
_BY_PROVINCE = N_(
    "The clause on the district is applied as the province decides (139/2025/NĐ-CP Điều 12); "
    "without its decision the land-use plan in force, else it needs review."
)

EST_LAND = Rule(
    id="EST-LAND",
    title=N_("The land fits the land-use plan"),
    group=Group.CONDITION,
    procedures=("establish",),
    versions=(
        *versions(
            V3, locator="Điều 8 khoản 1 điểm a", limits=_FITS, confidence=TEXT, note=_DISTRICT
        ),
        *versions(
            *(V4, V5),
            locator="Điều 8 khoản 1 điểm a",
            limits=_FITS,
            confidence=TEXT,
            note=_BY_PROVINCE,
        ),
        *versions(V6, locator="Điều 8 khoản 1 điểm a", limits=_FITS_DOWN, confidence=SECONDARY),
    ),
    check=_land,
)

EXP_LAND = Rule(
    id="EXP-LAND",
    title=N_("The land of the expansion fits the land-use plan"),
    group=Group.CONDITION,
    procedures=("expand",),
    versions=(
        *versions(V1, locator="Điều 10 khoản 2 điểm a", limits=_FITS_BOTH, confidence=SECONDARY),
        *versions(V2, locator="Điều 10 khoản 2 điểm a", limits=_FITS_BOTH, confidence=MEMORY),
        *versions(
            V3, locator="Điều 8 khoản 2 điểm a", limits=_FITS, confidence=TEXT, note=_DISTRICT
        ),
        *versions(
            *(V4, V5),
            locator="Điều 8 khoản 2 điểm a",
            limits=_FITS,
            confidence=TEXT,
            note=_BY_PROVINCE,
        ),
        *versions(
            V6,
            locator="Điều 8 khoản 2 điểm a",
            limits=_FITS_DOWN,
            confidence=MEMORY,
            note=N_("Not in the summary; assumed to follow the condition to establish."),
        ),
    ),
    check=_land,
    gap_before=True,
)

RULES = (EST_PLAN, EST_LAND, EXP_LAND)
