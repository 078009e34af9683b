"""CSV and plain text tables: encodings and separators as offices save them."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.limits import MAX_CELLS
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.tables.grid import Grid, Row
from cluster_gis.boundary.tables.outline import read_table_outline

#: Lines that tell how a file is written.
_LOOKED_AT = 2000
_WIDE_GAP = re.compile(r"\s{2,}")
_SPLIT_DECIMAL = re.compile(r"(?:^|,)\s*\d{6,7},\d{1,4},\s*\d{6,7},\d{1,4}\s*(?:,|$)")


def decode(data: bytes) -> str:
    """Text of a file: UTF-8 and UTF-16 with or without a mark, else Windows-1258."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:4096]
    if sample.count(0) * 3 > len(sample):
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")


def _lines(text: str) -> Iterator[str]:
    """Line by line: all at once a file of empty lines takes fifty times its size."""
    return (line.rstrip("\n") for line in io.StringIO(text, newline=None))


def _separator(lines: list[str]) -> str | None:
    """The separator that cuts most lines into the same number of columns; None = spaces."""
    best: tuple[int, str] | None = None
    for candidate in (";", "\t", "|", ","):
        counts = Counter(line.count(candidate) for line in lines if line.count(candidate))
        if counts:
            lines_cut = counts.most_common(1)[0][1]
            if best is None or lines_cut > best[0]:
                best = (lines_cut, candidate)
    return best[1] if best else None


def _is_aligned(text: str) -> bool:
    """Whether columns stand at wide gaps, so that single spaces belong to names and thousands."""
    lines = [line.strip() for line in islice(_lines(text), _LOOKED_AT) if line.strip()]
    columns = [len(_WIDE_GAP.split(line)) for line in lines]
    return sum(count >= 3 for count in columns) * 2 > len(lines)


def read_text_table(data: bytes, layer: str | None) -> Outline:
    """The outline in a CSV or text file; raises Refused."""
    text = unicodedata.normalize("NFC", decode(data)).replace("\x00", "")
    lines = [line for line in islice(_lines(text), _LOOKED_AT) if line.strip()]
    if not lines:
        raise refuse("file_empty")
    separator = _separator(lines)
    if separator == ",":
        for number, line in enumerate(islice(_lines(text), _LOOKED_AT), 1):
            if _SPLIT_DECIMAL.search(line):
                raise refuse("number_format_ambiguous", line=number, value=line[:80])
    return read_table_outline([Grid(title=None, rows=_rows(text, separator))], "CSV", layer=layer)


def _rows(text: str, separator: str | None) -> list[Row]:
    rows: list[Row] = []
    cells = 0
    if separator is None:
        wide = _is_aligned(text)
        parsed = (
            (n, _WIDE_GAP.split(line.strip()) if wide else line.split())
            for n, line in enumerate(_lines(text), 1)
        )
    else:
        reader = csv.reader(io.StringIO(text), delimiter=separator)
        parsed = ((reader.line_num, row) for row in reader)
    try:
        for line, row in parsed:
            cells += max(1, len(row))
            if cells > MAX_CELLS:
                raise refuse("unreadable", value="CSV", reason=f"more than {MAX_CELLS} cells")
            if any(row):
                rows.append(Row(line, tuple(cell.strip() for cell in row)))
    except csv.Error as error:
        raise refuse("unreadable", value="CSV", reason=str(error)) from error
    return rows
