"""Numbers as tables print them: 2413383.45, 2.413.383,45, 2 413 383,45, 2,413,383.45."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

#: How thousands and decimals are written; "plain" needs no choice.
Style = Literal["plain", "comma_decimal", "dot_decimal", "ambiguous"]

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f_]+")
_UNIT = re.compile(r"(?<=[\d.,])\s*(m|mét|ha|m2|m²)\.?$", re.IGNORECASE)
#: Four digits before the point cannot be a group of thousands.
_PLAIN = re.compile(r"^\d{4,}(?:\.\d+)?$", re.ASCII)
_NUMERIC = re.compile(r"^[+-]?\d[\d.,]*$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:[.,]\d{3})+$")


@dataclass(frozen=True, slots=True)
class Number:
    """A parsed number. other: the second reading of an ambiguous one (`587.123`)."""

    value: float
    style: Style
    other: float | None = None
    grouped: bool = False


def _value(text: str, decimal: str) -> float:
    thousands = "," if decimal == "." else "."
    return float(text.replace(thousands, "").replace(decimal, "."))


def parse_number(text: str) -> Number | None:  # noqa: PLR0911 - one return per form
    """The number in a cell, None when the cell is not one.

    One separator before exactly three digits is ambiguous: `value` reads it as thousands, `other`
    as decimals. A unit (m, ha) after the number and spaces inside it are ignored.
    """
    if len(text) <= 20 and _PLAIN.match(text):
        return Number(float(text), "plain")
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    text = _SPACES.sub("", _UNIT.sub("", text)).strip("'")
    if len(text) > 20 or not text.isascii() or not _NUMERIC.match(text):
        return None
    if text.endswith((".", ",")):
        text = text[:-1]
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return Number(float(text), "plain")
    if dots and commas:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        if text.count(decimal) > 1:
            return None
        head = text[: text.rfind(decimal)]
        if not _GROUPED.match(head):
            return None
        style: Style = "comma_decimal" if decimal == "," else "dot_decimal"
        return Number(_value(text, decimal), style, grouped=True)
    separator = "." if dots else ","
    if text.count(separator) > 1:
        if not _GROUPED.match(text):
            return None
        style = "comma_decimal" if separator == "." else "dot_decimal"
        return Number(float(text.replace(separator, "")), style, grouped=True)
    as_decimal = _value(text, separator)
    if _GROUPED.match(text):
        return Number(float(text.replace(separator, "")), "ambiguous", as_decimal)
    return Number(as_decimal, "comma_decimal" if separator == "," else "plain")


def get_column_style(numbers: Iterable[Number]) -> Style:
    """The style that the unambiguous cells of a table show; "plain" when none of them shows one."""
    for number in numbers:
        if number.style in ("comma_decimal", "dot_decimal"):
            return number.style
    return "plain"


def resolve(number: Number, text: str, style: Style, low: float, high: float) -> float:
    """The reading of a number: by the table's style, else by which reading lies in [low, high]."""
    if number.style != "ambiguous" or number.other is None:
        return number.value
    separator = "." if "." in text else ","
    if style in ("comma_decimal", "dot_decimal"):
        decimal = "," if style == "comma_decimal" else "."
        return number.other if separator == decimal else number.value
    if low <= number.value <= high and not low <= number.other <= high:
        return number.value
    return number.other
