"""Rows of the provinces' own rules."""

from collections.abc import Sequence
from datetime import timedelta

from cluster_gis.domain.intake import ProvinceRuleRecord
from cluster_gis.domain.sources import SourceBook
from cluster_gis.storage.register import Changes, valid_range


def build_province_rules(rules: Sequence[ProvinceRuleRecord], book: SourceBook) -> Changes:
    """Rows of province_rule, valid on the days the decision is in force."""
    changes = Changes()
    rows = []
    for rule in rules:
        last = rule.valid_to.last_day
        rows.append(
            {
                "rule_key": "/".join(
                    (rule.province_key, rule.rule, rule.kind or "any", rule.document)
                ),
                "province_key": rule.province_key,
                "rule": rule.rule,
                "threshold": rule.threshold,
                "unit": rule.unit,
                "kind": rule.kind,
                "document": rule.document,
                "locator": rule.locator,
                "confidence": rule.confidence,
                "note": rule.note,
                "source_key": book.one(rule.source),
                "valid": valid_range(
                    rule.valid_from.start, last + timedelta(days=1) if last else None
                ),
            }
        )
    changes.add("province_rule", rows)
    return changes
