"""Incentives and support: SUP-*. Shown as information, never combined into a verdict."""

from datetime import date
from decimal import Decimal

from cluster_gis.i18n import N_
from cluster_gis.law.checks import informed
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT, V1, V2, V3, V4, V5, V6
from cluster_gis.law.rule import Group, Limit, Rule, Version, versions

_CHAPTER = "Chương V (ưu đãi)"


def _support(rule: str, title: str, shown: tuple[Version, ...]) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.SUPPORT,
        procedures=("operate",),
        versions=shown,
        says=informed,
    )


def _incentive(parameter: str, most: int, unit: str, note: str = "") -> tuple[Version, ...]:
    return versions(
        V1,
        V2,
        locator=_CHAPTER,
        limits=(Limit(parameter, "<=", Decimal(most), unit),),
        confidence=SECONDARY,
        note=note,
    )


def _industry_promotion(
    point: str, parameter: str, million_vnd: int, note: str
) -> tuple[Version, ...]:
    return (
        Version(
            document="26/2014/TTLT-BTC-BCT",
            locator=f"Điều 6 khoản 2 điểm {point}",
            effective_from=date(2014, 4, 8),
            effective_to=None,
            confidence=TEXT,
            limits=(Limit(parameter, "<=", Decimal(million_vnd), "million VND"),),
            note=note,
        ),
    )


_SHARE = (
    Limit("state support share of infrastructure project total investment", "<=", Decimal(30), "%"),
)

RULES = (
    _support(
        "SUP-RENT-PROD",
        N_("Land rent exemption of a production project"),
        _incentive(
            "land rent exemption production project", 7, "years", N_("11 years in a craft village.")
        ),
    ),
    _support(
        "SUP-RENT-INFRA",
        N_("Land rent exemption of an infrastructure project"),
        _incentive(
            "land rent exemption infrastructure project",
            11,
            "years",
            N_("15 years in a craft village."),
        ),
    ),
    _support(
        "SUP-CREDIT",
        N_("State investment credit"),
        _incentive("state credit share of total investment", 70, "%"),
    ),
    _support(
        "SUP-30PCT",
        N_("State support of the infrastructure project"),
        (
            *versions(
                *(V3, V4, V5),
                locator="Điều 26 khoản 1",
                limits=_SHARE,
                confidence=TEXT,
                note=N_("Not counted in the sublease price and the infrastructure fee."),
            ),
            *versions(
                V6,
                locator="Điều 26 khoản 1",
                limits=_SHARE,
                confidence=MEMORY,
                note=N_("The article was rewritten; the cap is not in the summary."),
            ),
        ),
    ),
    _support(
        "SUP-KC-DP",
        N_("Industry promotion: detailed plan"),
        _industry_promotion(
            "q", "khuyen cong for detailed plan", 500, N_("And at most 50 % of the cost.")
        ),
    ),
    _support(
        "SUP-KC-INFRA",
        N_("Industry promotion: infrastructure"),
        _industry_promotion(
            "r",
            "khuyen cong for infrastructure",
            3000,
            N_("Raised by 28/2018/TT-BTC (6 000 million, not verified)."),
        ),
    ),
    _support(
        "SUP-KC-WW",
        N_("Industry promotion: pollution treatment"),
        _industry_promotion(
            "p",
            "khuyen cong for pollution treatment repair",
            1500,
            N_("And at most 30 % of the cost."),
        ),
    ),
    _support(
        "SUP-KC-MOVE",
        N_("Industry promotion: interest of a relocating producer"),
        _industry_promotion(
            "n",
            "interest support for relocating producer",
            500,
            N_("And at most 50 % of the interest, for 2 years."),
        ),
    ),
)
