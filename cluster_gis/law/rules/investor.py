"""The infrastructure investor: EST-INVESTOR, EXP-INVESTOR, EST-JOINT."""

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import (
    Check,
    Group,
    Limit,
    Outcome,
    Rule,
    Text,
    Verdict,
    Version,
    versions,
)

LEGAL, CAPACITY, EXPERIENCE, REQUESTS, ASSIGNED = (
    f"facts.investor.{name}"
    for name in ("legal_status", "capacity", "experience", "requests", "assigned_unit")
)
CONDITION_NAMES = {
    LEGAL: N_("legal status"),
    CAPACITY: N_("capacity"),
    EXPERIENCE: N_("experience"),
    REQUESTS: N_("request to be the investor"),
}


def _conditions(case: Case, version: Version, *, request_in_v6: bool) -> dict[str, bool | None]:
    """Path -> fact for what this version asks of the investor."""
    investor = case.investor
    asked = {LEGAL: investor.legal_status, CAPACITY: investor.capacity}
    if version.law in {"V1", "V2"}:
        asked[EXPERIENCE] = investor.experience
    elif version.law != "V6" or request_in_v6:
        asked[REQUESTS] = investor.requests
    return asked


def _investor(*, request_in_v6: bool) -> Check:
    """Every condition of the version holds; V1–V2 also accept a public unit assigned the task.

    request_in_v6: to establish, the text of V6 as summarised asks legal status and capacity only.
    """

    def check(case: Case, version: Version) -> Outcome:
        asked = _conditions(case, version, request_in_v6=request_in_v6)
        assignable = version.law in {"V1", "V2"}
        inputs = (*asked, ASSIGNED) if assignable else tuple(asked)
        assigned = case.investor.assigned_unit
        if assignable and assigned:
            said = Text(N_("A public unit is assigned the task of investor."))
            return Outcome(
                Verdict.PASS, said, measured=True, limit=version.limit, inputs=(ASSIGNED,)
            )
        lacking = [path for path, value in asked.items() if value is False]
        unknown = [path for path, value in asked.items() if value is None]
        if not lacking and not unknown:
            said = Text(N_("The investor meets every condition of this text."))
            return Outcome(Verdict.PASS, said, measured=True, limit=version.limit, inputs=inputs)
        values = {"conditions": [CONDITION_NAMES[path] for path in lacking or unknown]}
        change = Text(N_("Show: {conditions}."), values)
        if lacking and not (assignable and assigned is None):
            said = Text(N_("The investor lacks: {conditions}."), values)
            return Outcome(
                Verdict.FAIL,
                said,
                measured=False,
                limit=version.limit,
                inputs=inputs,
                change=change,
            )
        missing = (*unknown, ASSIGNED) if assignable and assigned is None else tuple(unknown)
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(
                N_(
                    "Of the investor it is not known, or only an assigned unit would do: "
                    "{conditions}."
                ),
                values,
            ),
            limit=version.limit,
            inputs=inputs,
            missing=missing,
            change=change,
        )

    return check


def _joint(version: Version) -> Outcome:
    """The facts of a case name one investor."""
    said = Text(
        N_(
            "The case names one investor. Two or more that cooperate set up an economic "
            "organisation "
            "or authorise one of them."
        )
    )
    return Outcome(Verdict.NOT_APPLICABLE, said, limit=version.limit)


_OLD = (
    Limit(
        "investor legal status and capacity and experience, or assigned unit", "==", True, "bool"
    ),
)
_NEW = (Limit("investor legal status and capacity and request", "==", True, "bool"),)
_SCORED = N_("Experience is only scored.")

EST_INVESTOR = Rule(
    id="EST-INVESTOR",
    title=N_("The investor may build the infrastructure"),
    group=Group.CONDITION,
    procedures=("establish",),
    versions=(
        *versions(*(V1, V2), locator="Điều 10 khoản 1", limits=_OLD, confidence=SECONDARY),
        *versions(
            *(V3, V4, V5),
            locator="Điều 8 khoản 1 điểm b",
            limits=_NEW,
            confidence=TEXT,
            note=_SCORED,
        ),
        *versions(
            V6,
            locator="Điều 8 khoản 1 điểm b",
            limits=_NEW,
            confidence=SECONDARY,
            note=N_(
                "Experience is only scored. The summary names legal status and capacity, "
                "not the request."
            ),
        ),
    ),
    check=_investor(request_in_v6=False),
    gap_before=True,
)

EXP_INVESTOR = Rule(
    id="EXP-INVESTOR",
    title=N_("The investor may build the expansion"),
    group=Group.CONDITION,
    procedures=("expand",),
    versions=(
        *versions(V1, locator="Điều 10 khoản 2", limits=_OLD, confidence=SECONDARY),
        *versions(V2, locator="Điều 10 khoản 2", limits=_OLD, confidence=MEMORY),
        *versions(
            *(V3, V4, V5),
            locator="Điều 8 khoản 2 điểm b",
            limits=_NEW,
            confidence=TEXT,
            note=_SCORED,
        ),
        *versions(
            V6,
            locator="Điều 8 khoản 2 điểm b",
            limits=_NEW,
            confidence=MEMORY,
            note=N_("Not in the summary; assumed unchanged."),
        ),
    ),
    check=_investor(request_in_v6=True),
    gap_before=True,
)

EST_JOINT = Rule(
    id="EST-JOINT",
    title=N_("Investors that cooperate"),
    group=Group.CONDITION,
    procedures=("establish", "expand"),
    versions=versions(
        V6,
        locator="Điều 13 khoản 3",
        limits=(
            Limit(
                "two or more cooperating investors: economic organisation set up or one authorised",
                "==",
                True,
                "bool",
            ),
        ),
        confidence=SECONDARY,
        note=N_("Not applied to a single investor."),
    ),
    says=_joint,
)

RULES = (EST_INVESTOR, EXP_INVESTOR, EST_JOINT)
