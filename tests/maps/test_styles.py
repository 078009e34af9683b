import itertools
import re
from pathlib import Path

import pytest

from maps.styles import THEMES, UNKNOWN

STATIC = Path(__file__).parents[2] / "api" / "static" / "map"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_no_two_classes_of_a_theme_differ_by_colour_alone(theme):
    for one, other in itertools.combinations(theme.categories, 2):
        assert (one.symbol, one.hollow) != (other.symbol, other.hollow), (one.code, other.code)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_not_known_has_a_grey_class_of_its_own(theme):
    grey = theme.category(None)
    assert grey.code == UNKNOWN
    red, green, blue = bytes.fromhex(grey.colour[1:])
    assert max(red, green, blue) - min(red, green, blue) < 24


def test_a_wrong_code_names_the_field_and_what_is_allowed():
    with pytest.raises(ValueError, match="status is 'open'; expected one of planned, established"):
        THEMES["state"].category("open")


def test_every_symbol_is_one_the_script_can_draw():
    shapes = re.search(r"SHAPES = \{(.*?)\n  \};", (STATIC / "symbols.js").read_text(), re.DOTALL)
    drawn = set(re.findall(r"^    (\w+)[:,]", shapes.group(1), re.MULTILINE))
    assert {c.symbol for theme in THEMES.values() for c in theme.categories} <= drawn
