"""The patterns of the papers of a proposal, and the filling of their texts.

A pattern is a row of blocks in `templates/papers/papers.toml`: the Word templates are made from it
and the PDF is set from it, so that both say the same. Papers are in Vietnamese alone.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: Not taken from `typesetting`, whose compiler nobody needs who only lists the papers.
FOLDER = Path(__file__).parent / "templates" / "papers"


class PaperKind(StrEnum):
    """A paper that a proposal yields. MAP is a sheet of the proposal map, PDF only."""

    SUBMISSION = "submission"
    INVESTMENT_REPORT = "investment_report"
    APPRAISAL = "appraisal"
    COMPARISON = "comparison"
    OPINIONS = "opinions"
    SCORING = "scoring"
    MAP = "map"
    DECISION = "decision"


PAPER_NAMES: Mapping[PaperKind, str] = {
    PaperKind.SUBMISSION: N_("Submission letter"),
    PaperKind.INVESTMENT_REPORT: N_("Investment report (skeleton)"),
    PaperKind.APPRAISAL: N_("Appraisal report of the proposal"),
    PaperKind.COMPARISON: N_("Comparison table, before and after"),
    PaperKind.OPINIONS: N_("List of opinions"),
    PaperKind.SCORING: N_("Scoring sheet of the candidates"),
    PaperKind.MAP: N_("Map sheet of the proposal"),
    PaperKind.DECISION: N_("Draft decision"),
}
SUFFIXES = ("docx", "pdf")


def suffixes_of(kind: PaperKind) -> tuple[str, ...]:
    """Forms the paper is made in."""
    return ("pdf",) if kind is PaperKind.MAP else SUFFIXES


def parse_kind(text: str) -> PaperKind:
    """The kind of that name; raises InvalidInput that lists them."""
    if text not in set(PaperKind):
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="kind",
            value=repr(text),
            expected=", ".join(PaperKind),
        )
    return PaperKind(text)


@cache
def patterns() -> Mapping[str, Any]:
    """The whole file of patterns: blanks, words, acts, laws, paper."""
    with (FOLDER / "papers.toml").open("rb") as file:
        return tomllib.load(file)


def pattern_of(kind: PaperKind) -> Mapping[str, Any]:
    """The pattern of one paper; the map has none."""
    found: Mapping[str, Any] = patterns()["paper"][kind.value]
    return found


@dataclass(frozen=True, slots=True)
class Blank:
    """A value that is not known. name: in the table of blanks; about: of which item, or empty.

    line: word of the patterns that is printed for it.
    """

    name: str
    about: str = ""
    line: str = "dots"

    def __str__(self) -> str:
        """A dotted line; a filling notes it beside."""
        return str(patterns()["words"][self.line])

    @property
    def note(self) -> str:
        """What the writer must still find out."""
        label = patterns()["blanks"][self.name]
        return f"{label} – {self.about}" if self.about else str(label)


class Filling:
    """One paper being filled. notes: blanks met so far, each once, in the order of the text."""

    def __init__(self, data: Mapping[str, Any], *, markup: bool) -> None:
        self.notes: list[str] = []
        self.data = {**data, "notes": self.notes}
        # An office's template may use values, not reach into the program.
        self.environment = SandboxedEnvironment(
            autoescape=markup, undefined=StrictUndefined, finalize=self._say
        )

    def _say(self, value: Any) -> Any:
        if isinstance(value, Blank):
            if value.note not in self.notes:
                self.notes.append(value.note)
            return str(value)
        return value

    def text(self, template: str, **more: Any) -> str:
        """A text of the pattern with its values."""
        return self.environment.from_string(template).render({**self.data, **more})

    def value(self, expression: str, **more: Any) -> Any:
        """The value of an expression of the pattern."""
        asked = self.environment.compile_expression(expression, undefined_to_none=False)
        return asked({**self.data, **more})


#: Keys of a block that hold a text, and how the block is set.
TEXT_KEYS = ("h", "p", "q", "b", "i", "c")


def filled_blocks(
    blocks: list[Mapping[str, Any]], filling: Filling, names: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The blocks with values, loops unrolled: {"kind", "text"} or {"kind": "table", …}."""
    held = dict(names or {})
    made: list[dict[str, Any]] = []
    for block in blocks:
        if "when" in block and not filling.value(block["when"], **held):
            continue
        if "each" in block:
            for one in filling.value(block["each"], **held):
                made += filled_blocks(block["blocks"], filling, {**held, block["as"]: one})
        elif "table" in block:
            made.append(_table(block["table"], filling, held))
        else:
            key = next(key for key in TEXT_KEYS if key in block)
            made.append({"kind": key, "text": filling.text(block[key], **held)})
    return made


def _table(table: Mapping[str, Any], filling: Filling, held: Mapping[str, Any]) -> dict[str, Any]:
    columns = table["columns"]
    rows = [
        [filling.text(column[1], **held, row=row, loop={"index": n}) for column in columns]
        for n, row in enumerate(filling.value(table["rows"], **held), 1)
    ]
    return {
        "kind": "table",
        "heads": [column[0] for column in columns],
        "widths": [float(column[2]) for column in columns],
        "aligns": [column[3] for column in columns],
        "rows": rows,
    }
