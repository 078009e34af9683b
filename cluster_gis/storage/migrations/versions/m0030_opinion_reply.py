"""What is answered to an opinion: taken over, or why not."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0030_opinion_reply.sql")
