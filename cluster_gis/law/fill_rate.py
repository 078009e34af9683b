"""Fill rate and unleased land (LAW DEF-FILL, DEF-AVG-FILL), with bounds where a figure is missing.

fill rate = (leased + licensed, not yet leased) / industrial land; V1–V2: leased only.
unleased = industrial - leased: the conditions say "not yet leased", which is not 100 % - fill.
A test is True or False when the known figures decide whatever the missing ones are, else None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import compare
from cluster_gis.law.exact import HUNDRED, ZERO
from cluster_gis.law.rule import Limit, Text, Verdict, Version


class LandFigures(Protocol):
    """Anything that holds the three figures, in hectares, None = not known."""

    @property
    def industrial_land_ha(self) -> Decimal | None: ...  # noqa: D102
    @property
    def leased_industrial_land_ha(self) -> Decimal | None: ...  # noqa: D102
    @property
    def licensed_not_leased_ha(self) -> Decimal | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Land:
    """Bounds of one cluster, hectares. industrial None = not known; high None = without bound.

    filled: land that counts in the fill rate. unleased: land not leased.
    unlicensed: unleased land when licensed land counts as leased.
    """

    industrial: Decimal | None
    filled: tuple[Decimal, Decimal | None]
    unleased: tuple[Decimal, Decimal | None]
    unlicensed: tuple[Decimal, Decimal | None]
    known: bool


def contradicts(figures: LandFigures) -> bool:
    """True when leased and licensed land exceed the industrial land: a data error."""
    industrial = figures.industrial_land_ha
    if industrial is None or industrial == 0:
        return False
    leased = figures.leased_industrial_land_ha or ZERO
    return exact.add(leased, figures.licensed_not_leased_ha or ZERO) > industrial


def land_of(figures: LandFigures, *, count_licensed: bool) -> Land:
    """The bounds of one cluster. Industrial land missing, 0 or contradicted is not known."""
    industrial = figures.industrial_land_ha
    leased, licensed = figures.leased_industrial_land_ha, figures.licensed_not_leased_ha or ZERO
    if industrial == 0 or contradicts(figures):
        return Land(None, (ZERO, None), (ZERO, None), (ZERO, None), known=False)
    counted = licensed if count_licensed else ZERO
    if industrial is None:
        return Land(None, (ZERO, None), (ZERO, None), (ZERO, None), known=False)
    if leased is None:
        most = exact.subtract(industrial, licensed)
        filled = (counted, exact.add(most, counted))
        return Land(industrial, filled, (licensed, industrial), (ZERO, most), known=False)
    full = exact.add(leased, counted)
    unleased = exact.subtract(industrial, leased)
    unlicensed = exact.subtract(unleased, licensed)
    return Land(
        industrial, (full, full), (unleased, unleased), (unlicensed, unlicensed), known=True
    )


def _decide(low: bool, high: bool) -> bool | None:
    """A monotone test at both bounds: the same answer decides."""
    return low if low == high else None


def simple_average_above(lands: Sequence[Land], limit: Limit) -> bool | None:
    """mean(fill rate of each) compared with the limit; a rate not known lies in 0..100 %."""
    if len(lands) == 1 and lands[0].industrial is not None:
        return weighted_average_above(lands, limit)
    needed = Fraction(limit.amount) * len(lands)
    low = high = Fraction(0)
    for land in lands:
        if land.industrial is None:
            high += 100
            continue
        whole = Fraction(land.industrial)
        low += Fraction(land.filled[0]) * 100 / whole
        high += Fraction(land.filled[1] or ZERO) * 100 / whole
    return _decide(low > needed, high > needed)


def weighted_average_above(lands: Sequence[Land], limit: Limit) -> bool | None:
    """Σ filled / Σ industrial compared with the limit; None when an industrial land is missing."""
    industrial = []
    for land in lands:
        if land.industrial is None:
            return None
        industrial.append(land.industrial)
    needed = exact.multiply(limit.amount, exact.total(industrial))
    low = exact.multiply(exact.total(land.filled[0] for land in lands), HUNDRED)
    high = exact.multiply(exact.total(land.filled[1] or ZERO for land in lands), HUNDRED)
    return _decide(low > needed, high > needed)


def unleased_within(
    lands: Sequence[Land], limit: Limit, *, licensed_is_leased: bool = False
) -> bool | None:
    """Σ unleased land compared with the limit, even if unknown clusters were empty or full."""
    bounds = [land.unlicensed if licensed_is_leased else land.unleased for land in lands]
    if not compare(exact.total(low for low, _ in bounds), limit):
        return False
    high = ZERO
    for _, most in bounds:
        if most is None:
            return None
        high = exact.add(high, most)
    return True if compare(high, limit) else None


def shown_weighted(lands: Sequence[Land]) -> Decimal | None:
    """The weighted average in %, for display; None when a figure is missing."""
    if not lands or not all(land.known for land in lands):
        return None
    filled = exact.total(land.filled[0] for land in lands)
    return exact.shown_ratio(
        filled, exact.total(land.industrial or ZERO for land in lands), HUNDRED
    )


def shown_simple(lands: Sequence[Land]) -> Decimal | None:
    """The simple average in %, for display; None when a figure is missing."""
    if not lands or not all(land.known for land in lands):
        return None
    rates = [exact.shown_ratio(land.filled[0], land.industrial or ZERO, HUNDRED) for land in lands]
    return exact.shown_ratio(exact.total(rates), Decimal(len(rates)))


def shown_unleased(lands: Sequence[Land]) -> Decimal | None:
    """Σ unleased hectares; None when a figure is missing."""
    if not all(land.known for land in lands):
        return None
    return exact.total(land.unleased[0] for land in lands)


LICENSED_NOT_RECORDED = Text(N_("Licensed projects without a lease are not recorded."))
CONTRADICTION = Text(
    N_("Data error: leased and licensed land exceed the industrial land ({where}).")
)


def contradiction(where: str) -> Text:
    """The remark on a cluster whose leased and licensed land exceed its industrial land."""
    return Text(CONTRADICTION.message, {"where": where})


def counts_licensed(version: Version) -> bool:
    """V3–V6 count licensed land in the fill rate (Điều 2 khoản 7); V1–V2 leased land only."""
    return version.law not in {"V1", "V2"}


def settle(*tests: bool | None) -> Verdict:
    """Readings of one arm: all agree, or a person reviews; one not known is not enough data."""
    if None in tests:
        return Verdict.NOT_ENOUGH_DATA
    if all(tests):
        return Verdict.PASS
    return Verdict.NEEDS_REVIEW if any(tests) else Verdict.FAIL
