"""Write api/static/pages/signs.css: the colours of maps/styles.py for the badges of pages.

Run it after a change of a theme (`make signs`); a test fails while the sheet is stale. It is a
file because the content security policy forbids styles inside a page.
"""

import sys
from pathlib import Path

from api.pages.environment import THEMES

SHEET = Path(__file__).resolve().parents[1] / "api" / "static" / "pages" / "signs.css"


def sheet() -> str:
    """One rule a class of a theme."""
    lines = ["/* Written by `make signs` from maps/styles.py; do not edit. */"]
    lines += [
        f".k-{theme.code}-{kind.code} {{ color: {kind.colour}; }}"
        for theme in THEMES.values()
        for kind in theme.categories
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the sheet."""
    SHEET.write_text(sheet(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
