"""data/laocai_clusters: the clusters of Lào Cai."""

from pathlib import Path

from cluster_gis.ingest.cluster_table import ClusterTables, read_cluster_tables
from cluster_gis.ingest.source_file import DATA, open_folder


def read_laocai_clusters(data: Path = DATA) -> ClusterTables:
    """Clusters and stated figures of `data`/laocai_clusters."""
    return read_cluster_tables(open_folder(data / "laocai_clusters"), prefix="lc-")
