"""Every kind of staged file by its name; a new kind adds one line."""

from collections.abc import Mapping

from cluster_gis.services.stage_boundaries import BoundaryKind
from cluster_gis.services.stage_clusters import ClusterListKind
from cluster_gis.services.stage_progress import ProgressKind
from cluster_gis.services.staging_kind import StagingKind

KINDS: Mapping[str, StagingKind] = {
    "boundaries": BoundaryKind(),
    "clusters": ClusterListKind(),
    "progress": ProgressKind(),
}


def kind_of(name: str) -> StagingKind:
    """The kind of a stored file; every kind the database allows is here."""
    return KINDS[name]
