"""The lock files hold what pyproject.toml asks for, with hashes, and nothing of one machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.lock": [*PROJECT["dependencies"], *EXTRAS["build"]],
    "requirements-dev.lock": [*PROJECT["dependencies"], *EXTRAS["build"], *EXTRAS["dev"]],
}


def pinned(name: str) -> dict[str, list[str]]:
    """Package -> versions in a lock file (more than one where Python versions differ)."""
    found: dict[str, list[str]] = {}
    text = (ROOT / name).read_text(encoding="utf-8")
    for package, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(package), []).append(version)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_in_a_version_it_allows(name: str):
    have = pinned(name)
    for text in LOCKS[name]:
        asked = Requirement(text)
        versions = have.get(canonicalize_name(asked.name))
        assert versions, f"{text} is not in {name}; run: make lock"
        for version in versions:
            assert version in asked.specifier, f"{text} is {version} in {name}; run: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_pins_and_hashes_only(name: str):
    line = re.compile(r"[\w.-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    for text in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert line.fullmatch(text), text


def test_tests_run_with_the_packages_that_the_product_runs_with():
    product, tests = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: tests.get(name) for name in product} == product
