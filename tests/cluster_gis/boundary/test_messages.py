"""Every issue code is documented and says its sentence in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from cluster_gis.boundary.messages import MESSAGES
from cluster_gis.i18n import translator

DOCUMENT = Path(__file__).parents[3] / "docs" / "boundaries.md"


def test_every_code_is_documented_and_every_documented_code_exists():
    codes = {key.partition("/")[0] for key in MESSAGES}
    table = DOCUMENT.read_text(encoding="utf-8").split("## Issue codes")[1]
    documented = {
        code
        for line in table.splitlines()
        for code in re.findall(r"`([a-z0-9_]+)`", line.split("|")[1] if "|" in line else "")
    }
    assert documented == codes


@pytest.mark.parametrize("key", sorted(MESSAGES))
def test_the_vietnamese_sentence_uses_the_same_values(key):
    message = MESSAGES[key][1]
    vietnamese = translator("vi")(message)
    assert vietnamese != message
    fields = [
        {name for _, name, _, _ in Formatter().parse(t) if name} for t in (message, vietnamese)
    ]
    assert fields[1] <= fields[0]
