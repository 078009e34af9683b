"""Chromium, which the tests drive, and what its driver needs."""

import os
import shutil
from pathlib import Path
from typing import TextIO

from machine import apt
from machine.commands import StepFailed, ask

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure(root: Path, log: TextIO) -> bool:
    """Install Chromium, a font with Vietnamese and the driver's library when they are missing."""
    missing = _missing(root)
    if not missing:
        return False
    if not apt.is_there() or apt.privilege() is None:
        raise StepFailed(
            f"The tests need Chromium; install the packages {' and '.join(missing)} "
            f"(as root: apt-get install {' '.join(missing)})."
        )
    apt.update(log)
    apt.install(missing, log)
    return True


def _missing(root: Path) -> list[str]:
    """Packages to install; the driver's own Node.js needs one that a bare system lacks."""
    missing = []
    if not os.environ.get("CLUSTER_GIS_CHROMIUM") and not any(map(shutil.which, NAMES)):
        missing += ["chromium", "fonts-dejavu-core"]
    drivers = root.glob(".venv/lib/python*/site-packages/playwright/driver/node")
    if any(ask([driver, "--version"]) is None for driver in drivers):
        missing.append("libatomic1")
    return missing
