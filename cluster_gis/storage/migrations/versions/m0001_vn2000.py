"""PostGIS extension and the VN-2000 zones it lacks."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0001_vn2000.sql")
