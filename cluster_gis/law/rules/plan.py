"""The cluster development plan: PLAN-ADJ-*, PLAN-WD-CONVERT decide; the rest is shown.

PLAN-ADJ-BASIS and PLAN-ADJ-INVESTOR are checked when a cluster is added too (LAW §6, PLAN-ADD).
"""

from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.checks import asked, flag, informed
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version, versions

BASIS = "facts.adjustment.basis"
IDENTIFIED = "facts.investor.identified"
RENAMED = N_("Called development orientation (phương hướng phát triển); district reads commune.")
_V2_CLAUSE = "66/2020/NĐ-CP Điều 1 khoản 5"


def _basis(case: Case, version: Version) -> Outcome:
    """A basis is evidenced: a or b; from V3 only c is for a person; none shown fails."""
    basis = case.adjustment.basis
    change = Text(
        N_(
            "Evidence a changed strategy or plan (point a), or a changed land fund that fits "
            "investment efficiency and leasing ability (point b)."
        )
    )
    if basis is None:
        verdict = Verdict.NOT_ENOUGH_DATA
        said = Text(N_("On which basis the plan is adjusted is not known."))
    elif basis in {"a", "b"}:
        verdict = Verdict.PASS
        said = Text(N_("Basis {basis} is evidenced."), {"basis": basis})
    elif basis == "c" and version.law != "V2":
        verdict = Verdict.NEEDS_REVIEW
        said = Text(N_("Only point c is evidenced; the text lists a, b, c without and/or."))
    else:
        verdict = Verdict.FAIL
        said = Text(N_("No basis for adjusting the plan is evidenced."))
    return Outcome(
        verdict,
        said,
        measured=None if basis is None else int(basis in {"a", "b", "c"}),
        limit=version.limit,
        inputs=(BASIS,),
        missing=(BASIS,) if basis is None else (),
        change=None if verdict is Verdict.PASS else change,
    )


_named = flag(
    lambda case: case.investor.identified,
    IDENTIFIED,
    holds=N_("The infrastructure investor is identified."),
    broken=N_("No infrastructure investor is identified."),
    unknown=N_("Whether an infrastructure investor is identified is not known."),
    change=N_("Name the infrastructure investor."),
)


def _attracts(case: Case, version: Version) -> Outcome:
    """V2 a named investor; from V3 the ability to attract one, which a named one shows."""
    if version.law == "V2" or case.investor.identified is not False:
        return _named(case, version)
    said = Text(
        N_(
            "No investor is named; for a cluster to be added a person reviews other evidence that "
            "investor and producers can be attracted."
        )
    )
    change = Text(N_("Name the infrastructure investor."))
    return Outcome(
        Verdict.NEEDS_REVIEW,
        said,
        measured=False,
        limit=version.limit,
        inputs=(IDENTIFIED,),
        change=change,
    )


def _yes(parameter: str) -> tuple[Limit, ...]:
    return (Limit(parameter, "==", True, "bool"),)


def _items(parameter: str, operator: str, number: int) -> tuple[Limit, ...]:
    return (Limit(parameter, operator, Decimal(number), "items"),)


_NO_AND_OR = N_("Points a, b, c are listed without and/or: none fails, only c needs review.")

PLAN_ADJ_BASIS = Rule(
    id="PLAN-ADJ-BASIS",
    title=N_("Basis for adjusting the plan"),
    group=Group.PLAN,
    procedures=("plan_adjust", "plan_add", "plan_withdraw"),
    versions=(
        *versions(
            V2,
            locator=_V2_CLAUSE,
            limits=_items("basis a or b evidenced", ">=", 1),
            confidence=TEXT,
        ),
        *versions(
            *(V3, V4, V5),
            locator="Điều 6 khoản 1 điểm a, b",
            limits=_items("basis evidenced", ">=", 1),
            confidence=TEXT,
            note=_NO_AND_OR,
        ),
        *versions(
            V6,
            locator="Điều 6 khoản 1 điểm a, b",
            limits=_items("basis evidenced", ">=", 1),
            confidence=SECONDARY,
            note=RENAMED,
        ),
    ),
    check=_basis,
    gap_before=True,
    gap_procedures=("plan_adjust", "plan_withdraw"),
)

_ATTRACT = _yes("ability to attract an infrastructure investor and producers shown")
_ADDED = N_("For clusters to be added; a named investor satisfies it, other evidence needs review.")

PLAN_ADJ_INVESTOR = Rule(
    id="PLAN-ADJ-INVESTOR",
    title=N_("Investor named, or able to be attracted"),
    group=Group.PLAN,
    procedures=("plan_adjust", "plan_add"),
    versions=(
        *versions(
            V2,
            locator=_V2_CLAUSE,
            limits=_yes("infrastructure investor identified"),
            confidence=TEXT,
        ),
        *versions(
            *(V3, V4, V5),
            locator="Điều 6 khoản 1 điểm c",
            limits=_ATTRACT,
            confidence=TEXT,
            note=_ADDED,
        ),
        *versions(
            V6, locator="Điều 6 khoản 1 điểm c", limits=_ATTRACT, confidence=SECONDARY, note=RENAMED
        ),
    ),
    check=_attracts,
    gap_before=True,
    gap_procedures=("plan_adjust",),
)

_CONVERT = _yes("conversion solution for withdrawn cluster")
_FEASIBLE = N_("Only when withdrawing; the solution must be feasible.")

PLAN_WD_CONVERT = Rule(
    id="PLAN-WD-CONVERT",
    title=N_("Conversion solution of a withdrawn cluster"),
    group=Group.PLAN,
    procedures=("plan_withdraw",),
    versions=(
        *versions(V2, locator=_V2_CLAUSE, limits=_CONVERT, confidence=TEXT),
        *versions(
            *(V3, V4, V5),
            locator="Điều 6 khoản 1 điểm c",
            limits=_CONVERT,
            confidence=TEXT,
            note=_FEASIBLE,
        ),
        *versions(
            V6, locator="Điều 6 khoản 1 điểm c", limits=_CONVERT, confidence=SECONDARY, note=RENAMED
        ),
    ),
    check=flag(
        lambda case: case.adjustment.conversion_solution,
        "facts.adjustment.conversion_solution",
        holds=N_("A conversion solution is stated."),
        broken=N_("No conversion solution is stated."),
        unknown=N_("Whether a conversion solution is stated is not known."),
        change=N_("State the conversion solution of the cluster that is withdrawn."),
    ),
    gap_before=True,
)

_FIVE = _items("evidence for five bases", "==", 5)

PLAN_BASIS = Rule(
    id="PLAN-BASIS",
    title=N_("Bases of the cluster plan"),
    group=Group.DOSSIER,
    procedures=("plan_add",),
    versions=(
        *versions(
            V2,
            locator="Điều 5 khoản 1 (66/2020/NĐ-CP Điều 1 khoản 5)",
            limits=_FIVE,
            confidence=SECONDARY,
        ),
        *versions(*(V3, V4, V5), locator="Điều 4 khoản 1", limits=_FIVE, confidence=TEXT),
        *versions(V6, locator="Điều 4 khoản 1", limits=_FIVE, confidence=SECONDARY, note=RENAMED),
    ),
    says=asked,
)

_SEVEN = _items("content groups present", "==", 7)
_LIST = N_("Groups a, b, c, d, đ, e, g; the List names place down to the commune, area, sectors.")

PLAN_CONTENT = Rule(
    id="PLAN-CONTENT",
    title=N_("Content of the cluster plan"),
    group=Group.DOSSIER,
    procedures=("plan_add",),
    versions=(
        *versions(
            V2,
            locator="Điều 5 khoản 2 (66/2020/NĐ-CP)",
            limits=_items("content groups present", "==", 6),
            confidence=SECONDARY,
            note=N_("Groups 3 to 6 are not verified."),
        ),
        *versions(
            *(V3, V4, V5), locator="Điều 4 khoản 2", limits=_SEVEN, confidence=TEXT, note=_LIST
        ),
        *versions(V6, locator="Điều 4 khoản 2", limits=_SEVEN, confidence=SECONDARY, note=_LIST),
    ),
    says=asked,
)

_LINKED = _yes("neighbouring clusters linked in sector, waste treatment or energy")
_TOUCHING = N_("Only when boundaries touch another cluster; no link stated needs review.")

PLAN_ADJACENT = Rule(
    id="PLAN-ADJACENT",
    title=N_("Clusters side by side are linked"),
    group=Group.INFORMATION,
    procedures=("plan_add", "plan_adjust"),
    versions=tuple(
        version
        for procedure, locator in (
            ("plan_add", "Điều 4 khoản 2 điểm đ"),
            ("plan_adjust", "Điều 6 khoản 2 điểm d"),
        )
        for laws, confidence in (((V3, V4, V5), TEXT), ((V6,), SECONDARY))
        for version in versions(
            *laws,
            locator=locator,
            limits=_LINKED,
            confidence=confidence,
            procedures=(procedure,),
            note=_TOUCHING,
        )
    ),
    says=asked,
)

_OPINION = _yes("MoIT opinion on the plan as prescribed")
_CONSULTED = N_("Given when the provincial plan is consulted on (Điều 5 khoản 2, Điều 7 khoản 2).")

PLAN_MOIT_OPINION = Rule(
    id="PLAN-MOIT-OPINION",
    title=N_("Opinion of the Ministry of Industry and Trade"),
    group=Group.INFORMATION,
    procedures=("plan_add",),
    versions=(
        *versions(V1, locator="Điều 6–8", limits=_yes("MoIT written agreement"), confidence=MEMORY),
        *versions(
            V2,
            locator="Điều 5–7 (66/2020/NĐ-CP)",
            limits=_yes("MoIT opinion"),
            confidence=MEMORY,
        ),
        *versions(
            *(V3, V4, V5),
            locator="Điều 30 khoản 1",
            limits=_OPINION,
            confidence=TEXT,
            note=_CONSULTED,
        ),
        *versions(
            V6,
            locator="Điều 30 khoản 1",
            limits=_OPINION,
            confidence=SECONDARY,
            note=_CONSULTED,
        ),
    ),
    says=informed,
)

RULES = (
    PLAN_ADJ_BASIS,
    PLAN_ADJ_INVESTOR,
    PLAN_WD_CONVERT,
    PLAN_BASIS,
    PLAN_CONTENT,
    PLAN_ADJACENT,
    PLAN_MOIT_OPINION,
)
