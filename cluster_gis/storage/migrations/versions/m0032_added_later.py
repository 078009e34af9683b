"""A cluster added by a decision is absent before its day, not unknown."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0032_added_later.sql")
