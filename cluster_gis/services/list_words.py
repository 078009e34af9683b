"""Values of the list of clusters in words, and the units they are written in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.labels import QUALIFIER, WORK_TYPE
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator, translator
from cluster_gis.storage.queries.list_works import ListedWork

#: Words of the lines in which works and milestones are told.
OTHER_WORKS = N_("Other works")
COMPLETED, IN_OPERATION = N_("completed"), N_("in operation")
DUE, DONE = N_("due {day}"), N_("done {day}")


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


def work_head(work: ListedWork, language: str) -> str:
    """How the line of a work begins: its type and what it is."""
    text = translator(language)(WORK_TYPE.get(work.work_type, OTHER_WORKS))
    return f"{text} – {data_translator(language)(work.item)}" if work.item else text


def work_line(work: ListedWork, language: str) -> str:
    """A work in a cell of the list: type – item: capacity unit (%, completed, in operation)."""
    _, formats = translator(language), Formats(language)
    text = work_head(work, language)
    if work.planned_capacity is not None:
        unit = data_translator(language)(work.capacity_unit or "")
        text += f": {formats.number(work.planned_capacity)} {unit}".rstrip()
    done = []
    if work.progress_pct is not None:
        done.append(formats.percent(work.progress_pct))
    if work.completed:
        done.append(_(COMPLETED))
    if work.in_operation:
        done.append(_(IN_OPERATION))
    return text + (f" ({', '.join(done)})" if done else "")


def milestone_line(row: Mapping[str, Any], language: str) -> str:
    """A milestone in a cell of the list: name: due day, done day."""
    _, formats = translator(language), Formats(language)
    text = data_translator(language)(row["name"])
    if row["due"] is not None:
        text += ": " + _(DUE).format(day=formats.day(row["due"]))
    if row["done"] is not None:
        text += ", " + _(DONE).format(day=formats.day(row["done"]))
    return text
