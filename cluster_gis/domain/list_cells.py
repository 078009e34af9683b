"""One cell of a list -> its value, or an issue that says what was expected.

The same for a cell of a file, a choice made in staging, and a corrected fact.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.amounts import NumberLocale, parse_amount, parse_number
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.list_columns import STATUS, ListColumn
from cluster_gis.domain.list_rows import CellIssue, Severity
from cluster_gis.domain.list_values import clean_text
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, translator

CellValue = str | int | Decimal | date | None
#: Day 0 of the serial numbers that spreadsheets keep days by (Excel's, after 1900-03-01).
EPOCH = date(1899, 12, 30)
#: Serial numbers taken for days: 1954-10-03 to 2064-04-08.
SERIALS = range(20_000, 60_000)
YEARS = range(1900, 2101)
_FACTORS = {
    "area": {"ha": Decimal(1), "m2": Decimal("0.0001"), "km2": Decimal(100)},
    "money": {"vnd": Decimal(1)},
}
#: Other words offices write for a state; folded.
_STATUS_WORDS = {
    "dang hoat dong": "operating",
    "da di vao hoat dong": "operating",
    "hoat dong": "operating",
    "dang xay dung": "under_construction",
    "dang dau tu ha tang": "under_construction",
    "dang trien khai": "under_construction",
    "da thanh lap": "established",
    "thanh lap": "established",
    "quy hoach": "planned",
    "trong quy hoach": "planned",
    "da quy hoach": "planned",
    "rut khoi quy hoach": "withdrawn",
    "dua ra khoi quy hoach": "withdrawn",
}


class BadCell(Exception):
    """The cell cannot be taken: code and message of the issue."""

    def __init__(
        self, code: str, message: str, *, severity: Severity = "error", **values: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.severity: Severity = severity
        self.values = values


@dataclass(frozen=True, slots=True)
class HeadedColumn:
    """A column as a file heads it. factor: of its unit, to ha or VND; 1 for other kinds."""

    column: ListColumn
    header: str
    factor: Decimal


def fold(text: str) -> str:
    """Lower case letters and digits, marks taken off: "Diện tích (ha)" -> "dien tich ha"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def read_value(headed: HeadedColumn, value: CellValue, locale: NumberLocale | None = None) -> Any:
    """The value of a filled cell; raises BadCell."""
    return _READERS[headed.column.kind](headed, value, locale)


def read_cell(
    headed: HeadedColumn, value: CellValue, place: str, locale: NumberLocale | None
) -> Any:
    """The value of a filled cell, or a CellIssue."""
    column = headed.column
    try:
        return read_value(headed, value, locale)
    except BadCell as bad:
        return CellIssue(
            code=bad.code,
            severity=bad.severity,
            message=bad.message,
            place=place,
            key=column.key,
            value=printed(value),
            values=bad.values,
        )


def printed(value: CellValue) -> str:
    """A cell as people read it."""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _text(headed: HeadedColumn, value: CellValue, _: NumberLocale | None) -> Any:
    if headed.column.key in ("construction_start_text", "construction_end_text"):
        return _printed_date(value)
    text = clean_text(printed(value))
    if text.startswith("#") and text.rstrip("!?/0AN").upper() in _ERRORS:
        raise BadCell("formula_error", N_("The formula of this cell gave an error; write a value."))
    return text


_ERRORS = frozenset({"#REF", "#DIV", "#VALUE", "#NAME", "#N", "#NUM", "#NULL"})


def _printed_date(value: CellValue) -> str:
    """A date of works as the register keeps it: ISO, short when it is; other words stay."""
    if isinstance(value, date):
        return value.isoformat()
    try:
        span = parse_date_span(str(value))
    except InvalidInput:
        return clean_text(str(value))
    return iso_text(span)


def iso_text(span: DateSpan) -> str:
    """2024-05-18, 2024-05, 2024-Q2 or 2024."""
    if span.start is None:
        return ""
    match span.precision:
        case "day":
            return span.start.isoformat()
        case "month":
            return span.start.strftime("%Y-%m")
        case "quarter":
            return f"{span.start.year}-Q{(span.start.month + 2) // 3}"
    return str(span.start.year)


def _code(_headed: HeadedColumn, value: CellValue, _: NumberLocale | None) -> str:
    code = clean_text(str(value)).lower()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        raise BadCell(
            "code_form",
            N_("Expected a code of small letters, digits and single hyphens, as hp-cam-van."),
        )
    return code


def _choice(headed: HeadedColumn, value: CellValue, _: NumberLocale | None) -> str:
    column: ListColumn = headed.column
    text = fold(str(value))
    for code, label in column.choices.items():
        words = {fold(code), *(fold(translator(language)(label)) for language in LANGUAGES)}
        if text in words:
            return code
    if column.choices is STATUS and text in _STATUS_WORDS:
        return _STATUS_WORDS[text]
    raise BadCell(
        "not_a_choice",
        N_("Expected one of: {expected}."),
        expected="; ".join(translator("vi")(label) for label in column.choices.values()),
    )


def _number(
    headed: HeadedColumn, value: CellValue, locale: NumberLocale | None, *, least: Decimal
) -> Amount:
    column = headed.column
    if isinstance(value, date):
        raise BadCell(
            "date_for_number",
            N_("A date stands here, expected a number: the program took 1/5 or 1.5 for a day."),
        )
    if isinstance(value, int | Decimal):
        amount = Amount(Decimal(value) * headed.factor)
    else:
        amount = _printed_amount(headed, str(value), locale)
    if amount.value < least:
        raise BadCell(
            "number_out_of_range",
            N_("Expected a number of at least {least}."),
            least=least,
        )
    unit = "vnd" if column.kind == "money" else "ha"
    return Amount(amount.value, amount.value_max, amount.qualifier, unit)


def _printed_amount(headed: HeadedColumn, text: str, locale: NumberLocale | None) -> Amount:
    kind = headed.column.kind
    text = clean_text(text)
    try:
        if text.startswith(("-", "−")):
            # A sign, not a range: the check of the least value refuses it by its name.
            return Amount(-parse_number(text[1:], locale=locale, field=headed.header))
        amount = parse_amount(text, locale=locale, field=headed.header)
    except InvalidInput as error:
        raise BadCell("not_a_number", error.message, **error.values) from error
    factors = _FACTORS.get(kind, {})
    if amount.unit is not None and amount.unit not in factors:
        raise BadCell(
            "unit_of_other_kind",
            N_("The unit {unit} does not belong to this column."),
            unit=repr(amount.unit),
        )
    factor = headed.factor if amount.unit is None else factors[amount.unit]
    high = None if amount.value_max is None else amount.value_max * factor
    return Amount(amount.value * factor, high, amount.qualifier)


def _area(headed: HeadedColumn, value: CellValue, locale: NumberLocale | None) -> Amount:
    return _number(headed, value, locale, least=Decimal(0))


def _count(headed: HeadedColumn, value: CellValue, locale: NumberLocale | None) -> int:
    amount = _number(headed, value, locale, least=Decimal(0))
    if amount.value != int(amount.value) or amount.value_max is not None or amount.qualifier:
        raise BadCell("not_a_count", N_("Expected a whole number."))
    return int(amount.value)


def _date(_headed: HeadedColumn, value: CellValue, _: NumberLocale | None) -> DateSpan:
    if isinstance(value, Decimal):
        value = int(value)  # a moment: the part after the point is the time of day
    if isinstance(value, str) and re.fullmatch(r"\d{5}", value.strip()):
        value = int(value)
    if isinstance(value, int):
        if value in YEARS:
            return DateSpan(date(value, 1, 1), date(value + 1, 1, 1), "year")
        if value in SERIALS:
            value = EPOCH + timedelta(days=value)
    if isinstance(value, date):
        if value.year < YEARS.start:
            raise BadCell("not_a_date", _EXPECTED_DATE)
        return DateSpan(value, value + timedelta(days=1), "day")
    text = clean_text(str(value))
    try:
        return parse_date_span(text)
    except InvalidInput:
        pass
    parts = re.fullmatch(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", text)
    if parts and int(parts[2]) > 12 and 1 <= int(parts[1]) <= 12:
        raise BadCell(
            "date_month_first",
            N_("Month before day? Expected dd/mm/yyyy, perhaps {guess}."),
            guess=f"{int(parts[2]):02}/{int(parts[1]):02}/{parts[3]}",
        )
    if parts and 1 <= int(parts[2]) <= 12:
        raise BadCell(
            "no_such_day",
            N_("There is no such day; expected dd/mm/yyyy of the calendar."),
        )
    raise BadCell("not_a_date", _EXPECTED_DATE)


_EXPECTED_DATE = N_(
    "Expected a date dd/mm/yyyy; mm/yyyy, a quarter or a year when only that is known."
)
_READERS: dict[str, Callable[[HeadedColumn, CellValue, NumberLocale | None], Any]] = {
    "code": _code,
    "text": _text,
    "choice": _choice,
    "area": _area,
    "money": _area,
    "count": _count,
    "date": _date,
}
