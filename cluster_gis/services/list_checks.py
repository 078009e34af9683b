"""What a changed cell of a list must answer: units, parts and wholes, days, names.

Only cells that differ from the register are judged: what it holds already is no mistake of the
list. An error stops the row until a person takes the value, leaves the cell out or corrects it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.domain.list_rows import ListCell
from cluster_gis.domain.list_values import clean_text
from cluster_gis.domain.staging import RowIssue
from cluster_gis.i18n import N_
from cluster_gis.law.documents import VERSIONS

#: The law's largest area (32/2024/NĐ-CP, Điều 2 khoản 1), hectares.
LAW_MOST_HA = Decimal(75)
#: Beyond these no cluster is believed without asking, hectares and VND.
MOST_HA, LEAST_HA = Decimal(500), Decimal("0.5")
MOST_VND, LEAST_VND = Decimal(10) ** 14, Decimal(10) ** 9
#: How near a mistaken unit must come to what is known: factor both ways.
NEAR = Decimal(3)
WHOLES = ("area_established_ha", "area_detailed_ha", "area_planned_ha")
_AREA_UNITS = (
    (Decimal(10_000), N_("square metres")),
    (Decimal(100), N_("square kilometres the other way round")),
    (Decimal("0.0001"), N_("converted from square metres twice")),
    (Decimal("0.01"), N_("square kilometres")),
)
_MONEY_UNITS = (
    (Decimal(10) ** 9, N_("VND")),
    (Decimal(10) ** 6, N_("thousands of VND")),
    (Decimal(10) ** 3, N_("millions of VND")),
    (Decimal("0.001"), N_("trillions of VND")),
)
_PREFIX = re.compile(r"^(cụm công nghiệp|cụm cn|ccn)\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compared:
    """A row beside the register. held, listed: key -> value, known ones; as_of: of the list."""

    held: Mapping[str, Any]
    listed: Mapping[str, Any]
    cells: Mapping[str, ListCell]
    changed: frozenset[str]
    as_of: date

    def issue(
        self, key: str, code: str, message: str, *, severity: Any = "error", **values: Any
    ) -> RowIssue:
        """A finding at the cell."""
        cell = self.cells[key]
        return RowIssue(
            code=code,
            severity=severity,
            message=message,
            values={"column": BY_KEY[key].header, "value": cell.text, **values},
            cell=cell.place,
            field=key,
            value=cell.text,
        )

    def amount(self, key: str) -> Decimal | None:
        """The listed figure, else the held one."""
        value = self.listed.get(key, self.held.get(key))
        return value.value if isinstance(value, Amount) else None


def bare_name(name: str) -> str:
    """A name without what kind of thing it is, to tell a rename from another way of writing."""
    return _PREFIX.sub("", " ".join(clean_text(name).split())).casefold()


def check_row(row: Compared) -> list[RowIssue]:
    """Findings of the changed cells."""
    found: list[RowIssue] = []
    for key in sorted(row.changed, key=list(BY_KEY).index):
        for check in _CHECKS.get(BY_KEY[key].kind, ()):
            issue = check(row, key)
            if issue is not None:
                found.append(issue)
                break
    if "name" in row.changed:
        found.append(
            row.issue(
                "name",
                "renamed",
                N_("The register calls this cluster {held}. Renamed? Confirm or leave it out."),
                held=str(row.held["name"]),
            )
        )
    return found


def _unit(
    row: Compared,
    key: str,
    units: tuple[tuple[Decimal, str], ...],
    believed: Callable[[Decimal], bool],
) -> tuple[Decimal, str, Decimal | None] | None:
    """(factor, name of the unit, what it was compared with) of a likely mistake of units."""
    value = row.listed[key].value
    if value == 0:
        return None
    known = list(_references(row, key))
    for factor, name in units:
        meant = value / factor
        for reference in known:
            alike = reference / NEAR <= meant <= reference * NEAR
            if alike and not reference / NEAR <= value <= reference * NEAR:
                return factor, name, reference
    if believed(value):
        return None
    for factor, name in units:
        if believed(value / factor):
            return factor, name, None
    return None


def _references(row: Compared, key: str) -> Iterator[Decimal]:
    """What the register says of the same figure, then of the whole it is a part of."""
    held = row.held.get(key)
    if isinstance(held, Amount) and held.value > 0:
        yield held.value
    if BY_KEY[key].kind == "area" and key in WHOLES:
        for other in WHOLES:
            value = row.amount(other) if other not in row.changed else None
            if value:
                yield value


def _area_unit(row: Compared, key: str) -> RowIssue | None:
    whole = key in WHOLES

    def believed(value: Decimal) -> bool:
        return value <= MOST_HA and (value >= LEAST_HA or not whole)

    found = _unit(row, key, _AREA_UNITS, believed)
    if found is None:
        return None
    factor, name, reference = found
    value = row.listed[key].value
    if reference is not None:
        return row.issue(
            key,
            "unit_error",
            N_("Likely a mistake of units ({unit}): {meant} ha fits the {reference} ha known."),
            unit=name,
            meant=_plain(value / factor),
            reference=_plain(reference),
        )
    return row.issue(
        key,
        "unit_error",
        N_(
            "Likely a mistake of units ({unit}): perhaps {meant} ha; the law allows {most} ha at "
            "most."
        ),
        unit=name,
        meant=_plain(value / factor),
        most=_plain(LAW_MOST_HA),
    )


def _money_unit(row: Compared, key: str) -> RowIssue | None:
    found = _unit(row, key, _MONEY_UNITS, lambda value: LEAST_VND <= value <= MOST_VND)
    if found is None:
        return None
    factor, name, _reference = found
    meant = row.listed[key].value / factor / 10**9
    return row.issue(
        key,
        "unit_error",
        N_("Likely a mistake of units ({unit}): perhaps {meant} billion VND is meant."),
        unit=name,
        meant=_plain(meant),
    )


def _parts(row: Compared, key: str) -> RowIssue | None:
    """A part is not larger than its whole."""
    value = row.amount(key)
    if value is None:
        return None
    if key in ("leased_industrial_land_ha", "licensed_not_leased_ha"):
        whole = row.amount("industrial_land_ha")
        let = (row.amount("leased_industrial_land_ha") or Decimal(0)) + (
            row.amount("licensed_not_leased_ha") or Decimal(0)
        )
        if whole is not None and let > whole:
            return row.issue(
                key,
                "part_above_whole",
                N_("More land let ({value} ha) than there is industrial land ({whole} ha)."),
                value=_plain(let),
                whole=_plain(whole),
            )
    if key == "industrial_land_ha":
        wholes = [w for w in (row.amount(other) for other in WHOLES) if w is not None]
        if wholes and value > max(wholes):
            return row.issue(
                key,
                "part_above_whole",
                N_("More industrial land than the whole cluster has ({whole} ha)."),
                whole=_plain(max(wholes)),
            )
    return None


def _above_law(row: Compared, key: str) -> RowIssue | None:
    value = row.amount(key)
    if key not in WHOLES or value is None:
        return None
    if value == 0:
        return row.issue(
            key, "zero_area", N_("A cluster of 0 ha? Leave the cell empty when it is not known.")
        )
    if value <= LAW_MOST_HA:
        return None
    return row.issue(
        key,
        "above_law",
        N_("More than the {most} ha the law allows a cluster."),
        severity="warning",
        most=_plain(LAW_MOST_HA),
    )


def _day(row: Compared, key: str) -> RowIssue | None:
    span = row.listed[key]
    if not isinstance(span, DateSpan) or span.start is None:
        return None
    if span.start > row.as_of:
        return row.issue(
            key,
            "date_after_list",
            N_("After the day of the list ({day}); expected a day that has been."),
            day=row.as_of.strftime("%d/%m/%Y"),
        )
    first = VERSIONS[0].effective_from
    if span.last_day is not None and span.last_day < first:
        return row.issue(
            key,
            "date_before_law",
            N_("Before the first text on industrial clusters took effect ({day}, {document})."),
            day=first.strftime("%d/%m/%Y"),
            document=VERSIONS[0].document,
        )
    held = row.held.get(key)
    if isinstance(held, DateSpan) and _swapped(span, held):
        return row.issue(
            key,
            "date_swapped",
            N_("Day and month look exchanged: the register has {held}."),
            held=held.start.strftime("%d/%m/%Y") if held.start else "",
        )
    return None


def _swapped(span: DateSpan, held: DateSpan) -> bool:
    one, other = span.start, held.start
    if one is None or other is None or {span.precision, held.precision} != {"day"}:
        return False
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


_CHECKS: Mapping[str, tuple[Callable[[Compared, str], RowIssue | None], ...]] = {
    "area": (_area_unit, _parts, _above_law),
    "money": (_money_unit,),
    "date": (_day,),
}
