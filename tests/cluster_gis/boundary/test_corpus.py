"""Recall and false alarms over files with one planted mistake or none, by the programs they use."""

import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from cluster_gis.boundary.read import read_boundary
from tests.cluster_gis.boundary.corpus.by_office import save_by_office
from tests.cluster_gis.boundary.corpus.by_qgis import find_qgis, save_by_qgis
from tests.cluster_gis.boundary.corpus.case import Case
from tests.cluster_gis.boundary.corpus.kept import FILES, read_kept
from tests.cluster_gis.boundary.corpus.plants import make_corpus

#: How something was read, or what cannot be known: no accusation.
NOTES = {"crs_unconfirmed"}
SEED = 20261122
WRITERS = {"csv": "csv", "xlsx": "openpyxl", "docx": "python-docx", "dxf": "ezdxf",
           "geojson": "json"}  # fmt: skip


def judge(case: Case) -> tuple[bool, set[str]]:
    """(whether the mistake is named, codes that accuse the file of something it has not)."""
    reading = read_boundary(case.data, case.filename, **case.options)
    said = {issue.code for issue in reading.issues}
    accusing = {issue.code for issue in reading.issues if issue.severity != "info"}
    if case.hidden:
        named = "crs_unconfirmed" in said
    else:
        named = bool(case.names & said) if case.names else not accusing
    return named, accusing - case.names - case.beside - NOTES


def run(title: str, cases: Iterable[Case]) -> tuple[str, int, int, int]:
    """(table of results, files, missed, false alarms)."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    programs: Counter[str] = Counter()
    failures: list[str] = []
    for case in cases:
        named, alarms = judge(case)
        programs[f"{case.program or WRITERS.get(case.form, 'GDAL')} {case.form}"] += 1
        row = tally[f"{case.mistake}{' (hidden)' if case.hidden else ''}"]
        row[0] += 1
        row[1] += named
        row[2] += bool(alarms)
        if alarms or not named:
            failures.append(
                f"  {case.mistake} in {case.form} by {case.program}: named={named}"
                f" alarms={sorted(alarms)} {case.options}"
            )
    lines = [title, ", ".join(f"{name} {n}" for name, n in sorted(programs.items()))]
    lines += [f"{'mistake':28} files named false alarms"]
    lines += [f"{name:28} {n:5} {hit:5} {bad:5}" for name, (n, hit, bad) in sorted(tally.items())]
    files = sum(row[0] for row in tally.values())
    missed = files - sum(row[1] for row in tally.values())
    return "\n".join([*lines, *failures]), files, missed, sum(row[2] for row in tally.values())


def test_every_planted_mistake_is_named_and_no_clean_file_is_accused():
    report, files, missed, alarms = run(f"seed {SEED}", make_corpus(SEED))
    print(report)  # noqa: T201 - the measured recall, shown by pytest -s
    assert files >= 60
    assert (missed, alarms) == (0, 0), report


def test_files_that_libreoffice_and_qgis_have_written_are_served_as_well():
    kept = list(read_kept())
    report, files, missed, alarms = run("kept files", kept)
    print(report)  # noqa: T201
    assert files >= 50
    assert {case.program.split()[0] for case in kept} == {"LibreOffice", "QGIS"}
    assert FILES.stat().st_size < 400_000
    assert (missed, alarms) == (0, 0), report


def test_the_generator_knows_nothing_of_the_detector():
    for path in FILES.parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) cluster_gis", text, re.MULTILINE), path


def fresh_seed() -> int:
    return int(os.environ.get("CORPUS_SEED", random.randrange(10**9)))


@pytest.mark.full
def test_a_fresh_seed_is_served_as_well():
    seed = fresh_seed()
    report, _, missed, alarms = run(f"seed {seed}", make_corpus(seed, rounds=4))
    print(report)  # noqa: T201
    assert (missed, alarms) == (0, 0), report


@pytest.mark.full
def test_a_fresh_seed_saved_again_by_office_programs_is_served_as_well():
    seed = fresh_seed()
    made = list(make_corpus(seed))
    cases = save_by_office(made)
    python = find_qgis()
    if python is None:
        print("QGIS is not installed: only its kept files are read")  # noqa: T201
    else:
        cases += save_by_qgis(made, python)
    report, _, missed, alarms = run(f"seed {seed}", cases)
    print(report)  # noqa: T201
    assert (missed, alarms) == (0, 0), report
