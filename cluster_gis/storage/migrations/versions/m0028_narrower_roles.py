"""Rights of the roles of the web server: the trail by views, undoing without every table."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0028_narrower_roles.sql")
