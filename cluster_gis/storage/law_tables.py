"""The tables of law findings and of what provinces decided, as SQLAlchemy sees them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB

from cluster_gis.storage.table_base import versioned

assessment = versioned(
    "assessment",
    Column("cluster_code", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("law_version", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("register_revision", BigInteger, nullable=False),
    Column("state_known", Boolean, nullable=False),
    Column("provenance", JSONB, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("deadlines", JSONB, nullable=False),
    Column("notices", JSONB, nullable=False),
)

complete_list = versioned(
    "complete_list",
    Column("unit_key", Text, nullable=False),
    Column("stated_by", Text, nullable=False),
    Column("source_key", Text, nullable=False),
)

finding_override = versioned(
    "finding_override",
    Column("cluster_code", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("rule", Text, nullable=False),
    Column("machine_verdict", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document", Text, nullable=False),
)

province_rule = versioned(
    "province_rule",
    Column("rule_key", Text, nullable=False),
    Column("province_key", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("threshold", Numeric, nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", Text),
    Column("document", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("note", Text),
    Column("source_key", Text, nullable=False),
)

region_member = versioned(
    "region_member",
    Column("set_key", Text, nullable=False),
    Column("unit_key", Text, nullable=False),
    Column("source_key", Text, nullable=False),
)

province_setting = versioned(
    "province_setting",
    Column("province_key", Text, nullable=False),
    Column("setting", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("document_key", Text, nullable=False),
    Column("source_key", Text, nullable=False),
)
