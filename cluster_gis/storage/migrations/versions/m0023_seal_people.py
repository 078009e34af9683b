"""Seals name the operator and for whom the operator wrote."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0023_seal_people.sql")
