"""Where Chromium is, and how tests start it."""

import os
import shutil

LOCAL_HOSTS = ("127.0.0.1", "localhost")

#: No name but this machine's resolves, so a page that needs the outside fails here as it would
#: in an office with the network cut.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


def find_chromium() -> str | None:
    """Path of Chromium or Chrome; None when the machine has none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CLUSTER_GIS_CHROMIUM") or next(
        filter(None, map(shutil.which, names)), None
    )
