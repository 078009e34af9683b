"""PostgreSQL with PostGIS on this machine: where it is and which version."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_

OLDEST_POSTGRESQL = 14
OLDEST_POSTGIS = (3, 3)

#: Extensions that every register database has; all but postgis come with the server package.
EXTENSIONS = ("postgis", "btree_gist", "unaccent", "pg_trgm")

#: Debian, Ubuntu and PGDG for them; PGDG for Red Hat; source builds; Homebrew.
_USUAL_PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One PostgreSQL that can create the extension postgis.

    bin: directory of its programs. major: 15 for PostgreSQL 15.x.
    postgis: version that its control file offers, for example (3, 3, 2).
    environment: variables that its server processes need on top of the usual ones
    (a copy unpacked below a home directory finds its libraries by them); else empty.
    """

    bin: Path
    major: int
    postgis: tuple[int, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def program(self, name: str) -> str:
        """Path of `initdb`, `pg_ctl`, `pg_dump`, …"""
        return str(self.bin / name)


def unpacked_environment(prefix: Path) -> dict[str, str]:
    """Variables for programs of Debian packages unpacked below `prefix` (no root needed)."""
    folders = [
        folder
        for base in ("usr/lib", "lib")
        for folder in sorted((prefix / base).glob("*-linux-gnu*"))
        if folder.is_dir()
    ]
    nested = [
        inner for folder in folders for inner in sorted(folder.glob("*/")) if _has_library(inner)
    ]
    return {
        "LD_LIBRARY_PATH": ":".join(str(folder) for folder in (*folders, *nested)),
        "PROJ_DATA": str(prefix / "usr/share/proj"),
        "PROJ_LIB": str(prefix / "usr/share/proj"),
    }


def _has_library(folder: Path) -> bool:
    """Debian keeps a few libraries one level deeper (libblas, libpulse)."""
    return folder.is_dir() and folder.name in {"blas", "lapack"}


def _postgis_version(share: Path) -> tuple[int, ...] | None:
    """The version that CREATE EXTENSION postgis would make; None = no PostGIS here."""
    try:
        text = (share / "extension" / "postgis.control").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"default_version\s*=\s*'(\d+(?:\.\d+)*)", text)
    return tuple(int(part) for part in found[1].split(".")) if found else None


def read_installation(
    folder: Path, environment: Mapping[str, str] | None = None
) -> Installation | None:
    """The installation whose programs are in `folder`; None when it is not one with PostGIS."""
    environment = environment or {}
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return None
    try:
        answer = subprocess.run(
            [folder / "pg_config", "--version", "--sharedir"],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"(\d+)", answer[0])
    postgis = _postgis_version(Path(answer[1]))
    if version is None or postgis is None:
        return None
    return Installation(bin=folder, major=int(version[1]), postgis=postgis, environment=environment)


def _candidates(root: Path) -> Iterator[Path]:
    for place in _USUAL_PLACES:
        yield from sorted(root.glob(place))
    on_path = shutil.which("pg_config") if root == Path("/") else None
    if on_path:
        answer = subprocess.run([on_path, "--bindir"], check=False, capture_output=True, text=True)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())


def find_installations(unpacked: Path) -> list[Installation]:
    """Every PostgreSQL with a PostGIS that is new enough, newest first.

    unpacked: where packages unpacked without root would be; the machine's own are preferred.
    """
    found: dict[Path, Installation] = {}
    for folder in _candidates(Path("/")):
        installation = read_installation(folder)
        if installation:
            found.setdefault(folder.resolve(), installation)
    ours = [
        installation
        for folder in _candidates(unpacked)
        if (installation := read_installation(folder, unpacked_environment(unpacked)))
    ]
    fit = [
        installation
        for installation in (*found.values(), *ours)
        if installation.major >= OLDEST_POSTGRESQL and installation.postgis >= OLDEST_POSTGIS
    ]
    return sorted(fit, key=lambda one: (not one.environment, one.major, one.postgis), reverse=True)


def get_installation(unpacked: Path, *, major: int | None = None) -> Installation:
    """The newest installation (of `major`, when the data were made by it); raises SetupProblem."""
    for installation in find_installations(unpacked):
        if major in (None, installation.major):
            return installation
    if major is not None:
        raise SetupProblem(
            N_(
                "The data were made by PostgreSQL {major}, which is not on this machine with "
                "PostGIS; install it: apt-get install postgresql-{major} "
                "postgresql-{major}-postgis-3"
            ),
            major=major,
        )
    raise SetupProblem(
        N_("PostgreSQL 14 or newer with PostGIS 3.3 or newer was not found; get it by: {command}"),
        command="make setup",
    )
