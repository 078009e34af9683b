"""data/national_statistics: one row a page and area, told here as one record a figure."""

from itertools import chain
from pathlib import Path

from cluster_gis.domain.intake import Parsed, StatisticRecord
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, read_table

#: column -> (measure, unit)
MEASURES = {
    "planned_clusters": ("planned_clusters", "clusters"),
    "planned_area_ha": ("planned_area_ha", "ha"),
    "established_clusters": ("established_clusters", "clusters"),
    "established_area_ha": ("established_area_ha", "ha"),
    "operating_clusters": ("operating_clusters", "clusters"),
    "operating_area_ha": ("operating_area_ha", "ha"),
    "leased_area_ha": ("leased_area_ha", "ha"),
    "fill_rate_pct": ("fill_rate_pct", "%"),
    "projects": ("projects", "projects"),
    "workers": ("workers", "people"),
    "capital_vnd_billion": ("capital_vnd", "VND"),
    "clusters_with_wastewater": ("clusters_with_wastewater", "clusters"),
}


def _qualifiers(row: Row) -> dict[str, str]:
    found = {
        column: word for column, _, word in (part.partition(":") for part in row.list("qualifiers"))
    }
    if not (found.keys() <= MEASURES.keys() and set(found.values()) <= {"about", "nearly", "over"}):
        row.refuse("qualifiers", N_("not of the form column:about, nearly or over"))
    return found


def _figures(row: Row) -> tuple[StatisticRecord, ...]:
    words, target = _qualifiers(row), row.choice("target", {"yes", "no"}) == "yes"
    name, source, period = row.needed("area_name"), row.needed("source"), row.date("period")
    level = row.choice("level", {"national", "region", "province", "district"})
    found = []
    for column, (measure, unit) in MEASURES.items():
        value = row.billions(column) if unit == "VND" else row.number(column)
        if value is not None:
            found.append(
                StatisticRecord(
                    area_name=name,
                    level=level,
                    unit_key=None,
                    period=period,
                    measure=measure,
                    value=value,
                    unit=unit,
                    qualifier=words.get(column),
                    target=target,
                    note=row.text("note"),
                    source=source,
                )
            )
    return tuple(found)


def read_national_statistics(data: Path = DATA) -> Parsed[StatisticRecord]:
    """Every figure of `data`/national_statistics; rows_read counts rows of the file."""
    columns = ("area_name", "level", "period", *MEASURES, "qualifiers", "target", "note", "source")
    rows = read_table(
        open_folder(data / "national_statistics"), "statistics.csv", columns, _figures
    )
    return Parsed(
        records=tuple(chain.from_iterable(rows.records)),
        issues=rows.issues,
        rows_read=rows.rows_read,
    )
