"""Tables of the register."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0003_register.sql")
