"""The paper of an issued report; one order of reporters for sums, forms and layers."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0026_report_papers.sql")
