"""Tables of reports: one line a cluster, a unit or a lot, with lines of groups and of the whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from cluster_gis.domain.reporting.cells import (
    Answer,
    Cell,
    Known,
    Registry,
    Unknown,
    fill_form,
)
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.services.report_facts import (
    Record,
    ReportFacts,
    local_unit_of,
    province_of,
    short_day,
)
from cluster_gis.services.report_texts import TEXTS

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. number: as printed, "" for sums. region: of a set, over clusters told above too.

    texts: language -> number of a column -> text.
    """

    kind: Literal["member", "subtotal", "total", "region"]
    number: str
    key: str
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()

    def cell(self, number: str) -> Cell | None:
        """The cell of a column; None for a text."""
        return next((cell for cell in self.cells if cell.number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The lines of a table, and members of which it is not known whether they belong to it."""

    lines: tuple[Line, ...]
    undecided: tuple[str, ...]


def make_table(
    form: Form,
    codes: Sequence[str],
    facts: ReportFacts,
    registry: Registry,
    *,
    names: Mapping[str, str],
    lots: Sequence[Mapping[str, Any]] = (),
) -> Table:
    """The table of a form over the clusters. names: unit key -> name. lots: of the one cluster."""
    if form.members == "lot":
        return _lots(form, facts, lots)
    kept, undecided = _chosen(form, codes, registry)
    lines: list[Line] = []
    if form.members == "cluster":
        lines = [
            Line(
                kind="member",
                number=str(place),
                key=code,
                texts=_texts(form, facts, code),
                cells=fill_form(form, (code,), registry),
            )
            for place, code in enumerate(kept, 1)
        ]
    else:
        lines = list(_unit_lines(form, kept, facts, registry, names))
    if form.total:
        total = Line(
            kind="total", number="", key="", texts=sum_texts(form, "Tổng cộng", "Total"),
            cells=fill_form(form, kept, registry),
        )  # fmt: skip
        lines = [total, *lines] if form.groups else [*lines, total]
    return Table(lines=tuple(lines), undecided=undecided)


def texts_of(form: Form, facts: ReportFacts, code: str) -> Mapping[str, Mapping[str, str]]:
    """Language -> number -> text of an indicator form of one cluster."""
    return _texts(form, facts, code)


def _chosen(
    form: Form, codes: Sequence[str], registry: Registry
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kept, undecided = [], []
    for code in codes:
        told = [registry.conditions[name](code)[0] for name in form.where]
        if all(told):
            kept.append(code)
        elif all(one is not False for one in told):
            undecided.append(code)
    return tuple(kept), tuple(undecided)


def _unit_lines(
    form: Form,
    codes: Sequence[str],
    facts: ReportFacts,
    registry: Registry,
    names: Mapping[str, str],
) -> Iterator[Line]:
    unit_of = province_of if form.members == "province" else local_unit_of
    members: dict[str, list[str]] = {}
    for code in codes:
        key = unit_of(facts.rows[code], facts.cut_off) or ""
        members.setdefault(key, []).append(code)
    grouped = [(group, list(group.members)) for group in form.groups]
    told = {key for _, keys in grouped for key in keys}
    rest = [key for key in sorted(members, key=lambda key: names.get(key, "~")) if key not in told]
    number = 0
    for group, keys in [*grouped, (None, rest)]:
        if group is not None:
            inside = tuple(code for key in keys for code in members.get(key, ()))
            yield Line(
                kind="subtotal",
                number="",
                key="",
                texts=sum_texts(form, group.label.vi, group.label.en),
                cells=fill_form(form, inside, registry),
            )
        for key in keys:
            number += 1
            unknown = "Chưa xác định được đơn vị", "Unit not known"
            label = names.get(key) or (key and key) or unknown[0]
            yield Line(
                kind="member",
                number=str(number),
                key=key,
                texts=sum_texts(form, label, names.get(key) or key or unknown[1]),
                cells=fill_form(form, tuple(members.get(key, ())), registry),
            )


def _texts(form: Form, facts: ReportFacts, code: str) -> dict[str, dict[str, str]]:
    columns = [figure for figure in form.values if figure.aggregate == "text"]
    return {
        language: {
            figure.number: TEXTS[figure.measure or ""](facts, code, language) for figure in columns
        }
        for language in LANGUAGES
    }


def sum_texts(form: Form, vietnamese: str, english: str) -> dict[str, dict[str, str]]:
    """The label in the first text column."""
    first = next((f.number for f in form.values if f.aggregate == "text"), "")
    return {"vi": {first: vietnamese}, "en": {first: english}}


def _lots(form: Form, facts: ReportFacts, lots: Sequence[Mapping[str, Any]]) -> Table:
    """Lots that are not leased; a lot of which it is not known is not offered."""
    free = {str(row["lot_key"]): row for row in lots if row["leased"] is False}
    doubtful = tuple(str(row["lot_no"]) for row in lots if row["leased"] is None)

    def area(key: str) -> Answer:
        row = free[key]
        if row["area_ha"] is None:
            return Unknown(reason="no_free_lots")
        record = Record(
            table="land_lot",
            row=key,
            field="area_ha",
            said=f"{row['area_ha']} ha",
            as_of=short_day(facts.cut_off),
            source_key=row["source_key"],
        )
        return Known(value=Decimal(row["area_ha"]), record=facts.note(record))

    registry = Registry(measures={"lot_area_ha": area}, conditions={})
    first = next((f.number for f in form.values if f.aggregate == "text"), "")
    lines = [
        Line(
            kind="member",
            number=str(place),
            key=key,
            texts={language: {first: str(row["lot_no"])} for language in LANGUAGES},
            cells=fill_form(form, (key,), registry),
        )
        for place, (key, row) in enumerate(free.items(), 1)
    ]
    total = Line(
        kind="total", number="", key="", texts=sum_texts(form, "Tổng cộng", "Total"),
        cells=fill_form(form, tuple(free), registry),
    )  # fmt: skip
    return Table(lines=(*lines, total), undecided=doubtful)
