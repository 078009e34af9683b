"""The sums written back are those of the files as they are."""

import hashlib
import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "seal_data.py"


@pytest.fixture(scope="module")
def seal():
    spec = importlib.util.spec_from_file_location("seal_data", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.seal


def test_a_changed_file_gets_its_new_sum_once(seal, tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    source = tmp_path / "source.toml"
    source.write_text('title = "t"\n\n[files."a.csv"]\nsha256 = ""\nrows = 1\n', encoding="utf-8")
    assert seal(tmp_path) == 1
    digest = hashlib.sha256(b"x\n1\n").hexdigest()
    text = source.read_text(encoding="utf-8")
    assert f'[files."a.csv"]\nsha256 = "{digest}"\nrows = 1\n' in text
    assert seal(tmp_path) == 0
    assert source.read_text(encoding="utf-8") == text
