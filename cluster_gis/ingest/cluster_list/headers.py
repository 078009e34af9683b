"""Which column of a sheet is which column of the list, by Vietnamese or English headers.

The header may stand on any of the first rows, over one or two rows, in any order.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from openpyxl.utils import get_column_letter

from cluster_gis.domain.list_cells import HeadedColumn, fold
from cluster_gis.domain.list_columns import (
    BY_KEY,
    COLUMNS,
    EXAMPLE_SHEET,
    VALUES_SHEET,
    ListColumn,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, translator
from cluster_gis.ingest.cluster_list.sheets import Sheet, SheetRow

#: Rows among which the header is looked for.
HEADER_ROWS = 60
#: How alike two headers must be to be asked about.
ALIKE = 0.86
#: Unit printed in a header -> factor to the unit of the column (ha, VND).
_UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "area": {
        "ha": Decimal(1),
        "m2": Decimal("0.0001"),
        "m²": Decimal("0.0001"),
        "km2": Decimal(100),
        "km²": Decimal(100),
    },
    "money": {
        "tỷ": Decimal(10) ** 9,
        "tỉ": Decimal(10) ** 9,
        "billion": Decimal(10) ** 9,
        "triệu": Decimal(10) ** 6,
        "million": Decimal(10) ** 6,
        "nghìn": Decimal(10) ** 3,
        "đồng": Decimal(1),
        "vnd": Decimal(1),
    },
}
#: When a header prints no unit.
_DEFAULT = {"area": Decimal(1), "money": Decimal(10) ** 9}


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of the sheet. factor: to ha or VND; 1 for other kinds."""

    column: ListColumn
    number: int
    header: str
    factor: Decimal

    @property
    def headed(self) -> HeadedColumn:
        """For reading its cells."""
        return HeadedColumn(self.column, self.header, self.factor)

    @property
    def letter(self) -> str:
        """As spreadsheets call it."""
        return get_column_letter(self.number)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet. line: its last row. columns: key -> where it stands.

    extra: (letter, header) that mean nothing here. unsure: (letter, header, key it resembles).
    """

    sheet: Sheet
    line: int
    columns: Mapping[str, FoundColumn]
    extra: tuple[tuple[str, str], ...]
    unsure: tuple[tuple[str, str, str], ...]


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)


@cache
def _forms() -> dict[str, str]:
    """Folded header -> column key; full headers win over shortened ones and aliases."""
    forms: dict[str, str] = {}
    for shorten in (False, True):
        for column in COLUMNS:
            texts = [translator(language)(column.header) for language in LANGUAGES]
            texts += [column.key] if not shorten else list(column.aliases)
            for text in texts:
                forms.setdefault(fold(_without_brackets(text) if shorten else text), column.key)
    return forms


def match_header(text: str) -> str | None:
    """The key of the column that a header names; None = none."""
    forms = _forms()
    return forms.get(fold(text)) or forms.get(fold(_without_brackets(text)))


def _texts(row: SheetRow) -> dict[int, str]:
    return {n: " ".join(str(v).split()) for n, v in row.cells.items() if isinstance(v, str)}


def _candidates(sheet: Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    """(line, column -> header) of each row, alone and under the row above it."""
    above: SheetRow | None = None
    for row in sheet.rows[:HEADER_ROWS]:
        texts = _texts(row)
        yield row.line, texts
        if above is not None and above.line == row.line - 1:
            upper = _texts(above)
            joined = {}
            for n in sorted({*upper, *texts}):
                own, parent = texts.get(n, ""), upper.get(n, "")
                both = own if own == parent else f"{parent} {own}".strip()
                # "Diện tích (ha)" over "Thành lập": the pair says more than the lower one.
                known = match_header(both)
                joined[n] = both if known or not own else own
            yield row.line, joined
        above = row


def find_header(sheet: Sheet, named: Mapping[str, str] | None = None) -> Header | None:
    """The header of a sheet that holds a list, None when it holds none.

    named: column key -> header as printed, from the person who reads the file.
    """
    skipped = {fold(translator(lang)(t)) for lang in LANGUAGES for t in _NO_DATA}
    if fold(sheet.title) in skipped:
        return None
    by_hand = {fold(header): key for key, header in (named or {}).items()}
    best: Header | None = None
    for line, texts in _candidates(sheet):
        header = _read(sheet, line, texts, by_hand)
        if "name" in header.columns or "code" in header.columns:
            enough = len(header.columns) >= 2
            if enough and (best is None or len(header.columns) > len(best.columns)):
                best = header
    return best


_NO_DATA = (EXAMPLE_SHEET, VALUES_SHEET)


def _read(sheet: Sheet, line: int, texts: Mapping[int, str], by_hand: Mapping[str, str]) -> Header:
    columns: dict[str, FoundColumn] = {}
    extra, unsure = [], []
    for number, text in texts.items():
        key = by_hand.get(fold(text)) or match_header(text)
        letter = get_column_letter(number)
        if key is not None and key not in columns:
            column = BY_KEY[key]
            columns[key] = FoundColumn(column, number, text, unit_factor(column.kind, text))
            continue
        alike = difflib.get_close_matches(fold(text), _forms(), n=1, cutoff=ALIKE)
        guess = _forms()[alike[0]] if alike else None
        if key is None and guess is not None and len(fold(text)) > 4:
            unsure.append((letter, text, guess))
        elif fold(text) not in _NUMBERING:
            extra.append((letter, text))
    unsure = [item for item in unsure if item[2] not in columns]
    return Header(sheet, line, columns, tuple(extra), tuple(unsure))


#: Running numbers are no column of the list.
_NUMBERING = frozenset({"stt", "tt", "no", "so tt", "so thu tu"})


def unit_factor(kind: str, header: str) -> Decimal:
    """To ha or VND from the unit that a header prints; 1 for other kinds of columns."""
    units = _UNITS.get(kind)
    if units is None:
        return Decimal(1)
    words = re.findall(r"[\w²]+", unicodedata.normalize("NFC", header).lower())
    # "tỷ đồng" is billions: the greater word counts.
    return max((units[w] for w in words if w in units), default=_DEFAULT[kind])


def choose_sheet(headers: list[Header], wanted: str | None, titles: list[str]) -> Header:
    """The one sheet to read; raises InvalidInput when none or several could be meant."""
    if wanted is not None:
        headers = [h for h in headers if fold(h.sheet.title) == fold(wanted)]
    if len(headers) == 1:
        return headers[0]
    if not headers:
        raise InvalidInput(
            N_(
                "{field}: no list of clusters was found in {value}; expected a row of headers with "
                "the name or the code of the cluster and at least one more column of the template."
            ),
            field="file",
            value=", ".join(repr(t) for t in titles if t) or "the file",
        )
    raise InvalidInput(
        N_("{field}: several sheets hold a list ({value}); name the one to read."),
        field="--sheet",
        value=", ".join(repr(h.sheet.title) for h in headers),
    )
