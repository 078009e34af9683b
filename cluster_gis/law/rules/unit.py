"""The unit over which the fill condition adds up clusters (LAW AGG-UNIT).

V1–V3 the district; V4–V5 the unit the province set, without a setting commune and former
district side by side; V6 the commune. A cluster that does not say its unit is taken as inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_gis.domain.facts import Case, UnitCluster
from cluster_gis.law.rule import Version

Clusters = tuple[UnitCluster, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the unit. candidates: one set of clusters, or, where the unit of the
    cluster judged is not named, one per unit that is named by its neighbours.
    """

    unit: str
    candidates: tuple[Clusters, ...]


def readings_of(case: Case, version: Version) -> tuple[Reading, ...]:
    """The readings of the unit under a version: one, or two where the province did not decide."""
    if version.law in {"V4", "V5"}:
        setting = case.settings.agg_unit
        units: Sequence[str] = (setting,) if setting else ("commune", "former_district")
    else:
        units = ("commune",) if version.law == "V6" else ("former_district",)
    readings = tuple(_reading(case, unit) for unit in units)
    alike = len({reading.candidates for reading in readings}) == 1
    return readings[:1] if alike else readings


def _reading(case: Case, unit: str) -> Reading:
    clusters = case.unit_clusters or ()
    if unit == "province":
        return Reading(unit, (clusters,))
    own = case.cluster.commune if unit == "commune" else case.cluster.former_district
    named = {
        name for name in (_unit_of(cluster, unit) for cluster in clusters) if isinstance(name, str)
    }
    if not named or own is not None:
        return Reading(unit, (_inside(clusters, unit, own),))
    return Reading(unit, tuple(_inside(clusters, unit, name) for name in sorted(named)))


def _unit_of(cluster: UnitCluster, unit: str) -> str | bool | None:
    return cluster.commune if unit == "commune" else cluster.former_district


def _inside(clusters: Clusters, unit: str, own: str | None) -> Clusters:
    def inside(cluster: UnitCluster) -> bool:
        said = _unit_of(cluster, unit)
        return said == own if isinstance(said, str) else said is not False

    return tuple(cluster for cluster in clusters if inside(cluster))
