"""Check the Vietnamese catalogue against the texts marked in the code.

Prints what is missing, written twice, fuzzy, with other values than its English, or no longer
used, and ends with 1 if anything but the last is there. `--add` (`make catalogue`) first appends
the missing entries, empty, for translation; the rest of the file is left byte for byte as it is.
"""

import string
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import denormalize, normalize, read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "cluster_gis" / "locale" / "vi" / "LC_MESSAGES" / "cluster_gis.po"
SOURCES = ("cluster_gis", "api", "maps")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "gettext": None}


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong with the catalogue, msgid by msgid."""

    missing: list[str] = field(default_factory=list)
    duplicate: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    other_values: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """True when every marked text has exactly one sound translation."""
        return not (self.missing or self.duplicate or self.fuzzy or self.other_values)


def marked_texts() -> set[str]:
    """Every msgid marked with _() or N_() in the packages and their templates."""
    texts = set()
    for source in SOURCES:
        found = extract_from_dir(ROOT / source, method_map=METHODS, keywords=KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            texts.update([message] if isinstance(message, str) else message)
    return texts - {""}


def written_texts(catalogue: Path = CATALOGUE) -> Iterator[str]:
    """Every msgid of the file in its order, also one that is written twice."""
    quoted: list[str] | None = None
    for line in [*catalogue.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("msgid "):
            quoted = [line.removeprefix("msgid ")]
        elif quoted is not None and line.startswith('"'):
            quoted.append(line)
        elif quoted is not None:
            yield denormalize("\n".join(quoted))
            quoted = None


def values_of(message: str) -> set[str]:
    """Names of the values that go into a message."""
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def check(catalogue: Path = CATALOGUE) -> Report:
    """The catalogue compared with the code."""
    with catalogue.open("rb") as stream:
        entries = {str(entry.id): entry for entry in read_po(stream, locale="vi") if entry.id}
    marked = marked_texts()
    counts = Counter(text for text in written_texts(catalogue) if text)
    translated = {text for text, entry in entries.items() if entry.string}
    return Report(
        missing=sorted(marked - translated),
        duplicate=sorted(text for text, count in counts.items() if count > 1),
        fuzzy=sorted(text for text, entry in entries.items() if entry.fuzzy),
        other_values=sorted(
            text
            for text in marked & translated
            if values_of(text) != values_of(str(entries[text].string))
        ),
        unused=sorted(set(entries) - marked),
    )


def main(arguments: list[str]) -> int:
    """Print the report; 0 when the catalogue is sound."""
    report = check()
    if "--add" in arguments:
        known = set(written_texts())
        with CATALOGUE.open("a", encoding="utf-8") as stream:
            for text in report.missing:
                if text not in known:
                    stream.write(f'\nmsgid {normalize(text)}\nmsgstr ""\n')
    for name in ("missing", "duplicate", "fuzzy", "other_values", "unused"):
        for text in getattr(report, name):
            print(f"{name}: {text!r}")
    print("sound" if report.sound else "not sound")
    return 0 if report.sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
