"""VN-2000 moved by the official seven parameters everywhere, the Mekong delta too."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0009_pinned_datum.sql")
