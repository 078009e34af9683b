"""Officially reported totals into the register, to compare it with."""

from collections import Counter
from collections.abc import Sequence

from cluster_gis.domain.intake import StatisticRecord
from cluster_gis.domain.sources import SourceBook
from cluster_gis.domain.unit_index import UnitIndex
from cluster_gis.storage.register import Changes


def build_statistics(
    totals: Sequence[StatisticRecord], units: UnitIndex, book: SourceBook
) -> Changes:
    """Rows of reference_statistic; a target or a plan says so in its measure."""
    rows = []
    taken: Counter[str] = Counter()
    for total in totals:
        unit_key = total.unit_key
        if unit_key is None and total.level == "province":
            found = units.find("pre2025", "province", total.area_name, None)
            unit_key = found.unit_key if found is not None else None
        start, measure = total.period.start, total.measure
        if total.target and not measure.startswith("planned_"):
            measure = f"target_{measure}"
        when = str(start.year) if start else "undated"
        key = f"{book.note.folder}/{total.area_name}/{measure}/{when}"
        taken[key] += 1
        rows.append(
            {
                "statistic_key": f"{key}/{taken[key]}",
                "area_name": total.area_name,
                "level": total.level,
                "province_key": unit_key,
                "year": start.year if start else None,
                "month": start.month
                if start and total.period.precision in ("day", "month")
                else None,
                "measure": measure,
                "value": total.value,
                "qualifier": total.qualifier,
                "unit": total.unit,
                "note": total.note,
                "source_key": book.of([total.source]),
            }
        )
    changes = Changes()
    changes.add("reference_statistic", rows)
    return changes
