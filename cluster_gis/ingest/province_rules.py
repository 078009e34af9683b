"""data/province_rules: rules of provinces that are stricter than the decrees."""

from decimal import Decimal
from pathlib import Path

from cluster_gis.domain.facts import KINDS, OVERRIDE_RULES
from cluster_gis.domain.intake import Parsed, ProvinceRuleRecord
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DATA, open_folder
from cluster_gis.ingest.table_file import Row, columns, read_table

_COLUMNS = columns(
    "province_code province rule threshold unit kind document locator valid_from valid_to "
    "confidence note source"
)


def _rule(row: Row) -> ProvinceRuleRecord:
    code = row.needed("province_code")
    if not (len(code) == 2 and code.isdigit()):
        row.refuse("province_code", N_("not a province code of two digits"))
    row.needed("threshold")
    return ProvinceRuleRecord(
        province_key=f"2025:{code}",
        rule=row.choice("rule", OVERRIDE_RULES),
        threshold=row.number("threshold") or Decimal(0),
        unit=row.needed("unit"),
        kind=row.choice("kind", KINDS) if row.text("kind") else None,
        document=row.needed("document"),
        locator=row.needed("locator"),
        valid_from=row.date("valid_from"),
        valid_to=row.date("valid_to"),
        confidence=row.choice("confidence", ("text", "secondary", "memory")),
        note=row.text("note"),
        source=row.needed("source"),
    )


def read_province_rules(data: Path = DATA) -> Parsed[ProvinceRuleRecord]:
    """Rules of `data`/province_rules."""
    folder = open_folder(data / "province_rules")
    return read_table(
        folder,
        "province_rules.csv",
        _COLUMNS,
        _rule,
        key=lambda r: (r.province_key, r.rule, r.kind, r.valid_from),
    )
