"""data/measuring_zones: the VN-2000 / TM-3 zone of each province before 2025-07-01."""

from pathlib import Path

from cluster_gis.domain.intake import Parsed, ZoneRecord
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

_COLUMNS = columns("province_code province srid central_meridian valid_from valid_to")


def _zone(row: Row) -> ZoneRecord:
    code = row.needed("province_code")
    if not (len(code) == 2 and code.isdigit()):
        row.refuse("province_code", N_("not a province code of two digits"))
    return ZoneRecord(
        unit_key=f"pre2025:{code}",
        srid=row.integer("srid") or 0,
        central_meridian=row.needed("central_meridian"),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
    )


def read_measuring_zones(data: Path = DATA) -> Parsed[ZoneRecord]:
    """Zones of `data`/measuring_zones."""
    folder = open_folder(data / "measuring_zones")
    return read_table(
        folder,
        "measuring_zones.csv",
        _COLUMNS,
        _zone,
        key=lambda r: (r.unit_key, r.valid_from),
    )
