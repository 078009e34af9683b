"""data/haiduong_clusters: the clusters of the former province of Hải Dương."""

from pathlib import Path

from cluster_gis.ingest.cluster_table import ClusterTables, read_cluster_tables
from cluster_gis.ingest.source_file import DATA, open_folder


def read_haiduong_clusters(data: Path = DATA) -> ClusterTables:
    """Clusters and stated figures of `data`/haiduong_clusters."""
    return read_cluster_tables(open_folder(data / "haiduong_clusters"), prefix="hd-")
