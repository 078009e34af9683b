#!/usr/bin/env python3
"""Make this checkout ready to run: environment, packages, page assets, PostGIS.

Usage: python3 scripts/setup.py [--dev] [--chromium]

Needs nothing but the system's Python 3.11 or newer. This file keeps to the syntax of
older ones, so that they can say so; the work is in `machine/`.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def use_new_python():
    """Continue under a Python that is new enough, or end with one sentence."""
    if sys.version_info[:2] >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        if path:
            os.execv(path, [path] + sys.argv)  # noqa: RUF005 - Python 2 reads this file too
    sys.exit(
        "Cluster GIS needs Python 3.11 or newer; this is Python %d.%d (%s). "
        "Install one (on Debian and Ubuntu: apt-get install python3.11 python3.11-venv) "
        "and run the same command again."
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )


if __name__ == "__main__":
    use_new_python()
    from machine import main

    sys.exit(main(sys.argv[1:]))
