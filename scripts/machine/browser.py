"""Chromium, which the tests drive."""

import os
import shutil
from typing import TextIO

from machine import apt
from machine.commands import StepFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure(log: TextIO) -> bool:
    """Install Chromium and a font with Vietnamese when they are missing and we may."""
    if os.environ.get("CLUSTER_GIS_CHROMIUM") or any(map(shutil.which, NAMES)):
        return False
    if not apt.is_there() or apt.privilege() is None:
        raise StepFailed(
            "The tests need Chromium; install the packages chromium and fonts-dejavu-core "
            "(as root: apt-get install chromium fonts-dejavu-core)."
        )
    apt.update(log)
    apt.install(["chromium", "fonts-dejavu-core"], log)
    return True
