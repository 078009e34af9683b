"""Words and figures as the papers of a proposal write them; Vietnamese alone."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cluster_gis.formats import Formats
from cluster_gis.i18n import translator
from cluster_gis.reports.paper_patterns import patterns
from cluster_gis.services.read_paper import PaperFacts

VI = translator("vi")
FORMATS = Formats("vi")


def word(name: str) -> str:
    """A word of the patterns."""
    return str(patterns()["words"][name])


def first_upper(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a full stop at its end; empty stays empty."""
    said = text.strip()
    return said if not said or said[-1] in ".!?;:" else f"{said}."


def as_decimal(value: Any) -> Decimal:
    """A figure of a form or a check, exact."""
    return Decimal(str(value))


def amount(value: Any, unit: str) -> str:
    """A figure of the check; a range is a text already."""
    try:
        return FORMATS.number(as_decimal(value)) + unit
    except ArithmeticError:
        return f"{value}{unit}"


def plan_word(facts: PaperFacts) -> str:
    """What the law of the day calls the plan of clusters."""
    words: Mapping[str, str] = patterns()["plan_words"]
    version = "" if facts.law is None else facts.law.id
    return words.get(version, words["other"])
