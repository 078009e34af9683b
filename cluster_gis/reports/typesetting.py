"""Typst templates to PDF: no system library, no font but those inside the wheel, no network.

A template reads its data as JSON: a text from outside is a string there, never markup.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, data: Mapping[str, Any], *, printed_on: date) -> bytes:
    """The PDF of `template` (a file below templates/) over `data`.

    The same data and day give the same bytes. printed_on: the day the document bears.
    """
    made: bytes = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=int(datetime.combine(printed_on, time(), UTC).timestamp()),
    )
    return made
