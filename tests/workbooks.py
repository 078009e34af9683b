"""A small evaluation of the formulas that our workbooks hold: sums, quotients, rounding."""

import io
import re

from openpyxl import load_workbook

_SPAN = re.compile(r"SUM\('([^']+)'!([A-Z])(\d+):[A-Z](\d+)\)")
_CELL = re.compile(r"\bD(\d+)\b")


def recalculated(content: bytes) -> tuple[dict[str, float], dict[str, float]]:
    """Number of a row -> value stored in the file, and value that its formula gives.

    Fails on a formula of another kind, so that no cell goes by unseen.
    """
    book = load_workbook(io.BytesIO(content))
    stored = load_workbook(io.BytesIO(content), data_only=True)
    sheet, seen = book.worksheets[0], stored.worksheets[0]

    def total(match: re.Match[str]) -> str:
        name, column, first, last = match.groups()
        rows = range(int(first), int(last) + 1)
        return repr(sum(float(book[name][f"{column}{row}"].value or 0) for row in rows))

    def value(row: int) -> float:
        held = sheet.cell(row, 4).value
        if not isinstance(held, str):
            return float(held)
        text = _SPAN.sub(total, held.removeprefix("="))
        text = _CELL.sub(lambda match: repr(value(int(match.group(1)))), text)
        assert re.fullmatch(r"(ROUND\()?[-+*/().\d,e ]+", text), f"row {row}: {held}"
        return float(eval(text, {"ROUND": round, "__builtins__": {}}))  # only digits and signs

    figures, kept = {}, {}
    for row in range(1, sheet.max_row + 1):
        number = sheet.cell(row, 1).value
        if sheet.cell(row, 4).value is not None and re.fullmatch(r"\d+(\.\d+)?", str(number or "")):
            figures[str(number)] = round(value(row), 9)
            kept[str(number)] = round(float(seen.cell(row, 4).value), 9)
    return kept, figures
