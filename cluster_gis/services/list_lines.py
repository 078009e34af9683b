"""Works and milestones told line by line in a cell of a list, beside those of the register.

A line that says what the register holds changes nothing; one that begins like a held work or
milestone and goes on otherwise changes it; any other is a new one. What the cell lacks stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from cluster_gis.domain.amounts import NumberLocale, parse_number
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.labels import WORK_TYPE
from cluster_gis.domain.list_cells import fold
from cluster_gis.domain.list_rows import Severity
from cluster_gis.domain.list_values import clean_text
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, data_translator, translator
from cluster_gis.services.list_words import (
    COMPLETED,
    DONE,
    DUE,
    IN_OPERATION,
    milestone_line,
    work_head,
    work_line,
)
from cluster_gis.storage.queries.list_works import ListedWork

_T = TypeVar("_T")
FULL = Decimal(100)
#: Lines of a cell and letters of a line that are read; a cluster has tens of works.
MOST_LINES, MOST_LETTERS = 300, 500
#: After the head of a work: ": 500 m (50 %, completed)".
_WORK_TAIL = re.compile(
    r"(?:\s*:\s*(?P<number>\d[\d.,\s]*)(?P<unit>[^()\d][^()]*)?)?\s*(?:\((?P<done>[^()]*)\))?\s*"
)
#: What follows the type of a new work: " – đường N2: 500 m".
_NEW_WORK = re.compile(
    rf"\s*[–-]\s*(?P<item>[^:]+?)(?P<tail>{_WORK_TAIL.pattern.replace('?P<', '?P<_')})"
)
_LOCALES: Mapping[str, NumberLocale] = {"vi": "vi", "en": "en"}
WORK_FORM = N_(
    "Line {line} is not understood; expected a type of works, – what it is, : capacity and unit,"
    " (done %, completed, in operation)."
)
MILESTONE_FORM = N_(
    "Line {line} is not understood; expected a name: due dd/mm/yyyy, done dd/mm/yyyy."
)


@dataclass(frozen=True, slots=True)
class LineIssue:
    """Something about one line. code, severity, message and values as of an issue of a row."""

    code: str
    severity: Severity
    message: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change(Generic[_T]):
    """One work or milestone as held (None = new) and as it will be."""

    before: _T | None
    after: _T


@dataclass(slots=True)
class Lines(Generic[_T]):
    """What a cell says: changes, and what is wrong or kept."""

    changes: list[Change[_T]] = field(default_factory=list)
    issues: list[LineIssue] = field(default_factory=list)

    def add_issue(self, code: str, severity: Severity, message: str, **values: Any) -> None:
        """Note something."""
        self.issues.append(LineIssue(code, severity, message, values))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone. name: as recorded."""

    name: str
    due: date | None
    done: date | None


def read_works(text: str, code: str, held: Sequence[ListedWork]) -> Lines[ListedWork]:
    """The lines of a cell of works beside those of the cluster `code`."""
    found: Lines[ListedWork] = Lines()
    _refuse_flood(found, text)
    rest, left = _unlike(text, held, work_line)
    for line in rest:
        read = _known_work(line, left)
        if read is None:
            after = _new_work(line, code)
            if after is None:
                found.add_issue("line_form", "error", WORK_FORM, line=repr(line))
            else:
                found.changes.append(Change(None, after))
            continue
        before, after = read
        left.remove(before)
        if after.progress_pct is not None and not 0 <= after.progress_pct <= FULL:
            found.add_issue("line_form", "error", WORK_FORM, line=repr(line))
        elif after != before:
            found.changes.append(Change(before, after))
            _check_progress(found, before, after)
    _tell_kept(found, [work_line(work, "vi") for work in left])
    new = [change.after for change in found.changes if change.before is None]
    _refuse_twins(found, [(work.work_type, fold(work.item or "")) for work in new])
    return found


def read_milestones(text: str, held: Sequence[Milestone], as_of: date) -> Lines[Milestone]:
    """The lines of a cell of milestones beside the cluster's; as_of: day of the list."""
    found: Lines[Milestone] = Lines()
    _refuse_flood(found, text)
    rest, left = _unlike(text, held, _milestone_text)
    for line in rest:
        read = _known_milestone(line, left)
        after = _new_milestone(line) if read is None else read[1]
        if after is None:
            found.add_issue("line_form", "error", MILESTONE_FORM, line=repr(line))
            continue
        if read is not None:
            left.remove(read[0])
        if after.done is not None and after.done > as_of:
            found.add_issue(
                "done_to_come",
                "error",
                N_("Line {line}: done on a day after that of the list ({day})."),
                line=repr(line),
                day=as_of.strftime("%d/%m/%Y"),
            )
        elif read is None or after != read[0]:
            found.changes.append(Change(None if read is None else read[0], after))
    _tell_kept(found, [_milestone_text(one, "vi") for one in left])
    _refuse_twins(found, [fold(c.after.name) for c in found.changes if c.before is None])
    return found


def _milestone_text(one: Milestone, language: str) -> str:
    return milestone_line({"name": one.name, "due": one.due, "done": one.done}, language)


def _flat(text: str) -> str:
    return " ".join(clean_text(text).split())


def _unlike(
    text: str, held: Sequence[_T], tell: Callable[[_T, str], str]
) -> tuple[list[str], list[_T]]:
    """Lines that no held one is told by, and the held ones that no line tells."""
    left = list(held)
    rest = []
    for line in clean_text(text).splitlines()[:MOST_LINES]:
        told = (
            one for one in left if _flat(line) in {_flat(tell(one, lang)) for lang in LANGUAGES}
        )
        same = next(told, None)
        if same is None:
            rest.append(line)
        else:
            left.remove(same)
    return rest, left


def _tails(line: str, heads: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(language, what follows) of each head that the line begins with; letters' case aside."""
    flat = _flat(line)
    for language, head in heads.items():
        own = _flat(head)
        if own and flat.casefold().startswith(own.casefold()):
            yield language, flat[len(own) :]


def _known_work(line: str, left: Sequence[ListedWork]) -> tuple[ListedWork, ListedWork] | None:
    """The held work that the line begins with, the longest head first, and what it becomes."""
    options = []
    for work in left if len(line) <= MOST_LETTERS else ():
        heads = {language: work_head(work, language) for language in LANGUAGES}
        for language, tail in _tails(line, heads):
            after = _with_tail(work, tail, language)
            if after is not None:
                options.append((len(heads[language]), work, after))
    if not options:
        return None
    _, before, after = max(options, key=lambda option: option[0])
    return before, after


def _with_tail(work: ListedWork, tail: str, language: str) -> ListedWork | None:
    """The work with what is said after its head; what is not said stays. None = not understood."""
    match = _WORK_TAIL.fullmatch(tail)
    if match is None:
        return None
    after = work
    if match["number"] is not None:
        capacity = _number(match["number"], language)
        if capacity is None:
            return None
        unit = _flat(match["unit"] or "")
        known = _flat(data_translator(language)(work.capacity_unit or ""))
        after = replace(
            after,
            planned_capacity=capacity,
            capacity_unit=work.capacity_unit if unit in ("", known) else unit,
        )
    if match["done"] is not None:
        return _with_progress(after, match["done"], language)
    return after


def _with_progress(work: ListedWork, done: str, language: str) -> ListedWork | None:
    completed, in_operation = (
        fold(translator(language)(word)) for word in (COMPLETED, IN_OPERATION)
    )
    for part in re.split(r",\s+|;\s*", done):
        if fold(part) == completed:
            work = replace(work, completed=True)
        elif fold(part) == in_operation:
            work = replace(work, in_operation=True)
        elif part.strip().endswith("%"):
            share = _number(part.strip()[:-1], language)
            if share is None:
                return None
            work = replace(work, progress_pct=share)
        else:
            return None
    return work


def _number(text: str, language: str) -> Decimal | None:
    try:
        return parse_number(text.strip(), locale=_LOCALES[language])
    except InvalidInput:
        return None


def _new_work(line: str, code: str) -> ListedWork | None:
    """A work that the register lacks, from its line; None = not understood."""
    for kind, label in WORK_TYPE.items() if len(line) <= MOST_LETTERS else ():
        heads = {language: translator(language)(label) for language in LANGUAGES}
        for language, tail in _tails(line, heads):
            if tail and tail[0].isalnum():
                continue  # another word that begins alike
            match = _NEW_WORK.fullmatch(tail)
            item = match["item"] if match else ""
            if item.endswith(")") and match is not None and not match["tail"].strip():
                continue  # what is in brackets at the end tells of progress
            bare = ListedWork(
                work_key="", cluster_code=code, work_type=kind, item=item or heads[language],
                planned_capacity=None, capacity_unit=None, progress_pct=None, completed=None,
                in_operation=None,
            )  # fmt: skip
            after = _with_tail(bare, match["tail"] if match else tail, language)
            if after is not None and 0 <= (after.progress_pct or 0) <= FULL:
                return after
    return None


def _known_milestone(line: str, left: Sequence[Milestone]) -> tuple[Milestone, Milestone] | None:
    options = []
    for one in left:
        heads = {language: data_translator(language)(one.name) for language in LANGUAGES}
        for language, tail in _tails(line, heads):
            days = _days(tail, language)
            if days is not None:
                due, done = days
                after = replace(one, due=due or one.due, done=done or one.done)
                options.append((len(one.name), one, after))
    if not options:
        return None
    _, before, after = max(options, key=lambda option: option[0])
    return before, after


def _new_milestone(line: str) -> Milestone | None:
    name, colon, tail = line.partition(":")
    for language in LANGUAGES:
        days = _days(f":{tail}", language) if colon else None
        if days is not None and name.strip():
            return Milestone(_flat(name), *days)
    return None


def _days(tail: str, language: str) -> tuple[date | None, date | None] | None:
    """(due, done) after the name of a milestone; None = not understood."""
    _ = translator(language)
    due, done = (
        re.escape(_(text)).replace(re.escape("{day}"), rf"(?P<{name}>[\d/.-]+)")
        for text, name in ((DUE, "due"), (DONE, "done"))
    )
    match = re.fullmatch(rf"(?:\s*:\s*{due})?(?:\s*[:,]\s*{done})?\s*", tail, re.IGNORECASE)
    if match is None:
        return None
    try:
        days = [parse_date_span(match[name]) if match[name] else None for name in ("due", "done")]
    except InvalidInput:
        return None
    if any(day is not None and day.precision != "day" for day in days):
        return None
    first, second = (None if day is None else day.start for day in days)
    return first, second


def _check_progress(found: Lines[ListedWork], before: ListedWork, after: ListedWork) -> None:
    was, now = before.progress_pct, after.progress_pct
    if was is not None and now is not None and now < was:
        found.add_issue(
            "progress_fell",
            "warning",
            N_("{work}: {now} % done, the register holds {was} %."),
            work=work_head(before, "vi"),
            now=str(now.normalize()),
            was=str(was.normalize()),
        )


def _tell_kept(found: Lines[_T], kept: Sequence[str]) -> None:
    if kept:
        found.add_issue(
            "lines_missing",
            "info",
            N_("Not in the list, kept as they are: {lines}."),
            lines="; ".join(kept),
        )


def _refuse_flood(found: Lines[_T], text: str) -> None:
    count = len(clean_text(text).splitlines())
    if count > MOST_LINES:
        found.add_issue(
            "too_many_lines",
            "error",
            N_("This cell has {count} lines; at most {limit} are read."),
            count=count,
            limit=MOST_LINES,
        )


def _refuse_twins(found: Lines[_T], names: Sequence[Any]) -> None:
    if len(set(names)) < len(names):
        twice = N_("Two lines of this cell tell of the same new thing.")
        found.add_issue("lines_twice", "error", twice)
