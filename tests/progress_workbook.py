"""A filled template of progress of the small register: 300 rows, and mistakes to plant in it."""

import io
from datetime import date, timedelta
from typing import Any

from openpyxl import load_workbook

from cluster_gis.domain.labels import FUND_SOURCE
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_words import CLEARANCE
from cluster_gis.i18n import translator
from cluster_gis.reports.progress_template import build_progress_template

CODE, AREA_HA = "hp-tien-lang", 49.37
TYPES = ("road", "pavement", "green", "water_supply", "drainage", "power", "lighting", "telecom")
FIRST_LINE = 6
VI = translator("vi")
#: sheet line of a row: kind -> line of its first row
Rows = dict[str, list[dict[str, Any]]]


def rows_300() -> Rows:
    """300 rows without a mistake: words of choices in Vietnamese, days as dates."""
    days = [date(2023, 1, 15) + timedelta(days=30 * n) for n in range(27)]
    rows: Rows = {kind: [] for kind in KINDS}
    for kind in TYPES:
        for n, day in enumerate(days):
            rows["work"].append(
                {
                    "code": CODE,
                    "work_type": VI(_choices("work", "work_type")[kind]),
                    "as_of": day,
                    "progress_pct": round(n * 3.5, 1),
                    "in_operation": "không" if n < 26 else None,
                }
            )
    for n, measure in enumerate(CLEARANCE):
        for step in range(6):
            rows["clearance"].append(
                {
                    "code": CODE,
                    "measure": VI(CLEARANCE[measure]),
                    "as_of": date(2023 + step // 2, 6 if step % 2 else 3, 14),
                    "area_ha": 5 * (step + 1) - n,
                }
            )
    for fund, label in FUND_SOURCE.items():
        for kind, amount in (("kế hoạch", 30), ("đã giải ngân", 12.5)):
            rows["capital"].append(
                {
                    "code": CODE,
                    "kind": kind,
                    "fund_source": VI(label) if fund else None,
                    "coverage": "lũy kế đến ngày",
                    "as_of": date(2025, 6, 14),
                    "amount_vnd": amount,
                }
            )
    for n in range(10):
        rows["wastewater"].append(
            {
                "code": CODE,
                "as_of": date(2024, 1, 1) + timedelta(days=40 * n),
                "designed_m3_per_day": 1000,
                "built_m3_per_day": 500,
                "in_operation": "không",
            }
        )
    for n in range(12):
        rows["project"].append(
            {
                "code": CODE,
                "project_name": f"Nhà máy số {n}",
                "tax_code": f"02001234{n:02}",
                "state": "đang sản xuất",
                "land_ha": 1.5,
                "as_of": date(2025, 6, 14),
            }
        )
    for n in range(10):
        rows["lease"].append(
            {
                "code": CODE,
                "tenant": f"Công ty {n}",
                "area_ha": 1.2,
                "contract_number": f"HĐ-{n:02}",
                "signed_on": date(2024, 3, 1),
                "ends_on": date(2060, 3, 1),
            }
        )
    return rows


def _choices(kind: str, key: str) -> Any:
    column = KINDS[kind].column(key)
    assert column is not None
    return column.choices


def workbook(rows: Rows) -> bytes:
    """The product's own template with these rows typed in."""
    book = load_workbook(
        io.BytesIO(build_progress_template({}, language="vi", as_of=date(2025, 6, 14)))
    )
    for kind, filled in rows.items():
        sheet = book[VI(KINDS[kind].title)]
        numbers = {column.key: n for n, column in enumerate(KINDS[kind].columns, 1)}
        for line, row in enumerate(filled, FIRST_LINE):
            for key, value in row.items():
                if value is not None:
                    sheet.cell(line, numbers[key], value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


#: (kind, index of the row, what is changed in it, code of the finding, column that it names)
MISTAKES: tuple[tuple[str, int, dict[str, Any], str, str], ...] = (
    ("work", 3, {"code": "hp-khong-co"}, "unknown_cluster", "code"),
    ("work", 40, {"progress_pct": "một nửa"}, "not_a_number", "progress_pct"),
    ("work", 70, {"progress_pct": 350}, "above_100", "progress_pct"),
    ("work", 100, {"as_of": "31/02/2025"}, "no_such_day", "as_of"),
    ("work", 130, {"work_type": "cầu vượt biển"}, "not_a_choice", "work_type"),
    ("work", 188, {"progress_pct": 0.1}, "fell", "progress_pct"),
    ("clearance", 5, {"area_ha": 300000}, "area_unit", "area_ha"),
    ("clearance", 29, {"as_of": date(2999, 1, 1)}, "day_to_come", "as_of"),
    ("capital", 1, {"amount_vnd": 12500000000}, "money_unit", "amount_vnd"),
    ("wastewater", 4, {"meets_standard": "có"}, "meets_without_plant", "meets_standard"),
    ("project", 6, {"tax_code": "02-00"}, "tax_code", "tax_code"),
    ("lease", 8, {"ends_on": date(2020, 1, 1)}, "period_backwards", "ends_on"),
)


def plant(rows: Rows) -> list[tuple[str, str, str]]:
    """Plant the mistakes; returns (sheet, cell, code) of each, as the answer must name them."""
    places = []
    for kind, index, change, code, key in MISTAKES:
        rows[kind][index] |= change
        numbers = {column.key: n for n, column in enumerate(KINDS[kind].columns, 1)}
        letter = chr(ord("A") + numbers[key] - 1)
        places.append((VI(KINDS[kind].title), f"{letter}{FIRST_LINE + index}", code))
    return places
