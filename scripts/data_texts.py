"""Check the Vietnamese of the shipped data's own wording against the data themselves.

Counts the texts that pages, map cards and documents show out of the register, and names the
English pieces that register_data.po leaves in English and the entries that no data use any more;
ends with 1 if there are any of the first. `--add` appends them, empty, for translation.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.pofile import normalize, read_po

from cluster_gis.i18n import DATA_CATALOGUE, data_translator
from cluster_gis.ingest.shipped import DATASETS
from cluster_gis.ingest.source_file import DATA, open_folder

#: Table of the register -> its columns that are shown as they were recorded.
SHOWN = {
    "legal_document": ("title", "issuer", "note"),
    "cluster_state": (
        "decision_text",
        "infrastructure_investor",
        "sectors",
        "wastewater_text",
        "place_label",
        "note",
    ),
    "cluster_figure": ("field", "value_text", "unit", "note"),
    "cluster_event": ("authority", "note"),
    "plan_version": ("title", "note"),
    "plan_entry": ("phase", "unit_text", "note"),
    "infrastructure_work": ("item", "capacity_unit", "note"),
    "work_progress": ("measure", "unit", "note"),
    "capital_amount": ("note",),
}
#: A syllable that Vietnamese can write without a mark; any other bare word is English (or a name).
_SYLLABLE = re.compile(
    r"(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(a|e|i|o|u|y|ai|ao|au|ay|eo|ia|ie|iu|oa|oai|oe|oi|ua|ue|ui|uo|uy|uya|uye)"
    r"(c|ch|m|n|ng|nh|p|t)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(hp|hd|lc)-[a-z0-9-]+|https?://\S+|\b[\w.-]+\.(vn|com|json|md)\b|\S+/\S+")
_QUOTED = re.compile(r'"[^"]*"')
_WORD = re.compile(r"[^\W\d_]{3,}")
#: Bare words in Vietnamese texts that are names or borrowed, so no sign of English.
_NAMES = frozenset(
    """
    III CCN KCN TNHH MTV UBND MVA VND HTM EUP CRC PSD STN VNS IOGP EPSG Hyosung LamSen Green Grup
    Group Holdings Investment logistics vietnammoi kienthuc cafef nguoiquansat Trangsct laocai
    """.split()  # noqa: SIM905 - a list of words is read as words
)


@dataclass(frozen=True, slots=True)
class Report:
    """texts: distinct ones shown. english: those with English in them. left: still in English.

    unused: msgids that no shipped text has.
    """

    texts: frozenset[str]
    english: frozenset[str]
    left: tuple[str, ...]
    unused: tuple[str, ...]


def shown_texts() -> Iterator[str]:
    """Every text of the shipped data that readers see, as the register would record it."""
    folders = {folder for shipped in DATASETS.values() for folder in shipped.folders}
    for folder in sorted(folders):
        note = open_folder(DATA / folder).note
        yield from (note.title, note.publisher)
    for shipped in DATASETS.values():
        for batch in shipped.stage(DATA).changes.batches:
            for row in batch.rows:
                # A source that is no web page is shown by its own name.
                for source in (row.get("source_key") or "").split(" | "):
                    if source and not source.startswith(("http", "dataset:")):
                        yield source
                for column in SHOWN.get(batch.table, ()):
                    if text := row.get(column):
                        yield text.replace("_", " ").capitalize() if column == "field" else text


def is_english(text: str) -> bool:
    """True when a word of the text is neither Vietnamese nor a name or a code."""
    words = _WORD.findall(_CODE.sub(" ", text))
    return any(
        word.isascii() and word not in _NAMES and not _SYLLABLE.fullmatch(word) for word in words
    )


def check() -> Report:
    """The catalogue compared with the shipped data."""
    said = data_translator("vi")
    texts = frozenset(shown_texts())
    english = frozenset(text for text in texts if is_english(text))
    left: dict[str, None] = {}
    for text in sorted(english):
        for line in text.split("\n"):
            # Words quoted from a source may stay in its language.
            if is_english(line) and (said(line) == line or is_english(_QUOTED.sub("", said(line)))):
                left[line] = None
    with DATA_CATALOGUE.open("rb") as stream:
        entries = [str(entry.id) for entry in read_po(stream, locale="vi") if entry.id]
    everything = "\n".join(texts)
    return Report(
        texts=texts,
        english=english,
        left=tuple(left),
        unused=tuple(entry for entry in entries if entry not in everything),
    )


def main(arguments: list[str]) -> int:
    """Print the report; 0 when nothing is left in English."""
    report = check()
    if "--add" in arguments:
        with DATA_CATALOGUE.open("a", encoding="utf-8") as stream:
            for text in report.left:
                stream.write(f'\nmsgid {normalize(text)}\nmsgstr ""\n')
    for name in ("left", "unused"):
        for text in getattr(report, name):
            print(f"{name}: {text!r}")
    print(
        f"{len(report.texts)} texts, {len(report.english)} with English words, "
        f"{len(report.left)} left in English, {len(report.unused)} entries not used"
    )
    return 1 if report.left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
