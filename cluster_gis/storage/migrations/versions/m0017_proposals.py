"""Proposals: drafts, immutable revisions, events, opinions, comments, papers, clocks."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0017_proposals.sql")
