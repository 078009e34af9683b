"""Gettext marks and catalogues: English msgids, Vietnamese in `locale/vi`.

`N_("…")` marks a text where it is written and returns it unchanged;
`translator("vi")` gives the function that turns a msgid into Vietnamese.
Values go in by name after translation: `_("Area is {area_ha} ha.").format(area_ha=…)`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
CATALOGUE = Path(__file__).parent / "locale" / "vi" / "LC_MESSAGES" / "cluster_gis.po"

Translator = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """The message itself: a mark for the catalogue extractor."""
    return message


@cache
def _catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as stream:
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
