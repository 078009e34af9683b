"""Fill rates of one cluster, each computed from stored parts and named by its basis.

By law (32/2024/NĐ-CP Điều 2 khoản 6, 7) the rate is leased and committed land over the industrial
land of the approved detailed plan. Leaders also ask for cleared land as denominator. A rate that a
source prints is kept apart and never used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

#: Licensed land counts from this day (32/2024/NĐ-CP Điều 2 khoản 7).
LICENSED_COUNTS = date(2024, 5, 1)
#: Sum of contracts and stated leased land may differ by this share (D4).
LEASED_APART = Decimal("0.05")

Basis = Literal["legal", "leased_only", "clean", "handed_over"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Land let: leased, committed (approved, no lease yet), hectares; None = not known.

    leased_by: "contracts" = the sum of leases held, "stated" = the figure of the state.
    """

    leased_ha: Decimal | None
    leased_by: str | None
    committed_ha: Decimal | None
    committed_by: str | None
    contracts_ha: Decimal | None
    stated_ha: Decimal | None

    @property
    def apart(self) -> bool:
        """Whether the contracts and the stated figure are more than 5 % apart."""
        if self.contracts_ha is None or self.stated_ha is None:
            return False
        return abs(self.contracts_ha - self.stated_ha) > LEASED_APART * max(
            self.contracts_ha, self.stated_ha
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FillRate:
    """One rate. pct: None = a part is not known, or more is let than there is (contradicts)."""

    basis: Basis
    filled_ha: Decimal | None
    ground_ha: Decimal | None
    ground_on: date | None = None

    @property
    def contradicts(self) -> bool:
        """More land let than the basis has."""
        return bool(
            self.filled_ha is not None and self.ground_ha and self.filled_ha > self.ground_ha
        )

    @property
    def pct(self) -> Decimal | None:
        """Percent, unrounded."""
        if self.filled_ha is None or not self.ground_ha or self.contradicts:
            return None
        return self.filled_ha * 100 / self.ground_ha


def filled_land(state: Row | None, projects: Sequence[Row], leases: Sequence[Row]) -> Filled:
    """What is let, from contracts where they are held, else from the state's own figures."""
    contracts = sum((row["area_ha"] for row in leases), Decimal(0)) if leases else None
    stated = state["leased_industrial_land_ha"] if state else None
    leased, by = (contracts, "contracts") if contracts is not None else (stated, "stated")
    let = {row["project_key"] for row in leases if row["project_key"]}
    waiting = [
        row["land_ha"]
        for row in projects
        if row["state"] == "approved" and row["project_key"] not in let and row["land_ha"]
    ]
    licensed = state["licensed_not_leased_ha"] if state else None
    committed, committed_by = (
        (sum(waiting, Decimal(0)), "projects") if waiting else (licensed, "stated")
    )
    return Filled(
        leased_ha=leased,
        leased_by=by if leased is not None else None,
        committed_ha=committed,
        committed_by=committed_by if committed is not None else None,
        contracts_ha=contracts,
        stated_ha=stated,
    )


def fill_rates(
    filled: Filled, state: Row | None, cleared: Mapping[str, Row], *, on: date
) -> list[FillRate]:
    """The rates by each basis. cleared: measure of clearance -> its newest row."""
    land = state["industrial_land_ha"] if state else None
    both = filled.leased_ha
    if both is not None and on >= LICENSED_COUNTS:
        both += filled.committed_ha or 0
    rates = [
        FillRate(basis="legal", filled_ha=both, ground_ha=land),
        FillRate(basis="leased_only", filled_ha=filled.leased_ha, ground_ha=land),
    ]
    for measure in ("clean", "handed_over"):
        row = cleared.get(measure)
        if row is not None and row["area_ha"]:
            rates.append(
                FillRate(
                    basis="clean" if measure == "clean" else "handed_over",
                    filled_ha=filled.leased_ha,
                    ground_ha=row["area_ha"],
                    ground_on=row["as_of_until"],
                )
            )
    return rates
