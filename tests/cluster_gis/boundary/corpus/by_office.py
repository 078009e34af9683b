"""Files of the corpus opened and saved again by LibreOffice, headless."""

import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.cluster_gis.boundary.corpus.case import Case

#: Form as generated -> forms in which it is saved, one after another. The filter names UTF-8 and
#: the semicolon.
TARGETS = {"xlsx": ("ods", "xlsx", "csv"), "docx": ("odt", "docx"), "csv": ("ods", "xlsx")}
_CSV_FILTER = "Text - txt - csv (StarCalc):59,34,76"


def find_office() -> str:
    """The program; raises RuntimeError with a sentence when it is missing."""
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError(
            "LibreOffice (soffice) is not installed: the corpus of office files cannot be made"
            " anew; on Debian: apt-get install libreoffice-calc libreoffice-writer"
        )
    return program


def office_version() -> str:
    answer = subprocess.run(
        [find_office(), "--version"], capture_output=True, text=True, check=True
    )
    return " ".join(answer.stdout.split()[:2])


def save_by_office(cases: Sequence[Case]) -> list[Case]:
    """Each table saved by LibreOffice in one of the forms it offers, in turn."""
    version = office_version()
    turns: dict[str, int] = defaultdict(int)
    jobs: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.form in TARGETS and _is_readable(case):
            targets = TARGETS[case.form]
            target = targets[turns[case.form] % len(targets)]
            turns[case.form] += 1
            jobs[case.form, target].append(case)
    saved: list[Case] = []
    for (form, target), listed in jobs.items():
        for case, data in zip(listed, _convert(listed, form, target), strict=True):
            saved.append(replace(case, form=target, data=data, program=version))
    return saved


def _is_readable(case: Case) -> bool:
    """Whether LibreOffice is told how a text file is written: UTF-8 with semicolons only."""
    return case.form != "csv" or (b";" in case.data and not case.data.startswith(b"\xff\xfe"))


def _convert(cases: Sequence[Case], form: str, target: str) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        work = Path(folder)
        (work / "in").mkdir()
        names = [f"{number:04}" for number in range(len(cases))]
        for name, case in zip(names, cases, strict=True):
            (work / "in" / f"{name}.{form}").write_bytes(case.data)
        command = [
            find_office(),
            f"-env:UserInstallation=file://{work}/profile",
            "--headless",
            *([f"--infilter={_CSV_FILTER}"] if form == "csv" else []),
            "--convert-to",
            f"csv:{_CSV_FILTER}" if target == "csv" else target,
            "--outdir",
            str(work / "out"),
            *sorted(str(path) for path in (work / "in").iterdir()),
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=600)
        return [(work / "out" / f"{name}.{target}").read_bytes() for name in names]
