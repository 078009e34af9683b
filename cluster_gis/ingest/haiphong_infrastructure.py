"""data/haiphong_infrastructure: works of clusters of Hải Phòng and former Hải Dương."""

from pathlib import Path

from cluster_gis.domain.intake import Parsed, WorkRecord
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.works_table import read_works_table


def read_haiphong_infrastructure(data: Path = DATA) -> Parsed[WorkRecord]:
    """Stated facts of `data`/haiphong_infrastructure."""
    return read_works_table(open_folder(data / "haiphong_infrastructure"))
