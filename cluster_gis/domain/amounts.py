"""Printed numbers -> Amount: both ways of writing decimals, words of reserve, ranges, units.

`1.234` means 1234 in Vietnamese and 1.234 in English: without a declared locale such a text is
ambiguous and refused with both readings, never guessed.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from cluster_gis.domain.amount import Amount, Qualifier
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: vi: 1.234,5 · en: 1,234.5 · plain: 1234.5, no grouping (our own files)
NumberLocale = Literal["vi", "en", "plain"]

_WORDS: tuple[tuple[Qualifier, str], ...] = (
    ("about", r"khoảng|xấp xỉ|chừng|about|approximately|approx\.?|circa|around|~|≈"),
    ("nearly", r"gần|nearly|almost"),
    ("over", r"hơn|trên|over|more than|above|>"),
    ("under", r"dưới|under|less than|below|<"),
)
_UNITS: tuple[tuple[str, str, int], ...] = (
    ("vnd", r"(?:tỷ|tỉ)(?:\s*(?:đồng|vnđ|vnd|đ))?|(?:vnd\s*)?billion(?:\s*(?:vnd|dong))?", 10**9),
    ("vnd", r"triệu(?:\s*(?:đồng|vnđ|vnd|đ))?|million(?:\s*(?:vnd|dong))", 10**6),
    ("vnd", r"đồng|vnđ|vnd|dong", 1),
    ("ha", r"ha|hécta|héc-ta|hecta|hectares?", 1),
    ("m2", r"m2|m²|mét vuông", 1),
    ("km2", r"km2|km²", 1),
    ("pct", r"%|phần trăm|percent", 1),
)
_NUMBER = r"[0-9][0-9.,\s\u00a0\u202f]*"
_RANGE = re.compile(rf"(?:từ\s+|from\s+)?({_NUMBER})\s*(?:-|–|—|đến|to)\s*({_NUMBER})(.*)")
_SINGLE = re.compile(rf"({_NUMBER})(.*)")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")


def parse_number(text: str, *, locale: NumberLocale | None, field: str = "value") -> Decimal:
    """`text` as a number. locale None = not declared: only texts with one reading are taken.

    Raises InvalidInput naming `field` and, when ambiguous, both readings.
    """
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d+", digits):
        return Decimal(digits)
    if locale == "plain":
        if re.fullmatch(r"\d+\.\d+", digits):
            return Decimal(digits)
        raise _not_a_number(field, text)
    both = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})+([.,])\d+", digits)
    if both and both[1] != both[2]:
        return Decimal(digits.replace(both[1], "").replace(both[2], "."))
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        several = digits.count(grouped[1]) > 1
        as_grouped = Decimal(digits.replace(grouped[1], ""))
        as_decimal = None if several else Decimal(digits.replace(grouped[1], "."))
        group_mark = {"vi": ".", "en": ",", None: None}[locale]
        if as_decimal is None or group_mark == grouped[1]:
            return as_grouped
        # 0.123 and 0,123 cannot be grouped: nobody groups after a lone zero
        if group_mark is not None or digits.startswith("0"):
            return as_decimal
        raise InvalidInput(
            N_(
                "{field} is {value}: it may mean {first} or {second}; say how decimals are written."
            ),
            field=field,
            value=repr(text.strip()),
            first=as_grouped,
            second=as_decimal,
        )
    if re.fullmatch(r"\d+[.,]\d+", digits):
        return Decimal(digits.replace(",", "."))
    raise _not_a_number(field, text)


def _not_a_number(field: str, text: str) -> InvalidInput:
    return InvalidInput(
        N_("{field} is {value}; expected a number such as 1.234,5 or 1,234.5."),
        field=field,
        value=repr(text.strip()),
    )


def _unit(text: str) -> tuple[str | None, int]:
    plain = text.strip().rstrip(".")
    for name, form, factor in _UNITS:
        if re.fullmatch(form, plain):
            return name, factor
    return (plain or None), 1


def parse_amount(
    text: str, *, locale: NumberLocale | None, unit: str | None = None, field: str = "value"
) -> Amount:
    """`text` as an Amount; money comes back in VND.

    unit: the unit when none is printed. A word such as "khoảng" becomes the qualifier; of a
    range the qualifier is "range". Raises InvalidInput naming `field`.
    """
    rest = unicodedata.normalize("NFC", text).strip().lower()
    qualifier: Qualifier | None = None
    for name, words in _WORDS:
        match = re.match(rf"(?:{words})\s*", rest)
        if match:
            qualifier, rest = name, rest[match.end() :]
            break
    upper: Decimal | None = None
    ranged = _RANGE.fullmatch(rest)
    single = _SINGLE.fullmatch(rest)
    if ranged:
        value = parse_number(ranged[1], locale=locale, field=field)
        upper = parse_number(ranged[2], locale=locale, field=field)
        tail = ranged[3]
        if upper < value:
            raise InvalidInput(
                N_("{field} is {value}; the range runs backwards."), field=field, value=repr(text)
            )
        qualifier = "range"
    elif single:
        value, tail = parse_number(single[1], locale=locale, field=field), single[2]
    else:
        raise _not_a_number(field, text)
    printed, factor = _unit(tail)
    return Amount(
        value * factor,
        None if upper is None else upper * factor,
        qualifier,
        printed if printed is not None else unit,
    )
