"""The letters of printed maps: Be Vietnam Pro, and DejaVu Sans for signs it lacks."""

from functools import cache

from fontpkg_be_vietnam_pro import ROOT
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

#: In this order; matplotlib takes a sign from the first family that has it.
FAMILIES = ("Be Vietnam Pro", "DejaVu Sans")
_FILES = {
    (400, False): "BeVietnamPro-Regular.ttf",
    (600, False): "BeVietnamPro-SemiBold.ttf",
    (400, True): "BeVietnamPro-Italic.ttf",
}
MM_PER_POINT = 25.4 / 72
#: Size at which letters are measured once; widths grow in proportion.
_MEASURED = 100


@cache
def _install() -> None:
    for name in _FILES.values():
        fontManager.addfont(ROOT / "files" / name)


@cache
def _face(bold: bool, italic: bool, foreign: bool) -> FontProperties:
    _install()
    return FontProperties(
        family=list(FAMILIES) if foreign else FAMILIES[0],
        weight=600 if bold and not italic and not foreign else 400,
        style="italic" if italic and not foreign else "normal",
    )


def face(text: str, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """The font for a text; one with signs that Be Vietnam Pro lacks is written plain."""
    known = _measure(bold, italic)
    foreign = any(not known.get_char_index(ord(sign)) for sign in text)
    return _face(bold, italic, foreign)


@cache
def _measure(bold: bool, italic: bool) -> FT2Font:
    font = FT2Font(str(ROOT / "files" / _FILES[600 if bold and not italic else 400, italic]))
    font.set_size(_MEASURED, 72)
    return font


@cache
def _advance(sign: str, bold: bool, italic: bool) -> float:
    """Width of a sign as a share of the font size."""
    font = _measure(bold, italic)
    if not font.get_char_index(ord(sign)):
        return 0.65  # comes from another family
    glyph = font.load_char(ord(sign), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED


def width_mm(text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> float:
    """Width of one line of text on paper."""
    total = sum(_advance(sign, bold, italic) for sign in text)
    return total * size_pt * MM_PER_POINT


def wrap(
    text: str, width: float, size_pt: float, *, bold: bool = False, italic: bool = False
) -> list[str]:
    """`text` in lines no wider than `width` millimetres; a word too long for one is cut."""

    def fits(line: str) -> bool:
        return width_mm(line, size_pt, bold=bold, italic=italic) <= width

    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if fits(joined):
            line = joined
            continue
        if line:
            lines.append(line)
        while not fits(word):
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or fits(word[:n]))
            lines.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901
        line = word
    return [*lines, line] if line else lines
