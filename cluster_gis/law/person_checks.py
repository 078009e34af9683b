"""Who last held each rule against the signed text, and when: `data/law_rules/person_checks.csv`.

A row a rule. An empty day says that no person has checked the rule yet, and that is what is shown.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "data" / "law_rules" / "person_checks.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCheck:
    """One row. checked_on None = not checked by a person yet; text_seen: copy held against it."""

    rule: str
    checked_on: date | None
    checked_by: str
    text_seen: str
    note: str


@cache
def person_checks() -> Mapping[str, PersonCheck]:
    """Rule id -> its row."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {
            row["rule_id"]: PersonCheck(
                rule=row["rule_id"],
                checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
                checked_by=row["checked_by"],
                text_seen=row["text_seen"],
                note=row["note"],
            )
            for row in csv.DictReader(stream)
        }
