"""A new private cluster: initdb with passwords, whole or not at all."""

import shutil
import tempfile
from pathlib import Path

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres.accounts import give, run_as_server
from cluster_gis.postgres.installation import Installation
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.problems import explain
from cluster_gis.postgres.secrets import ADMIN_ROLE, Secrets, make_secrets, read_secrets

#: A cluster with both registers loaded; asked for before starting, to refuse early and clearly.
ROOM_BYTES = 400_000_000

#: jit: compiling costs more than it saves on queries of milliseconds, and needs LLVM.
_SETTINGS = """
# Cluster GIS
jit = off
max_connections = 100
timezone = 'UTC'
log_min_messages = warning
log_line_prefix = '%m [%p] %u@%d '
"""


def is_created(layout: Layout) -> bool:
    """Whether the data directory is complete."""
    try:
        return (layout.data / "PG_VERSION").exists()
    except PermissionError:
        raise explain("Permission denied", layout) from None


def data_version(layout: Layout) -> int:
    """Major version of the PostgreSQL that made the data."""
    return int((layout.data / "PG_VERSION").read_text(encoding="ascii").strip())


def create(layout: Layout, installation: Installation) -> Secrets:
    """Make the data directory and the passwords; raises SetupProblem.

    initdb works beside the final place and the result is moved there at the end,
    so that an interrupted creation leaves nothing that looks like a cluster.
    """
    layout.prepare()
    free = shutil.disk_usage(layout.home).free
    if free < ROOM_BYTES:
        raise SetupProblem(
            N_("{path} has {free_mb} MB free; the database needs {needed_mb} MB."),
            path=layout.home,
            free_mb=free // 1_000_000,
            needed_mb=ROOM_BYTES // 1_000_000,
        )
    secrets = read_secrets(layout.secrets) or make_secrets(layout.secrets)
    with tempfile.TemporaryDirectory(prefix="initdb-", dir=layout.home) as name:
        workshop = Path(name)
        give(workshop, 0o700)
        password = workshop / "password"
        password.write_text(secrets.admin, encoding="ascii")
        give(password, 0o600)
        data = workshop / "data"
        result = run_as_server(
            [
                installation.program("initdb"),
                *("-D", str(data), "-U", ADMIN_ROLE, f"--pwfile={password}"),
                *("--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--lc-messages=C"),
            ],
            installation.environment,
        )
        if result.returncode != 0:
            raise explain(result.stderr, layout)
        with (data / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.write(_SETTINGS)
        data.rename(layout.data)
    return secrets
