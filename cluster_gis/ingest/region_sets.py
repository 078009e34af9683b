"""data/region_sets: provinces that are told together."""

from pathlib import Path

from cluster_gis.domain.intake import Parsed, RegionRecord
from cluster_gis.domain.reporting.region_sets import REGION_SETS
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

_COLUMNS = columns("set_key province_code province valid_from valid_to note source")


def _member(row: Row) -> RegionRecord:
    code = row.needed("province_code")
    if not (len(code) == 2 and code.isdigit()):
        row.refuse("province_code", N_("not a province code of two digits"))
    return RegionRecord(
        set_key=row.choice("set_key", REGION_SETS),
        unit_key=f"pre2025:{code}",
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
        source=row.needed("source"),
    )


def read_region_sets(data: Path = DATA) -> Parsed[RegionRecord]:
    """Members of `data`/region_sets; provinces by their codes before 2025-07-01."""
    folder = open_folder(data / "region_sets")
    return read_table(
        folder, "region_sets.csv", _COLUMNS, _member, key=lambda r: (r.set_key, r.unit_key)
    )
