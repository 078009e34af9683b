"""data/haiphong_clusters: the clusters of Hải Phòng as it was before 2025-07-01."""

from pathlib import Path

from cluster_gis.ingest.cluster_table import ClusterTables, read_cluster_tables
from cluster_gis.ingest.source_file import DATA, open_folder


def read_haiphong_clusters(data: Path = DATA) -> ClusterTables:
    """Clusters and stated figures of `data`/haiphong_clusters."""
    return read_cluster_tables(open_folder(data / "haiphong_clusters"), prefix="hp-")
