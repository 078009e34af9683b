"""The provinces' own rules as shipped."""

from datetime import date
from decimal import Decimal

from cluster_gis.ingest.province_rules import read_province_rules
from cluster_gis.law.register import BY_ID


def test_the_shipped_rules_are_read_without_an_issue():
    parsed = read_province_rules()
    assert parsed.issues == ()
    assert {(r.province_key, r.rule, r.kind, r.threshold) for r in parsed.records} == {
        ("2025:01", "AREA-LOCAL", "ordinary", Decimal(30)),
        ("2025:01", "AREA-LOCAL", "craft_village", Decimal(15)),
        ("2025:01", "OPS-LATE-LOCAL", None, Decimal(12)),
        ("2025:15", "PROC-LOCAL-OPINION", None, Decimal(10)),
        ("2025:15", "PROC-LOCAL-POLICY", None, Decimal(1)),
    }


def test_they_hold_as_long_as_the_register_of_law_says():
    for record in read_province_rules().records:
        [version] = BY_ID[record.rule].versions[:1]
        assert record.valid_from.start == version.effective_from, record.rule
        assert record.valid_to.last_day == version.effective_to, record.rule
        assert record.confidence == version.confidence
    assert date(2025, 12, 3) in {r.valid_to.last_day for r in read_province_rules().records}
