"""Conditions to establish a cluster: EST-PLAN."""

from cluster_gis.i18n import N_
from cluster_gis.law.checks import flag
from cluster_gis.law.documents import SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import Group, Limit, Rule, versions

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

RULES = (EST_PLAN,)
