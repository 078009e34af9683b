"""data/support_totals: printed totals of industry promotion, to hold the support ledger against."""

from decimal import Decimal
from pathlib import Path

from cluster_gis.domain.intake import Parsed, StatisticRecord
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

_COLUMNS = columns("scope level unit_key measure value unit year note source")
MILLION = Decimal(10) ** 6


def _total(row: Row) -> StatisticRecord:
    unit = row.choice("unit", {"projects", "VND million"})
    row.needed("value")
    money = unit == "VND million"
    return StatisticRecord(
        area_name=row.needed("scope"),
        level=row.choice("level", {"national", "province"}),
        unit_key=row.text("unit_key"),
        period=row.date("year"),
        measure=row.needed("measure"),
        value=(row.number("value") or Decimal(0)) * (MILLION if money else 1),
        unit="VND" if money else unit,
        qualifier=None,
        target=False,
        note=row.text("note"),
        source=row.needed("source"),
    )


def read_support_totals(data: Path = DATA) -> Parsed[StatisticRecord]:
    """Totals of `data`/support_totals."""
    return read_table(
        open_folder(data / "support_totals"),
        "totals.csv",
        _COLUMNS,
        _total,
        key=lambda r: (r.area_name, r.measure, r.period),
    )
