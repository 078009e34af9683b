"""Gettext marks and catalogues: English msgids, Vietnamese in `locale/vi`.

`N_("…")` marks a text where it is written and returns it unchanged;
`translator("vi")` gives the function that turns a msgid into Vietnamese.
Values go in by name after translation: `_("Area is {area_ha} ha.").format(area_ha=…)`.

What the register itself says (notes, sectors, names of works) was keyed in English; its Vietnamese
is a catalogue of its own, read by `data_translator`. The data stay as they were recorded.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
_MESSAGES = Path(__file__).parent / "locale" / "vi" / "LC_MESSAGES"
CATALOGUE = _MESSAGES / "cluster_gis.po"
#: Texts of the register; msgid = the text as recorded, or a piece of it (see `data_translator`).
DATA_CATALOGUE = _MESSAGES / "register_data.po"
#: What stands between the pieces of a recorded text, widest first.
_BETWEEN = ("\n", " | ", "; ", ": ")

Translator = Callable[[str], str]


class Words(tuple[str, ...]):
    """Msgids as one value of a message: each is translated where the message is shown."""

    __slots__ = ()

    def __str__(self) -> str:
        return "; ".join(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def said(self, translate: Callable[[str], str]) -> str:
        """The words in the language of `translate`, with semicolons between them."""
        return "; ".join(translate(one) for one in self)


class Phrases(tuple[tuple[str, Mapping[str, Any]], ...]):
    """Messages with their values as one value of a message, translated where it is shown."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.said(lambda message: message)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def said(self, translate: Callable[[str], str]) -> str:
        """The messages in the language of `translate`, with semicolons between them."""
        return "; ".join(fill(message, values, translate) for message, values in self)


class Figure(str):
    """A number as one value of a message, with a point; shown with the mark of the language."""

    __slots__ = ()

    def said(self, translate: Callable[[str], str]) -> str:
        """The number in the language of `translate`: 87.5 or 87,5."""
        return self.replace(".", translate(N_("1.5"))[1])


def fill(message: str, values: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The message in the language of `translate` with its values; `Words` are translated too."""
    text = translate(message)
    if not values:
        return text
    said = {
        k: v.said(translate) if isinstance(v, Words | Phrases | Figure) else v
        for k, v in values.items()
    }
    return text.format(**said)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """The message itself: a mark for the catalogue extractor."""
    return message


@cache
def _catalogue(file: Path = CATALOGUE) -> dict[str, str]:
    with file.open("rb") as stream:
        entries = read_po(stream, locale="vi")
    return {
        str(entry.id): str(entry.string)
        for entry in entries
        if entry.id and entry.string and not entry.fuzzy
    }


def translator(language: str) -> Translator:
    """A function msgid -> text in `language` ("vi" or "en"); an unknown msgid stays as it is."""
    if language == "vi":
        catalogue = _catalogue()
        return lambda message: catalogue.get(message, message)
    return lambda message: message


def data_translator(language: str) -> Translator:
    """A function recorded text -> text in `language`; what is not translated stays as it is.

    A text that is not in the catalogue as a whole is translated piece by piece: lines, notes
    joined by " | " or "; ", a word before ": ", a remark in brackets at its end.
    """
    if language == "vi":
        catalogue = _catalogue(DATA_CATALOGUE)
        return lambda text: _in_pieces(text, catalogue, _BETWEEN)
    return lambda text: text


def _in_pieces(text: str, catalogue: Mapping[str, str], between: Sequence[str]) -> str:
    if text in catalogue:
        return catalogue[text]
    for place, sign in enumerate(between):
        if sign in text:
            pieces = text.split(sign)
            return sign.join(_in_pieces(piece, catalogue, between[place + 1 :]) for piece in pieces)
    head, bracket, remark = text.removesuffix(")").rpartition(" (")
    if bracket and text.endswith(")"):
        return f"{catalogue.get(head, head)} ({catalogue.get(remark, remark)})"
    return text
