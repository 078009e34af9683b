"""Environmental duties of an operating cluster: Environment Law 2020, Resolution 66.19/2026."""

from datetime import date
from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law import exact
from cluster_gis.law.checks import asked, informed
from cluster_gis.law.documents import MEMORY, TEXT
from cluster_gis.law.rule import Group, Limit, Outcome, Rule, Text, Verdict, Version

LAW = "Luật Bảo vệ môi trường 72/2020/QH14"
RESOLUTION_66 = "66.19/2026/NQ-CP"
(CENTRAL, CONNECTED, ESTABLISHMENTS, NEW_PROJECT, OFFICERS, FLOW, PERMIT, OUTLETS) = (
    f"facts.environment.{name}"
    for name in (
        "wastewater_central_in_operation",
        "connected_establishments",
        "establishments",
        "new_wastewater_project",
        "environment_officers",
        "industrial_wastewater_m3_per_day",
        "environmental_permit",
        "storm_drain_outlets",
    )
)
#: m³ of industrial wastewater a day from which a permit is asked (66.19/2026/NQ-CP item VII).
PERMIT_FROM_M3_PER_DAY = Decimal(100)


def _gate(case: Case, version: Version) -> Outcome:
    """No new project with wastewater while there is no central collection and treatment."""
    facts, limit = case.environment, version.limit
    inputs = (CENTRAL, NEW_PROJECT)
    if facts.new_wastewater_project is False or facts.wastewater_central_in_operation:
        said = Text(N_("No new wastewater is taken without central treatment."))
        return Outcome(Verdict.PASS, said, measured=0, limit=limit, inputs=inputs)
    change = Text(N_("Put central wastewater collection and treatment into operation first."))
    if facts.new_wastewater_project and facts.wastewater_central_in_operation is False:
        said = Text(N_("A new project with wastewater is taken without central treatment."))
        return Outcome(Verdict.FAIL, said, measured=1, limit=limit, inputs=inputs, change=change)
    known = (
        (CENTRAL, facts.wastewater_central_in_operation),
        (NEW_PROJECT, facts.new_wastewater_project),
    )
    return Outcome(
        Verdict.NOT_ENOUGH_DATA,
        Text(N_("Central treatment or new wastewater projects are not known.")),
        limit=limit,
        inputs=inputs,
        missing=tuple(path for path, value in known if value is None),
    )


def _connect(case: Case, version: Version) -> Outcome:
    """Every establishment that must connect is connected; with none there, nothing is asked."""
    connected = case.environment.connected_establishments
    there = case.environment.establishments
    limit, inputs = version.limit, (CONNECTED, ESTABLISHMENTS)
    if there == 0 and not connected:
        said = Text(N_("No establishment has to connect."))
        return Outcome(Verdict.NOT_APPLICABLE, said, limit=limit, inputs=inputs)
    if connected is None or there is None or connected > there:
        said = Text(N_("How many establishments are connected, of how many, is not known."))
        if connected is not None and there is not None:
            said = Text(N_("Data error: the part exceeds the whole."))
        known = ((CONNECTED, connected), (ESTABLISHMENTS, there))
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            said,
            limit=limit,
            inputs=inputs,
            missing=tuple(path for path, value in known if value is None),
        )
    holds = connected == there
    values = {"connected": connected, "establishments": there, "more": there - connected}
    return Outcome(
        Verdict.PASS if holds else Verdict.FAIL,
        Text(N_("{connected} of {establishments} establishments are connected."), values),
        measured=exact.shown_ratio(Decimal(connected), Decimal(there), exact.HUNDRED),
        limit=limit,
        inputs=inputs,
        change=None if holds else Text(N_("Connect {more} more."), values),
    )


def _rain(case: Case, version: Version) -> Outcome:
    """No outlet of treated wastewater into the storm-water network since 2024-01-01."""
    outlets = case.environment.storm_drain_outlets
    if outlets is None:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("Outlets of treated wastewater into storm drains are not known.")),
            limit=version.limit,
            inputs=(OUTLETS,),
            missing=(OUTLETS,),
            change=Text(N_("Check the storm drains; 0 means checked, none there.")),
            # The contract's facts cannot say it: shown as open, decides only where it is said.
            counts=False,
        )
    values = {"outlets": outlets}
    return Outcome(
        Verdict.FAIL if outlets else Verdict.PASS,
        Text(N_("{outlets} outlets of treated wastewater into storm drains."), values),
        measured=outlets,
        limit=version.limit,
        inputs=(OUTLETS,),
        change=Text(N_("Close {outlets} outlets."), values) if outlets else None,
    )


def _officers(case: Case, version: Version) -> Outcome:
    """At least one environment officer with suitable training."""
    officers = case.environment.environment_officers
    if officers is None:
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The number of environment officers is not known.")),
            limit=version.limit,
            inputs=(OFFICERS,),
            missing=(OFFICERS,),
        )
    holds = officers >= version.limit.amount
    values = {"officers": officers, "threshold": version.limit.amount}
    return Outcome(
        Verdict.PASS if holds else Verdict.FAIL,
        Text(N_("{officers} environment officers; at least {threshold} wanted."), values),
        measured=officers,
        limit=version.limit,
        inputs=(OFFICERS,),
        change=None
        if holds
        else Text(N_("Appoint an environment officer with suitable training.")),
    )


def _permit(case: Case, version: Version) -> Outcome:
    """A cluster that discharges 100 m³ a day or more has an environmental permit."""
    flow, permit = (
        case.environment.industrial_wastewater_m3_per_day,
        case.environment.environmental_permit,
    )
    limit, inputs = version.limit, (FLOW, PERMIT)
    values = {"flow": flow, "guard": PERMIT_FROM_M3_PER_DAY}
    if flow is not None and flow < PERMIT_FROM_M3_PER_DAY:
        said = Text(
            N_("{flow} m³ of industrial wastewater a day; a permit is asked from {guard} m³."),
            values,
        )
        return Outcome(Verdict.NOT_APPLICABLE, said, limit=limit, inputs=inputs)
    if flow is None or permit is None:
        known = ((FLOW, flow), (PERMIT, permit))
        return Outcome(
            Verdict.NOT_ENOUGH_DATA,
            Text(N_("The wastewater flow or the environmental permit is not known.")),
            limit=limit,
            inputs=inputs,
            missing=tuple(path for path, value in known if value is None),
        )
    said = Text(N_("{flow} m³ a day, with an environmental permit."), values)
    if not permit:
        said = Text(N_("{flow} m³ a day without an environmental permit."), values)
    return Outcome(
        Verdict.PASS if permit else Verdict.FAIL,
        said,
        measured=permit,
        limit=limit,
        inputs=inputs,
        change=None if permit else Text(N_("Obtain the environmental permit.")),
    )


def _version(
    limit: Limit,
    locator: str,
    *,
    confidence: str = TEXT,
    document: str = LAW,
    effective_from: date = date(2022, 1, 1),
    effective_to: date | None = None,
    note: str = "",
) -> tuple[Version, ...]:
    return (
        Version(
            document=document,
            locator=locator,
            effective_from=effective_from,
            effective_to=effective_to,
            confidence=confidence,
            limits=(limit,),
            note=note,
        ),
    )


OPS_WW_GATE = Rule(
    id="OPS-WW-GATE",
    title=N_("No new wastewater without central treatment"),
    group=Group.OPERATION,
    procedures=("operate",),
    versions=_version(
        Limit(
            "new wastewater project accepted without central treatment",
            "==",
            Decimal(0),
            "projects",
        ),
        "Điều 52 khoản 3 điểm c",
    ),
    check=_gate,
)
OPS_WW_CONNECT = Rule(
    id="OPS-WW-CONNECT",
    title=N_("Every establishment is connected"),
    group=Group.OPERATION,
    procedures=("operate",),
    versions=_version(
        Limit("share of establishments connected", "==", Decimal(100), "%"),
        "Điều 52 khoản 3 điểm d",
        note=N_("Lawfully exempted ones are left out."),
    ),
    check=_connect,
)
OPS_WW_RAIN = Rule(
    id="OPS-WW-RAIN",
    title=N_("No treated wastewater into storm drains"),
    group=Group.OPERATION,
    procedures=("operate",),
    versions=_version(
        Limit("treated wastewater outlets into storm drains", "==", Decimal(0), "outlets"),
        "Điều 52 khoản 3 điểm đ",
        effective_from=date(2024, 1, 1),
        note=N_("The grace of 24 months ended on 2023-12-31."),
    ),
    check=_rain,
)
OPS_ENV_STAFF = Rule(
    id="OPS-ENV-STAFF",
    title=N_("Environment officer"),
    group=Group.OPERATION,
    procedures=("operate",),
    versions=_version(
        Limit("environment officers", ">=", Decimal(1), "persons"), "Điều 52 khoản 3 điểm e"
    ),
    check=_officers,
)
OPS_ENV_PERMIT = Rule(
    id="OPS-ENV-PERMIT",
    title=N_("Environmental permit"),
    group=Group.OPERATION,
    procedures=("operate",),
    versions=_version(
        Limit("environmental permit present", "==", True, "bool"),
        "Phụ lục, mục VII khoản 1 điểm a",
        document=RESOLUTION_66,
        effective_from=date(2026, 5, 18),
        effective_to=date(2027, 2, 28),
        note=N_("Asked from 100 m³ of industrial wastewater a day."),
    ),
    check=_permit,
)


def _shown(rule: str, title: str, shown: tuple[Version, ...]) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.INFORMATION,
        procedures=("operate",),
        versions=shown,
        says=asked,
    )


def _yes(parameter: str, locator: str, confidence: str = TEXT) -> tuple[Version, ...]:
    return _version(Limit(parameter, "==", True, "bool"), locator, confidence=confidence)


SHOWN = (
    _shown(
        "OPS-ENV-REG",
        N_("Environment regulation of the cluster"),
        _yes("cluster environment regulation", "Điều 52 khoản 3 điểm k"),
    ),
    _shown(
        "OPS-ENV-REPORT",
        N_("Yearly environment report"),
        _yes("environment report sent", "Điều 52 khoản 3 điểm l"),
    ),
    _shown(
        "OPS-ENV-LIST",
        N_("List of clusters without central treatment"),
        _yes("list of clusters without central treatment reported", "Điều 52 khoản 5 điểm b"),
    ),
    _shown(
        "OPS-ENV-WORKS",
        N_("Four groups of environmental works"),
        _yes("four groups of environmental works present", "Điều 52 khoản 1", MEMORY),
    ),
    Rule(
        id="OPS-FINE",
        title=N_("Fine for not connecting"),
        group=Group.INFORMATION,
        procedures=("operate",),
        versions=_version(
            Limit(
                "fine for not connecting (individual; x2 organisation)",
                "range",
                "100000000..150000000",
                "VND",
            ),
            "Điều 15 khoản 3 điểm e; Điều 6 khoản 2",
            document="45/2022/NĐ-CP",
            effective_from=date(2022, 8, 25),
        ),
        says=informed,
    ),
    Rule(
        id="OPS-EIA",
        title=N_("Environmental impact assessment where a treatment plant is shared"),
        group=Group.INFORMATION,
        procedures=("establish",),
        versions=_version(
            Limit(
                "infrastructure project sharing another zone treatment plant -> EIA required",
                "==",
                True,
                "bool",
            ),
            "Phụ lục, mục VI khoản 1 điểm e",
            document=RESOLUTION_66,
            effective_from=date(2026, 5, 18),
            effective_to=date(2027, 2, 28),
            note=N_("The trigger of 50 ha does not apply to cluster infrastructure."),
        ),
        says=asked,
    ),
)

RULES = (OPS_WW_GATE, OPS_WW_CONNECT, OPS_WW_RAIN, OPS_ENV_STAFF, OPS_ENV_PERMIT, *SHOWN)
