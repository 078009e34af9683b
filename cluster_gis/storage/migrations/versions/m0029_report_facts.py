"""Facts that forms ask for: area of the approved project, land ready to let, sets of regions."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0029_report_facts.sql")
