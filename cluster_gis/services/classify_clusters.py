"""The classes of clusters by subject on a day: what the overview counts and the list filters by.

A class has the same code and meaning as on the maps (maps/subject_styles.py); "unknown" where
nothing is said.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.services.read_environment_map import treatment_state
from cluster_gis.services.read_occupancy_map import cluster_fill_class, land_of, unleased_class
from cluster_gis.services.read_progress_map import days_late, delay_class, done_class
from cluster_gis.storage.queries.clusters import ClusterAt, clusters_at
from cluster_gis.storage.queries.map_works import (
    TREATMENT,
    common_works_at,
    mean_done_at,
    milestones_at,
)

#: Themes that clusters are classed by, besides their state.
CLASSED = ("fill", "unleased", "done", "wastewater", "delay")
UNKNOWN = "unknown"

Classes = Mapping[str, str]


def classify_clusters(
    session: Session, clusters: Sequence[ClusterAt], *, as_of: date, revision: int
) -> dict[str, Classes]:
    """Code -> theme -> class, each of `CLASSED`."""
    plants = common_works_at(session, as_of=as_of, revision=revision, work_type=TREATMENT)
    done = mean_done_at(session, as_of=as_of, revision=revision)
    stones = milestones_at(session, as_of=as_of, revision=revision)
    classed: dict[str, Classes] = {}
    for cluster in clusters:
        land = land_of(cluster, as_of)
        late = days_late(stones.get(cluster.code, ()), as_of)
        found = {
            "fill": cluster_fill_class(cluster, land),
            "unleased": unleased_class(land.industrial_ha - land.let_ha if land else None),
            "done": done_class(done.get(cluster.code)),
            "wastewater": treatment_state(plants.get(cluster.code, ())),
            "delay": delay_class(late),
        }
        classed[cluster.code] = {theme: code or UNKNOWN for theme, code in found.items()}
    return classed


def codes_in_classes(
    session: Session,
    wanted: Mapping[str, str],
    *,
    province: str | None,
    as_of: date,
    revision: int,
) -> list[str]:
    """Codes of the clusters that are of every class of `wanted` (theme -> class)."""
    clusters = clusters_at(session, as_of, revision, province=province)
    classed = classify_clusters(session, clusters, as_of=as_of, revision=revision)
    return [code for code, of in classed.items() if wanted.items() <= of.items()]
