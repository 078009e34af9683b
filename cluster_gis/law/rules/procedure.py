"""Steps and papers to establish or expand: PROC-*, and the statutory limits of the steps."""

from datetime import date
from decimal import Decimal

from cluster_gis.i18n import N_
from cluster_gis.law.checks import STEP_LIMIT, asked, stated
from cluster_gis.law.documents import (
    MEMORY,
    RESOLUTION_19,
    SECONDARY,
    TEXT,
    V1,
    V2,
    V3,
    V4,
    V5,
    V6,
    LawVersion,
)
from cluster_gis.law.judgement import Deadline
from cluster_gis.law.rule import Group, Limit, Rule, Threshold, Verdict, Version, versions

PROCEDURES = ("establish", "expand")
WORKING, CALENDAR = "working_days", "days"
DAY_KINDS = {WORKING: "working", CALENDAR: "calendar"}
_V1_STILL = N_("Assumed unchanged by 66/2020/NĐ-CP.")
_CALENDAR = N_("Calendar days: the clause says days where the neighbouring steps say working days.")
_NOT_COUNTED = N_("The time to complete the file is not counted.")
_DISTRICT, _COMMUNE = "district PC", "commune PC"


def _row(
    law: LawVersion,
    locator: str,
    parameter: str,
    threshold: Threshold | int,
    unit: str,
    *,
    operator: str = "<=",
    document: str = "",
    confidence: str = "",
    note: str = "",
) -> tuple[Version, ...]:
    """One version. Confidence unless said: V2 by memory, V6 from the summary, else the text."""
    limit = Decimal(threshold) if type(threshold) is int else threshold
    usual = {"V2": MEMORY, "V6": SECONDARY}.get(law.id, TEXT)
    return versions(
        law,
        locator=locator,
        limits=(Limit(parameter, operator, limit, unit),),  # type: ignore[arg-type]
        confidence=confidence or usual,
        document=document,
        note=note,
    )


def _resolution(item: str) -> str:
    return f"19/2026/NQ-CP Phụ lục III, I, {item}"


def _step(rule: str, title: str, *shown: tuple[Version, ...]) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.PROCEDURE,
        procedures=PROCEDURES,
        versions=tuple(version for group in shown for version in group),
        says=stated(Verdict.NOT_ENOUGH_DATA, STEP_LIMIT),
    )


_ANNOUNCES = "PC announces reception after first letter"
_WINDOW = "reception window from notice"
_APPRAISAL = "Department of Industry and Trade appraisal"
_DECISION = "provincial PC decision"
_SETS = "dossier sets"
_BY_COMMUNE = "139/2025/NĐ-CP Điều 11"

PROC_NOTICE = _step(
    "PROC-NOTICE",
    N_("Public notice of the first proposal"),
    _row(V3, "Điều 10 khoản 1", f"district {_ANNOUNCES}", 5, WORKING),
    _row(V4, f"Điều 10 khoản 1; {_BY_COMMUNE}", f"commune {_ANNOUNCES}", 5, WORKING),
    _row(V5, _resolution("2.1"), f"commune {_ANNOUNCES}", 3, WORKING, document=RESOLUTION_19),
    _row(
        V6,
        "Điều 10 khoản 1",
        "commune PC announces reception after the dossier is handed in",
        2,
        WORKING,
    ),
)
PROC_WINDOW = _step(
    "PROC-WINDOW",
    N_("Time in which other investors may propose"),
    _row(V3, "Điều 10 khoản 1", _WINDOW, 15, CALENDAR, note=_CALENDAR),
    _row(V4, f"Điều 10 khoản 1; {_BY_COMMUNE}", _WINDOW, 15, CALENDAR, note=_CALENDAR),
    _row(V5, _resolution("2.1"), _WINDOW, 10, WORKING, document=RESOLUTION_19),
    _row(V6, "Điều 10 khoản 1", _WINDOW, 5, WORKING),
)
PROC_PREPARE = _step(
    "PROC-PREPARE",
    N_("The file is made and sent"),
    _row(V1, "Điều 12 khoản 2", "district PC prepares dossier", 5, WORKING),
    _row(V2, "Điều 12 khoản 2", "district PC prepares dossier", 5, WORKING, note=_V1_STILL),
    _row(V3, "Điều 10 khoản 2", "district PC prepares dossier after window", 5, WORKING),
    _row(
        V4,
        f"Điều 10 khoản 2; {_BY_COMMUNE}",
        "commune PC prepares dossier after window",
        5,
        WORKING,
    ),
    _row(
        V5,
        _resolution("2.2"),
        "commune PC prepares dossier after window",
        5,
        WORKING,
        document=RESOLUTION_19,
    ),
    _row(V6, "Điều 10", "commune PC sends submission to Department after window", 5, WORKING),
)
PROC_SETS = _step(
    "PROC-SETS",
    N_("Sets of the file"),
    _row(
        V1,
        "Điều 12 khoản 2",
        _SETS,
        8,
        "sets",
        operator="==",
        note=N_("At least 2 originals."),
    ),
    _row(V2, "Điều 12 khoản 2", _SETS, 8, "sets", operator="==", note=_V1_STILL),
    _row(
        V3,
        "Điều 10 khoản 2",
        _SETS,
        2,
        "sets",
        operator="==",
        note=N_("Plus the electronic file."),
    ),
    _row(
        V4,
        f"Điều 10 khoản 2; {_BY_COMMUNE}",
        _SETS,
        2,
        "sets",
        operator="==",
        note=N_("Plus the electronic file."),
    ),
    _row(
        V5,
        _resolution("2.2"),
        _SETS,
        1,
        "sets",
        operator="==",
        document=RESOLUTION_19,
        note=N_("Plus the electronic file, per proposing investor."),
    ),
    _row(
        V6,
        "Điều 10",
        _SETS,
        1,
        "sets",
        operator="==",
        note=N_(
            "From the investor to the commune; the number of sets to the Department is not clear."
        ),
    ),
)
PROC_APPRAISE = _step(
    "PROC-APPRAISE",
    N_("Appraisal by the Department of Industry and Trade"),
    _row(V1, "Điều 12 khoản 3", _APPRAISAL, 15, WORKING, note=_NOT_COUNTED),
    _row(V2, "Điều 12 khoản 3", _APPRAISAL, 15, WORKING, note=_V1_STILL),
    _row(V3, "Điều 10 khoản 3", _APPRAISAL, 25, CALENDAR, note=_CALENDAR),
    _row(V4, f"Điều 10 khoản 3; {_BY_COMMUNE}", _APPRAISAL, 25, CALENDAR, note=_CALENDAR),
    _row(
        V5, _resolution("2.3"), _APPRAISAL, 20, WORKING, document=RESOLUTION_19, note=_NOT_COUNTED
    ),
    _row(V6, "Điều 10", _APPRAISAL, 20, WORKING, note=_NOT_COUNTED),
)
_TO_MINISTRY = N_("The decision is sent to the Ministry of Industry and Trade.")
PROC_DECIDE = _step(
    "PROC-DECIDE",
    N_("Decision of the provincial People's Committee"),
    _row(V1, "Điều 12 khoản 4", _DECISION, 5, WORKING),
    _row(V2, "Điều 12 khoản 4", _DECISION, 5, WORKING, note=_V1_STILL),
    _row(V3, "Điều 10 khoản 4", _DECISION, 7, WORKING, note=_TO_MINISTRY),
    _row(V4, "Điều 10 khoản 4", _DECISION, 7, WORKING, note=_TO_MINISTRY),
    _row(V5, _resolution("2.4"), _DECISION, 5, WORKING, document=RESOLUTION_19, note=_TO_MINISTRY),
    _row(V6, "Điều 10", _DECISION, 5, WORKING, note=_TO_MINISTRY),
)

#: The steps with a statutory limit, in their order.
STEPS = (PROC_NOTICE, PROC_WINDOW, PROC_PREPARE, PROC_APPRAISE, PROC_DECIDE)


def deadlines_on(procedure: str, on: date) -> tuple[Deadline, ...]:
    """The limits of the steps for a dossier received on that day, in the order of the steps."""
    deadlines = []
    for rule in STEPS:
        version = rule.version_on(procedure, on)
        if version is not None:
            limit = version.limit
            deadlines.append(Deadline(rule.id, int(limit.amount), DAY_KINDS[limit.unit]))
    return tuple(deadlines)


def _paper(rule: str, title: str, *shown: tuple[Version, ...]) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.DOSSIER,
        procedures=PROCEDURES,
        versions=tuple(version for group in shown for version in group),
        says=asked,
    )


_STATEMENTS = "financial statements supplied (or other proof)"
_LEGAL = "legal-status document required in dossier"
_FIELDS = "mandatory decision content fields filled"
_ANY_PROOF = N_("Any one of the proofs is enough.")
_EIGHT = N_("8 groups a–h (incentives and other content only if any).")
_WITH_139 = ", 139/2025/NĐ-CP"

PROC_DOSSIER_FIN = _paper(
    "PROC-DOSSIER-FIN",
    N_("Proof of financial capacity"),
    *(
        _row(
            law,
            locator,
            _STATEMENTS,
            2,
            "years",
            operator=">=",
            document=RESOLUTION_19 if law is V5 else "",
            confidence=MEMORY if law in {V1, V2} else "",
            note=_ANY_PROOF,
        )
        for law, locator in (
            (V1, "Điều 11"),
            (V2, "Điều 11"),
            (V3, "Điều 9 khoản 1 điểm d"),
            (V4, "Điều 9 khoản 1 điểm d"),
            (V5, _resolution("1 điểm b")),
            (V6, "Điều 9 khoản 1 điểm d"),
        )
    ),
)
PROC_DOSSIER_LEGAL = _paper(
    "PROC-DOSSIER-LEGAL",
    N_("Legal-status paper in the file"),
    _row(V3, "Điều 9 khoản 1 điểm c", _LEGAL, True, "bool", operator="=="),
    _row(V4, "Điều 9 khoản 1 điểm c", _LEGAL, True, "bool", operator="=="),
    _row(
        V5,
        _resolution("1"),
        _LEGAL,
        False,
        "bool",
        operator="==",
        document=RESOLUTION_19,
        note=N_("Dropped from the list, though item 2.1 still cites point c."),
    ),
    _row(
        V6,
        "303/2026/NĐ-CP Điều 2 khoản 2 (bãi bỏ Điều 9 khoản 1 điểm c)",
        _LEGAL,
        False,
        "bool",
        operator="==",
        note=N_("Point c is repealed."),
    ),
)
PROC_DECISION_FIELDS = _paper(
    "PROC-DECISION-FIELDS",
    N_("Content of the decision"),
    *(
        _row(
            law,
            "Điều 14" if law in {V1, V2} else "Điều 12 khoản 1",
            _FIELDS,
            "all",
            "fields",
            operator="==",
            confidence=MEMORY if law in {V1, V2} else "",
            note="" if law in {V1, V2} else _EIGHT,
        )
        for law in (V1, V2, V3, V4, V5)
    ),
    _row(
        V6,
        "Điều 12 khoản 1",
        _FIELDS,
        "all",
        "fields",
        operator="==",
        note=N_(
            "11 groups a–l: adds the cluster type and the minimum land for private "
            "high-tech firms, "
            "SMEs and innovative start-ups."
        ),
    ),
)

RULES = (
    PROC_NOTICE,
    PROC_WINDOW,
    PROC_PREPARE,
    PROC_SETS,
    PROC_APPRAISE,
    PROC_DECIDE,
    PROC_DOSSIER_FIN,
    PROC_DOSSIER_LEGAL,
    PROC_DECISION_FIELDS,
)
