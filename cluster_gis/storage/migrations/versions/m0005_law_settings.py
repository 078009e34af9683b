"""Provincial settings and rules, complete lists, officers' decisions."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0005_law_settings.sql")
