"""Values of the list of clusters as staging keeps them (plain JSON), and when two are the same."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from cluster_gis.domain.amount import Amount, Qualifier
from cluster_gis.domain.date_span import DateSpan, Precision
from cluster_gis.domain.list_columns import ListColumn

#: Two numbers nearer than this share of the larger are one: spreadsheets compute in binary.
SAME = Decimal("1e-9")


def clean_text(text: str) -> str:
    """NFC, without blanks at the ends of lines, empty lines, or the mark of neutralised text."""
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.splitlines())
    plain = unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
    return plain[1:] if re.match(r"'[=+\-@]", plain) else plain


def to_json(value: Any) -> Any:
    """Amount, DateSpan, int or text as plain JSON; numbers exact as text."""
    if isinstance(value, Amount):
        return {
            "value": str(value.value),
            "max": None if value.value_max is None else str(value.value_max),
            "qualifier": value.qualifier,
        }
    if isinstance(value, DateSpan):
        return {
            "start": value.start.isoformat() if value.start else None,
            "end": value.end_exclusive.isoformat() if value.end_exclusive else None,
            "precision": value.precision,
        }
    return value


def from_json(column: ListColumn, value: Any) -> Any:
    """The value back."""
    if not isinstance(value, dict):
        return value
    if column.kind == "date":
        start, end = value["start"], value["end"]
        return DateSpan(
            date.fromisoformat(start) if start else None,
            date.fromisoformat(end) if end else None,
            cast("Precision", value["precision"]),
        )
    return Amount(
        Decimal(value["value"]),
        None if value["max"] is None else Decimal(value["max"]),
        cast("Qualifier | None", value["qualifier"]),
        "vnd" if column.kind == "money" else "ha",
    )


def _close(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def same_value(listed: Any, held: Any, translators: Iterable[Callable[[str], str]] = ()) -> bool:
    """Whether the list says what the register holds.

    A plain number says the same as one that the register holds with a word of reserve. A text may
    be written as recorded or as one of `translators` shows it.
    """
    if isinstance(listed, Amount) and isinstance(held, Amount):
        reserve = listed.qualifier in (None, held.qualifier)
        return (
            reserve
            and _close(listed.value, held.value)
            and _close(listed.value_max, held.value_max)
        )
    if isinstance(listed, str) and isinstance(held, str):
        forms = {_flat(held), *(_flat(translate(held)) for translate in translators)}
        return _flat(listed) in forms
    return bool(listed == held)


def _flat(text: str) -> str:
    return " ".join(clean_text(text).split())
