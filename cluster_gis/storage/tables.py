"""The register's tables as SQLAlchemy sees them. The migrations decide; a test compares the two.

Geometry columns: `geom` and `place` EPSG:4326 (lon, lat); `source_geom` in its own SRID; `shape`
EPSG:3857, computed from `geom` for vector tiles.
"""

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    Numeric,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from cluster_gis.storage.table_base import metadata, versioned

capital_amount = versioned(
    "capital_amount",
    Column("capital_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("work_key", Text),
    Column("kind", Text, nullable=False),
    Column("fund_source", Text),
    Column("amount_vnd", Numeric, nullable=False),
    Column("qualifier", Text),
    Column("as_of_from", Date),
    Column("as_of_until", Date),
    Column("as_of_precision", Text, nullable=False),
    Column("note", Text),
    Column("coverage", Text),
    Column("reporter", Text),
    Column("fall_reason", Text),
    Column("source_key", Text, nullable=False),
)

cluster_boundary = versioned(
    "cluster_boundary",
    Column("cluster_code", Text, nullable=False),
    Column("source_geom", Geometry(spatial_index=False), nullable=False),
    Column("source_format", Text, nullable=False),
    Column("measuring_srid", Integer, nullable=False),
    Column("quality", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("document_key", Text),
    Column("start_precision", Text, nullable=False),
    Column("start_basis", Text, nullable=False),
    Column("source_key", Text, nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("area_ha", Numeric(16, 6), nullable=False),
    Column("area_method", Text, nullable=False),
)

cluster_event = versioned(
    "cluster_event",
    Column("event_key", Text, nullable=False),
    Column("cluster_code", Text),
    Column("cluster_name", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("happened_from", Date),
    Column("happened_until", Date),
    Column("happened_precision", Text, nullable=False),
    Column("area_before_ha", Numeric),
    Column("area_after_ha", Numeric),
    Column("document_key", Text),
    Column("authority", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

cluster_figure = versioned(
    "cluster_figure",
    Column("figure_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Numeric),
    Column("value_max", Numeric),
    Column("value_text", Text),
    Column("unit", Text),
    Column("qualifier", Text),
    Column("as_of_from", Date),
    Column("as_of_until", Date),
    Column("as_of_precision", Text, nullable=False),
    Column("adopted", Boolean, nullable=False),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

cluster_lineage = versioned(
    "cluster_lineage",
    Column("from_code", Text, nullable=False),
    Column("to_code", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source_key", Text, nullable=False),
)

cluster_source = Table(
    "cluster_source",
    metadata,
    Column("cluster_code", Text, primary_key=True),
    Column("source_key", Text, primary_key=True),
)

cluster_state = versioned(
    "cluster_state",
    Column("cluster_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text),
    Column("mountainous", Boolean),
    Column("status", Text),
    Column("status_basis", Text, nullable=False),
    Column("start_precision", Text, nullable=False),
    Column("start_basis", Text, nullable=False),
    Column("province_key", Text, nullable=False),
    Column("commune_key", Text),
    Column("former_province_key", Text),
    Column("former_district_key", Text),
    Column("former_commune_key", Text),
    Column("district_text", Text),
    Column("commune_text", Text),
    Column("new_commune_text", Text),
    Column("place", Geometry("POINT", srid=4326, spatial_index=False)),
    Column("place_basis", Text, nullable=False),
    Column("place_label", Text),
    Column("area_planned_ha", Numeric),
    Column("area_established_ha", Numeric),
    Column("area_detailed_ha", Numeric),
    Column("industrial_land_ha", Numeric),
    Column("leased_industrial_land_ha", Numeric),
    Column("licensed_not_leased_ha", Numeric),
    Column("craft_industrial_land_ha", Numeric),
    Column("service_area_ha", Numeric),
    Column("residents_inside", Integer),
    Column("clearance_completed", Boolean),
    Column("in_approved_plan", Boolean),
    Column("land_use_plan_fits", Boolean),
    Column("establishment_document_key", Text),
    Column("decision_text", Text),
    Column("decision_from", Date),
    Column("decision_until", Date),
    Column("decision_precision", Text, nullable=False),
    Column("infrastructure_investor", Text),
    Column("total_investment_vnd", Numeric),
    Column("construction_start_text", Text),
    Column("construction_end_text", Text),
    Column("wastewater_text", Text),
    Column("sectors", Text),
    Column("n_projects", Integer),
    Column("n_enterprises", Integer),
    Column("note", Text),
    Column("figures", JSONB, nullable=False),
    Column("source_key", Text, nullable=False),
)

industrial_cluster = Table(
    "industrial_cluster",
    metadata,
    Column("code", Text, primary_key=True),
    Column("source_key", Text, nullable=False),
)

infrastructure_work = versioned(
    "infrastructure_work",
    Column("work_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("work_type", Text),
    Column("common_work", Boolean, nullable=False),
    Column("item", Text, nullable=False),
    Column("source_term", Text),
    Column("planned_capacity", Numeric),
    Column("capacity_unit", Text),
    Column("planned_start_text", Text),
    Column("planned_end_text", Text),
    Column("geom", Geometry("GEOMETRY", srid=4326, spatial_index=False)),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

land_lot = versioned(
    "land_lot",
    Column("lot_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("lot_no", Text, nullable=False),
    Column("land_use", Text, nullable=False),
    Column("area_ha", Numeric),
    Column("leased", Boolean),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)),
    Column("source_key", Text, nullable=False),
    Column("shape", Geometry("MULTIPOLYGON", srid=3857, spatial_index=False)),
)

legal_document = versioned(
    "legal_document",
    Column("document_key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("issuer", Text),
    Column("title", Text),
    Column("signed_from", Date),
    Column("signed_until", Date),
    Column("signed_precision", Text, nullable=False),
    Column("in_force_from", Date),
    Column("in_force_to", Date),
    Column("replaced_by", Text),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)


milestone = versioned(
    "milestone",
    Column("milestone_key", Text, nullable=False),
    Column("cluster_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("due", Date),
    Column("done", Date),
    Column("reason", Text),
    Column("document_key", Text),
    Column("kind", Text),
    Column("cause", Text),
    Column("reporter", Text),
    Column("source_key", Text, nullable=False),
)

plan = Table(
    "plan",
    metadata,
    Column("plan_key", Text, primary_key=True),
    Column("province_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("period", Text),
)

plan_entry = versioned(
    "plan_entry",
    Column("entry_key", Text, nullable=False),
    Column("plan_version_key", Text, nullable=False),
    Column("cluster_code", Text),
    Column("name", Text, nullable=False),
    Column("group_label", Text),
    Column("change", Text, nullable=False),
    Column("unit_text", Text),
    Column("area_before_ha", Numeric),
    Column("area_min_ha", Numeric),
    Column("area_max_ha", Numeric),
    Column("area_qualifier", Text),
    Column("phase", Text),
    Column("sectors", Text),
    Column("capital_vnd", Numeric),
    Column("start_precision", Text, nullable=False),
    Column("start_basis", Text, nullable=False),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

plan_version = versioned(
    "plan_version",
    Column("plan_version_key", Text, nullable=False),
    Column("plan_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("document_key", Text),
    Column("approved_from", Date),
    Column("approved_until", Date),
    Column("approved_precision", Text, nullable=False),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

reference_statistic = versioned(
    "reference_statistic",
    Column("statistic_key", Text, nullable=False),
    Column("area_name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("province_key", Text),
    Column("year", Integer),
    Column("month", Integer),
    Column("measure", Text, nullable=False),
    Column("value", Numeric, nullable=False),
    Column("qualifier", Text),
    Column("unit", Text, nullable=False),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

register_identity = Table(
    "register_identity",
    metadata,
    Column("only_row", Boolean, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("seed", BigInteger),
    Column("recipe", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

restricted_area = versioned(
    "restricted_area",
    Column("area_key", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("name", Text),
    Column("province_key", Text),
    Column("source_geom", Geometry(spatial_index=False), nullable=False),
    Column("source_format", Text, nullable=False),
    Column("document_key", Text),
    Column("start_precision", Text, nullable=False),
    Column("start_basis", Text, nullable=False),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("source_key", Text, primary_key=True),
    Column("dataset", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("url", Text),
    Column("published_on", Text),
    Column("licence", Text),
)

versioned_table = Table(
    "versioned_table",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key_columns", ARRAY(Text), nullable=False),
    Column("computed_columns", ARRAY(Text), nullable=False),
)

work_progress = versioned(
    "work_progress",
    Column("progress_key", Text, nullable=False),
    Column("work_key", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("value", Numeric),
    Column("unit", Text),
    Column("progress_pct", Numeric),
    Column("completed", Boolean),
    Column("in_operation", Boolean),
    Column("as_of_from", Date),
    Column("as_of_until", Date),
    Column("as_of_precision", Text, nullable=False),
    Column("note", Text),
    Column("reporter", Text),
    Column("fall_reason", Text),
    Column("source_key", Text, nullable=False),
)
