"""What may be said of progress: kinds of rows and their columns, for form, template and API.

One table for the three, so that the same row is checked the same way wherever it comes from.
"""

from collections.abc import Mapping

from cluster_gis.domain.entry_columns import (
    CODE,
    NAME,
    NOTE,
    EntryColumn,
    EntryKind,
    choice,
    flag,
    plain,
)
from cluster_gis.domain.inspection_columns import INSPECTION
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
)
from cluster_gis.domain.support_columns import LEGACY, NEED, SUPPORT
from cluster_gis.i18n import N_

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
_TYPES = {code: label for code, label in WORK_TYPE.items() if code is not None}
_FUNDS = {code: label for code, label in FUND_SOURCE.items() if code is not None}

WORK = EntryKind(
    key="work",
    title=N_("Works"),
    columns=(
        CODE,
        NAME,
        choice("work_type", N_("Type of work"), _TYPES, needed=True),
        plain(
            "item", "text", N_("Name of the work"), 30, N_("As in the project; empty: its type.")
        ),
        plain("planned_capacity", "number", N_("Planned capacity")),
        plain("capacity_unit", "text", N_("Unit of capacity"), 12, N_("m, m2, m3/day, kVA …")),
        plain("planned_start", "day", N_("Planned start")),
        plain("planned_end", "day", N_("Planned end")),
        plain("lon", "number", N_("Longitude (degrees)"), 14, N_("WGS 84, for example 106.55.")),
        plain("lat", "number", N_("Latitude (degrees)"), 14, N_("WGS 84, for example 20.72.")),
        _AS_OF,
        plain("progress_pct", "percent", N_("Done (%)"), 10, N_("0 to 100; empty = not known.")),
        flag("in_operation", N_("In operation")),
        _FALL,
        NOTE,
    ),
    says=("progress_pct", "in_operation", "planned_capacity", "planned_end", "lon"),
)
CAPITAL = EntryKind(
    key="capital",
    title=N_("Capital"),
    columns=(
        CODE,
        NAME,
        choice("kind", N_("Kind of amount"), CAPITAL_KIND, needed=True, width=14),
        choice("fund_source", N_("Source of funds"), _FUNDS),
        choice("coverage", N_("Cumulative or in the period"), COVERAGE),
        plain("period_from", "day", N_("Period from"), 13, N_("Only for an amount of a period.")),
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
        NOTE,
    ),
    says=("amount_vnd",),
)
LAND = EntryKind(
    key="clearance",
    title=N_("Site clearance"),
    columns=(
        CODE,
        NAME,
        choice("measure", N_("Measure"), CLEARANCE, needed=True),
        _AS_OF,
        plain("area_ha", "area", N_("Area (ha)"), 12, N_("Cumulative to the day, hectares.")),
        plain("households", "count", N_("Households"), 12, N_("Cumulative to the day.")),
        plain("amount_vnd", "money", N_("Amount (VND billion)"), 18),
        _FALL,
        NOTE,
    ),
    says=("area_ha", "households", "amount_vnd"),
)
INFRASTRUCTURE = EntryKind(
    key="infrastructure",
    title=N_("Infrastructure project"),
    columns=(
        CODE,
        NAME,
        plain(
            "project_area_ha",
            "area",
            N_("Area of the approved project (ha)"),
            16,
            N_("As the project was approved; row 12 of forms 03 and 04."),
        ),
        plain(
            "ready_land_ha",
            "area",
            N_("Industrial land ready to let (ha)"),
            16,
            N_("Infrastructure finished, cumulative to the day; row 3 of form 02."),
        ),
        plain("document", "text", N_("Approval of the project"), 24),
        _AS_OF,
        NOTE,
    ),
    says=("project_area_ha", "ready_land_ha"),
)
WASTEWATER = EntryKind(
    key="wastewater",
    title=N_("Wastewater treatment"),
    columns=(
        CODE,
        NAME,
        _AS_OF,
        plain("designed_m3_per_day", "number", N_("Designed (m³/day)")),
        plain("built_m3_per_day", "number", N_("Built (m³/day)")),
        plain("actual_m3_per_day", "number", N_("Actual flow (m³/day)")),
        flag("being_built", N_("Being built")),
        flag("in_operation", N_("In operation")),
        plain(
            "standard", "text", N_("Standard applied"), 22, N_("For example QCVN 40:2025/BTNMT.")
        ),
        flag("meets_standard", N_("Meets the standard")),
        plain("permit_number", "text", N_("Environmental permit"), 22),
        plain("permit_from", "day", N_("Permit from")),
        plain("permit_until", "day", N_("Permit until")),
        plain("connected_establishments", "count", N_("Establishments connected")),
        plain("establishments", "count", N_("Establishments that must connect")),
        NOTE,
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
        CODE,
        NAME,
        choice("kind", N_("Milestone"), MILESTONE_KIND, needed=True),
        plain("milestone_name", "text", N_("Name of the milestone"), 28, N_("As in the decision.")),
        plain("due", "day", N_("Due"), 13, N_("Of the decision; a month means its last day.")),
        plain("document", "text", N_("Decision on the schedule"), 24),
        plain("done", "day", N_("Done"), 13, N_("Empty = not done.")),
        choice("cause", N_("Cause of the delay"), DELAY_CAUSE),
        plain("reason", "text", N_("Reason in words"), 34),
        _AS_OF,
    ),
    says=("due", "done", "cause", "reason"),
)
PROJECT = EntryKind(
    key="project",
    title=N_("Projects of enterprises"),
    columns=(
        CODE,
        NAME,
        EntryColumn(
            key="project_name",
            header=N_("Name of the project"),
            kind="text",
            width=32,
            needed=True,
            aliases=("tên dự án", "dự án"),
        ),
        plain("enterprise", "text", N_("Enterprise"), 28),
        plain(
            "tax_code", "text", N_("Tax code"), 16, N_("10 digits, 13 with a branch: 0200123456.")
        ),
        plain("sector", "text", N_("Sector"), 24),
        plain("sector_code", "text", N_("Sector code (VSIC)"), 12),
        flag("foreign_capital", N_("Foreign capital")),
        flag("craft_producer", N_("Craft village producer")),
        choice("state", N_("State of the project"), PROJECT_STATE),
        choice("approval_kind", N_("Kind of approval"), APPROVAL_KIND),
        plain("approval_number", "text", N_("Number of the approval"), 20),
        plain("approved_on", "day", N_("Approved on")),
        plain("operating_since", "day", N_("In production since")),
        plain("land_ha", "area", N_("Industrial land (ha)"), 12),
        plain("registered_capital_vnd", "money", N_("Registered capital (VND billion)"), 18),
        plain("realised_capital_vnd", "money", N_("Realised capital (VND billion)"), 18),
        plain("labour_contract", "count", N_("Workers with a contract"), 12),
        flag("discharges_wastewater", N_("Discharges wastewater")),
        _AS_OF,
        NOTE,
    ),
    says=("project_name",),
)
LOT = EntryKind(
    key="lot",
    title=N_("Land lots"),
    columns=(
        CODE,
        NAME,
        EntryColumn(
            key="lot_no",
            header=N_("Lot"),
            kind="text",
            hint=N_("As in the detailed plan, for example CN-01."),
            width=14,
            needed=True,
            aliases=("lô", "lô đất", "số lô"),
        ),
        plain("land_use", "text", N_("Land use"), 14, N_("Code of the plan; empty: SKN.")),
        plain("area_ha", "area", N_("Area of the lot (ha)"), 12),
        flag("leased", N_("Let to a producer")),
        _AS_OF,
    ),
    says=("area_ha", "leased", "land_use"),
)
LEASE = EntryKind(
    key="lease",
    title=N_("Land leases"),
    columns=(
        CODE,
        NAME,
        EntryColumn(
            key="tenant",
            header=N_("Tenant"),
            kind="text",
            width=30,
            needed=True,
            aliases=("bên thuê",),
        ),
        plain("project_name", "text", N_("Name of the project"), 30),
        choice("kind", N_("Kind of lease"), LEASE_KIND, width=14),
        EntryColumn(
            key="area_ha", header=N_("Area leased (ha)"), kind="area", width=12, needed=True
        ),
        plain("lot_no", "text", N_("Lot"), 12),
        plain("contract_number", "text", N_("Contract number"), 20),
        EntryColumn(key="signed_on", header=N_("Signed on"), kind="day", width=13, needed=True),
        plain("ends_on", "day", N_("Ends on"), 13),
        NOTE,
    ),
    says=("area_ha",),
)

KINDS: Mapping[str, EntryKind] = {
    kind.key: kind
    for kind in (
        WORK,
        CAPITAL,
        LAND,
        INFRASTRUCTURE,
        WASTEWATER,
        MILESTONE,
        PROJECT,
        LOT,
        LEASE,
        SUPPORT,
        NEED,
        LEGACY,
        INSPECTION,
    )
}
