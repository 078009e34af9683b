"""Reporting duties: RPT-*. Periods and last days; no procedure of a case runs them."""

from datetime import date
from decimal import Decimal

from cluster_gis.i18n import N_
from cluster_gis.law.checks import asked
from cluster_gis.law.documents import MEMORY, SECONDARY, TEXT
from cluster_gis.law.rule import Group, Limit, Rule, Version

PROCEDURE = "report"
_CIRCULAR = "14/2024/TT-BCT"


def _report(
    rule: str,
    title: str,
    limit: Limit,
    since: date,
    *,
    until: date | None = None,
    document: str = _CIRCULAR,
    locator: str = "Điều 3",
    confidence: str = TEXT,
    note: str = "",
) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.REPORT,
        procedures=(PROCEDURE,),
        versions=(
            Version(
                document=document,
                locator=locator,
                effective_from=since,
                effective_to=until,
                confidence=confidence,
                limits=(limit,),
                note=note,
            ),
        ),
        says=asked,
    )


_SINCE = date(2024, 10, 1)
_TWICE = Limit("periodic reports per year", ">=", Decimal(2), "reports")

RULES = (
    _report(
        "RPT-V1",
        N_("Periodic reports, 2017–2020"),
        _TWICE,
        date(2017, 10, 16),
        until=date(2020, 12, 31),
        document="15/2017/TT-BCT",
        locator="15/2017/TT-BCT Điều 12",
        confidence=SECONDARY,
        note=N_("Half-year and year."),
    ),
    _report(
        "RPT-V2",
        N_("Periodic reports, 2021–2024"),
        _TWICE,
        date(2021, 1, 1),
        until=date(2024, 9, 30),
        document="28/2020/TT-BCT",
        locator="28/2020/TT-BCT",
        confidence=MEMORY,
        note=N_("The start date of the circular is not verified."),
    ),
    _report(
        "RPT-CUT-H1",
        N_("Data of the half-year"),
        Limit("half-year data window", "window", "12-15(prev)..06-14", "MM-DD"),
        _SINCE,
    ),
    _report(
        "RPT-CUT-Y",
        N_("Data of the year"),
        Limit("year data window", "window", "12-15(prev)..12-14", "MM-DD"),
        _SINCE,
    ),
    _report(
        "RPT-01",
        N_("Form 01 of producers"),
        Limit("form 01 by producers", "<", "06-20;12-20", "MM-DD"),
        _SINCE,
        note=N_("To the statistics office and the local People's Committee."),
    ),
    _report(
        "RPT-02",
        N_("Form 02 of the infrastructure investor"),
        Limit("form 02 by infrastructure investor", "<", "06-20;12-20", "MM-DD"),
        _SINCE,
        note=N_("To the statistics office, the local People's Committee and the Department."),
    ),
    _report(
        "RPT-03",
        N_("Form 03 of the local People's Committee"),
        Limit("form 03 by local PC", "<", "06-25;12-25", "MM-DD"),
        _SINCE,
        note=N_("To the provincial People's Committee and the Department."),
    ),
    _report(
        "RPT-04",
        N_("Form 04 of the Department of Industry and Trade"),
        Limit("form 04 by Department of Industry and Trade", "<", "06-30;12-31", "MM-DD"),
        _SINCE,
        note=N_("To the provincial People's Committee and the Ministry of Industry and Trade."),
    ),
    _report(
        "RPT-STAT",
        N_("Yearly statistics of the ministry"),
        Limit(
            "MoIT yearly share of operating clusters with compliant central wastewater treatment",
            "<=",
            "03-31(next)",
            "MM-DD",
        ),
        date(2026, 7, 1),
        document="139/2026/NĐ-CP",
        locator="Biểu 005.N/BCB-CT",
        note=N_("As of 31 December."),
    ),
)
