"""Debian's and Ubuntu's packages: installed with rights, or unpacked below a home without."""

import functools
import os
import re
import shutil
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from machine.commands import Words, ask, run

#: Packages that the programs we unpack never load: set-up scripts, translations, compilers.
#: postgis_raster alone needs GDAL (over 100 packages), and we do not use rasters in the database.
NOT_NEEDED = re.compile(
    r"(libgdal|gdal-|libsfcgal|libllvm|perl|libperl|debconf|postgresql-(client-)?common|ssl-cert|adduser"
    r"|ucf|locales|lsb-base|sysvinit|init-system|python|systemd|libc6|libc-bin|dpkg|tzdata"
    r"|sensible-utils|openssl|passwd|gcc-\d+-base|netbase|readline-common)"
)


_updated = threading.Event()


def is_there() -> bool:
    """Whether this machine has apt."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg") is not None


@functools.cache
def privilege() -> tuple[str, ...] | None:
    """Words before a command that needs root: none as root, sudo without a password; else None."""
    if os.geteuid() == 0:
        return ()
    if ask(["sudo", "-n", "true"]) is not None:
        return ("sudo", "-n")
    return None


def _as_root(command: Words, log: TextIO, *, problem: str) -> None:
    prefix = privilege()
    assert prefix is not None
    run([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command], log, problem=problem)


def update(log: TextIO) -> None:
    """Fetch the package lists, once in a run."""
    if _updated.is_set():
        return
    _updated.set()
    _as_root(
        ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "update"],
        log,
        problem="apt-get update failed.",
    )


def install(packages: Sequence[str], log: TextIO) -> None:
    """Install packages without the recommended ones."""
    options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    _as_root(
        ["apt-get", *options, "install", *packages],
        log,
        problem=f"apt-get install {' '.join(packages)} failed.",
    )


def write_as_root(path: Path, text: str, log: TextIO) -> None:
    """Replace a file that belongs to root."""
    _as_root(
        ["sh", "-c", 'printf %s "$1" > "$2"', "sh", text, path],
        log,
        problem=f"{path} could not be written.",
    )


def installed() -> set[str]:
    """Names of the packages that the machine has."""
    told = ask(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"]) or ""
    return {line.split()[1] for line in told.splitlines() if line.startswith("installed ")}


def offered(pattern: str, options: Sequence[str] = ()) -> list[str]:
    """Packages on offer whose whole name matches."""
    told = ask(["apt-cache", *options, "pkgnames"]) or ""
    return [name for name in told.split() if re.fullmatch(pattern, name)]


def version_of(package: str, options: Sequence[str] = ()) -> tuple[int, ...]:
    """Upstream version on offer as numbers, (3, 3, 2) for 3.3.2+dfsg-1; () when unknown."""
    told = ask(["apt-cache", *options, "show", "--no-all-versions", package]) or ""
    found = re.search(r"^Version: (?:\d+:)?(\d+(?:\.\d+)*)", told, re.MULTILINE)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


class PrivateApt:
    """apt with lists and a cache of our own: needs no root and leaves the machine's alone.

    The lists are verified by apt with the machine's keys, and packages against the lists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("lists/partial", "archives/partial", "downloads"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.options = [
            *("-o", f"Dir::State::Lists={folder / 'lists'}"),
            *("-o", f"Dir::Cache={folder}"),
            *("-o", "APT::Sandbox::User="),
            *("-o", "Debug::NoLocking=1"),
        ]

    def update(self, log: TextIO) -> None:
        """Fetch the package lists."""
        run(["apt-get", "-q", *self.options, "update"], log, problem="apt-get update failed.")

    def with_dependencies(self, packages: Iterable[str]) -> list[str]:
        """`packages` and what they need that the machine lacks, without what is never loaded."""
        have = installed()
        wanted = list(packages)
        chosen: list[str] = []
        while wanted:
            chosen += wanted
            found = self._depends(wanted, have)
            wanted = sorted(
                name for name in found - have - set(chosen) if not NOT_NEEDED.match(name)
            )
        return chosen

    def _depends(self, packages: Sequence[str], have: set[str]) -> set[str]:
        told = ask(["apt-cache", *self.options, "depends", "--important", *packages]) or ""
        result: set[str] = set()
        alternatives: list[str] = []
        for line in told.splitlines():
            found = re.match(r" ([ |])(?:Pre)?Depends: (<?)([^\s:>]+)", line)
            if not found:
                continue
            alternatives += [] if found[2] else [found[3]]
            if found[1] == "|":
                continue
            if alternatives and not have.intersection(alternatives):
                result.add(alternatives[0])
            alternatives = []
        return result

    def unpack(self, packages: Sequence[str], into: Path, log: TextIO) -> None:
        """Download packages and lay their files below `into`; none of their scripts is run."""
        downloads = self._folder / "downloads"
        run(
            ["apt-get", "-q", *self.options, "download", *packages],
            log,
            problem=f"apt-get download failed ({len(packages)} packages).",
            cwd=downloads,
        )
        into.mkdir(parents=True, exist_ok=True)
        for archive in sorted(downloads.glob("*.deb")):
            run(["dpkg", "-x", archive, into], log, problem=f"{archive.name} was not unpacked.")
            archive.unlink()
