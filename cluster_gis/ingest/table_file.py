"""CSV tables row by row: typed cells, and an issue instead of an exception for a bad one."""

import csv
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from cluster_gis.domain.amounts import parse_number
from cluster_gis.domain.date_span import UNKNOWN_DATE, DateSpan
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.intake import Issue, Parsed
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.ingest.source_file import DataFolder

T = TypeVar("T")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BILLION = Decimal(1_000_000_000)


def columns(names: str) -> tuple[str, ...]:
    """Column names from one text, parted by blanks."""
    return tuple(names.split())


@dataclass(slots=True)
class Row:
    """One row; a cell that cannot be read becomes an issue and None."""

    dataset: str
    file: str
    line: int
    cells: dict[str, str]
    issues: list[Issue] = field(default_factory=list)

    def refuse(self, column: str, reason: str) -> None:
        """Note why the cell `column` ("" = the row) cannot stand. reason: an English msgid."""
        self.issues.append(
            Issue(
                dataset=self.dataset,
                file=self.file,
                line=self.line,
                field=column,
                value=self.cells.get(column, ""),
                reason=reason,
            )
        )

    def text(self, column: str) -> str | None:
        """The cell, NFC, without blanks around; None = empty."""
        return self.cells.get(column) or None

    def needed(self, column: str) -> str:
        """The cell; an empty one is an issue."""
        value = self.cells.get(column, "")
        if not value:
            self.refuse(column, N_("empty, but needed"))
        return value

    def code(self, column: str) -> str:
        """A cluster code such as hp-cam-van."""
        value = self.needed(column)
        if value and not CODE.fullmatch(value):
            self.refuse(column, N_("not a code of small letters, digits and single hyphens"))
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """One of `allowed`."""
        value = self.cells.get(column, "")
        if value not in allowed:
            self.refuse(column, N_("not one of the words this column may hold"))
        return value

    def number(self, column: str) -> Decimal | None:
        """A number with a decimal point; None = empty."""
        value = self.cells.get(column, "")
        if not value:
            return None
        try:
            return parse_number(value, locale="plain", field=column)
        except InvalidInput:
            self.refuse(column, N_("not a number with a decimal point and no grouping"))
            return None

    def positive(self, column: str) -> Decimal | None:
        """A number above zero; None = empty."""
        value = self.number(column)
        if value is not None and value <= 0:
            self.refuse(column, N_("not above zero"))
            return None
        return value

    def billions(self, column: str) -> Decimal | None:
        """A sum printed in billions of VND, in VND."""
        value = self.number(column)
        return None if value is None else value * BILLION

    def integer(self, column: str) -> int | None:
        """A whole number; None = empty."""
        value = self.number(column)
        if value is None:
            return None
        if value != value.to_integral_value():
            self.refuse(column, N_("not a whole number"))
            return None
        return int(value)

    def date(self, column: str) -> DateSpan:
        """A date, maybe shortened."""
        try:
            return parse_date_span(self.cells.get(column, ""), field=column)
        except InvalidInput:
            self.refuse(column, N_("not a date such as 2025-07-01, 2025-07, 2025-Q3 or 2025"))
            return UNKNOWN_DATE

    def list(self, column: str, mark: str = "; ") -> tuple[str, ...]:
        """The parts of the cell."""
        return tuple(
            part.strip() for part in self.cells.get(column, "").split(mark) if part.strip()
        )

    def sources(self, column: str = "sources") -> tuple[str, ...]:
        """Pages or files, at least one."""
        found = self.list(column, " | ")
        if not found:
            self.refuse(column, N_("empty, but every figure needs its source"))
        return found


def _rows(dataset: str, path: Path, needed: Collection[str]) -> Iterator[Row]:
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header = next(reader, [])
    missing = [column for column in needed if column not in header]
    if missing:
        raise InvalidInput(
            N_("{field} has no column {columns}."),
            field=f"{dataset}/{path.name}",
            columns=", ".join(missing),
        )
    start = reader.line_num + 1
    for cells in reader:
        row = Row(dataset, path.name, start, dict(zip(header, map(str.strip, cells), strict=False)))
        if len(cells) != len(header):
            row.refuse("", N_("the row has more or fewer cells than the header"))
        start = reader.line_num + 1
        yield row


def read_table(
    folder: DataFolder,
    name: str,
    needed: Collection[str],
    build: Callable[[Row], T],
    *,
    key: Callable[[T], object] | None = None,
) -> Parsed[T]:
    """Records of the rows without issues, and the issues of the others.

    build: makes the record; what it reads wrong it notes on the row. key: rows that repeat the
    key of an earlier one are an issue. Raises InvalidInput when the file is not such a table.
    """
    records: list[T] = []
    issues: list[Issue] = []
    seen: set[object] = set()
    read = 0
    path = folder.file(name)
    try:
        for row in _rows(folder.note.folder, path, needed):
            read += 1
            record = build(row)
            if key is not None and not row.issues:
                if key(record) in seen:
                    row.refuse("", N_("repeats the key of an earlier row"))
                seen.add(key(record))
            if row.issues:
                issues += row.issues
            else:
                records.append(record)
    except (csv.Error, UnicodeDecodeError) as error:
        raise InvalidInput(
            N_("{field} cannot be read: {detail}."),
            field=f"{folder.note.folder}/{name}",
            detail=str(error),
        ) from error
    return Parsed(records=tuple(records), issues=tuple(issues), rows_read=read)
