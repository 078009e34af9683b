"""Why a staged file was closed without applying it."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0031_discard_reason.sql")
