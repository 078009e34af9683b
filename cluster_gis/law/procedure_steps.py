"""The steps of a procedure: who acts, within how many days, under which clause.

One table a version of the law (LAW rules PROC-NOTICE, -WINDOW, -PREPARE, -APPRAISE,
-DECIDE). Working days and calendar days are kept as the clause words them: Decree
32/2024 says "ngày" for the reception window and the appraisal and "ngày làm việc"
for the other steps, so those two are calendar days; the other reading is shown beside.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.law.documents import RESOLUTION_19, V1, V2, V3, V4, V5, V6, version_on


class DayKind(StrEnum):
    """How days are counted; the values are those of `judge`."""

    WORKING = "working"
    CALENDAR = "calendar"


class Actor(StrEnum):
    """Who must act."""

    DISTRICT_PC = "district_pc"
    COMMUNE_PC = "commune_pc"
    DEPARTMENT = "department_of_industry_and_trade"
    PROVINCIAL_PC = "provincial_pc"


ACTOR_NAMES = {
    Actor.DISTRICT_PC: N_("district People's Committee"),
    Actor.COMMUNE_PC: N_("commune People's Committee"),
    Actor.DEPARTMENT: N_("Department of Industry and Trade"),
    Actor.PROVINCIAL_PC: N_("provincial People's Committee"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLimit:
    """A limit shown beside the binding one. why: msgid.

    lawful: a second lawful reading of the same text; False = information only.
    starts_after: shown only for a step that starts after this day.
    """

    law_version: str
    days: int
    day_kind: DayKind
    document: str
    locator: str
    confidence: str
    why: str
    lawful: bool
    starts_after: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step with its limit. title, starts_from, remarks: msgids; document, locator: Vietnamese.

    confidence: text | secondary | memory (memory = the wording was not verified).
    enforced: False = displayed, never overdue. pausable: the clock stands while the
    dossier is being completed. elapses: a window that closes by itself, nobody can be late.
    """

    rule: str
    procedure: str
    law_version: str
    title: str
    starts_from: str
    actor: Actor
    days: int
    day_kind: DayKind
    document: str
    locator: str
    confidence: str
    enforced: bool = True
    pausable: bool = False
    elapses: bool = False
    others: tuple[OtherLimit, ...] = ()
    remarks: tuple[str, ...] = ()


TITLES = {
    "PROC-NOTICE": N_("Announce publicly that dossiers are received"),
    "PROC-WINDOW": N_("Receive dossiers of investors"),
    "PROC-PREPARE": N_("Make the dossier and send it to the Department of Industry and Trade"),
    "PROC-APPRAISE": N_("Appraise the dossier"),
    "PROC-DECIDE": N_("Decide"),
    "PLAN-APPRAISE": N_("Appraise the change of the cluster development plan"),
}
STARTS = {
    "PROC-NOTICE": N_("the first letter of an investor"),
    "PROC-WINDOW": N_("the public notice"),
    "PROC-PREPARE": N_("the end of the reception window"),
    "PROC-APPRAISE": N_("reception of the complete dossier"),
    "PROC-DECIDE": N_("reception of the dossier with the appraisal report"),
    "PLAN-APPRAISE": N_("reception of the complete dossier"),
}
STARTS_V6_NOTICE = N_("the day the investor hands in the dossier")
STARTS_V1_PREPARE = N_("reception of the investor's papers")
READ_AS_WORKING = N_("The same limit if the clause's “days” were read as working days.")
V4_AT_TRANSITION = N_(
    "Decree 303/2026 keeps dossiers under way on 15 September 2026 under Decrees 32/2024 and "
    "139/2025 and does not name Resolution 19/2026: limit without the resolution, for information."
)
SENT_TO_MOIT = N_("The decision is sent to the Ministry of Industry and Trade.")
COMPLETION_NOT_COUNTED = N_("Time to complete the dossier is not counted.")
V2_ASSUMED = N_("Assumed unchanged by Decree 66/2020; text not verified.")
DISPLAY_ONLY = N_("Shown for information, not enforced: text not verified.")

#: version -> (document, confidence of its time limits)
DOCUMENTS = {
    "V1": (V1.document, "text"),
    "V2": (V2.document, "memory"),
    "V3": (V3.document, "text"),
    "V4": (V4.document, "text"),
    "V5": (RESOLUTION_19, "text"),
    "V6": (V6.document, "secondary"),
}

#: From this day the commune People's Committee does what the district's did
#: (district level abolished; Decree 139/2025 Điều 6, 11).
COMMUNES_TAKE_OVER = V4.effective_from

#: First day of Decree 303/2026. A step of a V5 dossier that starts on it or later
#: also shows the V4 limit.
V6_STARTS = V6.effective_from

_W, _C = DayKind.WORKING, DayKind.CALENDAR
Row = tuple[str, int, DayKind, Actor, str]


def _rows_32_2024(body: Actor, added: str) -> tuple[Row, ...]:
    """Decree 32/2024 Điều 10; `added`: the provision that hands the task to the commune."""
    return (
        ("PROC-NOTICE", 5, _W, body, "Điều 10 khoản 1" + added),
        ("PROC-WINDOW", 15, _C, body, "Điều 10 khoản 1" + added),
        ("PROC-PREPARE", 5, _W, body, "Điều 10 khoản 2" + added),
        ("PROC-APPRAISE", 25, _C, Actor.DEPARTMENT, "Điều 10 khoản 3" + added),
        ("PROC-DECIDE", 7, _W, Actor.PROVINCIAL_PC, "Điều 10 khoản 4"),
    )


_ROWS_68_2017: tuple[Row, ...] = (
    ("PROC-PREPARE", 5, _W, Actor.DISTRICT_PC, "Điều 12 khoản 2"),
    ("PROC-APPRAISE", 15, _W, Actor.DEPARTMENT, "Điều 12 khoản 3"),
    ("PROC-DECIDE", 5, _W, Actor.PROVINCIAL_PC, "Điều 12 khoản 4"),
)
_ANNEX = "19/2026/NQ-CP Phụ lục III, I, "
ROWS: dict[str, tuple[Row, ...]] = {
    "V1": _ROWS_68_2017,
    "V2": _ROWS_68_2017,
    "V3": _rows_32_2024(Actor.DISTRICT_PC, ""),
    "V4": _rows_32_2024(Actor.COMMUNE_PC, "; 139/2025/NĐ-CP Điều 11"),
    "V5": (
        ("PROC-NOTICE", 3, _W, Actor.COMMUNE_PC, _ANNEX + "2.1"),
        ("PROC-WINDOW", 10, _W, Actor.COMMUNE_PC, _ANNEX + "2.1"),
        ("PROC-PREPARE", 5, _W, Actor.COMMUNE_PC, _ANNEX + "2.2"),
        ("PROC-APPRAISE", 20, _W, Actor.DEPARTMENT, _ANNEX + "2.3"),
        ("PROC-DECIDE", 5, _W, Actor.PROVINCIAL_PC, _ANNEX + "2.4"),
    ),
    "V6": (
        ("PROC-NOTICE", 2, _W, Actor.COMMUNE_PC, "Điều 10 khoản 1"),
        ("PROC-WINDOW", 5, _W, Actor.COMMUNE_PC, "Điều 10 khoản 1"),
        ("PROC-PREPARE", 5, _W, Actor.COMMUNE_PC, "Điều 10"),
        ("PROC-APPRAISE", 20, _W, Actor.DEPARTMENT, "Điều 10"),
        ("PROC-DECIDE", 5, _W, Actor.PROVINCIAL_PC, "Điều 10"),
    ),
}

CLUSTER_PROCEDURES = ("establish", "expand")
PLAN_PROCEDURES = ("plan_add", "plan_adjust", "plan_withdraw")
PROCEDURES = CLUSTER_PROCEDURES + PLAN_PROCEDURES


def procedure_steps(procedure: str, received: date) -> tuple[Step, ...]:
    """The steps of `procedure` for a dossier received on that day, in order.

    Empty for a change of the plan where no number of days is set (every version but V2).
    Raises InvalidInput for an unknown procedure, NotFound before Decree 68/2017.
    """
    check_procedure(procedure)
    version = version_id(received)
    if version not in ROWS:
        raise NotFound(
            N_("No time limits of {procedure} are known for {day}; they start on {first}."),
            procedure=procedure,
            day=received.isoformat(),
            first=V1.effective_from.isoformat(),
        )
    if procedure in PLAN_PROCEDURES:
        return _plan_steps(procedure, version)
    return tuple(_step(procedure, version, row) for row in ROWS[version])


def version_id(day: date) -> str:
    """Id of the law version in force on `day`; empty before the first one."""
    law = version_on(day)
    return "" if law is None else law.id


def check_procedure(procedure: str) -> None:
    """Raise InvalidInput unless `procedure` is one that has steps."""
    if procedure not in PROCEDURES:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="procedure",
            value=repr(procedure),
            expected=", ".join(PROCEDURES),
        )


def _step(procedure: str, version: str, row: Row) -> Step:
    rule, days, day_kind, actor, locator = row
    document, confidence = DOCUMENTS[version]
    return Step(
        rule=rule,
        procedure=procedure,
        law_version=version,
        title=TITLES[rule],
        starts_from=_starts_from(rule, version),
        actor=actor,
        days=days,
        day_kind=day_kind,
        document=document,
        locator=locator,
        confidence=confidence,
        pausable=rule == "PROC-APPRAISE",
        elapses=rule == "PROC-WINDOW",
        others=_others(version, rule, days, day_kind, locator),
        remarks=_remarks(rule, version),
    )


def _starts_from(rule: str, version: str) -> str:
    if rule == "PROC-NOTICE" and version == "V6":
        return STARTS_V6_NOTICE
    if rule == "PROC-PREPARE" and version in ("V1", "V2"):
        return STARTS_V1_PREPARE
    return STARTS[rule]


def _remarks(rule: str, version: str) -> tuple[str, ...]:
    remarks = []
    if rule == "PROC-APPRAISE":
        remarks.append(COMPLETION_NOT_COUNTED)
    if rule == "PROC-DECIDE" and version not in ("V1", "V2"):
        remarks.append(SENT_TO_MOIT)
    if version == "V2":
        remarks.append(V2_ASSUMED)
    return tuple(remarks)


def _others(
    version: str, rule: str, days: int, day_kind: DayKind, locator: str
) -> tuple[OtherLimit, ...]:
    document, confidence = DOCUMENTS[version]
    if day_kind is DayKind.CALENDAR:
        return (
            OtherLimit(
                law_version=version,
                days=days,
                day_kind=DayKind.WORKING,
                document=document,
                locator=locator,
                confidence=confidence,
                why=READ_AS_WORKING,
                lawful=True,
            ),
        )
    if version == "V5":
        _, v4_days, v4_kind, _, v4_locator = next(row for row in ROWS["V4"] if row[0] == rule)
        return (
            OtherLimit(
                law_version="V4",
                days=v4_days,
                day_kind=v4_kind,
                document=DOCUMENTS["V4"][0],
                locator=v4_locator,
                confidence="secondary",
                why=V4_AT_TRANSITION,
                lawful=False,
                starts_after=V5.effective_to,
            ),
        )
    return ()


def _plan_steps(procedure: str, version: str) -> tuple[Step, ...]:
    """V2 knows 15 working days from memory; no other version sets a number of days."""
    if version != "V2":
        return ()
    return (
        Step(
            rule="PLAN-APPRAISE",
            procedure=procedure,
            law_version=version,
            title=TITLES["PLAN-APPRAISE"],
            starts_from=STARTS["PLAN-APPRAISE"],
            actor=Actor.DEPARTMENT,
            days=15,
            day_kind=DayKind.WORKING,
            document=DOCUMENTS["V2"][0],
            locator="",
            confidence="memory",
            enforced=False,
            pausable=True,
            remarks=(DISPLAY_ONLY,),
        ),
    )
