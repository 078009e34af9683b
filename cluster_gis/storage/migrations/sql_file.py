"""Run a reviewed SQL file as it is: several statements, no parameters, `%` is just a character."""

from pathlib import Path

from alembic import op

VERSIONS = Path(__file__).parent / "versions"


def run_sql_file(name: str) -> None:
    """Execute `versions/<name>` on the migration's connection."""
    cursor = op.get_bind().connection.cursor()
    try:
        cursor.execute((VERSIONS / name).read_text(encoding="utf-8"))
    finally:
        cursor.close()
