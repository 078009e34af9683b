"""Numbers, money and dates as people read them; the only place that writes them.

Vietnamese: 1.234,56 and 816,6 tỷ đồng. English: 1,234.56 and VND 816.6 billion.
Dates are dd/mm/yyyy in both languages, because the documents shown beside them are Vietnamese.
A date that a source gives as a month, quarter or year is never shown as a day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from cluster_gis.i18n import N_, Translator, translator

#: Legal days and the times shown are those of Việt Nam.
LEGAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_BILLION = Decimal(1_000_000_000)
_MILLION = Decimal(1_000_000)


def legal_day(moment: datetime) -> date:
    """The calendar day in Việt Nam at `moment` (aware)."""
    return moment.astimezone(LEGAL_ZONE).date()


@dataclass(frozen=True, slots=True)
class Formats:
    """Texts of values in one language ("vi" or "en")."""

    language: str

    @property
    def _(self) -> Translator:
        return translator(self.language)

    def number(self, value: Decimal | float, digits: int = 6) -> str:
        """`value` with at most `digits` decimals, none added: 75, 49,37, 1.234,5."""
        pattern = "#,##0." + "#" * digits if digits else "#,##0"
        text: str = format_decimal(value, format=pattern, locale=self.language)
        return text

    def hectares(self, value: Decimal | float) -> str:
        """Area in hectares, with the unit."""
        return f"{self.number(value)}\u00a0ha"

    def percent(self, value: Decimal | float) -> str:
        """A share given on the scale 0-100."""
        gap = "\u00a0" if self.language == "vi" else ""
        return f"{self.number(value, 2)}{gap}%"

    def money(self, value_vnd: Decimal | float) -> str:
        """Đồng as officials write them: in billions, below one billion in millions."""
        amount = Decimal(value_vnd)
        if amount >= _BILLION or amount == 0:
            return self._(N_("VND {amount} billion")).format(amount=self.number(amount / _BILLION))
        return self._(N_("VND {amount} million")).format(amount=self.number(amount / _MILLION))

    def day(self, value: date) -> str:
        """dd/mm/yyyy."""
        return value.strftime("%d/%m/%Y")

    def printed(self, text: str) -> str:
        """A date as a source prints it, ISO and perhaps short ("2025-07", "2024-Q3")."""
        match text.split("-"):
            case [year, month, day] if day.isdigit():
                return f"{day}/{month}/{year}"
            case [year, part] if part.startswith("Q") and part[1:].isdigit():
                start = date(int(year), int(part[1:]) * 3 - 2, 1)
                return self.period(start, None, "quarter")
            case [year, month] if month.isdigit():
                return f"{month}/{year}"
        return text

    def moment(self, value: datetime) -> str:
        """dd/mm/yyyy HH:MM in Việt Nam's time; `value` is aware."""
        return value.astimezone(LEGAL_ZONE).strftime("%d/%m/%Y %H:%M")

    def period(self, start: date | None, until: date | None, precision: str) -> str:
        """A date no finer than its precision ("day", "month", "quarter", "year", "unknown").

        until: last day it may be, inclusive; None = the same as `start`.
        """
        if start is None:
            return self._(N_("date not known"))
        match precision:
            case "day":
                same = until is None or until == start
                return (
                    self.day(start) if same else f"{self.day(start)} – {self.day(until or start)}"
                )
            case "month":
                return start.strftime("%m/%Y")
            case "quarter":
                quarter = ("I", "II", "III", "IV")[(start.month - 1) // 3]
                return self._(N_("Q{quarter}/{year}")).format(quarter=quarter, year=start.year)
            case "year":
                return str(start.year)
        return self._(N_("date not known"))
