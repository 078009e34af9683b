"""Recall and false alarms over a corpus of files with one planted mistake or none."""

import os
import random
from collections import defaultdict

import pytest

from cluster_gis.boundary.read import read_boundary
from tests.cluster_gis.boundary.corpus import Case, make_corpus

#: How something was read, or what cannot be known: no accusation.
NOTES = {"crs_unconfirmed"}


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


def run(seed: int, rounds: int) -> tuple[str, int, int, int]:
    """(table of results, files, missed, false alarms)."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    failures: list[str] = []
    for case in make_corpus(seed, rounds):
        named, alarms = judge(case)
        row = tally[f"{case.mistake}{' (hidden)' if case.hidden else ''}"]
        row[0] += 1
        row[1] += named
        row[2] += bool(alarms)
        if alarms or not named:
            failures.append(
                f"  {case.mistake} in {case.form}: named={named} alarms={sorted(alarms)}"
                f" {case.options}"
            )
    lines = [f"seed {seed}", f"{'mistake':28} files named false alarms"]
    lines += [f"{name:28} {n:5} {hit:5} {bad:5}" for name, (n, hit, bad) in sorted(tally.items())]
    files = sum(row[0] for row in tally.values())
    missed = files - sum(row[1] for row in tally.values())
    return "\n".join([*lines, *failures]), files, missed, sum(row[2] for row in tally.values())


def test_every_planted_mistake_is_named_and_no_clean_file_is_accused():
    report, files, missed, alarms = run(seed=20261122, rounds=1)
    print(report)  # noqa: T201 - the measured recall, shown by pytest -s
    assert files >= 60
    assert (missed, alarms) == (0, 0), report


@pytest.mark.full
def test_a_fresh_seed_is_served_as_well():
    seed = int(os.environ.get("CORPUS_SEED", random.randrange(10**9)))
    report, _, missed, alarms = run(seed, rounds=4)
    print(report)  # noqa: T201 - the measured recall, shown by pytest -s
    assert (missed, alarms) == (0, 0), report
