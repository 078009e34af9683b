"""Every command stands in the documents, and every command in the documents exists."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cluster_gis.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
NAMED = sorted(set(re.findall(r"cluster-gis ([a-z][a-z-]+)", TEXT)))
TARGETS = sorted(set(re.findall(r"`make ([a-z-]+)", TEXT)))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_is_documented_and_has_help(command):
    assert command in NAMED
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage:" in shown.output


@pytest.mark.parametrize("command", NAMED)
def test_a_documented_command_exists(command):
    assert command in COMMANDS


@pytest.mark.parametrize("target", TARGETS)
def test_a_documented_make_target_exists(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
