"""Verdicts, limits and facts in words, for printed pages. Numbers keep every digit they have."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain import labels
from cluster_gis.domain.facts import Candidate, Milestone, Override, UnitCluster, Work
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.law.labels import CONFIDENCE_NAMES
from cluster_gis.law.rule import Limit
from maps.styles import STATE, VERDICT

SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "="}
UNITS = {
    "working_days": N_("working days"),
    "days": N_("calendar days"),
    "years": N_("years"),
    "months": N_("months"),
    "points": N_("points"),
    "persons": N_("persons"),
    "projects": N_("projects"),
    "outlets": N_("outlets"),
    "items": N_("items"),
    "fields": N_("fields"),
    "sets": N_("sets"),
    "reports": N_("reports"),
    "inspections": N_("inspections"),
    "million VND": N_("million VND"),
}
STATUS_NAMES = {category.code: category.label for category in STATE.categories}
#: Units whose threshold says it all.
SILENT = frozenset({"", "bool", "date", "MM-DD"})


def verdict_words(verdict: str, language: str) -> str:
    """The verdict as the maps and pages name it."""
    return translator(language)(VERDICT.category(verdict).label)


def confidence_words(confidence: str, language: str) -> str:
    """How sure the text is; a text that was not read says so."""
    return translator(language)(CONFIDENCE_NAMES[confidence])


def amount_words(threshold: Any, operator: str, unit: str, language: str) -> str:
    """What is compared with: "≤ 75 ha", "= có", "≥ 60 %" (a ratio is told in per cent)."""
    _ = translator(language)
    formats = Formats(language)
    if unit == "ratio" and isinstance(threshold, Decimal):
        threshold, unit = threshold * 100, "%"
    if isinstance(threshold, bool):
        value = _(N_("yes")) if threshold else _(N_("no"))
    elif isinstance(threshold, Decimal):
        value = formats.number(threshold, 12)
    else:
        value = {"all": _(N_("all"))}.get(str(threshold), str(threshold))
    sign = SIGNS.get(operator, "")
    named = "" if unit in SILENT else _(UNITS.get(unit, unit))
    return " ".join(part for part in (sign, value, named) if part)


def measured_words(finding: Mapping[str, Any], language: str) -> str:
    """What was measured, from a finding as `judge` prints it; empty = nothing was."""
    measured = finding["measured"]
    if measured is None:
        return ""
    return amount_words(_exact(measured), "", finding["unit"], language)


def threshold_words(finding: Mapping[str, Any], language: str) -> str:
    """What a finding (or an arm of it) compares with."""
    return amount_words(
        _exact(finding["threshold"]), finding["operator"], finding["unit"], language
    )


def _exact(value: Any) -> Any:
    """A number of JSON as the Decimal its digits say; anything else as it is."""
    return Decimal(str(value)) if type(value) in (int, float) else value


def limit_words(limit: Limit, language: str) -> str:
    """One limit of a version."""
    return amount_words(limit.threshold, limit.operator, limit.unit, language)


def fact_name(path: str, language: str) -> str:
    """The fact at a path as readers name it; a path without a name as it is."""
    _ = translator(language)
    bare = path.partition("[")[0]
    name = labels.FACT.get(bare)
    return _(name) if name else path


def fact_words(path: str, value: Any, language: str) -> str:
    """The value of a fact; None = not known."""
    _ = translator(language)
    name = path.rpartition(".")[2]
    if value is None:
        return _(N_("not known"))
    if isinstance(value, bool):
        return _(N_("yes")) if value else _(N_("no"))
    if isinstance(value, tuple):
        return "; ".join(_items(value, language)) or _(N_("none there"))
    if isinstance(value, Decimal):
        number = Formats(language).number(value, 12)
        return f"{number} ha" if name.endswith("_ha") else number
    codes = {"kind": labels.KIND, "status": STATUS_NAMES}.get(name, {})
    return _(codes.get(value, str(value)))


def _items(values: tuple[Any, ...], language: str) -> Iterable[str]:
    works = [value for value in values if isinstance(value, Work)]
    if works:
        yield from _works(works, language)
        return
    for value in values:
        yield _item(value, language)


def _works(works: list[Work], language: str) -> Iterable[str]:
    _ = translator(language)
    for done, said in (
        (True, N_("completed and in operation: {works}")),
        (False, N_("not completed or not in operation: {works}")),
    ):
        names = [
            _(labels.WORK_TYPE[work.type]).lower()
            for work in works
            if bool(work.completed and work.in_operation) is done
        ]
        if names:
            yield _(said).format(works=", ".join(names))


def _item(value: Any, language: str) -> str:
    _ = translator(language)
    formats = Formats(language)

    def number(amount: Decimal | None) -> str:
        return _(N_("not known")) if amount is None else formats.number(amount, 12)

    def day(moment: date | None, otherwise: str) -> str:
        return otherwise if moment is None else formats.day(moment)

    match value:
        case UnitCluster():
            return _(N_("{name}: {land} ha of industrial land, {leased} ha leased")).format(
                name=value.code or "CCN",
                land=number(value.industrial_land_ha),
                leased=number(value.leased_industrial_land_ha),
            )
        case Candidate():
            parts = (
                value.plan,
                value.environment_management,
                value.capacity_experience,
                value.finance,
            )
            return f"{value.name}: " + " + ".join(number(part) for part in parts)
        case Milestone():
            return _(N_("{name}: due {due}, {done}")).format(
                name=value.name,
                due=day(value.due, _(N_("not known"))),
                done=_(N_("done {day}")).format(day=formats.day(value.done))
                if value.done
                else _(N_("not done")),
            )
        case Override():
            return f"{value.document} {value.locator}: {number(value.threshold)}"
    return str(value)
