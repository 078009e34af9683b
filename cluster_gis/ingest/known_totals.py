"""data/known_totals: totals that officials reported, to hold the register against."""

from decimal import Decimal
from pathlib import Path

from cluster_gis.domain.intake import Parsed, StatisticRecord
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import BILLION, Row, columns, read_table

_COLUMNS = columns("scope unit_key measure value unit qualifier as_of note source")


def _total(row: Row) -> StatisticRecord:
    unit = row.choice("unit", {"clusters", "ha", "VND billion"})
    row.needed("value")
    qualifier = row.choice("qualifier", {"exact", "about", "nearly", "over"})
    money = unit == "VND billion"
    return StatisticRecord(
        area_name=row.needed("scope"),
        level="province",
        unit_key=row.needed("unit_key"),
        period=row.date("as_of"),
        measure=row.needed("measure"),
        value=(row.number("value") or Decimal(0)) * (BILLION if money else 1),
        unit="VND" if money else unit,
        qualifier=None if qualifier == "exact" else qualifier,
        target=False,
        note=row.text("note"),
        source=row.needed("source"),
    )


def read_known_totals(data: Path = DATA) -> Parsed[StatisticRecord]:
    """Totals of `data`/known_totals."""
    return read_table(
        open_folder(data / "known_totals"),
        "totals.csv",
        _COLUMNS,
        _total,
        key=lambda r: (r.area_name, r.measure, r.period),
    )
