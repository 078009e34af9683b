"""Edit cells of a workbook in a running LibreOffice and save it as XLSX, as an officer would.

Run by an interpreter that has `uno` (the system's, or the one inside LibreOffice):
    python3 edit_list.py PIPE IN.xlsx OUT.xlsx EDITS.json
EDITS: [[key in column A, header, text as typed], …]. The header row is found by its headers.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not answer")


def named(name, value):
    option = PropertyValue()
    option.Name, option.Value = name, value
    return option


def main(pipe, source, target, edits):
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    document = desktop.loadComponentFromURL(
        Path(source).resolve().as_uri(), "_blank", 0, (named("Hidden", True),)
    )
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last_row, last_column = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    wanted = {header for _key, header, _text in edits}
    for header_row in range(last_row + 1):
        texts = {sheet.getCellByPosition(n, header_row).String: n for n in range(last_column + 1)}
        if wanted <= set(texts):
            break
    else:
        raise SystemExit(f"no row has the headers {wanted}")
    rows = {sheet.getCellByPosition(0, n).String: n for n in range(last_row + 1)}
    for key, header, text in edits:
        # FormulaLocal is what typing does: numbers and dates are recognised, the rest is text.
        sheet.getCellByPosition(texts[header], rows[key]).FormulaLocal = text
    document.storeToURL(
        Path(target).resolve().as_uri(), (named("FilterName", "Calc MS Excel 2007 XML"),)
    )
    document.close(True)
    with contextlib.suppress(Exception):  # it ends while it answers
        desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:4], json.loads(Path(sys.argv[4]).read_text(encoding="utf-8")))
