"""The tables of questions as SQLAlchemy sees them; a schema of their own, not the register's."""

from sqlalchemy import BigInteger, Column, Date, DateTime, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(schema="question")

question = Table(
    "question",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("cluster_code", Text),
    Column("rule", Text),
    Column("proposal_id", BigInteger),
    Column("unit_key", Text, nullable=False),
    Column("province_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("document", JSONB(none_as_null=True)),
    Column("state", Text, nullable=False),
    Column("desk_role", Text, nullable=False),
    Column("desk_name", Text),
    Column("due_on", Date),
    Column("answered_on", Date),
    Column("closed_on", Date),
    Column("version", BigInteger, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_by_name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
step = Table(
    "step",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("question_id", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("move", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("on_date", Date, nullable=False),
    Column("desk_role", Text, nullable=False),
    Column("desk_name", Text),
    Column("due_on", Date),
    Column("body", Text),
    Column("document", JSONB(none_as_null=True)),
    Column("by_account", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("role", Text, nullable=False),
)
