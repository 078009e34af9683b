"""What a report form is: rows of figures, where each comes from, when it is due, to whom.

A form is data (`data/report_forms/*.toml`); this module knows its shape and refuses a table that
does not fit. A new annex of a circular is a new file, not new code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: How the clusters of a unit become one figure. `entered`: only a return of the reporter says it.
Aggregate = Literal["section", "count", "sum", "ratio", "formula", "entered", "text"]
#: Units of figures, with their names as the annex prints them.
UNITS: Mapping[str, tuple[str, str]] = {
    "cluster": ("Cụm", "clusters"),
    "ha": ("ha", "ha"),
    "billion_vnd": ("Tỷ đồng", "VND billion"),
    "million_vnd_person_month": ("Triệu đồng/người/tháng", "VND million/person/month"),
    "percent": ("%", "%"),
    "project": ("Dự án", "projects"),
    "person": ("Người", "persons"),
    "work": ("Công trình", "works"),
    "m3_day": ("m³/ngày đêm", "m³/day"),
    "none": ("", ""),
}
#: Units whose figures are whole numbers.
WHOLE = frozenset({"cluster", "project", "person", "work"})
#: Over what a form is made: one thing, or one line a thing of the area.
Subject = Literal["project", "cluster", "local_unit", "province", "country"]

_TERM = re.compile(r"\s*([+\-*/()]|\[[^\]]+\]|\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One text in both languages; the Vietnamese is that of the annex."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """The text in "vi" or "en"."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a form: a row of an indicator list, or a column of a table.

    number: as printed ("15.1"). measure, over: names of the registry of measures (for a ratio,
    measure over `over`, times 100). where: names of conditions, all of which must hold.
    formula: other numbers in brackets, "[15.1] + [15.2]". check: what the form says the figure is
    made of; it must come out so wherever all its rows are complete. flow: of the period.
    """

    number: str
    key: str
    label: Labels
    unit: str
    aggregate: Aggregate
    measure: str | None = None
    over: str | None = None
    where: tuple[str, ...] = ()
    formula: str | None = None
    check: str | None = None
    flow: bool = False

    def terms(self) -> tuple[str, ...]:
        """The formula cut into numbers of rows (in brackets), signs and constants."""
        return cut_formula(self.formula or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Members of a table that are told together, with a line of their own: a region's provinces."""

    label: Labels
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report of one kind of period. before: (month, day) it must come before; years_later: 0, 1.

    inclusive: the day itself is still in time.
    """

    kind: str
    before: tuple[int, int]
    years_later: int = 0
    inclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of one form.

    layout: "indicators" (one value a row) or "table" (one line a member, figures are columns).
    members: what a table has lines of, `where` holds of it; total: with a line of the whole.
    groups: told before their members. sets: keys of region sets, each a line at the end.
    replaced: a newer version tells the same periods; kept to make again what was issued in it.
    cut_off: (month, day) where it is not the period's.
    valid_from, valid_to: last days included.
    verified: False = the form was built again from what others say of it.
    """

    form: str
    version: str
    title: Labels
    subject: Subject
    layout: Literal["indicators", "table"]
    members: str | None
    figures: tuple[Figure, ...]
    valid_from: date
    valid_to: date | None
    document: str
    locator: str
    verified: bool
    party: str
    recipients: tuple[str, ...]
    due: tuple[Due, ...]
    signer: Labels
    notes: tuple[Labels, ...] = ()
    where: tuple[str, ...] = ()
    total: bool = False
    groups: tuple[Group, ...] = ()
    cut_off: tuple[int, int] | None = None
    sets: tuple[str, ...] = ()
    replaced: bool = False

    def figure(self, number: str) -> Figure:
        """The figure of this number; raises KeyError."""
        return next(figure for figure in self.figures if figure.number == number)

    def holds_on(self, day: date) -> bool:
        """Whether this version is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def values(self) -> tuple[Figure, ...]:
        """The figures without the headings of sections."""
        return tuple(figure for figure in self.figures if figure.aggregate != "section")


def cut_formula(text: str) -> tuple[str, ...]:
    """Terms of a formula; raises InvalidInput naming what is no term."""
    terms, place = [], 0
    while place < len(text):
        found = _TERM.match(text, place)
        if found is None:
            raise InvalidInput(
                N_("{field}: {value} is no formula; expected rows in brackets and + - * / ( )."),
                field="formula",
                value=repr(text),
            )
        terms.append(found.group(1))
        place = found.end()
    return tuple(terms)


def parse_form(table: Mapping[str, Any], *, file: str) -> Form:
    """The form of one TOML table; raises InvalidInput naming file and field.

    Rows of another form may be taken over (`rows`, put in by the reader of the files) with own
    labels for some numbers.
    """
    labels = table.get("labels", {})
    figures = tuple(_figure(row, labels, file) for row in table["rows"])
    numbers = [figure.number for figure in figures]
    if len(set(numbers)) != len(numbers):
        _refuse(file, "rows", "two rows have the same number")
    for figure in figures:
        for term in (*figure.terms(), *cut_formula(figure.check or "")):
            if term.startswith("[") and term[1:-1] not in numbers:
                _refuse(file, f"row {figure.number}", f"formula names {term}")
    return Form(
        form=_text(table, "form", file),
        version=_text(table, "version", file),
        title=Labels(vi=table["title_vi"], en=table["title_en"]),
        subject=_one_of(table, "subject", get_args(Subject), file),
        layout=_one_of(table, "layout", ("indicators", "table"), file),
        members=table.get("members"),
        figures=figures,
        valid_from=table["valid_from"],
        valid_to=table.get("valid_to"),
        document=_text(table, "document", file),
        locator=table.get("locator", ""),
        verified=bool(table["verified"]),
        party=_text(table, "party", file),
        recipients=tuple(table.get("recipients", ())),
        due=tuple(_due(entry, file) for entry in table.get("due", ())),
        signer=Labels(vi=table["signer_vi"], en=table["signer_en"]),
        notes=tuple(Labels(vi=note["vi"], en=note["en"]) for note in table.get("notes", ())),
        where=tuple(table.get("where", ())),
        total=bool(table.get("total", False)),
        groups=tuple(
            Group(label=Labels(vi=one["vi"], en=one["en"]), members=tuple(one["members"]))
            for one in table.get("groups", ())
        ),
        cut_off=_month_day(table["cut_off"]) if "cut_off" in table else None,
        sets=tuple(table.get("sets", ())),
        replaced=bool(table.get("replaced", False)),
    )


def _figure(row: Mapping[str, Any], labels: Mapping[str, Any], file: str) -> Figure:
    number = _text(row, "no", file)
    own = labels.get(number, {})
    aggregate = _one_of(row, "aggregate", get_args(Aggregate), file)
    unit = row.get("unit", "none")
    where = f"row {number}"
    if unit not in UNITS:
        _refuse(file, where, f"unit {unit!r}")
    needs = {
        "sum": ("measure",),
        "text": ("measure",),
        "ratio": ("measure", "over"),
        "formula": ("formula",),
    }
    for name in needs.get(aggregate, ()):
        if not row.get(name):
            _refuse(file, where, f"{name} is missing")
    return Figure(
        number=number,
        key=row.get("field", number),
        label=Labels(vi=own.get("vi", row["vi"]), en=own.get("en", row["en"])),
        unit=unit,
        aggregate=aggregate,
        measure=row.get("measure"),
        over=row.get("over"),
        where=tuple(row.get("where", ())),
        formula=row.get("formula"),
        check=row.get("check"),
        flow=bool(row.get("flow", False)),
    )


def _due(entry: Mapping[str, Any], file: str) -> Due:
    return Due(
        kind=_text(entry, "kind", file),
        before=_month_day(_text(entry, "before", file)),
        years_later=int(entry.get("years_later", 0)),
        inclusive=bool(entry.get("inclusive", False)),
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = (int(part) for part in text.split("-"))
    return month, day


def _text(table: Mapping[str, Any], name: str, file: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value:
        _refuse(file, name, "a text is expected")
    return str(value)


def _one_of(table: Mapping[str, Any], name: str, known: Sequence[str], file: str) -> Any:
    value = table.get(name)
    if value not in known:
        _refuse(file, name, f"{value!r}; expected one of {', '.join(known)}")
    return value


def _refuse(file: str, field: str, reason: str) -> None:
    raise InvalidInput(
        N_("{file}, {field}: the form cannot be read ({reason})."),
        field=field,
        file=file,
        reason=reason,
    )
