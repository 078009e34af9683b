"""Correct one fact of a cluster, with its source and reason, as a new version.

`preview_correction` writes, judges and takes everything back, so that what it shows is what
`correct_fact` will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.date_span import UNKNOWN_DATE, DateSpan
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.list_cells import BadCell, HeadedColumn, read_value
from cluster_gis.domain.list_columns import BY_KEY, ListColumn
from cluster_gis.domain.list_rows import ListCell
from cluster_gis.domain.list_values import same_value
from cluster_gis.domain.staging import RowIssue
from cluster_gis.errors import Conflict, InvalidInput, NotFound, Stale
from cluster_gis.i18n import N_
from cluster_gis.services.assess_cluster import assess_cluster
from cluster_gis.services.fact_versions import NewFacts, is_stated_only, write_facts
from cluster_gis.services.list_checks import Compared, check_row
from cluster_gis.services.list_words import default_factor
from cluster_gis.services.mark_same import office_source, require_words
from cluster_gis.services.read_cluster_list import state_value
from cluster_gis.storage.queries.facts import adopted_figures, cluster_exists
from cluster_gis.storage.queries.state_versions import (
    Version,
    last_touched,
    revisions_since,
    source_titles,
    versions_of,
)
from cluster_gis.storage.register import Changes, insert_missing, revision_at, write_versions

PROCEDURES = ("plan_add", "establish", "expand", "operate")
#: Facts that this corrects: the columns of the list but the code.
FIELDS = tuple(key for key, column in BY_KEY.items() if column.read and key != "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says. value: as written; None = not known any more.

    since: the first day, as written (a month, quarter or year will do); "" = it was never right.
    """

    code: str
    field: str
    value: str | None
    since: str
    source: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFact:
    """A fact on a day. source: where it is from. touched: revision that last wrote the cluster."""

    name: str
    value: Any
    source: str | None
    touched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictTurn:
    """A verdict that the correction turns. rule: "*" = of the whole procedure."""

    procedure: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPreview:
    """Old and new value, what is odd about the new one, and the verdicts that turn."""

    held: HeldFact
    value: Any
    since: DateSpan
    warnings: Sequence[RowIssue]
    turns: Sequence[VerdictTurn]


def read_fact(session: Session, code: str, field: str, *, on: date) -> HeldFact:
    """The fact as the register has it; raises NotFound, InvalidInput for an unknown field."""
    column = _column(field)
    if not cluster_exists(session, code):
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    revision = revision_at(session)
    versions = versions_of(session, [code], revision=revision).get(code, [])
    if not versions:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    version = _on(versions, on)
    figures = adopted_figures(session, revision=revision, codes=[code])
    figure = figures.get((version.columns["figures"] or {}).get(field, ""))
    keys = [version.columns["source_key"]]
    title = figure["title"] if figure is not None else source_titles(session, keys).get(keys[0])
    value = state_value(column, version.columns, figures)
    return HeldFact(
        name=version.columns["name"],
        value=value,
        source=title if value is not None else None,
        touched=last_touched(session, code),
    )


def _on(versions: Sequence[Version], day: date) -> Version:
    """The version of the day, else the newest."""
    after = date.fromordinal(day.toordinal() + 1)
    return next((v for v in versions if v.overlaps(day, after)), versions[-1])


def _column(field: str) -> ListColumn:
    if field not in FIELDS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="field",
            value=repr(field),
            expected=", ".join(FIELDS),
        )
    return BY_KEY[field]


def parse_value(field: str, text: str | None) -> Any:
    """The value as the register takes it; raises InvalidInput naming the field."""
    column = _column(field)
    if text is None or not text.strip():
        if field in ("name", "status"):
            raise InvalidInput(N_("{field} is empty; a text is expected."), field=field)
        return None
    try:
        return read_value(HeadedColumn(column, column.header, default_factor(field)), text, "vi")
    except BadCell as bad:
        raise InvalidInput(bad.message, **{**bad.values, "field": field}) from bad


def preview_correction(session: Session, wanted: Correction, *, on: date) -> CorrectionPreview:
    """What the correction would do; nothing stays written. on: the day judged."""
    held = read_fact(session, wanted.code, wanted.field, on=on)
    value, since = parse_value(wanted.field, wanted.value), _since(wanted.since)
    before = _verdicts(session, wanted.code, on)
    trial = session.begin_nested()
    try:
        correct_fact(session, wanted, on=on)
        after = _verdicts(session, wanted.code, on)
    finally:
        trial.rollback()
    turns = [
        VerdictTurn(procedure=procedure, rule=rule, before=verdict, after=after[procedure, rule])
        for (procedure, rule), verdict in before.items()
        if after.get((procedure, rule), verdict) != verdict
    ]
    warnings = _warnings(session, wanted, value, on)
    return CorrectionPreview(held=held, value=value, since=since, warnings=warnings, turns=turns)


def correct_fact(
    session: Session, wanted: Correction, *, on: date, expected: int | None = None
) -> int:
    """Write the correction; returns the revision. The caller commits.

    expected: `HeldFact.touched` that the decision rests on; another one raises Stale. Raises
    Conflict when the register says just this already.
    """
    require_words(source=wanted.source, reason=wanted.reason, by=wanted.by)
    held = read_fact(session, wanted.code, wanted.field, on=on)
    if expected is not None and held.touched != expected:
        raise Stale(
            N_("This cluster was changed meanwhile ({changes}); look at it again."),
            changes="; ".join(
                f"{row['id']} – {row['recorded_by']}: {row['reason']}"
                for row in revisions_since(session, wanted.code, expected)
            )
            or "–",
        )
    value, since = parse_value(wanted.field, wanted.value), _since(wanted.since)
    if is_stated_only(value):
        raise InvalidInput(N_("{field}: one value is expected, not a range."), field=wanted.field)
    if since.start is not None and since.start > on:
        raise InvalidInput(
            N_("{field}: {value} is a day to come."), field="since", value=wanted.since
        )
    versions = versions_of(session, [wanted.code], revision=revision_at(session))[wanted.code]
    paper = office_source(wanted.source)
    insert_missing(session, "source", [paper])
    facts = NewFacts(
        code=wanted.code,
        values={wanted.field: value},
        since=since.start,
        source_key=paper["source_key"],
        as_of=since,
        basis="event",
        precision=since.precision,
        note=wanted.reason.strip(),
        place=_place(versions),
    )
    changes = Changes()
    write_facts(session, changes, facts, versions)
    source = {"cluster_code": wanted.code, "source_key": paper["source_key"]}
    insert_missing(session, "cluster_source", [source])
    revision = write_versions(
        session,
        by=wanted.by.strip(),
        reason=f"correct {wanted.field} of {wanted.code}: {wanted.reason.strip()}",
        batches=changes.batches,
    )
    if revision is None:
        raise Conflict(N_("The register holds just this already; nothing was written."))
    return revision


def _place(versions: Sequence[Version]) -> str:
    key = versions[-1].columns["establishment_document_key"]
    # "375/QĐ-UBND (Hải Phòng, 2022)": the province's word of the document before.
    return key.partition(" (")[2].rstrip(")").partition(",")[0] if key else ""


def _since(text: str) -> DateSpan:
    return parse_date_span(text, field="since") if text.strip() else UNKNOWN_DATE


def _verdicts(session: Session, code: str, on: date) -> dict[tuple[str, str], str]:
    found = {}
    for procedure in PROCEDURES:
        item = assess_cluster(session, code, procedure=procedure, on=on)
        found[procedure, "*"] = item.verdict
        for rule, verdict in item.verdicts.items():
            found[procedure, rule] = verdict
    return found


def _warnings(session: Session, wanted: Correction, value: Any, on: date) -> list[RowIssue]:
    """What a list with this value would be asked about."""
    if value is None or wanted.field == "name":
        return []
    revision = revision_at(session)
    versions = versions_of(session, [wanted.code], revision=revision)[wanted.code]
    state = _on(versions, on).columns
    values = {key: state_value(BY_KEY[key], state) for key in FIELDS}
    held = {key: found for key, found in values.items() if found is not None}
    cell = ListCell("", wanted.value or "", value)
    same = same_value(value, held.get(wanted.field))
    changed = frozenset() if same else frozenset({wanted.field})
    listed = {wanted.field: value}
    return check_row(Compared(held, listed, {wanted.field: cell}, changed, on))
