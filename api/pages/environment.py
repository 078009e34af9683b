"""The Jinja environment of all pages: templates, words for codes, colours of the maps."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cluster_gis.domain import labels
from cluster_gis.i18n import Translator
from cluster_gis.reports.typesetting import TEMPLATES as REPORT_TEMPLATES
from maps.print.paper import PAPERS_MM, SCALES
from maps.styles import THEMES, Category

TEMPLATES = Path(__file__).parent.parent / "templates"


def word(family: str, code: str | None, _: Translator) -> str:
    """Text of `code` in the family of `cluster_gis.domain.labels`; an unknown code as it is."""
    words: Mapping[str | None, str] = getattr(labels, family)
    found = words.get(code)
    return _(found) if found is not None else str(code or "")


def fact_word(path: str, _: Translator) -> str:
    """What a reader calls the fact at `path`; `facts.works[road]` names the type of work."""
    whole, bracket, kind = path.rstrip("]").partition("[")
    if not bracket:
        return word("FACT", path, _)
    return f"{word('FACT', whole, _)}: {word('WORK_TYPE', kind, _).lower()}"


def category(theme: str, code: str | None) -> Category:
    """How the maps draw `code` of a theme ("state", "verdict"); pages use the same signs."""
    return THEMES[theme].category(code)


@cache
def environment() -> Environment:
    """Made once: templates do not change while the server runs."""
    made = Environment(
        loader=FileSystemLoader([TEMPLATES, REPORT_TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(word=word, fact_word=fact_word, category=category, themes=THEMES)
    made.globals.update(papers=tuple(PAPERS_MM), scales=SCALES)
    return made
