"""Files of the corpus opened and saved again by QGIS, where it is installed."""

import json
import os
import subprocess
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from tests.cluster_gis.boundary.corpus.case import Case
from tests.cluster_gis.boundary.corpus.writers import zip_files

TARGETS = {"gpkg": ("shp", "gpkg", "dxf", "gml"), "shp": ("gpkg", "shp"), "kml": ("kml", "gpkg")}
#: What lies in the statement of the system itself, which QGIS writes anew.
_REWRITTEN = {"rotation_sign_flipped", "vn2000_as_wgs84", "wgs84_as_vn2000", "crs_missing",
              "ring_unclosed"}  # fmt: skip


def find_qgis() -> str | None:
    """A Python that has QGIS; None = there is none on this machine."""
    for program in ("/usr/bin/python3", "python3"):
        asked = subprocess.run(
            [program, "-c", "import qgis.core"],
            capture_output=True,
            check=False,
            env=_environment(),
        )
        if asked.returncode == 0:
            return program
    return None


def _environment() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", "PATH": os.environ["PATH"], "HOME": "/tmp"}


def save_by_qgis(cases: Sequence[Case], python: str) -> list[Case]:
    """Each layer saved by QGIS in one of the forms, in turn; a drawing needs its system told."""
    turns: dict[str, int] = defaultdict(int)
    jobs: list[tuple[str, str]] = []
    chosen: list[Case] = []
    with tempfile.TemporaryDirectory(prefix="qgis-") as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.mkdir()
        target.mkdir()
        for case in cases:
            if case.form not in TARGETS or case.mistake in _REWRITTEN:
                continue
            stem = f"{len(jobs):04}"
            name = _unpack(case, source, stem)
            form = TARGETS[case.form][turns[case.form] % len(TARGETS[case.form])]
            turns[case.form] += 1
            jobs.append((name, form))
            chosen.append(case)
        program = Path(__file__).with_name("qgis_program.py")
        answer = subprocess.run(
            [python, str(program), str(source), str(target), json.dumps(jobs)],
            capture_output=True, text=True, check=True, env=_environment(),
        )  # fmt: skip
        said = json.loads(answer.stdout.strip().splitlines()[-1])
        saved = []
        for case, (name, form) in zip(chosen, jobs, strict=True):
            told = {"crs": said["systems"][name]} if form == "dxf" else {}
            saved.append(
                replace(
                    case,
                    form=form,
                    data=_pack(target, name.split(".")[0], form),
                    options=case.options | told,
                    program=f"QGIS {said['version']}",
                )
            )
    return saved


def _unpack(case: Case, folder: Path, stem: str) -> str:
    if case.form != "shp":
        (folder / f"{stem}.{case.form}").write_bytes(case.data)
        return f"{stem}.{case.form}"
    with zipfile.ZipFile(BytesIO(case.data)) as archive:
        for entry in archive.namelist():
            (folder / f"{stem}{Path(entry).suffix}").write_bytes(archive.read(entry))
    return f"{stem}.shp"


def _pack(folder: Path, stem: str, form: str) -> bytes:
    if form != "shp":
        return (folder / f"{stem}.{form}").read_bytes()
    return zip_files({path.name: path.read_bytes() for path in sorted(folder.glob(f"{stem}.*"))})
