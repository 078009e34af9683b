"""The tables of schema `access` as SQLAlchemy sees them; moments are aware, in UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(schema="access")
_MOMENT = DateTime(timezone=True)

account = Table(
    "account",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("password_hash", Text),
    Column("password_set_at", _MOMENT),
    Column("oidc_issuer", Text),
    Column("oidc_subject", Text),
    Column("locked_at", _MOMENT),
    Column("locked_reason", Text),
    Column("created_at", _MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("account_id", BigInteger, nullable=False),
    Column("role", Text, nullable=False),
    Column("territory_kind", Text, nullable=False),
    Column("territory_key", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("granted_at", _MOMENT, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("revoked_at", _MOMENT),
    Column("revoked_by", Text),
)

session = Table(
    "session",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("expires_at", _MOMENT, nullable=False),
    Column("seen_at", _MOMENT, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Column("revoked_at", _MOMENT),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", _MOMENT, nullable=False),
    Column("used_at", _MOMENT),
    Column("revoked_at", _MOMENT),
    Column("revoked_by", Text),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("succeeded", Boolean, nullable=False),
)
