"""data/laocai_progress: clearance, works and money of clusters of Lào Cai."""

from pathlib import Path

from cluster_gis.domain.intake import Parsed, WorkRecord
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.works_table import read_works_table


def read_laocai_progress(data: Path = DATA) -> Parsed[WorkRecord]:
    """Stated facts of `data`/laocai_progress."""
    return read_works_table(open_folder(data / "laocai_progress"))
