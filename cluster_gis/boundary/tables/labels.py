"""What a column of a coordinate table is, by the words in its heading."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Role = Literal["name", "north", "east", "side", "ring", "lat", "lon"]


@dataclass(frozen=True, slots=True)
class Label:
    """The role of a column. official: by a bare X or Y; otherwise by words (Bắc, East, lat)."""

    role: Role
    official: bool = False


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: for comparing words."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip().lower()


_LAT = re.compile(r"\b(vi do|latitude|lat|vi tuyen)\b")
_LON = re.compile(r"\b(kinh do|longitude|lon|long|lng)\b")
_NORTH = re.compile(r"\b(bac|north|northing|huong bac)\b|\(n\)|^n ?(\(m\))?$")
_EAST = re.compile(r"\b(dong|east|easting|huong dong)\b|\(e\)|^e ?(\(m\))?$")
_X = re.compile(r"^(toa do |td )?x ?([\[(] ?(m|met) ?[\])])?$|^x[ ,_-]*(m|met)$")
_Y = re.compile(r"^(toa do |td )?y ?([\[(] ?(m|met) ?[\])])?$|^y[ ,_-]*(m|met)$")
_SIDE = re.compile(
    r"\b(canh|chieu dai|khoang cach|side|length|distance|dist)\b|^s ?\(m\)$|^d ?\(m\)$"
)
_RING = re.compile(r"\b(vung|thua|khu|ring|part|polygon|vong|manh|khoanh)\b")
_NAME = re.compile(
    r"\b(stt|tt|diem|moc|dinh|goc|point|pt|ten|name|id|no|so hieu|ky hieu|so thu tu)\b"
)


def read_label(cell: str) -> Label | None:  # noqa: PLR0911 - one return per kind
    """What a heading cell names; None = nothing that is known (a number, a note, a title)."""
    text = fold(cell).replace("_", " ").strip(" .:;*")
    if not text or len(text) > 60 or re.search(r"\d{4,}", text):
        return None
    for pattern, label in (
        (_LAT, Label("lat")),
        (_LON, Label("lon")),
        (_NORTH, Label("north")),
        (_EAST, Label("east")),
        (_X, Label("north", official=True)),
        (_Y, Label("east", official=True)),
        (_SIDE, Label("side")),
    ):
        if pattern.search(text):
            return label
    if text in ("b", "phi"):
        return Label("lat")
    if text in ("l", "lamda", "lambda"):
        return Label("lon")
    if _RING.search(text) and not re.search(r"\b(diem|point|so hieu)\b", text):
        return Label("ring")
    if _NAME.search(text):
        return Label("name")
    return None
