"""Printed dates -> DateSpan. ISO and shortened ISO, quarters, and Vietnamese forms."""

import re
import unicodedata
from datetime import date, timedelta

from cluster_gis.domain.date_span import UNKNOWN_DATE, DateSpan, Precision
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_FORMS: tuple[tuple[Precision, str], ...] = (
    ("day", r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    ("day", r"(?:ngày\s+)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"),
    ("day", r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})"),
    ("month", r"(?P<y>\d{4})-(?P<m>\d{1,2})"),
    ("month", r"(?:tháng\s+)?(?P<m>\d{1,2})\s*(?:/|\s+năm\s+)\s*(?P<y>\d{4})"),
    ("quarter", r"(?P<y>\d{4})-q(?P<q>[1-4])"),
    ("quarter", r"(?:quý\s+|q)(?P<q>[1-4]|iv|i{1,3})\s*(?:/|-|\s+năm\s+|\s+)\s*(?P<y>\d{4})"),
    ("year", r"(?:năm\s+)?(?P<y>\d{4})"),
)


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _span(precision: Precision, parts: dict[str, str | None]) -> DateSpan:
    year = int(parts["y"] or 0)
    if precision == "day":
        start = date(year, int(parts["m"] or 0), int(parts["d"] or 0))
        return DateSpan(start, start + timedelta(days=1), "day")
    if precision == "month":
        start = date(year, int(parts["m"] or 0), 1)
        return DateSpan(start, _next_month(start), "month")
    if precision == "quarter":
        printed = parts["q"] or ""
        quarter = _ROMAN.get(printed) or int(printed)
        start = date(year, 3 * quarter - 2, 1)
        return DateSpan(start, _next_month(date(year, 3 * quarter, 1)), "quarter")
    return DateSpan(date(year, 1, 1), date(year + 1, 1, 1), "year")


def parse_date_span(text: str, *, field: str = "date") -> DateSpan:
    """The days `text` means; empty text = UNKNOWN_DATE. Day before month, as Vietnam prints it.

    Raises InvalidInput naming `field`.
    """
    plain = unicodedata.normalize("NFC", text).strip().lower()
    if not plain:
        return UNKNOWN_DATE
    for precision, form in _FORMS:
        match = re.fullmatch(form, plain)
        if match:
            try:
                return _span(precision, match.groupdict())
            except ValueError:
                break
    raise InvalidInput(
        N_("{field} is {value}; expected a date such as 2025-07-01, 1/7/2025, 2025-Q3 or 2025."),
        field=field,
        value=repr(text),
    )
