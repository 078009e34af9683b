"""No file takes more than a gibibyte or goes on for ever; each is read by a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster_gis.boundary.floods import FLOODS

ROOT = Path(__file__).parents[3]
#: Far above what any of them takes: a reader that does not end is stopped.
TIME_LIMIT_S = 600


def read_alone(name, folder):
    """What reading the flood took: seconds, peak_mib, refused."""
    filename, make = FLOODS[name]
    path = folder / filename
    path.write_bytes(make())
    command = [sys.executable, "-W", "ignore", "-m", "tests.cluster_gis.boundary.floods", str(path)]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=TIME_LIMIT_S, cwd=ROOT
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    took = json.loads(answer.stdout)
    print(name, took)  # noqa: T201 - the measured cost, shown by pytest -s
    return took


def test_a_file_of_empty_lines_is_cheap_to_refuse(tmp_path):
    took = read_alone("empty-lines", tmp_path)
    assert took["refused"]
    assert took["peak_mib"] < 1024


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(FLOODS))
def test_no_flood_takes_more_than_a_gibibyte(name, tmp_path):
    took = read_alone(name, tmp_path)
    assert took["refused"]
    assert took["peak_mib"] < 1024
