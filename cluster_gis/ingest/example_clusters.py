"""data/example_clusters: clusters elsewhere, for realistic numbers of the simulated register."""

from decimal import Decimal
from pathlib import Path

from cluster_gis.domain.intake import ExampleClusterRecord, Parsed
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

_COLUMNS = columns("province name area_ha capital_vnd_billion works_start works_end status source")


def _example(row: Row) -> ExampleClusterRecord:
    row.needed("area_ha")
    return ExampleClusterRecord(
        province=row.needed("province"),
        name=row.needed("name"),
        area_ha=row.positive("area_ha") or Decimal(0),
        capital_vnd=row.billions("capital_vnd_billion"),
        works_start=row.text("works_start"),
        works_end=row.text("works_end"),
        status=row.text("status"),
        source=row.needed("source"),
    )


def read_example_clusters(data: Path = DATA) -> Parsed[ExampleClusterRecord]:
    """Examples of `data`/example_clusters."""
    folder = open_folder(data / "example_clusters")
    return read_table(
        folder, "examples.csv", _COLUMNS, _example, key=lambda r: (r.province, r.name)
    )
