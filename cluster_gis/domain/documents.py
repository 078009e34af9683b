"""Keys of legal documents: national ones by number, local ones with place and year.

Numbers of local decisions repeat every year and in every province.
"""

import re
from typing import Literal

DocumentKind = Literal["decision", "letter", "other"]
_NATIONAL = re.compile(r".*/(?:QĐ-TTg|NĐ-CP|NQ-CP|TT-\w+|QH\d+|BCT-\w+)")


def document_key(number: str, place: str, year: int | None) -> str:
    """`525/QĐ-UBND (Lào Cai, 2026)`; a national document is its number alone."""
    if _NATIONAL.fullmatch(number):
        return number
    return f"{number} ({place}, {year})" if year else f"{number} ({place})"


def document_kind(number: str) -> DocumentKind:
    """What the letters of the number say."""
    if "/QĐ-" in number:
        return "decision"
    if "/BCT-" in number or "/TB-" in number:
        return "letter"
    return "other"
