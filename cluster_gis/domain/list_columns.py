"""The columns of a province's list of clusters: what is exported, offered as a template and read.

One table for the three, so that what we write we can read. Areas in hectares, money in billions
of VND on the sheet (VND in the register), dates with their precision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cluster_gis.domain.labels import KIND
from cluster_gis.i18n import N_

Kind = Literal["code", "text", "area", "money", "count", "percent", "date", "choice"]

#: States as a list writes them; the words are those of the map.
STATUS: Mapping[str, str] = {
    "planned": N_("In the plan"),
    "established": N_("Established"),
    "detailed_plan_approved": N_("Detailed plan approved"),
    "under_construction": N_("Infrastructure under construction"),
    "operating": N_("Operating"),
    "pre_regulation": N_("Formed before the regulation"),
    "withdrawn": N_("Withdrawn from the plan"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """One column.

    key: its name in files for programs; of a column that is read, the column of
    register.cluster_state it is written to ("decision_date": the three columns of that date).
    header: an English msgid, unit included. hint: msgid of the template's help row.
    aliases: other headers offices print, marks and case do not matter. width: characters.
    read: False = told for information, no fact of the state. by_lines: yet read back line by
    line, as things of their own (works, milestones).
    """

    key: str
    header: str
    kind: Kind
    hint: str
    width: int
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    read: bool = True
    by_lines: bool = False


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(
        key="code",
        header=N_("Cluster code"),
        kind="code",
        hint=N_("Code in this register, for example hp-cam-van; leave it as it is."),
        width=22,
        aliases=("mã", "mã ccn", "mã cụm", "code", "mã cụm công nghiệp"),
    ),
    ListColumn(
        key="name",
        header=N_("Name of the cluster"),
        kind="text",
        hint=N_("Name as in the decision. A new name is asked about, never taken silently."),
        width=36,
        aliases=(
            "tên",
            "tên ccn",
            "tên cụm",
            "cụm công nghiệp",
            "ccn",
            "tên cụm cn",
            "danh mục cụm công nghiệp",
            "name",
            "cluster",
            "industrial cluster",
        ),
    ),
    ListColumn(
        key="new_commune_text",
        header=N_("Commune (since 01/07/2025)"),
        kind="text",
        hint=N_("Commune, ward or special zone of 2025."),
        width=22,
        aliases=(
            "xã phường",
            "xã",
            "xã mới",
            "địa điểm",
            "vị trí",
            "đơn vị hành chính",
            "commune",
            "location",
        ),
    ),
    ListColumn(
        key="commune_text",
        header=N_("Commune (until 30/06/2025)"),
        kind="text",
        hint=N_("Former commune, ward or township; several parted by ;"),
        width=22,
        aliases=("xã cũ", "xã thị trấn cũ", "former commune"),
    ),
    ListColumn(
        key="district_text",
        header=N_("District (until 30/06/2025)"),
        kind="text",
        hint=N_("Former district, town or city of the province."),
        width=18,
        aliases=(
            "huyện",
            "quận huyện",
            "huyện thị xã thành phố",
            "huyện cũ",
            "former district",
            "district",
        ),
    ),
    ListColumn(
        key="kind",
        header=N_("Kind of cluster"),
        kind="choice",
        hint=N_("Choose from the list."),
        width=20,
        aliases=("loại", "loại cụm", "loại hình", "kind", "type"),
        choices=KIND,
    ),
    ListColumn(
        key="status",
        header=N_("State of the cluster"),
        kind="choice",
        hint=N_("Choose from the list: the furthest step reached."),
        width=22,
        aliases=("trạng thái", "tình trạng", "hiện trạng", "status", "state"),
        choices=STATUS,
    ),
    ListColumn(
        key="decision_text",
        header=N_("Decision number"),
        kind="text",
        hint=N_("Number of the decision of establishment, for example 375/QĐ-UBND."),
        width=22,
        aliases=(
            "số quyết định",
            "quyết định thành lập",
            "số qđ",
            "số quyết định thành lập",
            "quyết định",
            "decision",
            "decision no",
        ),
    ),
    ListColumn(
        key="decision_date",
        header=N_("Decision date"),
        kind="date",
        hint=N_("Day signed, dd/mm/yyyy; mm/yyyy or yyyy when only that is known."),
        width=14,
        aliases=(
            "ngày quyết định",
            "ngày ký",
            "ngày thành lập",
            "ngày qđ",
            "ngày ban hành",
            "date of decision",
            "date signed",
        ),
    ),
    ListColumn(
        key="area_planned_ha",
        header=N_("Area in the plan (ha)"),
        kind="area",
        hint=N_("Hectares; 50 or 49,37. “khoảng 50” and 40–50 are kept as such."),
        width=12,
        aliases=("diện tích quy hoạch", "dt quy hoạch", "diện tích theo quy hoạch", "planned area"),
    ),
    ListColumn(
        key="area_established_ha",
        header=N_("Area of establishment (ha)"),
        kind="area",
        hint=N_("Hectares, as the decision of establishment prints it."),
        width=12,
        aliases=(
            "diện tích thành lập",
            "dt thành lập",
            "diện tích",
            "tổng diện tích",
            "quy mô",
            "quy mô diện tích",
            "area",
            "established area",
        ),
    ),
    ListColumn(
        key="area_detailed_ha",
        header=N_("Area of the detailed plan (ha)"),
        kind="area",
        hint=N_("Hectares, as the approved detailed plan prints it."),
        width=12,
        aliases=("diện tích qhct", "diện tích quy hoạch chi tiết", "dt qhct", "detailed area"),
    ),
    ListColumn(
        key="industrial_land_ha",
        header=N_("Industrial land (ha)"),
        kind="area",
        hint=N_("Hectares of land for production in the detailed plan."),
        width=12,
        aliases=("đất công nghiệp", "diện tích đất công nghiệp", "đất cn", "dt đất cn"),
    ),
    ListColumn(
        key="leased_industrial_land_ha",
        header=N_("Industrial land leased (ha)"),
        kind="area",
        hint=N_("Hectares of industrial land let; 0 when none is, empty when not known."),
        width=12,
        aliases=(
            "đất công nghiệp đã cho thuê",
            "diện tích đã cho thuê",
            "đã cho thuê",
            "diện tích cho thuê",
            "leased land",
            "leased",
        ),
    ),
    ListColumn(
        key="licensed_not_leased_ha",
        header=N_("Licensed, not leased (ha)"),
        kind="area",
        hint=N_("Hectares licensed to projects but not let yet (counts since 01/05/2024)."),
        width=12,
        aliases=("đã cấp phép chưa cho thuê", "licensed not leased"),
    ),
    ListColumn(
        key="fill_rate_pct",
        header=N_("Fill rate (%)"),
        kind="percent",
        hint=N_("Computed by the register; not read back."),
        width=10,
        aliases=("tỷ lệ lấp đầy", "tỉ lệ lấp đầy", "lấp đầy", "fill"),
        read=False,
    ),
    ListColumn(
        key="infrastructure_investor",
        header=N_("Infrastructure investor"),
        kind="text",
        hint=N_("Name of the enterprise or unit that builds and runs the infrastructure."),
        width=32,
        aliases=(
            "chủ đầu tư",
            "chủ đầu tư hạ tầng",
            "đơn vị chủ đầu tư",
            "nhà đầu tư",
            "investor",
            "developer",
        ),
    ),
    ListColumn(
        key="total_investment_vnd",
        header=N_("Infrastructure capital (VND billion)"),
        kind="money",
        hint=N_("Billions of VND: 816,6 for 816.600 million."),
        width=14,
        aliases=(
            "vốn đầu tư",
            "tổng vốn đầu tư",
            "tổng mức đầu tư",
            "vốn",
            "capital",
            "total investment",
        ),
    ),
    ListColumn(
        key="construction_start_text",
        header=N_("Works begin"),
        kind="text",
        hint=N_("As printed: 2024-05-18, Quý III/2024, 2025."),
        width=13,
        aliases=("khởi công", "bắt đầu xây dựng", "start of works"),
    ),
    ListColumn(
        key="construction_end_text",
        header=N_("Works end"),
        kind="text",
        hint=N_("As printed: 2026-12, Quý I/2028, 2028."),
        width=13,
        aliases=("hoàn thành", "kết thúc xây dựng", "end of works"),
    ),
    ListColumn(
        key="wastewater_text",
        header=N_("Wastewater"),
        kind="text",
        hint=N_("Central treatment: none, under construction, in operation; capacity."),
        width=26,
        aliases=("xử lý nước thải", "hệ thống xử lý nước thải", "wastewater treatment"),
    ),
    ListColumn(
        key="sectors",
        header=N_("Sectors"),
        kind="text",
        hint=N_("Sectors that are called for, parted by ;"),
        width=32,
        aliases=("ngành nghề", "ngành nghề hoạt động", "lĩnh vực"),
    ),
    ListColumn(
        key="n_projects",
        header=N_("Projects"),
        kind="count",
        hint=N_("Number of secondary projects."),
        width=9,
        aliases=("số dự án", "số dự án thứ cấp"),
    ),
    ListColumn(
        key="n_enterprises",
        header=N_("Enterprises at work"),
        kind="count",
        hint=N_("Number of enterprises at work."),
        width=10,
        aliases=("số doanh nghiệp", "số dn", "doanh nghiệp", "enterprises"),
    ),
    ListColumn(
        key="works",
        header=N_("Works and progress (as sources state them)"),
        kind="text",
        hint=N_("A line a work: type – what: capacity unit (done %, completed, in operation)."),
        width=40,
        aliases=("công trình hạ tầng",),
        read=False,
        by_lines=True,
    ),
    ListColumn(
        key="milestones",
        header=N_("Milestones"),
        kind="text",
        hint=N_("A line a milestone: name: due dd/mm/yyyy, done dd/mm/yyyy."),
        width=28,
        aliases=("mốc tiến độ",),
        read=False,
        by_lines=True,
    ),
    ListColumn(
        key="note",
        header=N_("Note"),
        kind="text",
        hint=N_("Anything else."),
        width=60,
        aliases=("ghi chú", "notes", "remark", "remarks"),
    ),
    ListColumn(
        key="source",
        header=N_("Sources"),
        kind="text",
        hint=N_("Told by the register; the source of what you change is named when it is read."),
        width=36,
        aliases=("nguồn", "nguồn số liệu", "source"),
        read=False,
    ),
)
BY_KEY: Mapping[str, ListColumn] = {column.key: column for column in COLUMNS}

#: Sheets of the template that hold no data, and how its help row begins.
EXAMPLE_SHEET = N_("Example")
VALUES_SHEET = N_("Values")
HELP_MARK = N_("Help")
#: Labels of the rows above the table.
AS_OF_LABEL = N_("As of")
