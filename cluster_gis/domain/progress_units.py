"""Mistaken units: đồng, thousands, millions for billions; square metres for hectares."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cluster_gis.domain.progress_entry import EntryRow
from cluster_gis.domain.staging import RowIssue
from cluster_gis.i18n import N_

#: D7: above this the infrastructure of one cluster is not believed, VND (100 000 billion).
MOST_VND = Decimal(10) ** 14
#: Above this no cluster is believed, hectares; the law's largest is 75.
MOST_HA = Decimal(500)
#: How near a slipped unit must come, factor both ways.
_NEAR = Decimal(3)
_LEAST_VND = Decimal(10) ** 8
_MONEY = (
    (Decimal(10) ** 9, N_("VND")),
    (Decimal(10) ** 6, N_("thousands of VND")),
    (Decimal(10) ** 3, N_("millions of VND")),
)
#: earlier figure over this one -> the unit this one was probably written in
_SLIPS: Mapping[str, tuple[tuple[Decimal, str], ...]] = {
    "capital": (
        (Decimal("1e-9"), N_("VND")),
        (Decimal("1e-6"), N_("thousands of VND")),
        (Decimal("1e-3"), N_("millions of VND")),
        (Decimal(1000), N_("trillions of VND")),
    ),
    "clearance": (
        (Decimal("1e-4"), N_("square metres")),
        (Decimal(100), N_("square kilometres")),
    ),
}
_MONEY_KEYS = ("amount_vnd", "registered_capital_vnd", "realised_capital_vnd")
_AREA_KEYS = ("area_ha", "land_ha", "project_area_ha", "ready_land_ha")
_WHOLES = ("area_established_ha", "area_detailed_ha", "area_planned_ha")
#: A share of the cluster's area above which an area is looked at, and refused.
_ODD, _REFUSED = Decimal("1.05"), Decimal("1.5")


def money_issues(row: EntryRow, state: Mapping[str, Any] | None) -> Iterator[RowIssue]:
    """Amounts no cluster has, with the unit they were probably written in."""
    total = state.get("total_investment_vnd") if state else None
    for key in _MONEY_KEYS:
        amount = row.values.get(key)
        if not isinstance(amount, Decimal):
            continue
        far_above = total is not None and key == "amount_vnd" and amount > total * 100
        if amount <= MOST_VND and not far_above:
            continue
        guess = next(
            (
                unit
                for factor, unit in _MONEY
                if _LEAST_VND <= amount / factor <= (total * _NEAR if total else MOST_VND)
            ),
            None,
        )
        if guess is not None:
            yield row.issue(
                key,
                "money_unit",
                N_("{column}: {amount} billion VND is not believed; is it written in {unit}?"),
                amount=f"{amount / 10**9:f}",
                unit=guess,
            )
        else:
            yield row.issue(
                key,
                "money_unit",
                N_("{column}: {amount} billion VND is not believed; look at the unit."),
                amount=f"{amount / 10**9:f}",
            )


def area_issues(row: EntryRow, state: Mapping[str, Any] | None) -> Iterator[RowIssue]:
    """Areas above that of the cluster, with the unit they were probably written in."""
    whole = max((state[key] for key in _WHOLES if state and state[key] is not None), default=None)
    for key in _AREA_KEYS:
        area = row.values.get(key)
        if not isinstance(area, Decimal) or area <= (whole * _ODD if whole else MOST_HA):
            continue
        values = {"area": f"{area:f}", "whole": f"{whole:f}" if whole is not None else "?"}
        if area / 10_000 <= (whole * _ODD if whole else MOST_HA) and area > (whole or MOST_HA) * 10:
            yield row.issue(
                key,
                "area_unit",
                N_("{column} is {area} ha, the cluster has {whole} ha: is it written in m²?"),
                **values,
            )
        elif whole is None or area > whole * _REFUSED:
            yield row.issue(
                key,
                "area_above",
                N_("{column} is {area} ha, far above the {whole} ha of the cluster."),
                **values,
            )
        else:
            yield row.issue(
                key,
                "area_above",
                N_("{column} is {area} ha, above the {whole} ha of the cluster."),
                severity="warning",
                **values,
            )


def slipped_unit(kind: str, value: Decimal, before: Decimal) -> str | None:
    """Unit that turns `value` into about `before`; None = no slip of unit explains it."""
    if value == 0 or before == 0:
        return None
    ratio = before / value
    for power, name in _SLIPS.get(kind, ()):
        if power / _NEAR <= ratio <= power * _NEAR:
            return name
    return None
