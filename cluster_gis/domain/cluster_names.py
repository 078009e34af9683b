"""Names of clusters as offices write them, brought to one form to be compared.

"CCN Phú Thịnh IV", "Cụm công nghiệp Phú Thịnh 4" and their decomposed Unicode forms are one name.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from cluster_gis.domain.unit_index import search_form

#: What stands before the name and says nothing of which cluster it is; longest first.
_PREFIXES: Final = re.compile(
    r"^(?:(?:du an|ha tang|khu|cum|c)\s+)*?"
    r"(?:cum cong nghiep\s*-?\s*tieu thu cong nghiep|cum cong nghiep lang nghe|cum cong nghiep"
    r"|cum ttcn|cum tieu thu cong nghiep|cum cn|ccn\s*-?\s*ttcn|ccn|lang nghe)\b[\s:.-]*"
)
_ROMAN: Final = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5",
    "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15",
    "xvi": "16", "xvii": "17", "xviii": "18", "xix": "19", "xx": "20",
}  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+|[0-9]+")


def name_words(name: str) -> tuple[str, ...]:
    """The words of the name itself: no accents, prefix or "số"; Roman numerals as digits.

    A single letter after the first word may be a numeral ("Phú Thịnh I") or a letter ("Mậu A").
    """
    plain = _PREFIXES.sub("", search_form(name))
    words = _WORD.findall(plain)
    if not words:
        words = _WORD.findall(search_form(name))
    kept = [w for position, w in enumerate(words) if not (w == "so" and _numbered(words, position))]
    return tuple(_ROMAN.get(w, _digits(w)) if position else w for position, w in enumerate(kept))


def _numbered(words: list[str], position: int) -> bool:
    following = words[position + 1 : position + 2]
    return bool(following) and (following[0].isdigit() or following[0] in _ROMAN)


def _digits(word: str) -> str:
    """Leading zeros say nothing: 01 is 1."""
    return str(int(word)) if word.isdigit() else word


def name_key(name: str) -> str:
    """One text for all spellings of a name: "phu thinh 4"."""
    return " ".join(name_words(name))


def name_likeness(first: str, second: str) -> float:
    """How alike two keys of `name_key` are, 0 to 1; 1 = the same.

    A name that only adds words to the other ("Chiến Thắng", "Chiến Thắng 1") stays below 0.85;
    names that differ in their number are different clusters, at most 0.5.
    """
    if first == second:
        return 1.0
    one, other = first.split(), second.split()
    if not one or not other:
        return 0.0
    numbers = [w for w in one if w.isdigit()], [w for w in other if w.isdigit()]
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return 0.95
    alike = SequenceMatcher(None, "".join(one), "".join(other)).ratio()
    if set(one) < set(other) or set(other) < set(one):
        alike = max(alike * 0.9, 0.6)
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return min(alike, 0.5)
    return min(alike, 0.84)
