"""Judge the whole register once a day, and again only when something changed."""

import hashlib
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

import cluster_gis
from cluster_gis.cli.assess import USUAL_PROCEDURES
from cluster_gis.services.assess_cluster import assess_clusters, store_assessments
from cluster_gis.storage.register import last_revision

#: Rooms of the product whose code decides what a finding says.
_DECIDING = ("domain", "law", "services", "storage")


def judge_everything(session: Session, *, on: date, stamp: Path) -> bool:
    """Judge every cluster under the law of `on` and keep what is new; False = nothing to do.

    stamp: file that says what the last judging saw (day, revision, code); when the
    directory is not there, every call judges. Judging unchanged facts again would write nothing.
    """
    seen = _fingerprint(session, on)
    if stamp.exists() and stamp.read_text(encoding="ascii") == seen:
        return False
    found = [
        assessment
        for procedure in USUAL_PROCEDURES
        for assessment in assess_clusters(session, procedure=procedure, on=on)
    ]
    store_assessments(session, found, by="cluster-gis run")
    if stamp.parent.is_dir():
        stamp.write_text(_fingerprint(session, on), encoding="ascii")
    return True


def _fingerprint(session: Session, on: date) -> str:
    digest = hashlib.sha256(f"{on} {last_revision(session)}".encode())
    package = Path(cluster_gis.__file__).parent
    for room in _DECIDING:
        for path in sorted((package / room).rglob("*.*")):
            if path.suffix in (".py", ".sql"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
