"""Caps of state support by purpose and day: the dated SUP-* texts of the register of law.

A cap whose text was not read, or that a later text is said to have raised, never decides: the
grant is for a person to look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.i18n import N_
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import Rule, Verdict, Version

MILLION = Decimal(10) ** 6
#: purpose of industry promotion -> its rule, and the share of the cost that its text names, %.
_PROMOTION: Mapping[str, tuple[str, Decimal | None]] = {
    "detailed_plan": ("SUP-KC-DP", Decimal(50)),
    "infrastructure": ("SUP-KC-INFRA", None),
    "wastewater_repair": ("SUP-KC-WW", Decimal(30)),
    "relocation": ("SUP-KC-MOVE", None),
}
_STATE = "SUP-30PCT"
#: A raise told from memory (28/2018/TT-BTC): above the text read, up to this, a person looks.
_SAID_TO_BE: Mapping[str, tuple[date, Decimal]] = {
    "SUP-KC-INFRA": (date(2018, 5, 1), Decimal(6000) * MILLION),
}
_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class CapFinding:
    """A cap beside a grant. measured, threshold: VND or percent (`unit`)."""

    rule: str
    verdict: str
    message: str
    document: str
    locator: str
    confidence: str
    measured: Decimal
    threshold: Decimal
    unit: str


def support_of(grant: Mapping[str, Any]) -> Decimal | None:
    """The support as far as it went: paid, else approved, appraised, proposed; None = not known."""
    for key in ("paid_vnd", "approved_vnd", "appraised_vnd", "proposed_vnd"):
        if grant[key] is not None:
            amount: Decimal = grant[key]
            return amount
    return None


def check_caps(grant: Mapping[str, Any]) -> list[CapFinding]:
    """What the caps of the day say to one grant; [] = none applies, or its support is not known."""
    support, total = support_of(grant), grant["total_cost_vnd"]
    on = grant["state_on"] or date(grant["year"], 12, 31)
    if support is None:
        return []
    found = []
    if grant["programme_kind"] in ("khuyen_cong_national", "khuyen_cong_local"):
        rule, share = _PROMOTION.get(grant["purpose"] or "", ("", None))
        version = _version(rule, on)
        if version is not None:
            found.append(_amount(rule, version, support, on))
            if share is not None and total:
                found.append(_share(rule, version, support * 100 / total, share))
    elif grant["programme_kind"] == "state_infrastructure" and total:
        version = _version(_STATE, on)
        if version is not None:
            found.append(_share(_STATE, version, support * 100 / total, version.limit.amount))
    return found


def _version(rule: str, on: date) -> Version | None:
    return _BY_ID[rule].version_on("operate", on) if rule in _BY_ID else None


def _amount(rule: str, version: Version, support: Decimal, on: date) -> CapFinding:
    cap = version.limit.amount * MILLION
    verdict, message = Verdict.PASS, N_("within the cap")
    if support > cap:
        verdict, message = Verdict.FAIL, N_("above the cap")
        raised = _SAID_TO_BE.get(rule)
        if raised is not None and on >= raised[0] and support <= raised[1]:
            verdict = Verdict.NEEDS_REVIEW
            message = N_("above the cap read; a later text, not read here, is said to raise it")
    return _finding(rule, version, verdict, message, (support, cap, "VND"))


def _share(rule: str, version: Version, share: Decimal, most: Decimal) -> CapFinding:
    verdict, message = Verdict.PASS, N_("within the share of the cost")
    if share > most:
        verdict, message = Verdict.FAIL, N_("above the share of the cost")
        if version.confidence != "text":
            verdict = Verdict.NEEDS_REVIEW
    return _finding(rule, version, verdict, message, (share, most, "%"))


def _finding(
    rule: str,
    version: Version,
    verdict: Verdict,
    message: str,
    figures: tuple[Decimal, Decimal, str],
) -> CapFinding:
    measured, threshold, unit = figures
    return CapFinding(
        rule=rule,
        verdict=verdict.value,
        message=message,
        document=version.document,
        locator=version.locator,
        confidence=version.confidence,
        measured=measured,
        threshold=threshold,
        unit=unit,
    )
