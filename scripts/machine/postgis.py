"""PostgreSQL with PostGIS: what the machine has, else installed, else unpacked without root."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from machine import apt
from machine.commands import StepFailed, ask
from machine.environment import python_of

OLDEST_POSTGRESQL = 14
OLDEST_POSTGIS = (3, 3)
NO_MAIN_CLUSTER = "create_main_cluster = false\n"

#: Files that must find all their libraries after unpacking.
_PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore", "psql", "pg_config")
_MODULES = ("postgis-3", "plpgsql", "btree_gist", "unaccent", "pg_trgm", "dict_snowball")


@dataclass(frozen=True)
class Offer:
    """PostgreSQL `major` and the package that adds PostGIS to it."""

    major: int
    package: str


def ensure(root: Path, log: TextIO) -> bool:
    """Have a PostgreSQL with PostGIS that the product finds."""
    stamp = root / ".venv" / "cluster-gis-postgis"
    if stamp.exists() and (Path(stamp.read_text(encoding="utf-8")) / "initdb").exists():
        return False
    found = _look(root)
    changed = not found["bin"]
    if changed:
        _get(Path(found["unpacked"]), log)
        found = _look(root)
    if not found["bin"]:
        raise StepFailed("PostgreSQL with PostGIS was installed but is not found.")
    stamp.write_text(found["bin"], encoding="utf-8")
    return changed


def _look(root: Path) -> dict[str, str]:
    """What the product finds now, and where it wants unpacked packages."""
    told = ask([python_of(root), "-m", "cluster_gis.postgres"])
    if told is None:
        raise StepFailed("python -m cluster_gis.postgres failed in .venv; delete .venv and retry.")
    answer: dict[str, str] = json.loads(told)
    return answer


def _get(unpacked: Path, log: TextIO) -> None:
    if not apt.is_there():
        raise StepFailed(
            "PostgreSQL 14 or newer with PostGIS 3.3 or newer was not found, and this machine has "
            "no apt; install them with its own packages, or set CLUSTER_GIS_DATABASE_URL."
        )
    if apt.privilege() is None:
        _unpack(unpacked, log)
        return
    apt.update(log)
    offer = _choose(())
    packages = [f"postgresql-{offer.major}", offer.package]
    if "postgresql-common" in apt.installed():
        apt.install(packages, log)  # somebody uses PostgreSQL here: leave its settings alone
        return
    # Without this Debian makes and starts a cluster of its own on port 5432.
    apt.install(["postgresql-common"], log)
    settings = Path("/etc/postgresql-common/createcluster.conf")
    before = settings.read_text(encoding="utf-8") if settings.exists() else ""
    apt.write_as_root(settings, before + NO_MAIN_CLUSTER, log)
    try:
        apt.install(packages, log)
    finally:
        apt.write_as_root(settings, before, log)


def _choose(options: tuple[str, ...]) -> Offer:
    """The PostgreSQL that is installed already when it has a PostGIS, else the newest that has."""
    offers = []
    for name in apt.offered(r"postgresql-\d+-postgis-\d+", options):
        major = int(name.split("-")[1])
        if major >= OLDEST_POSTGRESQL and apt.version_of(name, options) >= OLDEST_POSTGIS:
            offers.append(Offer(major, name))
    have = apt.installed()
    offers.sort(key=lambda one: (f"postgresql-{one.major}" in have, one.major, one.package))
    if not offers:
        raise StepFailed(
            "The package lists of this machine offer no PostgreSQL 14 or newer with PostGIS 3.3 "
            "or newer; add the PostgreSQL project's repository (package postgresql-common: "
            "/usr/share/postgresql-common/pgdg/apt.postgresql.org.sh), or set "
            "CLUSTER_GIS_DATABASE_URL to a database that has them."
        )
    return offers[-1]


def _unpack(unpacked: Path, log: TextIO) -> None:
    """Without root: the same packages, unpacked below the home directory. All or nothing."""
    if not Path("/usr/share/zoneinfo/UTC").exists():
        raise StepFailed("PostgreSQL needs the package tzdata (as root: apt-get install tzdata).")
    workshop = unpacked.with_name("postgis.new")
    shutil.rmtree(workshop, ignore_errors=True)
    private = apt.PrivateApt(workshop / "apt")
    private.update(log)
    offer = _choose(tuple(private.options))
    packages = [f"postgresql-{offer.major}", f"postgresql-client-{offer.major}", offer.package]
    if apt.offered(re.escape(f"{offer.package}-scripts"), private.options):
        packages.append(f"{offer.package}-scripts")
    private.unpack(private.with_dependencies(packages), workshop / "root", log)
    _link_control_files(workshop / "root", offer.major)
    _check_libraries(workshop / "root", offer.major)
    shutil.rmtree(unpacked, ignore_errors=True)
    (workshop / "root").rename(unpacked)
    shutil.rmtree(workshop)


def _link_control_files(root: Path, major: int) -> None:
    """postgis.control is a link that the package's script makes, which was not run."""
    for control in (root / f"usr/share/postgresql/{major}/extension").glob("postgis*-3.control"):
        plain = control.with_name(control.name.replace("-3.control", ".control"))
        if not plain.exists():
            shutil.copyfile(control, plain)


def _check_libraries(root: Path, major: int) -> None:
    base = root / f"usr/lib/postgresql/{major}"
    files = [base / "bin" / name for name in _PROGRAMS]
    files += [base / "lib" / f"{name}.so" for name in _MODULES]
    folders = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]
    told = ask(["ldd", *files], {"LD_LIBRARY_PATH": ":".join(map(str, folders))}) or ""
    missing = sorted(set(re.findall(r"^\s*(\S+) => not found", told, re.MULTILINE)))
    if missing or not told:
        raise StepFailed(
            "PostGIS was unpacked below your home directory, but this machine lacks "
            f"{', '.join(missing) or 'a way to check its libraries (ldd)'}; have an administrator "
            f"run: apt-get install postgresql-{major}-postgis-3"
        )
