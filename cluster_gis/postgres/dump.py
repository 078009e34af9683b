"""pg_dump and pg_restore: a database into one file and back."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from cluster_gis.errors import SetupProblem, Unavailable
from cluster_gis.i18n import N_
from cluster_gis.postgres.server import Server, libpq


@dataclass(frozen=True, slots=True)
class Client:
    """Directory of pg_dump and pg_restore, and what they need in the environment."""

    bin: Path
    environment: dict[str, str] = field(default_factory=dict)


def find_client(server: Server) -> Client:
    """Programs at least as new as the server, which pg_dump insists on; raises SetupProblem."""
    if server.installation is not None:
        return Client(server.installation.bin, dict(server.installation.environment))
    with psycopg.connect(libpq(server.owner_url("real"))) as connection:
        needed = connection.info.server_version // 10_000
    on_path = shutil.which("pg_dump")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "pg_restore").exists() and _major(folder / "pg_dump") >= needed:
            return Client(folder)
    raise SetupProblem(
        N_("A backup needs pg_dump of PostgreSQL {major} or newer; install it: {command}"),
        major=needed,
        command=f"apt-get install postgresql-client-{needed}",
    )


def _major(program: Path) -> int:
    try:
        told = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)
    except OSError:
        return 0
    found = re.search(r"(\d+)", told.stdout)
    return int(found[1]) if found else 0


def dump(client: Client, url: str, target: Path) -> None:
    """Write the database to `target` as of one moment.

    Owners and rights are left out: they are of this server's roles, and `upgrade`
    grants what the serving role needs.
    """
    _run(
        client,
        url,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={target}",
    )


def restore(client: Client, url: str, source: Path) -> None:
    """Fill the empty database, which has its extensions already, from `source`.

    Extensions belong to the superuser, so the owner leaves them and their comments alone. Policies
    name roles that this server may not have; `upgrade` makes them again where it does.
    """
    listing = _run(client, None, "pg_restore", "--list", str(source))
    kept = [
        line
        for line in listing.splitlines()
        if not re.search(r"; \d+ \d+ (COMMENT - )?EXTENSION|\d+ (POLICY|ROW SECURITY) ", line)
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as chosen:
        chosen.write("\n".join(kept))
        chosen.flush()
        _run(
            client,
            url,
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--use-list={chosen.name}",
            str(source),
        )


def _run(client: Client, url: str | None, program: str, *arguments: str) -> str:
    """Run a client program; the password goes by the environment, not by the command line."""
    environment = {**os.environ, **client.environment, "LC_ALL": "C.UTF-8"}
    address = []
    if url is not None:
        parsed = make_url(libpq(url))
        environment["PGPASSWORD"] = parsed.password or ""
        plain = parsed._replace(password=None).render_as_string()
        address = [f"--dbname={plain}"]
    result = subprocess.run(
        [client.bin / program, *address, *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
    )
    if result.returncode != 0:
        raise Unavailable(
            N_("{program} failed: {reason}"),
            program=program,
            reason=(result.stderr.strip().splitlines() or ["?"])[0],
        )
    return result.stdout
