from scripts.signs import SHEET, sheet


def test_the_badges_have_the_colours_of_the_maps():
    assert SHEET.read_text(encoding="utf-8") == sheet(), "run `make signs`"
