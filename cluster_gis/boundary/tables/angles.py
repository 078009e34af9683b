"""Degrees as tables print them: 20.8672, 20°52'03,5"N, 106°40′12.3″ Đ, B 20 52 03.5."""

import re
import unicodedata
from typing import Literal

Hemisphere = Literal["north", "east"]

_SEPARATORS = re.compile(r"[°º˚o*'’′`\"”″“:\s]+|độ|phút|giây|deg|min|sec", re.IGNORECASE)
_MARKED = re.compile(
    r"[°º˚'’′\"”″]|độ|phút|giây|deg\b|\d\s+\d|[NEBĐ]\s*$|^\s*[NEBĐ]", re.IGNORECASE
)
#: B (Bắc) and N are north, Đ (Đông) and E east; a table of decisions never needs S or W.
_LETTERS: dict[str, Hemisphere] = {"N": "north", "B": "north", "E": "east", "Đ": "east"}


def parse_angle(text: str) -> tuple[float, Hemisphere | None] | None:
    """(decimal degrees, the hemisphere letter's axis) of degrees-minutes-seconds; None = not that.

    A bare decimal number is not an angle here: it must show a degree mark, a letter, or parts.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > 60 or not _MARKED.search(text):
        return None
    hemisphere: Hemisphere | None = None
    upper = text.upper()
    for letter, axis in _LETTERS.items():
        if upper.startswith(letter) or upper.endswith(letter):
            hemisphere = axis
            text = text.strip(letter + letter.lower())
            break
    parts = [part for part in _SEPARATORS.split(text.strip()) if part]
    if not 1 <= len(parts) <= 3:
        return None
    try:
        values = [float(part.replace(",", ".")) for part in parts]
    except ValueError:
        return None
    if any(value < 0 or value >= 60 for value in values[1:]) or not 0 <= values[0] <= 180:
        return None
    return sum(value / 60**power for power, value in enumerate(values)), hemisphere
