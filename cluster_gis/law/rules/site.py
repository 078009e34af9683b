"""Boundary and people inside it: BOUNDARY-DEFINED, NO-RESIDENTS."""

from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.checks import flag
from cluster_gis.law.documents import (
    MEMORY,
    RESOLUTION_19,
    SECONDARY,
    TEXT,
    V1,
    V2,
    V3,
    V4,
    V5,
    V6,
)
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version, versions

RESIDENTS = "facts.cluster.residents_inside"
CLEARANCE = "facts.cluster.clearance_completed"
STATUS = "facts.cluster.status"


def _no_residents(case: Case, version: Version) -> Outcome:
    """No one lives inside; before clearance is completed a person reviews.

    Clearance not known is read from the status: operating = completed, earlier = not completed.
    """
    residents, status = case.cluster.residents_inside, case.cluster.status
    if residents is None:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("Whether people live inside the boundary is not known.")),
            limit=version.limit,
            inputs=(RESIDENTS,),
            missing=(RESIDENTS,),
            change=Text(
                N_("Count the residents inside the boundary; 0 means checked, none there.")
            ),
        )
    if residents == 0:
        return Outcome(
            Verdict.PASS,
            Text(N_("No one lives inside the boundary.")),
            measured=residents,
            limit=version.limit,
            inputs=(RESIDENTS,),
        )
    cleared = case.cluster.clearance_completed
    if cleared is None and status is not None:
        cleared = status == "operating"
    values = {"residents": residents}
    missing: tuple[str, ...] = ()
    if cleared:
        verdict = Verdict.FAIL
        said = Text(
            N_("{residents} residents live inside the boundary although clearance is completed."),
            values,
        )
    elif cleared is False:
        verdict = Verdict.NEEDS_REVIEW
        said = Text(
            N_("{residents} residents are to be resettled; clearance is not completed."), values
        )
    else:
        verdict, missing = Verdict.NOT_ENOUGH_DATA, (CLEARANCE, STATUS)
        said = Text(
            N_("{residents} residents live inside; whether clearance is completed is not known."),
            values,
        )
    return Outcome(
        verdict,
        said,
        measured=residents,
        limit=version.limit,
        inputs=(RESIDENTS, CLEARANCE, STATUS),
        missing=missing,
        change=Text(N_("Resettle {residents} residents."), values),
    )


_NOBODY = (Limit("residents_inside", "==", Decimal(0), "persons"),)
_BEFORE_CLEARANCE = N_("Before clearance is completed it needs review.")

NO_RESIDENTS = Rule(
    id="NO-RESIDENTS",
    title=N_("No one lives inside the boundary"),
    group=Group.CONDITION,
    procedures=("establish", "operate"),
    versions=(
        *versions(
            *(V1, V2, V3, V4, V5),
            locator="Điều 2 khoản 1",
            limits=_NOBODY,
            confidence=TEXT,
            note=_BEFORE_CLEARANCE,
        ),
        *versions(
            V6,
            locator="Điều 2 khoản 1",
            limits=_NOBODY,
            confidence=MEMORY,
            note=N_(
                "Before clearance is completed it needs review. The clause was rewritten; this "
                "part is not in the summary and is assumed unchanged."
            ),
        ),
    ),
    check=_no_residents,
    gap_before=True,
)

_CLOSED = (Limit("boundary polygon closed and valid", "==", True, "bool"),)

BOUNDARY_DEFINED = Rule(
    id="BOUNDARY-DEFINED",
    title=N_("A closed boundary is defined"),
    group=Group.CONDITION,
    procedures=("plan_add", "establish", "expand"),
    versions=(
        *versions(V1, V2, locator="Điều 2 khoản 1", limits=_CLOSED, confidence=TEXT),
        *versions(
            V3,
            V4,
            locator="Điều 2 khoản 1; Điều 9 khoản 1 điểm b",
            limits=_CLOSED,
            confidence=TEXT,
        ),
        *versions(
            V5,
            locator="19/2026/NQ-CP Phụ lục III, I, 1 điểm a",
            limits=_CLOSED,
            confidence=TEXT,
            document=RESOLUTION_19,
        ),
        *versions(
            V6,
            locator="Điều 2 khoản 1; Điều 9 khoản 1 điểm b",
            limits=_CLOSED,
            confidence=SECONDARY,
        ),
    ),
    check=flag(
        lambda case: case.cluster.has_boundary,
        "facts.cluster.has_boundary",
        holds=N_("A closed and valid boundary is there."),
        broken=N_("There is no closed and valid boundary."),
        unknown=N_("Whether a closed boundary exists is not known."),
        change=N_("Supply the boundary: a coordinate table or map with its coordinate system."),
    ),
    gap_before=True,
)

RULES = (BOUNDARY_DEFINED, NO_RESIDENTS)
