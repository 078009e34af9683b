"""Views that QGIS edits, row-level security of its roles, and edits that become versions."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0022_qgis.sql")
