"""Values of the list of clusters in words, and the units they are written in."""

from decimal import Decimal
from typing import Any

from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.labels import QUALIFIER
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.formats import Formats
from cluster_gis.i18n import data_translator, translator


def default_factor(key: str) -> Decimal:
    """To ha and VND from the units of the list's own columns."""
    return Decimal(10) ** 9 if BY_KEY[key].kind == "money" else Decimal(1)


def shown(key: str, value: Any, language: str = "vi") -> str | None:
    """A value for people, in the units of the list; None = not known."""
    if value is None:
        return None
    _, formats, column = translator(language), Formats(language), BY_KEY[key]
    if isinstance(value, DateSpan):
        return formats.period(value.start, value.last_day, value.precision)
    if column.kind in ("area", "money"):
        number = formats.hectares if column.kind == "area" else formats.money
        low = number(value.value)
        text = low if value.value_max is None else f"{low} – {number(value.value_max)}"
        if value.qualifier in (None, "range"):
            return text
        return f"{_(QUALIFIER[value.qualifier])} {text}"
    if column.kind == "choice":
        return _(column.choices.get(str(value), str(value)))
    return data_translator(language)(str(value))
