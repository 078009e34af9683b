"""A unit's land quota for clusters, as a dated setting with its paper."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0027_land_quota.sql")
