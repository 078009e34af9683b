"""The tables of progress, support, inspections, sectors, legacy clusters, as SQLAlchemy sees them.

The migrations decide; a test compares the two. `place`: EPSG:4326 (lon, lat).
"""

from geoalchemy2 import Geometry
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Numeric, Table, Text

from cluster_gis.storage.table_base import metadata, versioned

land_clearance = versioned(
    "land_clearance",
    Column("clearance_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("area_ha", Numeric),
    Column("households", Integer),
    Column("amount_vnd", Numeric),
    Column("as_of_from", Date),
    Column("as_of_until", Date),
    Column("as_of_precision", Text, nullable=False),
    Column("reporter", Text),
    Column("fall_reason", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

wastewater_statement = versioned(
    "wastewater_statement",
    Column("statement_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("work_key", Text),
    Column("designed_m3_per_day", Numeric),
    Column("built_m3_per_day", Numeric),
    Column("actual_m3_per_day", Numeric),
    Column("in_operation", Boolean),
    Column("being_built", Boolean),
    Column("standard", Text),
    Column("meets_standard", Boolean),
    Column("permit_number", Text),
    Column("permit_from", Date),
    Column("permit_until", Date),
    Column("connected_establishments", Integer),
    Column("establishments", Integer),
    Column("as_of_from", Date),
    Column("as_of_until", Date),
    Column("as_of_precision", Text, nullable=False),
    Column("reporter", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

infrastructure_statement = versioned(
    "infrastructure_statement",
    Column("statement_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("project_area_ha", Numeric),
    Column("ready_land_ha", Numeric),
    Column("document_key", Text),
    Column("as_of_from", Date),
    Column("as_of_until", Date),
    Column("as_of_precision", Text, nullable=False),
    Column("reporter", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

enterprise_project = versioned(
    "enterprise_project",
    Column("project_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("enterprise", Text),
    Column("tax_code", Text),
    Column("sector", Text),
    Column("sector_code", Text),
    Column("foreign_capital", Boolean),
    Column("craft_producer", Boolean),
    Column("state", Text),
    Column("approval_kind", Text),
    Column("approval_number", Text),
    Column("approved_on", Date),
    Column("operating_since", Date),
    Column("land_ha", Numeric),
    Column("registered_capital_vnd", Numeric),
    Column("realised_capital_vnd", Numeric),
    Column("labour_contract", Integer),
    Column("discharges_wastewater", Boolean),
    Column("reporter", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

land_lease = versioned(
    "land_lease",
    Column("lease_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("lot_key", Text),
    Column("project_key", Text),
    Column("tenant", Text),
    Column("kind", Text),
    Column("area_ha", Numeric, nullable=False),
    Column("contract_number", Text),
    Column("signed_on", Date),
    Column("ends_on", Date),
    Column("reporter", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

attachment = Table(
    "attachment",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

progress_evidence = versioned(
    "progress_evidence",
    Column("evidence_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("work_key", Text),
    Column("as_of_from", Date),
    Column("sha256", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("taken_at", DateTime),
    Column("place", Geometry("POINT", srid=4326, spatial_index=False)),
    Column("place_basis", Text, nullable=False),
    Column("caption", Text),
    Column("reporter", Text),
    Column("source_key", Text, nullable=False),
    Column("inspection_key", Text),
)

support_grant = versioned(
    "support_grant",
    Column("grant_key", Text, nullable=False),
    Column("province_key", Text),
    Column("cluster_code", Text),
    Column("programme", Text, nullable=False),
    Column("programme_kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("purpose", Text),
    Column("title", Text, nullable=False),
    Column("total_cost_vnd", Numeric),
    Column("proposed_vnd", Numeric),
    Column("appraised_vnd", Numeric),
    Column("approved_vnd", Numeric),
    Column("paid_vnd", Numeric),
    Column("state", Text, nullable=False),
    Column("state_on", Date),
    Column("stop_reason", Text),
    Column("document_key", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

support_need = versioned(
    "support_need",
    Column("need_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("work_type", Text),
    Column("missing_work", Text, nullable=False),
    Column("cost_vnd", Numeric),
    Column("year", Integer),
    Column("environmental", Boolean),
    Column("difficult_area", Boolean),
    Column("priority_type", Boolean),
    Column("reporter", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

sector_rule = versioned(
    "sector_rule",
    Column("rule_key", Text, nullable=False),
    Column("province_key", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("sector_code", Text),
    Column("class", Text, nullable=False),
    Column("condition", Text),
    Column("document_key", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

legacy_cluster = versioned(
    "legacy_cluster",
    Column("cluster_code", Text, nullable=False),
    Column("formed_text", Text),
    Column("outcome", Text, nullable=False),
    Column("decided_on", Date),
    Column("document_key", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

inspection = versioned(
    "inspection",
    Column("inspection_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("inspector", Text, nullable=False),
    Column("inspected_on", Date, nullable=False),
    Column("decision", Text),
    Column("kind", Text),
    Column("subject", Text),
    Column("subject_name", Text),
    Column("scope", Text),
    Column("finding", Text),
    Column("remedy", Text),
    Column("due", Date),
    Column("remedied_on", Date),
    Column("note", Text),
    Column("reporter", Text),
    Column("source_key", Text, nullable=False),
)
