"""Figures that contradict each other (LAW DEF-FILL): a finding beside the rules, never decisive."""

from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V0, V1, V2, V3, V4, V5, V6
from cluster_gis.law.fill_rate import contradicts
from cluster_gis.law.rule import Finding, Group, Limit, Outcome, Rule, Text, Verdict, versions

_WHOLE = (Limit("leased + licensed land / industrial land", "<=", Decimal(100), "%"),)
_NAMES = ("industrial_land_ha", "leased_industrial_land_ha", "licensed_not_leased_ha")

#: Not a row of the rule table: a definition whose figures are checked.
DEF_FILL = Rule(
    id="DEF-FILL",
    title=N_("Leased and licensed land lie within the industrial land"),
    group=Group.INFORMATION,
    procedures=(),
    versions=(
        *versions(V0, V1, V2, locator="—", limits=_WHOLE, confidence=MEMORY),
        *versions(*(V3, V4, V5), locator="Điều 2 khoản 6, 7", limits=_WHOLE, confidence=TEXT),
        *versions(V6, locator="Điều 2 khoản 6, 7", limits=_WHOLE, confidence=SECONDARY),
    ),
)


def integrity_findings(case: Case) -> tuple[Finding, ...]:
    """One finding per cluster whose leased and licensed land exceed its industrial land."""
    paths = ["facts.cluster"] if contradicts(case.cluster) else []
    if case.unit_clusters:
        paths += [
            f"facts.unit_clusters[{place}]"
            for place, cluster in enumerate(case.unit_clusters)
            if contradicts(cluster)
        ]
    return tuple(_finding(case, path) for path in paths)


def _finding(case: Case, path: str) -> Finding:
    shown = [version for version in DEF_FILL.versions if version.holds(case.on)]
    version = shown[0] if shown else DEF_FILL.versions[0]
    outcome = Outcome(
        Verdict.NOT_ENOUGH_DATA,
        Text(
            N_("Data error: leased and licensed land exceed the industrial land ({where})."),
            {"where": path},
        ),
        limit=version.limit,
        inputs=tuple(f"{path}.{name}" for name in _NAMES),
        change=Text(N_("Correct the figures of the cluster.")),
    )
    return Finding(DEF_FILL, version, outcome, Group.INFORMATION)
