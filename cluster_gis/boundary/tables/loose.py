"""Points that do not stand in columns: several in one cell, or both coordinates in one text.

Word tables made from scans often have all points of a page in one row, a line of the cell each;
other papers write "Điểm 1: X = 2301000,00; Y = 596000,00" or 20°48'00"N 106°40'00"E in one cell.
"""

import re
from collections.abc import Iterator, Sequence

from cluster_gis.boundary.tables.angles import parse_angle
from cluster_gis.boundary.tables.grid import Row
from cluster_gis.boundary.tables.numbers import parse_number

_NUMBER = r"(\d[\d.,\u00a0\u202f ]*\d)"
_X_Y = re.compile(rf"\bX\s*(?:\(\s*m\s*\))?\s*[=:]\s*{_NUMBER}.{{0,12}}?"
                  rf"\bY\s*(?:\(\s*m\s*\))?\s*[=:]\s*{_NUMBER}", re.IGNORECASE)  # fmt: skip
_ANGLE = r"(\d{1,3}\s*[°º˚][^NEBĐnebđ]{2,24}[NEBĐ])"
_ANGLES = re.compile(rf"{_ANGLE}[\s,;/–-]*{_ANGLE}")
_NAME = re.compile(r"[\w'’.\-/]{1,12}")
_LONGEST = 300


def spread_lines(rows: Sequence[Row]) -> list[Row]:
    """Rows whose cells hold a point a line, as a row a point; in others spaces for line ends."""
    spread: list[Row] = []
    for row in rows:
        if not any("\n" in cell for cell in row.cells):
            spread.append(row)
            continue
        lines = [[line.strip() for line in cell.split("\n") if line.strip()] for cell in row.cells]
        counts = {len(cell) for cell in lines if len(cell) > 1}
        numeric = sum(1 for cell in lines if len(cell) > 1 and all(map(_is_coordinate, cell)))
        if len(counts) == 1 and numeric >= 2:
            for number in range(counts.pop()):
                cells = (cell[number] if number < len(cell) else "" for cell in lines)
                spread.append(Row(row.line, tuple(cells)))
        else:
            spread.append(Row(row.line, tuple(" ".join(cell.split()) for cell in row.cells)))
    return spread


def _is_coordinate(text: str) -> bool:
    return parse_number(text) is not None or parse_angle(text) is not None


def find_loose_points(rows: Sequence[Row]) -> list[Row]:
    """A heading and a row for each point written as running text; [] when there are none."""
    metres = list(_matches(rows, _X_Y))
    degrees = [] if metres else list(_matches(rows, _ANGLES))
    heading = ("Điểm", "X", "Y") if metres else ("Điểm", "Vĩ độ", "Kinh độ")
    found = metres or degrees
    return [Row(rows[0].line, heading), *found] if found else []


def _matches(rows: Sequence[Row], pattern: re.Pattern[str]) -> Iterator[Row]:
    for row in rows:
        text = row.text
        for piece in [text] if len(text) <= _LONGEST else text.split(";"):
            end = 0
            for match in pattern.finditer(piece[: _LONGEST * 10]):
                names = _NAME.findall(piece[end : match.start()].strip(" :.,;("))
                yield Row(row.line, (names[-1] if names else "", match.group(1), match.group(2)))
                end = match.end()
