"""Records that mean one cluster, and the layer of clusters without the second of them."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0010_cluster_lineage.sql")
