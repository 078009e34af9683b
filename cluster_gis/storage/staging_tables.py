"""The tables of staging as SQLAlchemy sees them: drafts, not versions of the register."""

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from cluster_gis.storage.table_base import metadata

staged_file = Table(
    "staged_file",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("options", JSONB, nullable=False),
    Column("source_title", Text, nullable=False),
    Column("document_key", Text),
    Column("issues", JSONB, nullable=False),
    Column("staged_by", Text, nullable=False),
    Column("staged_at", DateTime(timezone=True), nullable=False),
    Column("base_revision", BigInteger, nullable=False),
    Column("row_changes", BigInteger, nullable=False),
    Column("checked_changes", BigInteger),
    Column("checked_revision", BigInteger),
    Column("state", Text, nullable=False),
    Column("applied_by", Text),
    Column("applied_at", DateTime(timezone=True)),
    Column("applied_revision", BigInteger),
    Column("undone_by", Text),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_revision", BigInteger),
    Column("discarded_by", Text),
    Column("discarded_at", DateTime(timezone=True)),
    Column("discarded_reason", Text),
)

staged_row = Table(
    "staged_row",
    metadata,
    Column("file_id", BigInteger, primary_key=True),
    Column("row_no", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("place", Text),
    Column("payload", JSONB, nullable=False),
    Column("issues", JSONB, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("candidates", JSONB, nullable=False),
    Column("cluster_code", Text),
    Column("matched_by", Text),
    Column("choices", JSONB, nullable=False),
    Column("decision", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("geom", Geometry(srid=4326, spatial_index=False)),
    Column("source_geom", Geometry(spatial_index=False)),
)
