"""A case as the JSON that `judge` reads: what was judged can be judged again elsewhere."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain.facts import Case

#: Of the case itself, or of callers only.
_NOT_FACTS = frozenset({"procedure", "on", "area_spread_ha"})


def case_to_json(case: Case) -> dict[str, Any]:
    """`{"procedure", "on", "facts"}`; what is not known is left out, numbers keep their digits."""
    return {
        "procedure": case.procedure,
        "on": case.on.isoformat(),
        "facts": {
            item.name: value
            for item in fields(case)
            if item.name not in _NOT_FACTS
            and (value := _plain(getattr(case, item.name))) is not None
        },
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        # The shortest text of a float is the decimal's own digits: facts have at most 15.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {
            item.name: plain
            for item in fields(value)
            if (plain := _plain(getattr(value, item.name))) is not None
        }
    return value
