"""The virtual environment `.venv` and the packages in it, exactly as locked."""

import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TextIO

from machine import apt
from machine.commands import StepFailed, ask, run


def python_of(root: Path) -> Path:
    """The environment's Python."""
    return root / ".venv" / "bin" / "python"


def ensure(root: Path, log: TextIO) -> bool:
    """Make `.venv` when it is missing or its Python is gone."""
    if ask([python_of(root), "--version"]) and [*root.glob(".venv/lib/python*/site-packages/pip")]:
        return False
    folder = root / ".venv"
    shutil.rmtree(folder, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv_package(log)
    if importlib.util.find_spec("ensurepip") is not None or _can_make_pip():
        run(
            [sys.executable, "-m", "venv", folder],
            log,
            problem="The virtual environment .venv could not be made.",
        )
        return True
    run(
        [sys.executable, "-m", "venv", "--without-pip", folder],
        log,
        problem="The virtual environment .venv could not be made.",
    )
    _bring_pip(root, log)
    return True


def _can_make_pip() -> bool:
    """Asked of a new process: ours has already looked and remembers what it saw."""
    return ask([sys.executable, "-c", "import ensurepip"]) is not None


def _install_venv_package(log: TextIO) -> None:
    """As root: the distribution's package. Anybody else goes on without."""
    if apt.privilege() is None or not apt.is_there():
        return
    major, minor = sys.version_info[:2]
    apt.update(log)
    names = [f"python{major}.{minor}-venv", "python3-venv"]
    wanted = next((name for name in names if ask(["apt-cache", "show", name])), None)
    if wanted:
        apt.install([wanted], log)


def _bring_pip(root: Path, log: TextIO) -> None:
    """Put pip into an environment that has none: Debian's wheel, or another pip's work."""
    missing = (
        "This Python has neither venv nor pip; install the package python3-venv "
        "(as root: apt-get install python3-venv) and run the same command again."
    )
    with tempfile.TemporaryDirectory(prefix="cluster-gis-pip-") as name:
        workshop = Path(name)
        if apt.is_there():
            private = apt.PrivateApt(workshop / "apt")
            private.update(log)
            private.unpack(["python3-pip-whl"], workshop / "root", log)
            [wheel, *_] = [*workshop.glob("root/usr/share/python-wheels/pip-*.whl"), None]
            if wheel is None:
                raise StepFailed(missing)
            # A wheel is a zip file that Python can run from: it installs itself.
            command = [python_of(root), wheel / "pip", "install", "--no-index", wheel]
        elif ask([sys.executable, "-m", "pip", "--version"]):
            command = [sys.executable, "-m", "pip", "--python", python_of(root), "install", "pip"]
        else:
            raise StepFailed(missing)
        run(command, log, problem=missing)


def install(root: Path, log: TextIO, *, dev: bool) -> bool:
    """Install what the lock file names, and the project itself from this checkout."""
    lock = root / ("requirements-dev.lock" if dev else "requirements.lock")
    stamp = root / ".venv" / "cluster-gis-packages.json"
    wanted = {path.name: _digest(root, path) for path in root.glob("requirements*.lock")}
    done = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}
    if done.get(lock.name) == wanted[lock.name]:
        return False
    pip = [python_of(root), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
    problem = "The Python packages could not be installed."
    run([*pip, "--require-hashes", "-r", lock], log, problem=problem, cwd=root)
    # setuptools comes from the lock, so the build asks the network for nothing.
    run([*pip, "--no-build-isolation", "-e", root], log, problem=problem, cwd=root)
    # What the tests need holds all that the product needs, in the same versions.
    have = wanted if dev else {lock.name: wanted[lock.name]}
    stamp.write_text(json.dumps(have), encoding="utf-8")
    return True


def _digest(root: Path, lock: Path) -> str:
    """What an installation depends on: the lock, and how the project itself is described."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [lock.read_text(encoding="utf-8"), project["project"], project["build-system"]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
