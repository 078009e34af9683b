"""What may be said of progress: kinds of rows and their columns, for form, template and API.

One table for the three, so that the same row is checked the same way wherever it comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cluster_gis.domain.labels import FUND_SOURCE, WORK_TYPE
from cluster_gis.domain.progress_words import (
    APPROVAL_KIND,
    CAPITAL_KIND,
    CLEARANCE,
    COVERAGE,
    DELAY_CAUSE,
    LEASE_KIND,
    MILESTONE_KIND,
    PROJECT_STATE,
    YES_NO,
)
from cluster_gis.i18n import N_

ColumnKind = Literal[
    "code", "text", "choice", "flag", "area", "money", "count", "number", "percent", "day"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryColumn:
    """One column. header, hint: English msgids; the unit stands in the header.

    needed: a row without it is refused. money: billions of VND on paper, VND in the register.
    """

    key: str
    header: str
    kind: ColumnKind
    hint: str = ""
    width: int = 16
    needed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKind:
    """A kind of row. title: of its sheet. says: keys of which at least one must be filled."""

    key: str
    title: str
    columns: tuple[EntryColumn, ...]
    says: tuple[str, ...]

    def column(self, key: str) -> EntryColumn | None:
        """The column of that key; None = there is none."""
        return next((column for column in self.columns if column.key == key), None)


_CODE = EntryColumn(
    key="code",
    header=N_("Cluster code"),
    kind="code",
    hint=N_("Code in this register, for example hp-cam-van; leave it as it is."),
    width=22,
    needed=True,
    aliases=("mã", "mã ccn", "mã cụm", "code"),
)
_NAME = EntryColumn(
    key="name",
    header=N_("Name of the cluster"),
    kind="text",
    hint=N_("For the reader; the code decides."),
    width=28,
    aliases=("tên ccn", "tên cụm", "cụm công nghiệp"),
)
_AS_OF = EntryColumn(
    key="as_of",
    header=N_("As of"),
    kind="day",
    hint=N_("Last day the figure speaks of, dd/mm/yyyy. Empty: the day of the whole file."),
    width=13,
    aliases=("số liệu đến ngày", "ngày"),
)
_FALL = EntryColumn(
    key="fall_reason",
    header=N_("Reason of a fall"),
    kind="text",
    hint=N_("Needed when a cumulative figure is below an earlier one."),
    width=30,
)
_NOTE = EntryColumn(key="note", header=N_("Note"), kind="text", width=30)


def _choice(key: str, header: str, choices: Mapping[str, str], **more: object) -> EntryColumn:
    return EntryColumn(
        key=key,
        header=header,
        kind="choice",
        hint=N_("Choose from the list."),
        choices=choices,
        **{"width": 24, **more},  # type: ignore[arg-type]
    )


def _flag(key: str, header: str) -> EntryColumn:
    return EntryColumn(
        key=key,
        header=header,
        kind="flag",
        hint=N_("yes or no; empty = not known."),
        width=14,
        choices=YES_NO,
    )


def _of(key: str, kind: ColumnKind, header: str, width: int = 16, hint: str = "") -> EntryColumn:
    return EntryColumn(key=key, header=header, kind=kind, width=width, hint=hint)


_TYPES = {code: label for code, label in WORK_TYPE.items() if code is not None}
_FUNDS = {code: label for code, label in FUND_SOURCE.items() if code is not None}

WORK = EntryKind(
    key="work",
    title=N_("Works"),
    columns=(
        _CODE,
        _NAME,
        _choice("work_type", N_("Type of work"), _TYPES, needed=True),
        _of("item", "text", N_("Name of the work"), 30, N_("As in the project; empty: its type.")),
        _of("planned_capacity", "number", N_("Planned capacity")),
        _of("capacity_unit", "text", N_("Unit of capacity"), 12, N_("m, m2, m3/day, kVA …")),
        _of("planned_start", "day", N_("Planned start")),
        _of("planned_end", "day", N_("Planned end")),
        _of("lon", "number", N_("Longitude (degrees)"), 14, N_("WGS 84, for example 106.55.")),
        _of("lat", "number", N_("Latitude (degrees)"), 14, N_("WGS 84, for example 20.72.")),
        _AS_OF,
        _of("progress_pct", "percent", N_("Done (%)"), 10, N_("0 to 100; empty = not known.")),
        _flag("in_operation", N_("In operation")),
        _FALL,
        _NOTE,
    ),
    says=("progress_pct", "in_operation", "planned_capacity", "planned_end", "lon"),
)
CAPITAL = EntryKind(
    key="capital",
    title=N_("Capital"),
    columns=(
        _CODE,
        _NAME,
        _choice("kind", N_("Kind of amount"), CAPITAL_KIND, needed=True, width=14),
        _choice("fund_source", N_("Source of funds"), _FUNDS),
        _choice("coverage", N_("Cumulative or in the period"), COVERAGE),
        _of("period_from", "day", N_("Period from"), 13, N_("Only for an amount of a period.")),
        _AS_OF,
        EntryColumn(
            key="amount_vnd",
            header=N_("Amount (VND billion)"),
            kind="money",
            hint=N_("In billions of đồng; another unit only with its word: 350 triệu."),
            width=18,
            needed=True,
            aliases=("số tiền", "giá trị"),
        ),
        _FALL,
        _NOTE,
    ),
    says=("amount_vnd",),
)
LAND = EntryKind(
    key="clearance",
    title=N_("Site clearance"),
    columns=(
        _CODE,
        _NAME,
        _choice("measure", N_("Measure"), CLEARANCE, needed=True),
        _AS_OF,
        _of("area_ha", "area", N_("Area (ha)"), 12, N_("Cumulative to the day, hectares.")),
        _of("households", "count", N_("Households"), 12, N_("Cumulative to the day.")),
        _of("amount_vnd", "money", N_("Amount (VND billion)"), 18),
        _FALL,
        _NOTE,
    ),
    says=("area_ha", "households", "amount_vnd"),
)
WASTEWATER = EntryKind(
    key="wastewater",
    title=N_("Wastewater treatment"),
    columns=(
        _CODE,
        _NAME,
        _AS_OF,
        _of("designed_m3_per_day", "number", N_("Designed (m³/day)")),
        _of("built_m3_per_day", "number", N_("Built (m³/day)")),
        _of("actual_m3_per_day", "number", N_("Actual flow (m³/day)")),
        _flag("being_built", N_("Being built")),
        _flag("in_operation", N_("In operation")),
        _of("standard", "text", N_("Standard applied"), 22, N_("For example QCVN 40:2025/BTNMT.")),
        _flag("meets_standard", N_("Meets the standard")),
        _of("permit_number", "text", N_("Environmental permit"), 22),
        _of("permit_from", "day", N_("Permit from")),
        _of("permit_until", "day", N_("Permit until")),
        _of("connected_establishments", "count", N_("Establishments connected")),
        _of("establishments", "count", N_("Establishments that must connect")),
        _NOTE,
    ),
    says=(
        "designed_m3_per_day",
        "built_m3_per_day",
        "actual_m3_per_day",
        "being_built",
        "in_operation",
        "standard",
        "meets_standard",
        "permit_number",
        "connected_establishments",
    ),
)
MILESTONE = EntryKind(
    key="milestone",
    title=N_("Milestones"),
    columns=(
        _CODE,
        _NAME,
        _choice("kind", N_("Milestone"), MILESTONE_KIND, needed=True),
        _of("milestone_name", "text", N_("Name of the milestone"), 28, N_("As in the decision.")),
        _of("due", "day", N_("Due"), 13, N_("Of the decision; a month means its last day.")),
        _of("document", "text", N_("Decision on the schedule"), 24),
        _of("done", "day", N_("Done"), 13, N_("Empty = not done.")),
        _choice("cause", N_("Cause of the delay"), DELAY_CAUSE),
        _of("reason", "text", N_("Reason in words"), 34),
        _AS_OF,
    ),
    says=("due", "done", "cause", "reason"),
)
PROJECT = EntryKind(
    key="project",
    title=N_("Projects of enterprises"),
    columns=(
        _CODE,
        _NAME,
        EntryColumn(
            key="project_name",
            header=N_("Name of the project"),
            kind="text",
            width=32,
            needed=True,
            aliases=("tên dự án", "dự án"),
        ),
        _of("enterprise", "text", N_("Enterprise"), 28),
        _of("tax_code", "text", N_("Tax code"), 16, N_("10 digits, 13 with a branch: 0200123456.")),
        _of("sector", "text", N_("Sector"), 24),
        _of("sector_code", "text", N_("Sector code (VSIC)"), 12),
        _flag("foreign_capital", N_("Foreign capital")),
        _flag("craft_producer", N_("Craft village producer")),
        _choice("state", N_("State of the project"), PROJECT_STATE),
        _choice("approval_kind", N_("Kind of approval"), APPROVAL_KIND),
        _of("approval_number", "text", N_("Number of the approval"), 20),
        _of("approved_on", "day", N_("Approved on")),
        _of("operating_since", "day", N_("In production since")),
        _of("land_ha", "area", N_("Industrial land (ha)"), 12),
        _of("registered_capital_vnd", "money", N_("Registered capital (VND billion)"), 18),
        _of("realised_capital_vnd", "money", N_("Realised capital (VND billion)"), 18),
        _of("labour_contract", "count", N_("Workers with a contract"), 12),
        _flag("discharges_wastewater", N_("Discharges wastewater")),
        _AS_OF,
        _NOTE,
    ),
    says=("project_name",),
)
LEASE = EntryKind(
    key="lease",
    title=N_("Land leases"),
    columns=(
        _CODE,
        _NAME,
        EntryColumn(
            key="tenant",
            header=N_("Tenant"),
            kind="text",
            width=30,
            needed=True,
            aliases=("bên thuê",),
        ),
        _of("project_name", "text", N_("Name of the project"), 30),
        _choice("kind", N_("Kind of lease"), LEASE_KIND, width=14),
        EntryColumn(
            key="area_ha", header=N_("Area leased (ha)"), kind="area", width=12, needed=True
        ),
        _of("lot_no", "text", N_("Lot"), 12),
        _of("contract_number", "text", N_("Contract number"), 20),
        EntryColumn(key="signed_on", header=N_("Signed on"), kind="day", width=13, needed=True),
        _of("ends_on", "day", N_("Ends on"), 13),
        _NOTE,
    ),
    says=("area_ha",),
)

KINDS: Mapping[str, EntryKind] = {
    kind.key: kind for kind in (WORK, CAPITAL, LAND, WASTEWATER, MILESTONE, PROJECT, LEASE)
}
