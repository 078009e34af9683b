"""Accounts, memberships, sessions, tokens and attempts to sign in, in a schema of their own."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0016_access.sql")
