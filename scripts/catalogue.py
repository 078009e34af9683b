"""Add messages that the Vietnamese catalogue lacks to its end, empty, for translation.

Run by `make catalogue`; exits 1 when an entry still waits for its Vietnamese. The rest of
the file is left byte for byte as it is.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "cluster_gis/locale/vi/LC_MESSAGES/cluster_gis.po"
PACKAGES = ("cluster_gis", "api", "maps")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def find_messages() -> Iterator[str]:
    """Every message marked in the code and the templates."""
    for package in PACKAGES:
        for found in extract_from_dir(
            ROOT / package, METHODS, keywords={"N_": None, "_": None, "gettext": None}
        ):
            message = found[2]
            yield message if isinstance(message, str) else message[0]


def find_untranslated() -> tuple[list[str], list[str]]:
    """Messages that have no entry, and those whose entry is empty or fuzzy."""
    with CATALOGUE.open("rb") as stream:
        entries = {entry.id: entry for entry in read_po(stream, locale="vi") if entry.id}
    messages = dict.fromkeys(find_messages())
    missing = [one for one in messages if one not in entries]
    empty = [one for one, entry in entries.items() if not entry.string or entry.fuzzy]
    return missing, empty


def quote(text: str) -> str:
    """A msgid as the file writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> int:
    """Append what is missing and name what waits."""
    missing, empty = find_untranslated()
    with CATALOGUE.open("a", encoding="utf-8") as stream:
        for message in missing:
            stream.write(f'\nmsgid {quote(message)}\nmsgstr ""\n')
    for message in (*missing, *empty):
        print(f"waits for its Vietnamese: {message}")
    return 1 if missing or empty else 0


if __name__ == "__main__":
    sys.exit(main())
