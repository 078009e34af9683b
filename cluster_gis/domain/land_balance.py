"""The land of a cluster as a balance: the whole, its industrial land, what is let of it.

A part that follows from two others is computed only when both are known. Hectares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

#: The whole, by the act that fixed it last.
WHOLES = ("area_established_ha", "area_detailed_ha", "area_planned_ha")
Whole = Literal["total", "industrial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """One line. name: a figure of the state, or one computed here (`unlet_ha`, `other_ha`).

    value_ha: None = not known. share_pct: 0-100 of `of`, None when either is not known.
    conflict: the parts are larger than their whole; the value is then None.
    """

    name: str
    value_ha: Decimal | None
    of: Whole | None = None
    share_pct: Decimal | None = None
    computed: bool = False
    conflict: bool = False


def balance_land(state: Mapping[str, Any]) -> list[BalanceLine]:
    """Lines from the whole down; parts of industrial land follow it."""
    whole = next((name for name in WHOLES if state[name] is not None), WHOLES[0])
    total, industrial = state[whole], state["industrial_land_ha"]
    return [
        BalanceLine(name=whole, value_ha=total),
        _part(state, "industrial_land_ha", "total", total),
        _part(state, "leased_industrial_land_ha", "industrial", industrial),
        _part(state, "licensed_not_leased_ha", "industrial", industrial),
        _rest("unlet_ha", "industrial", industrial, state["leased_industrial_land_ha"]),
        _part(state, "service_area_ha", "total", total),
        _rest("other_ha", "total", total, industrial),
    ]


def _share(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if value is None or not whole:
        return None
    return (value * 100 / whole).quantize(Decimal("0.01"))


def _part(state: Mapping[str, Any], name: str, of: Whole, whole: Decimal | None) -> BalanceLine:
    value = state[name]
    too_large = value is not None and whole is not None and value > whole
    share = None if too_large else _share(value, whole)
    return BalanceLine(name=name, value_ha=value, of=of, share_pct=share, conflict=too_large)


def _rest(name: str, of: Whole, whole: Decimal | None, part: Decimal | None) -> BalanceLine:
    if whole is None or part is None:
        return BalanceLine(name=name, value_ha=None, of=of, computed=True)
    if part > whole:
        return BalanceLine(name=name, value_ha=None, of=of, computed=True, conflict=True)
    rest = whole - part
    return BalanceLine(
        name=name, value_ha=rest, of=of, share_pct=_share(rest, whole), computed=True
    )
